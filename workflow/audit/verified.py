"""How far a verification came: what its owner keeps, so that the next one need not begin at zero.

Whoever keeps it trusts it as he trusts his own notes; it belongs in his hands, not in the county's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Self

from workflow.audit.canonical import canonical
from workflow.audit.reading import Malformed, spelled
from workflow.audit.tree import Frontier

FORMAT: Final = "shangxia/verified/v1"


class NotVerified(ValueError):
    """A file is not what a verification wrote."""


@dataclass(frozen=True)
class Verified:
    """The log's first `size` entries were found right; the last of them bears the time `at`."""

    size: int
    frontier: str
    at: str
    signed: int
    format: str = FORMAT

    @classmethod
    def of_run(cls, frontier: Frontier, at: str, signed: int) -> Self:
        """What a run found."""
        return cls(frontier.size, frontier.encode(), at, signed)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what `text` wrote. Raises NotVerified."""
        try:
            found = cls(**spelled(text.strip()))
            found.tree()
        except (Malformed, TypeError, ValueError, AttributeError) as error:
            raise NotVerified(str(error)) from error
        if found.format != FORMAT or not isinstance(found.at, str):
            raise NotVerified("another kind of file")
        return found

    @property
    def text(self) -> str:
        """One line of canonical JSON."""
        return canonical(asdict(self)).decode() + "\n"

    def tree(self) -> Frontier:
        """The compact range to go on from. Raises ValueError."""
        return Frontier.decode(self.size, self.frontier)
