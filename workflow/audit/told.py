"""One logged table, told by the log and compared with what is stored.

Rows that may change are kept in memory until the end. Rows of append-only tables and texts are
compared batch by batch and forgotten, so that memory grows with the plan and not with the log.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import peewee

from models import statements
from models.base import Row
from models.tables import columns
from models.unit_of_work import digest_of_secret
from workflow.audit.report import Finder

Values = dict[str, Any]
Stored = tuple[Any, ...]

# The ids that a database can hold.
LOWEST, HIGHEST = -(2**63), 2**63 - 1
BATCH = 2_000
_TEXTS = (
    'SELECT "digest", "id", "salt", "body" FROM "text" WHERE "id" BETWEEN ? AND ? ORDER BY "id"'
)


class Told(ABC):
    """One logged table. Columns stand in the order of their names, as canonical JSON has them."""

    def __init__(self, database: peewee.Database, kind: type[Row], rows: Finder) -> None:
        self.database = database
        self.name: str = kind._meta.table_name
        self.names = tuple(sorted(set(columns(kind)) - kind.erasable))
        self.position = {name: at for at, name in enumerate(self.names)}
        self.secret = tuple(self.position[name] for name in sorted(kind.secret))
        self.rows = rows
        self.compared = 0

    @abstractmethod
    def insert(self, index: int, number: int, after: Values) -> None:
        """A new row of the log."""

    @abstractmethod
    def update(self, index: int, number: int, before: Values, after: Values) -> None:
        """A change that the log tells of."""

    def settle(self) -> None:  # noqa: B027
        """Compare what cannot change any more; rows that may still change wait for the end."""

    @abstractmethod
    def finish(self) -> None:
        """Compare the rest and look for rows that the log does not know."""

    def logged(self, index: int, number: int, after: Values) -> list[Any]:
        """The row of an insert in our order of columns; a column left out is NULL."""
        if tuple(after) == self.names:
            row = list(after.values())
        else:
            self._known(index, number, after)
            row = [after.get(name) for name in self.names]
        if row[self.position["id"]] != number:
            self.fail(
                "第 {entry} 条记录有两个编号", "entry {entry} gives it two ids", index, number, "id"
            )
        return row

    def _known(self, index: int, number: int, values: Values) -> None:
        strange = [name for name in values if name not in self.position]
        if strange:
            self.rows.fail(
                "第 {entry} 条记录写入了 {table} 没有的字段 {field}。",
                "Entry {entry} writes the field {field}, which {table} does not have.",
                entry=index,
                table=self.name,
                id=number,
                field=strange[0],
            )

    def fail(self, zh: str, en: str, index: int | None, number: int, field: str | None) -> None:
        """Note a fault of one row of this table."""
        self.rows.fail(
            f"{{table}} {{id}}：{zh}。",
            f"{{table}} {{id}}: {en}.",
            entry=index,
            table=self.name,
            id=number,
            field=field,
        )

    def fetch(self, start: int, most: int | None = None) -> list[Stored]:
        """Stored rows from this id on, by id: up to the id `most`, else one batch."""
        if start > HIGHEST:
            return []
        listed = ", ".join(f'"{name}"' for name in self.names)
        upto, limit = ("", f" LIMIT {BATCH}") if most is None else (' AND "id" <= ?', "")
        values = [start] if most is None else [start, most]
        sql = f'SELECT {listed} FROM "{self.name}" WHERE "id" >= ?{upto} ORDER BY "id"{limit}'
        found: list[Stored] = statements.run(self.database, sql, values).fetchall()
        return found

    def same(self, index: int, number: int, expected: list[Any], stored: Stored) -> None:
        """Compare one row and name the first field that differs."""
        for name, told, found in zip(self.names, expected, stored, strict=True):
            # 1 = 1.0 = True in Python, and a database may hold any of them.
            if told != found or type(told) is not type(found):
                self.fail(
                    "字段 {field} 与日志不符，该行最后由第 {entry} 条记录写入",
                    "field {field} is not what the log says; entry {entry} wrote the row last",
                    index,
                    number,
                    name,
                )
                return

    def missing(self, index: int, number: int) -> None:
        """A row of the log that is not stored."""
        zh, en = (
            "日志中有此行，库中没有；最后由第 {entry} 条记录写入",
            ("the log has this row, the table has not; entry {entry} wrote it last"),
        )
        self.fail(zh, en, index, number, None)

    def unknown(self, number: int) -> None:
        """A stored row that no entry wrote."""
        self.fail(
            "库中有此行，日志中没有", "no entry of the log wrote this row", None, number, None
        )


class Kept(Told):
    """A table whose rows may change: kept until the log has been read."""

    def __init__(self, database: peewee.Database, kind: type[Row], rows: Finder) -> None:
        super().__init__(database, kind, rows)
        self._rows: dict[int, list[Any]] = {}
        self._writer: dict[int, int] = {}

    def value(self, number: int | None, column: str) -> Any:
        row = self._rows.get(number) if number is not None else None
        return None if row is None else row[self.position[column]]

    def insert(self, index: int, number: int, after: Values) -> None:
        if number in self._rows:
            zh, en = "第 {entry} 条记录再次新增此行", "entry {entry} inserts this row once more"
            self.fail(zh, en, index, number, None)
        self._rows[number] = self.logged(index, number, after)
        self._writer[number] = index

    def update(self, index: int, number: int, before: Values, after: Values) -> None:
        row = self._rows.get(number)
        if row is None:
            zh, en = "第 {entry} 条记录改动了不存在的行", "entry {entry} changes a row there is not"
            self.fail(zh, en, index, number, None)
            return
        self._known(index, number, {**before, **after})
        for name, value in before.items():
            at = self.position.get(name)
            if at is not None and row[at] != value:
                self.fail(
                    "第 {entry} 条记录所述的 {field} 旧值与此前不符",
                    "entry {entry} tells another value of {field} before it",
                    index,
                    number,
                    name,
                )
        for name, value in after.items():
            if name in self.position:
                row[self.position[name]] = value
        self._writer[number] = index

    def finish(self) -> None:
        for stored in self._stored():
            number = stored[self.position["id"]]
            self.compared += 1
            row = self._rows.pop(number, None)
            if row is None:
                self.unknown(number)
            else:
                self.same(self._writer[number], number, row, stored)
        for number in self._rows:
            self.missing(self._writer[number], number)

    def _stored(self) -> Iterator[Stored]:
        start = LOWEST
        while batch := self.fetch(start):
            start = batch[-1][self.position["id"]] + 1
            yield from map(self._shown, batch) if self.secret else batch

    def _shown(self, stored: Stored) -> Stored:
        """A stored row as the log holds it: credentials as digests."""
        row = list(stored)
        for at in self.secret:
            # What is no text is compared as it is, and differs.
            with contextlib.suppress(AttributeError, ValueError):
                row[at] = digest_of_secret(row[at])
        return tuple(row)


class Streamed(Told):
    """A table whose rows never change: ids only rise, so log and table run side by side."""

    def __init__(self, database: peewee.Database, kind: type[Row], rows: Finder) -> None:
        super().__init__(database, kind, rows)
        assert not self.secret, "a credential must be revocable, so its row can change"
        self._waiting: list[list[Any]] = []
        self._writers: list[int] = []
        # Everything below `start` is compared; `_last` is the log's latest id.
        self.start = LOWEST
        self._last = LOWEST - 1

    def insert(self, index: int, number: int, after: Values) -> None:
        row = self.logged(index, number, after)
        if number <= self._last:
            zh, en = (
                "第 {entry} 条记录的编号没有递增",
                "entry {entry} gives an id that does not rise",
            )
            self.fail(zh, en, index, number, "id")
            return
        self._last = number
        self._waiting.append(row)
        self._writers.append(index)

    def update(self, index: int, number: int, before: Values, after: Values) -> None:
        zh, en = (
            "第 {entry} 条记录改动了只增不改的行",
            "entry {entry} changes a row that is for good",
        )
        self.fail(zh, en, index, number, None)

    def settle(self) -> None:
        if not self._waiting:
            return
        stored = self.stored_until(self._last)
        self.compared += len(stored)
        # Rows as lists compare in C; only where something differs is it looked for.
        if list(map(list, stored)) != self._waiting:
            self._find(stored)
        self.start = self._last + 1
        self._waiting, self._writers = [], []

    def stored_until(self, last: int) -> list[Stored]:
        """The stored rows that stand beside those waiting."""
        return self.fetch(self.start, last)

    def _find(self, stored: list[Stored]) -> None:
        at = self.position["id"]
        found = {row[at]: row for row in stored}
        for index, row in zip(self._writers, self._waiting, strict=True):
            here = found.pop(row[at], None)
            if here is None:
                self.missing(index, row[at])
            else:
                self.same(index, row[at], row, here)
        for number in found:
            self.unknown(number)

    def finish(self) -> None:
        self.settle()
        rest = self.fetch(self.start)
        if rest:
            self.unknown(rest[0][self.position["id"]])
