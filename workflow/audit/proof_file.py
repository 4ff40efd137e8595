"""A proof as a file: this entry stands in the log at this index (c2sp.org/tlog-proof).

Pure. The file holds all that is needed but the entry itself and the keys that are trusted, so it
can be checked without the log, the server or this program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from workflow.audit.checkpoint import (
    MAX_NUMBER,
    Vouched,
    hashes_of,
    number_of,
    vouched,
)
from workflow.audit.note import BadNote, Verifier, from_base64, plain_text, to_base64
from workflow.audit.tree import leaf_hash, verify_inclusion

HEADER: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "


class NotProved(ValueError):
    """The proof is one, but not of this entry in this log."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """Where an entry stands, the nodes from its leaf to the root, and the checkpoint as signed.

    `extra` is anything at all: no signature covers it, so nothing may follow from it.
    """

    index: int
    nodes: tuple[bytes, ...]
    note: str
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index <= MAX_NUMBER:
            raise BadNote(f"no entry has the index {self.index}")

    @classmethod
    def of(cls, file: str | bytes) -> Self:
        """Read a proof file. Raises BadNote unless it is spelled exactly as one.

        The note in it is not opened: `proved` does that, with keys.
        """
        head, blank, note = plain_text(file).partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not blank:
            raise BadNote(f"a proof file begins with {HEADER} and has a checkpoint below its proof")
        extra = b""
        if lines and lines[0].startswith(_EXTRA):
            extra = _extra_of(lines.pop(0))
        if not lines or not lines[0].startswith(_INDEX):
            raise BadNote("a proof file names the index of its entry")
        index = number_of(lines.pop(0).removeprefix(_INDEX))
        return cls(index, hashes_of(lines), note, extra)

    @property
    def text(self) -> str:
        """The file's text."""
        lines = [HEADER]
        if self.extra:
            lines.append(_EXTRA + to_base64(self.extra))
        lines += [f"{_INDEX}{self.index}", *map(to_base64, self.nodes)]
        return "\n".join(lines) + f"\n\n{self.note}"


def proved(entry: bytes, file: str | bytes | ProofFile, verifiers: Iterable[Verifier]) -> Vouched:
    """Return the checkpoint under which `entry`, the bytes of a leaf, is proved to be in the log.

    Raises BadNote where the file or its note is bad or signed by no known key of the log, and
    NotProved where the nodes do not lead from the entry to the root that was signed.
    """
    proof = file if isinstance(file, ProofFile) else ProofFile.of(file)
    found = vouched(proof.note, verifiers)
    size, root = found.checkpoint.size, found.checkpoint.root
    if not verify_inclusion(proof.index, size, leaf_hash(entry), proof.nodes, root):
        raise NotProved(f"this is not entry {proof.index} of the log with {size} entries")
    return found


def _extra_of(line: str) -> bytes:
    extra = from_base64(line.removeprefix(_EXTRA))
    if not extra:
        raise BadNote("where a proof file carries nothing more, it says nothing of it")
    return extra
