"""The log's tree as it grows, leaf by leaf, on plain lists: what verification goes through.

`tree.Frontier` is the same as a value; making one for every entry would cost more than the hashing.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow.audit.tree import Frontier, node_hash

Place = tuple[int, int]


class Growing:
    """A tree that remembers its roots at the sizes asked for, and its complete subtrees."""

    def __init__(
        self, wanted: Iterable[int], lowest_level: int, start: Frontier | None = None
    ) -> None:
        self.size = start.size if start else 0
        # Root by size, for those sizes that were asked for and have been reached.
        self.at: dict[int, bytes] = {}
        # Complete subtrees from `lowest_level` on, by level and place.
        self.subtrees: dict[Place, bytes] = {}
        self._wanted = frozenset(wanted)
        self._lowest = lowest_level
        self._roots: list[bytes] = list(start.roots) if start else []

    def append(self, leaf: bytes) -> None:
        """One more leaf hash at the end (RFC 6962 2.1)."""
        roots, rest, joined, level = self._roots, self.size, leaf, 0
        while rest & 1:
            joined = node_hash(roots.pop(), joined)
            rest >>= 1
            level += 1
            if level >= self._lowest:
                self.subtrees[level, rest] = joined
        roots.append(joined)
        self.size += 1
        if self.size in self._wanted:
            self.at[self.size] = self.frontier().root()

    def frontier(self) -> Frontier:
        """The compact range so far."""
        return Frontier(self.size, tuple(self._roots))
