"""The county as it was: the log, folded up to an index into a database of its own.

Nothing but the log tells what stood in a table, so that what was entered late is not there before
it was entered. Erasable texts alone are taken from the live county, where the log holds only their
digests: what was erased since is erased in its past too. Bytes of files stay in the live county.
Credentials are their digests, with which nobody signs in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee

from models import copies, statements
from models.base import Row
from models.locks import snapshot
from models.log import Entry, LogHead, Text
from models.tables import LOGGED, columns
from workflow.audit.tree import Frontier

Values = dict[str, Any]

# Entries read at once.
BATCH = 2_000
_ENTRIES = (
    f"SELECT {', '.join(columns(Entry))} FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
)
_TEXTS = "SELECT id, salt, body FROM text WHERE id BETWEEN ? AND ? ORDER BY id"
_ERASED = {"salt": "", "body": ""}


class CannotBeRebuilt(Exception):
    """The log up to `entry` does not give a county; `audit verify` says where it is bent."""

    def __init__(self, entry: int, why: str) -> None:
        super().__init__(f"entry {entry}: {why}")
        self.entry = entry


def rebuild(database: peewee.Database, size: int, path: Path, *, empty: bool = True) -> None:
    """Fill the file at `path` with the county as its first `size` entries make it.

    `empty` says that there is nothing in it yet; else it holds a smaller number of entries of this
    same log, and the rest is put on it. Reads the live county in one snapshot and changes nothing
    there. Raises CannotBeRebuilt.
    """
    copy = copies.to_fill(path, empty=empty)
    try:
        with snapshot(database), copy.atomic("IMMEDIATE"):
            _Rebuilding(database, copy).to(size)
    except copies.CannotBeFilled as error:
        raise CannotBeRebuilt(size - 1, str(error)) from error
    finally:
        copy.close()


class _Rebuilding:
    def __init__(self, live: peewee.Database, copy: peewee.Database) -> None:
        self.live, self.copy = live, copy
        # Rows by table and id, whole, as they are after the last entry read.
        self.rows: dict[str, dict[int, Values]] = {t._meta.table_name: {} for t in LOGGED}
        # Those of them that the copy held already, in an earlier form.
        self.held: dict[str, list[int]] = {}
        head = statements.row(copy, "SELECT size, frontier FROM log_head WHERE id = 1")
        self.start: int = head["size"] if head else 0
        self.frontier = (
            Frontier.decode(head["size"], head["frontier"]) if head else Frontier.empty()
        )

    def to(self, size: int) -> None:
        """Read the entries up to there and write down what they make."""
        at = ""
        for row in self._entries(size):
            index, at = row[0], row[1]
            try:
                self._apply(json.loads(row[7])["writes"])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise CannotBeRebuilt(index, f"{type(error).__name__}: {error}") from error
        if self.frontier.size != size:
            raise CannotBeRebuilt(self.frontier.size, "it is missing")
        if size > self.start:
            self._head(at)
        for table in LOGGED:
            self._write(table)

    def _entries(self, size: int) -> Iterator[tuple[Any, ...]]:
        start = self.start
        while start < size:
            batch = statements.run(self.live, _ENTRIES, (start, size, BATCH)).fetchall()
            if not batch:
                return
            copies.fill(self.copy, "entry", columns(Entry), batch)
            for row in batch:
                self.frontier = self.frontier.append(bytes.fromhex(row[8]))
            yield from batch
            start = batch[-1][0] + 1

    def _apply(self, writes: list[Values]) -> None:
        for write in writes:
            rows, number = self.rows[write["table"]], write["id"]
            if write["before"] is None:
                rows[number] = write["after"]
                continue
            row = rows.get(number) or self._held(write["table"], number)
            row.update(write["after"])
            rows[number] = row

    def _held(self, table: str, number: int) -> Values:
        """A row of the earlier copy, which is about to be changed."""
        sql = f'SELECT * FROM "{table}" WHERE "id" = ?'
        row = statements.row(self.copy, sql, (number,))
        if row is None:
            raise KeyError(f"{table} {number}")
        self.held.setdefault(table, []).append(number)
        return row

    def _head(self, at: str) -> None:
        copies.take_out(self.copy, "log_head", [1])
        head = (1, self.frontier.size, self.frontier.encode(), at)
        copies.fill(self.copy, "log_head", columns(LogHead), [head])

    def _write(self, table: type[Row]) -> None:
        name, names = table._meta.table_name, columns(table)
        rows = self.rows[name]
        if not rows:
            return
        if table is Text:
            self._fill_in(rows)
        elif table.erasable:
            for row in rows.values():
                row |= dict.fromkeys(table.erasable, "")
        copies.take_out(self.copy, name, self.held.get(name, ()))
        listed = ([row.get(column) for column in names] for row in rows.values())
        copies.fill(self.copy, name, names, listed)

    def _fill_in(self, texts: dict[int, Values]) -> None:
        """The bodies of these texts; nothing where they were erased."""
        for number in texts:
            texts[number] |= _ERASED
        first, last = min(texts), max(texts)
        for number, salt, body in statements.run(self.live, _TEXTS, (first, last)).fetchall():
            if number in texts:
                texts[number] |= {"salt": salt, "body": body}
