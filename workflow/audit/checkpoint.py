"""A checkpoint: which log, how long, and the root over all of it (c2sp.org/tlog-checkpoint).

Pure. A checkpoint that is worth anything is the text of a note that its log has signed: note.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from workflow.audit.note import (
    COSIGNATURE,
    ED25519,
    BadNote,
    Verifier,
    from_base64,
    opened,
    to_base64,
)
from workflow.audit.tree import HASH_SIZE

MAX_NUMBER: Final = 2**63 - 1
MAX_NODES: Final = 63
"""Nodes of the longest proof: one for each level of a tree of MAX_NUMBER leaves."""

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_IN_LINE: Final = re.compile(r"[^\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log `origin` had `size` entries with this RFC 6962 root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(_IN_LINE.fullmatch, (self.origin, *self.extensions))):
            raise BadNote("origin and further lines of a checkpoint are not empty")
        if not 0 <= self.size <= MAX_NUMBER:
            raise BadNote(f"no log has {self.size} entries")
        if len(self.root) != HASH_SIZE:
            raise BadNote(f"the root of a checkpoint has {HASH_SIZE} bytes")

    @classmethod
    def of(cls, text: str) -> Self:
        """Read the text of a note as a checkpoint. Raises BadNote unless it is exactly one."""
        if not text.endswith("\n"):
            raise BadNote("a checkpoint ends with a newline")
        lines = text[:-1].split("\n")
        if len(lines) < 3:
            raise BadNote("a checkpoint has three lines: origin, size, root")
        origin, size, root, *extensions = lines
        return cls(origin, number_of(size), hash_of(root), tuple(extensions))

    @property
    def text(self) -> str:
        """The text to be signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Vouched:
    """A checkpoint that its log signed, with the known witnesses that cosigned it."""

    checkpoint: Checkpoint
    log: tuple[Verifier, ...]
    witnesses: tuple[Verifier, ...]


def vouched(note: str | bytes, verifiers: Iterable[Verifier]) -> Vouched:
    """Open a note as the checkpoint of its log.

    Raises BadNote as `opened` does, where the text is no checkpoint, and unless a known key of
    the log itself signed it: a key that bears the origin's name. A witness alone is not the log.
    """
    read = opened(note, verifiers)
    checkpoint = Checkpoint.of(read.text)
    log = tuple(v for v in read.good if v.kind == ED25519 and v.name == checkpoint.origin)
    if not log:
        raise BadNote(f"no known key of the log {checkpoint.origin} signed this checkpoint")
    return Vouched(checkpoint, log, tuple(v for v in read.good if v.kind == COSIGNATURE))


def number_of(text: str) -> int:
    """Read a number of entries or an index: ASCII digits, no leading zero. Raises BadNote."""
    if not _NUMBER.fullmatch(text) or int(text) > MAX_NUMBER:
        raise BadNote("a number is written in plain digits without a leading zero")
    return int(text)


def hash_of(text: str) -> bytes:
    """Read a hash of the tree in base64. Raises BadNote unless it has all its bytes."""
    raw = from_base64(text)
    if len(raw) != HASH_SIZE:
        raise BadNote(f"a hash has {HASH_SIZE} bytes, not {len(raw)}")
    return raw


def hashes_of(lines: Iterable[str]) -> tuple[bytes, ...]:
    """Read the nodes of a proof, one to a line. Raises BadNote; no proof has more than 63."""
    hashes = tuple(map(hash_of, lines))
    if len(hashes) > MAX_NODES:
        raise BadNote(f"no proof has more than {MAX_NODES} nodes")
    return hashes
