"""The tree beside the entries: for each disclosed entry its leaf, for what lies between hashes.

Every record is a level (one byte) and a hash: the root of a complete subtree of 2^level leaves,
one after the other from the first leaf to the last. Put together they give the root (RFC 6962 2.1),
so that this one file proves every disclosed entry.
"""

from __future__ import annotations

from typing import Protocol

from models.base import Database
from workflow.audit.tree import node_hash
from workflow.queries import leaves


class Sink(Protocol):
    """Where bytes are written, packed or not."""

    def write(self, data: bytes, /) -> object:
        """Write them all."""


class Nodes:
    """Writes the records up to each disclosed leaf; `root` is what they give."""

    def __init__(self, database: Database, out: Sink, *, every_leaf: bool) -> None:
        self.database = database
        self.out = out
        # In a year's bundle each entry that is not disclosed is still seen, as its leaf hash.
        self.every_leaf = every_leaf
        self.done = 0
        self._subtrees: list[tuple[int, bytes]] = []
        self._window: list[bytes] = []
        self._window_at = 0

    def disclosed(self, index: int, leaf: bytes, size: int) -> None:
        """An entry that the bundle holds; `leaf` is the hash of its very bytes."""
        self.fill(index, size)
        self._put(0, leaf)

    def fill(self, until: int, size: int) -> None:
        """Everything before this leaf of a log of `size`. Raises MissingLeaves."""
        while self.done < until:
            if self.every_leaf:
                self._put(0, self._leaf(self.done, size))
            else:
                level = self._level(until)
                end = self.done + (1 << level)
                self._put(level, leaves.range_root(self.database, self.done, end))

    @property
    def root(self) -> bytes:
        """The root over all leaves so far; there is one at least."""
        *larger, (_, joined) = self._subtrees
        for _, left in reversed(larger):
            joined = node_hash(left, joined)
        return joined

    def _level(self, until: int) -> int:
        """The largest complete subtree that begins here and ends in time."""
        fits = (until - self.done).bit_length() - 1
        return fits if self.done == 0 else min(fits, (self.done & -self.done).bit_length() - 1)

    def _put(self, level: int, node: bytes) -> None:
        self.out.write(bytes([level]) + node)
        self.done += 1 << level
        while self._subtrees and self._subtrees[-1][0] == level:
            node, level = node_hash(self._subtrees.pop()[1], node), level + 1
        self._subtrees.append((level, node))

    def _leaf(self, index: int, size: int) -> bytes:
        """A stored leaf hash, read many at once."""
        at = index - self._window_at
        if not 0 <= at < len(self._window):
            end = min(index + leaves.BATCH, size)
            self._window = leaves.leaf_hashes(self.database, index, end)
            self._window_at, at = index, 0
        return self._window[at]
