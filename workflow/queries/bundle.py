"""What a bundle of the log is made of, read in batches: entries of a scope, texts, files, keys."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from models import statements
from models.base import Database, is_sqlite
from workflow.audit.bundle.scope import Scope
from workflow.queries.leaves import BATCH

Values = dict[str, Any]
Body = tuple[int, str]

# What happened on the county itself concerns every year, and so does an act that was refused
# before its target came into being.
_OF_YEAR = """
 AND (object_kind = 'county' OR (object_kind = 'year' AND object_id = ?)
 OR (object_kind = 'item' AND object_id IN (SELECT id FROM item WHERE year_id = ?))
 OR (object_kind = 'target' AND (object_id IS NULL
     OR object_id IN (SELECT id FROM target WHERE year_id = ?))))
"""
_AROUND_TARGET = """
 AND (object_kind = 'county' OR (object_kind = 'target' AND object_id = ?)
 OR (object_kind = 'item' AND object_id = ?) OR (object_kind = 'year' AND object_id = ?))
"""
_TARGET = "SELECT id, year_id, item_id, unit_id FROM target WHERE id = ?"
_TEXTS = 'SELECT id, salt, body, digest FROM "text" WHERE id IN ({}) ORDER BY id'
_FILE = "SELECT body FROM file WHERE id = ?"
_CHECKPOINTS = (
    "SELECT id, origin, size, root, note, at FROM checkpoint WHERE id > ? ORDER BY id LIMIT ?"
)
_COSIGNED = "SELECT origin, size, line FROM cosignature ORDER BY id"


@contextlib.contextmanager
def snapshot(database: Database) -> Iterator[None]:
    """One view of the county for everything a bundle reads, while others go on writing."""
    kind = "DEFERRED" if is_sqlite(database) else "REPEATABLE READ, READ ONLY"
    with database.atomic(kind):
        yield


def bodies(database: Database, scope: Scope, size: int) -> Iterator[Body]:
    """Index and body of the first `size` entries as far as the scope may concern them, in order;
    of a target also everything on its year, its item and the county."""
    where, values = "", []
    if scope.kind == "year":
        where, values = _OF_YEAR, [scope.number] * 3
    elif scope.kind == "target":
        row = target(database, scope.number)
        assert row is not None
        where, values = _AROUND_TARGET, [scope.number, row["item_id"] or 0, row["year_id"]]
    sql = f"SELECT id, body FROM entry WHERE id >= ? AND id < ?{where} ORDER BY id LIMIT {BATCH}"
    start = 0
    while batch := statements.run(database, sql, (start, size, *values)).fetchall():
        yield from batch
        start = batch[-1][0] + 1


def target(database: Database, number: int) -> Values | None:
    """Where a target belongs."""
    return statements.row(database, _TARGET, (number,))


def texts(database: Database, numbers: list[int]) -> list[Values]:
    """Texts by their ids, which rise; what was erased has neither salt nor body."""
    if not numbers:
        return []
    rows = statements.rows(database, _TEXTS.format(", ".join("?" * len(numbers))), numbers)
    return [{**row, "salt": None, "body": None} if not row["body"] else row for row in rows]


def file_body(database: Database, number: int) -> str:
    """A file's bytes as base64; empty where they were erased."""
    body: str = statements.value(database, _FILE, (number,)) or ""
    return body


def checkpoints(database: Database) -> Iterator[Values]:
    """Every checkpoint in the order of signing, with the lines of those who cosigned it."""
    lines: dict[tuple[str, int], str] = {}
    for row in statements.rows(database, _COSIGNED):
        key = (row["origin"], row["size"])
        lines[key] = f"{lines.get(key, '')}{row['line']}\n"
    start = 0
    while batch := statements.rows(database, _CHECKPOINTS, (start, BATCH)):
        for row in batch:
            yield {**row, "note": row["note"] + lines.get((row["origin"], row["size"]), "")}
        start = batch[-1]["id"]


def read(found: Iterable[Body]) -> Iterator[tuple[int, str, Values]]:
    """The same with each body's value."""
    for index, body in found:
        yield index, body, json.loads(body)
