"""What a bundle discloses: the whole log, what concerns one fiscal year, or one target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Scope:
    """Which entries a bundle holds; of all others it holds no more than their hashes."""

    kind: Literal["whole", "year", "target"] = "whole"
    number: int = 0

    @classmethod
    def of(cls, year: int | None, target: int | None) -> Scope:
        """The scope of an export's options. Raises ValueError where both are given."""
        if year is not None and target is not None:
            raise ValueError("a bundle is of a year or of a target")
        if year is not None:
            return cls("year", year)
        return cls() if target is None else cls("target", target)

    @property
    def text(self) -> str:
        """How manifest and log name it."""
        return "whole" if self.kind == "whole" else f"{self.kind} {self.number}"
