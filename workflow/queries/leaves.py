"""Hashes of the log's tree as they are stored: leaves with the entries, complete subtrees beside.

Nothing here proves anything by itself: what is read here is checked by whoever knows a root.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models import statements
from models.base import Database, is_sqlite
from workflow.audit.tree import Frontier, Range, node_hash, root

# Subtrees of fewer leaves are hashed anew: one row for 256 entries costs the log next to nothing.
LOWEST_LEVEL = 8
BATCH = 2_000

_LEAVES = 'SELECT "leaf" FROM "entry" WHERE "id" >= ? AND "id" < ? ORDER BY "id"'
_BODIES = 'SELECT "id", "body" FROM "entry" WHERE "id" >= ? AND "id" < ? ORDER BY "id"'
_RAW = 'SELECT "id", {}, "leaf" FROM "entry" WHERE "id" >= ? AND "id" < ? ORDER BY "id"'
# Text as its bytes: what is hashed need not be decoded first.
_RAW_SQLITE = _RAW.format('CAST("body" AS BLOB)')
_RAW_POSTGRESQL = _RAW.format("""convert_to("body", 'UTF8')""")
# Of a place that was signed under several origins, the last one is the log's.
_SUBTREE = """
SELECT "hash" FROM "subtree" WHERE "level" = ? AND "place" = ? ORDER BY "id" DESC LIMIT 1
"""


class MissingLeaves(Exception):
    """Entries in this range are not there."""


def leaf_hashes(database: Database, start: int, end: int) -> list[bytes]:
    """The stored leaf hashes of these entries. Raises MissingLeaves."""
    found = statements.run(database, _LEAVES, (start, end)).fetchall()
    if len(found) != end - start:
        raise MissingLeaves(f"entries {start} to {end} are {len(found)}")
    return [bytes.fromhex(leaf) for (leaf,) in found]


def subtrees(database: Database) -> list[tuple[int, int, int, str]]:
    """Every subtree that proofs are made of: id, level, place, hash; in the order of ids."""
    sql = 'SELECT "id", "level", "place", "hash" FROM "subtree" ORDER BY "id"'
    found = statements.run(database, sql).fetchall()
    last = {(row[1], row[2]): row for row in found}
    return list(last.values())


def bodies(database: Database, start: int, end: int) -> Iterator[tuple[int, Any]]:
    """Index and body of each entry in this range, in order."""
    while start < end:
        batch = statements.run(database, _BODIES, (start, min(start + BATCH, end))).fetchall()
        if not batch:
            return
        yield from batch
        start = batch[-1][0] + 1


def raw(database: Database, start: int, end: int) -> list[tuple[Any, Any, Any]]:
    """Index, body in bytes and stored leaf hash of each entry in this range, in order, at once."""
    sql = _RAW_SQLITE if is_sqlite(database) else _RAW_POSTGRESQL
    found: list[tuple[Any, Any, Any]] = statements.run(database, sql, (start, end)).fetchall()
    return found


def range_root(database: Database, start: int, end: int) -> bytes:
    """The root over the leaves of a range that some proof names (RFC 9162 2.1.3, 2.1.4).

    Its left parts are complete subtrees, which are looked up. Raises MissingLeaves.
    """
    size = end - start
    if size.bit_count() == 1 and size >= 1 << LOWEST_LEVEL:
        level = size.bit_length() - 1
        known = statements.value(database, _SUBTREE, (level, start >> level))
        if known is not None:
            return bytes.fromhex(known)
    if size <= 1 << LOWEST_LEVEL:
        return root(leaf_hashes(database, start, end))
    middle = start + (1 << ((size - 1).bit_length() - 1))
    return node_hash(range_root(database, start, middle), range_root(database, middle, end))


def roots_of(database: Database, ranges: list[Range]) -> list[bytes]:
    """The roots of these ranges: a proof."""
    return [range_root(database, start, end) for start, end in ranges]


def frontier_at(database: Database, size: int) -> Frontier:
    """The compact range of the log's first `size` leaves. Raises MissingLeaves."""
    roots, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            roots.append(range_root(database, start, start + (1 << level)))
            start += 1 << level
    return Frontier(size, tuple(roots))
