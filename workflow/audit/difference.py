"""What changed between two states of the log, row by row: read from the entries between them.

A field that was changed and changed back is no difference; when it was touched still stands in the
entries of its row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import peewee

from models import statements
from models.tables import BY_NAME
from workflow.audit.rebuild import CannotBeRebuilt

Values = dict[str, Any]

BATCH = 2_000
_ENTRIES = "SELECT id, body FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
# Rows whose words stand with what names them: a difference lists these once, there.
NAMELESS = frozenset({"text"})


@dataclass
class Field:
    """One column of a row: its value before, its value after, the entry that gave it last."""

    before: Any
    after: Any
    entry: int


@dataclass
class Changed:
    """One row that was added or changed."""

    table: str
    id: int
    added: bool
    # The object of the act that touched it last.
    kind: str
    object_id: int | None
    fields: dict[str, Field] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether anything is left of what was done."""
        return self.added or bool(self.left)

    @property
    def left(self) -> dict[str, Field]:
        """The fields that are not what they were; of a new row those that hold something."""
        return {name: one for name, one in self.fields.items() if one.before != one.after}


def between(database: peewee.Database, start: int, end: int) -> list[Changed]:
    """The rows that differ after `end` entries from how they were after `start`, in the order in
    which they were first touched. Raises CannotBeRebuilt.
    """
    rows: dict[tuple[str, int], Changed] = {}
    for index, body in _entries(database, start, end):
        try:
            entry = json.loads(body)
            for write in entry["writes"]:
                _note(rows, index, entry["object"], write)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CannotBeRebuilt(index, f"{type(error).__name__}: {error}") from error
    return [row for row in rows.values() if row.differs and row.table not in NAMELESS]


def _entries(database: peewee.Database, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end:
        batch = statements.run(database, _ENTRIES, (start, end, BATCH)).fetchall()
        if not batch:
            return
        yield from batch
        start = batch[-1][0] + 1


def _note(rows: dict[tuple[str, int], Changed], index: int, about: Values, write: Values) -> None:
    key, before = (write["table"], write["id"]), write["before"]
    row = rows.get(key)
    if row is None:
        row = rows[key] = Changed(*key, added=before is None, kind="", object_id=None)
    row.kind, row.object_id = about["kind"], about["id"]
    row.entries.append(index)
    for name, value in write["after"].items():
        if name == "id":
            continue
        known = row.fields.get(name)
        old = known.before if known else (before or {}).get(name)
        row.fields[name] = Field(old, value, index)


def counts(rows: list[Changed]) -> dict[str, tuple[int, int]]:
    """How many rows of each table were added and how many changed, in the order of the tables."""
    added = Counter(row.table for row in rows if row.added)
    changed = Counter(row.table for row in rows if not row.added)
    listed = [*BY_NAME, *sorted({row.table for row in rows} - BY_NAME.keys())]
    return {
        table: (added[table], changed[table]) for table in listed if added[table] + changed[table]
    }
