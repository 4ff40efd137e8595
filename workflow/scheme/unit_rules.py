"""What a scheme says of a unit as a whole, beside its targets, as values (mission.md, real rules).

Groupings of units, evaluations, adjustments, vetoes, limits and normalising. How they are reckoned
stands in workflow/scoring; what a file may say in docs/scheme.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True)
class Group:
    """Units that some items or points are for, besides the fronts: by unit, front or group."""

    code: str
    name: Words
    units: tuple[str, ...] = ()
    fronts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class For:
    """Whom something is for: any unit that is named, or whose front or group is; all if none is."""

    units: tuple[str, ...] = ()
    fronts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def everybody(self) -> bool:
        """Whether it is for every unit."""
        return not (self.units or self.fronts or self.groups)


EVERYBODY = For()


@dataclass(frozen=True)
class Answer:
    """An answer that those asked may give, and what share of the points it is worth, 0 to 1."""

    code: str
    name: Words
    share: str


@dataclass(frozen=True)
class Evaluation:
    """Points for a unit as a whole: asked (测评: leaders, peers, the public) or checked (半年考核).

    Without `answers` it is a score out of `out_of`. With `periods` it is the mean of theirs.
    `missing` says what it means that nothing was entered: refuse (no results yet), zero, or
    not_applicable (left out of the mean and of what is normalised).
    """

    code: str
    name: Words
    points: str
    answers: tuple[Answer, ...] = ()
    out_of: str = "100"
    periods: tuple[str, ...] = ()
    missing: str = "refuse"


@dataclass(frozen=True)
class Adjustment:
    """Points on top of all else, or taken from it, entry by entry with a document (加减分).

    `cap` and `floor` bound their sum; `applicable`: what is given counts in the denominator too
    where totals are normalised.
    """

    code: str
    name: Words
    cap: str
    floor: str
    applicable: bool = False


@dataclass(frozen=True)
class Veto:
    """一票否决: a matter that brings a unit down to a grade, whatever its total."""

    code: str
    name: Words
    authority: str
    set_to: str


@dataclass(frozen=True)
class Limits:
    """The most and the least that a sum can come to; None: no limit."""

    cap: str | None = None
    floor: str | None = None


NO_LIMITS = Limits()
