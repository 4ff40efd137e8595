"""The Merkle tree over the log's leaves, after RFC 6962 section 2.1 and RFC 9162 section 2.1.

Pure: bytes in, bytes out. A leaf is the canonical JSON of one entry; this file sees only hashes.
The hash stands in one place, `_hash`; another one of 32 bytes (SM3, GB/T 32905) goes there.
A proof is made in two steps: which ranges of leaves it names, then their roots. So a caller that
stores subtree roots need not hash the whole log again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

HASH_SIZE: Final = 32

Range: TypeAlias = tuple[int, int]
"""Leaves from the first index up to, not including, the second."""


_hash: Final = hashlib.sha256


def tree_hash(data: bytes) -> bytes:
    """The tree's hash function: SHA-256."""
    return _hash(data).digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes; the 0x00 keeps a leaf from passing for a node."""
    return tree_hash(b"\x00" + leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two children."""
    return tree_hash(b"\x01" + left + right)


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """Return `leaf_hash` of each, in one loop: a log has millions."""
    return [_hash(b"\x00" + leaf).digest() for leaf in leaves]


def parents(nodes: Sequence[bytes]) -> list[bytes]:
    """Return `node_hash` of each two neighbours; one that is left over at the end has none."""
    pairs = zip(nodes[::2], nodes[1::2], strict=False)
    return [_hash(b"\x01" + left + right).digest() for left, right in pairs]


def levels(leaf_hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Return the leaves, then the roots of all complete subtrees of 2, 4, 8 … of them."""
    found = [leaf_hashes]
    while len(found[-1]) > 1:
        found.append(parents(found[-1]))
    return found


@dataclass(frozen=True, slots=True)
class Frontier:
    """What must be kept of a tree to go on appending: the roots of its complete subtrees.

    `roots` run from the largest subtree to the smallest, one for each 1 in the binary `size`
    (a compact range). A value: append gives a new one.
    """

    size: int
    roots: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.roots) != self.size.bit_count():
            raise ValueError(f"{len(self.roots)} subtree roots do not make a tree of {self.size}")
        if set(map(len, self.roots)) - {HASH_SIZE}:
            raise ValueError(f"a subtree root has {HASH_SIZE} bytes")

    @classmethod
    def empty(cls) -> Self:
        """Return the frontier of the tree without leaves."""
        return cls(0, ())

    @classmethod
    def of(cls, leaf_hashes: Sequence[bytes]) -> Self:
        """Return the frontier over leaf hashes in their order."""
        return cls.within(levels(leaf_hashes), len(leaf_hashes))

    @classmethod
    def within(cls, nodes: Sequence[Sequence[bytes]], size: int) -> Self:
        """Return the frontier of the first `size` leaves of a tree whose `levels` are at hand."""
        heights = range(size.bit_length() - 1, -1, -1)
        return cls(size, tuple(nodes[h][(size >> h) - 1] for h in heights if size >> h & 1))

    def append(self, new_leaf: bytes) -> Self:
        """Return the frontier with one more leaf hash at the end."""
        if len(new_leaf) != HASH_SIZE:
            raise ValueError(f"a leaf hash has {HASH_SIZE} bytes")
        roots, rest, joined = list(self.roots), self.size, new_leaf
        while rest & 1:  # two complete subtrees of one size become one of the next
            joined = node_hash(roots.pop(), joined)
            rest >>= 1
        return type(self)(self.size + 1, (*roots, joined))

    def joined(self, right: Frontier) -> Frontier:
        """Return the frontier with the leaves of another after its own.

        Raises ValueError unless `right` fits behind: its subtrees must be none of them larger than
        the smallest here.
        """
        if self.size & -self.size < right.size and self.size:
            raise ValueError(f"{right.size} leaves do not fit behind {self.size}")
        if not self.size & right.size:
            return Frontier(self.size + right.size, (*self.roots, *right.roots))
        # One complete subtree behind another of its size: both become one of the next.
        *rest, left = self.roots
        both = 2 * right.size
        shorter = Frontier(self.size - right.size, tuple(rest))
        return shorter.joined(Frontier(both, (node_hash(left, *right.roots),)))

    def root(self) -> bytes:
        """Return the root of the whole tree; of the empty tree, the hash of nothing."""
        if not self.roots:
            return tree_hash(b"")
        *larger, joined = self.roots
        for left in reversed(larger):
            joined = node_hash(left, joined)
        return joined

    def encode(self) -> str:
        """Return the subtree roots in lowercase hex, largest first, without separators."""
        return b"".join(self.roots).hex()

    @classmethod
    def decode(cls, size: int, text: str) -> Self:
        """Read what `encode` wrote for a tree of `size` leaves; ValueError for anything else."""
        raw = bytes.fromhex(text)
        if raw.hex() != text:
            raise ValueError("a frontier is written in lowercase hex without separators")
        return cls(size, tuple(raw[i : i + HASH_SIZE] for i in range(0, len(raw), HASH_SIZE)))


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in their order; RFC 6962 2.1, MTH(D[n])."""
    hashes = leaf_hashes if isinstance(leaf_hashes, Sequence) else list(leaf_hashes)
    if not _all_hashes(hashes):
        raise ValueError(f"a leaf hash has {HASH_SIZE} bytes")
    return Frontier.of(hashes).root()


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the subtrees whose roots prove leaf `index` in a tree of `size`, lowest first.

    RFC 9162 2.1.3.1. Raises ValueError unless 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} has no leaf {index}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old_size: int, new_size: int) -> list[Range]:
    """Return the subtrees whose roots prove that the old tree is the start of the new one.

    RFC 9162 2.1.4.1. Raises ValueError unless 1 ≤ old_size ≤ new_size: the empty tree is the
    start of every tree, so that there is nothing to prove.
    """
    if not 1 <= old_size <= new_size:
        raise ValueError(f"no proof leads from {old_size} to {new_size} leaves")
    ranges: list[Range] = []
    start, end = 0, new_size
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    # A verifier who holds the old root needs no copy of it.
    return [*([(start, end)] if start else []), *ranges[::-1]]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree over `leaf_hashes`."""
    return _roots_of(inclusion_ranges(index, len(leaf_hashes)), leaf_hashes)


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof from the first `old_size` leaves to the tree over `leaf_hashes`."""
    return _roots_of(consistency_ranges(old_size, len(leaf_hashes)), leaf_hashes)


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Tell whether `proof` leads from the leaf hash at `index` to the root of `size` leaves.

    RFC 9162 2.1.3.2. Anything malformed is a plain False.
    """
    if not 0 <= index < size or not _all_hashes([leaf, *proof]):
        return False
    position, last, joined = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            joined = node_hash(sibling, joined)
            position, last = _climb_left_edge(position, last)
        else:
            joined = node_hash(joined, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and joined == root_hash


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether `proof` shows the tree of `old_size` leaves to be the start of the new one.

    RFC 9162 2.1.4.2. Equal sizes need equal roots and an empty proof. Malformed is False; so is
    an old size of 0, which would prove nothing.
    """
    if not 1 <= old_size <= new_size or not _all_hashes(proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if not proof:
        return False
    # The old root is itself a node of the new tree only when its size is a power of two.
    first, *path = [old_root, *proof] if old_size.bit_count() == 1 else proof
    position, last = _skip_right_edge(old_size - 1, new_size - 1)
    old, new = first, first
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            position, last = _climb_left_edge(position, last)
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 6962 2.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _climb_left_edge(position: int, last: int) -> tuple[int, int]:
    """Skip the levels where a node on the right edge has no sibling."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _skip_right_edge(position: int, last: int) -> tuple[int, int]:
    """Climb to the largest complete subtree that ends the old tree."""
    while position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _all_hashes(values: Iterable[bytes]) -> bool:
    return all(len(each) == HASH_SIZE for each in values)


def _roots_of(ranges: list[Range], leaf_hashes: Sequence[bytes]) -> list[bytes]:
    return [root(leaf_hashes[start:end]) for start, end in ranges]
