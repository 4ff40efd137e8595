"""Proofs over the stored log: that an entry is in it, that a longer log extends a shorter one.

Numbers come from outside. The hashes are read as they are stored; whoever checks a proof against a
signed checkpoint needs to trust none of them (RFC 9162 2.1.3, 2.1.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.base import Database
from workflow.audit.entry import Log
from workflow.audit.tree import consistency_ranges, inclusion_ranges
from workflow.errors import InvalidInput, NotFound
from workflow.queries import leaves
from workflow.words import Words


@dataclass(frozen=True)
class Inclusion:
    """The entry at `index` is in the tree of `size` entries with this root."""

    index: int
    size: int
    leaf: bytes
    root: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True)
class Consistency:
    """The tree of `old` entries is the beginning of the tree of `new` entries."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    hashes: tuple[bytes, ...]


def inclusion(database: Database, index: int, size: int | None = None) -> Inclusion:
    """The proof in the tree of this size, or of the whole log. Raises NotFound, InvalidInput."""
    size = _size(database, "size", size)
    if not 0 <= index < size:
        raise NotFound
    hashes = tuple(leaves.roots_of(database, inclusion_ranges(index, size)))
    leaf = leaves.leaf_hashes(database, index, index + 1)[0]
    return Inclusion(index, size, leaf, leaves.frontier_at(database, size).root(), hashes)


def consistency(database: Database, old: int, new: int | None = None) -> Consistency:
    """The proof between two sizes of this log. Raises InvalidInput: from size 0 nothing follows."""
    new = _size(database, "new", new)
    if not 1 <= old <= new:
        raise _wrong("old", f"应为 1 至 {new}。", f"It is from 1 to {new}.")
    hashes = tuple(leaves.roots_of(database, consistency_ranges(old, new)))
    roots = [leaves.frontier_at(database, size).root() for size in (old, new)]
    return Consistency(old, new, roots[0], roots[1], hashes)


def _size(database: Database, name: str, asked: int | None) -> int:
    size = Log.open(database).size
    if asked is None:
        return size
    if not 1 <= asked <= size:
        raise _wrong(name, f"日志现有 {size} 条。", f"The log has {size} entries now.")
    return asked


def _wrong(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput({name: [Words(zh, en)]})
