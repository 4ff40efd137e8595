"""What results are made from and what they are: targets and units in, one outcome a unit out.

All numbers are decimal text. `results.outcomes` leads from the first two to the others.
"""

from dataclasses import dataclass

from workflow.scheme.value import Award, Sanction
from workflow.scoring.derivation import Derivation


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """How one target of a unit ended: its score, and whether it was finished (S43, S44)."""

    target: int
    unit: str
    category: str
    points: str
    score: str | None
    """Points scored; None while it has no score."""
    derivation_digest: str | None
    """The digest of the score's own derivation."""
    met: bool | None
    """As found at acceptance; False is "unfinished", None is "nobody has found it yet"."""
    cause: str | None
    """As decided by the leading group: none, lack_of_effort or objective; None: undecided."""
    imposed: bool = False
    title: str = ""
    item: str | None = None
    """The code of the scheme's item that it came from, of common and stability work (S7-S9)."""
    applicable: bool = True
    """False: found not to apply to the unit; its points are out of what is normalised."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What one asking or check of a unit as a whole came to: answers counted, or a score."""

    evaluation: str
    """The code of the scheme's [[evaluation]]."""
    period: str | None
    counts: tuple[tuple[str, int], ...] | None
    """How many gave each answer, in the scheme's order of answers; None for a score."""
    value: str | None
    document: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Points given to or taken from a unit as a whole, by a document."""

    adjustment: str
    """The code of the scheme's [[adjustment]]."""
    entry: int
    points: str
    document: str


@dataclass(frozen=True, slots=True)
class Vetoed:
    """A veto (一票否决) that stands against a unit, by the document of its authority."""

    veto: str
    """The code of the scheme's [[veto]]."""
    entry: int
    document: str


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit, the front it is ranked in (S41), and what counts for it besides its targets."""

    code: str
    front: str
    evaluated: tuple[Evaluated, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    vetoed: tuple[Vetoed, ...] = ()


@dataclass(frozen=True)
class UnitOutcome:
    """What a year came to for one unit. Everything in it follows from `derivation`."""

    unit: str
    front: str
    categories: dict[str, str]
    """Points scored by category, in the scheme's order; "0" where there was no target."""
    total: str
    """Rounded as the scheme says."""
    exact_total: str
    base_grade: str
    grade: str
    rules: tuple[str, ...]
    """Codes of the grade rules that applied, in the scheme's order."""
    rank: int
    awards: tuple[Award, ...]
    """Empty too where the grade withholds them, which the derivation then says."""
    sanctions: tuple[Sanction, ...]
    derivation: Derivation


@dataclass(frozen=True)
class Results:
    """The results of a year: units by front, rank and code, and one table a front.

    A unit's rank refers to its front's table by digest, so a front of any size is held once.
    """

    units: tuple[UnitOutcome, ...]
    fronts: dict[str, Derivation]
    digest: str
