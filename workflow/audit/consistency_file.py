"""A consistency proof as a file: the shorter log is the start of the longer one.

Pure. C2SP gives such a proof no file of its own, so this is ours, in the manner of its others:

    shangxia/consistency/v1
    old 20852014
    new 20852163
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=

Below the sizes stand the nodes, one to a line in base64, in the order of RFC 9162 2.1.4.1; none
where the sizes are equal. UTF-8, each line ends with a newline, nothing else is in the file. It
proves nothing without the two roots, which come from signed checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from workflow.audit.checkpoint import MAX_NUMBER, Checkpoint, hashes_of, number_of
from workflow.audit.note import BadNote, plain_text, to_base64
from workflow.audit.tree import verify_consistency

HEADER: Final = "shangxia/consistency/v1"
_OLD: Final = "old "
_NEW: Final = "new "


@dataclass(frozen=True, slots=True)
class ConsistencyFile:
    """The nodes that lead from the log with `old` entries to the one with `new`.

    Nothing leads from a log without entries: whoever has seen none yet needs no proof.
    """

    old: int
    new: int
    nodes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.old <= self.new <= MAX_NUMBER:
            raise BadNote(f"no proof leads from {self.old} to {self.new} entries")

    @classmethod
    def of(cls, file: str | bytes) -> Self:
        """Read such a file. Raises BadNote unless it is spelled exactly as one."""
        text = plain_text(file)
        header, *lines = text.removesuffix("\n").split("\n")
        if header != HEADER or len(lines) < 2 or not text.endswith("\n"):
            raise BadNote(f"a consistency proof begins with {HEADER}, then both sizes")
        old, new, *nodes = lines
        if not old.startswith(_OLD) or not new.startswith(_NEW):
            raise BadNote("a consistency proof names the old and the new size")
        sizes = number_of(old.removeprefix(_OLD)), number_of(new.removeprefix(_NEW))
        return cls(*sizes, hashes_of(nodes))

    @property
    def text(self) -> str:
        """The file's text."""
        lines = (HEADER, f"{_OLD}{self.old}", f"{_NEW}{self.new}", *map(to_base64, self.nodes))
        return "".join(f"{line}\n" for line in lines)

    def leads(self, old: Checkpoint, new: Checkpoint) -> bool:
        """Tell whether it leads from one checkpoint to the other: of one log, of these sizes."""
        if old.origin != new.origin or (old.size, new.size) != (self.old, self.new):
            return False
        return verify_consistency(self.old, self.new, old.root, new.root, self.nodes)
