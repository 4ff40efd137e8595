"""The scheme of a year as a value: what the rules of that year are (S3, design.md section 5).

It never changes once made; how it is read from its stored text stands in reading.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workflow.scheme.unit_rules import (
    EVERYBODY,
    NO_LIMITS,
    Adjustment,
    Evaluation,
    For,
    Group,
    Limits,
    Veto,
)
from workflow.words import Words


@dataclass(frozen=True)
class Category:
    """One of the kinds of work (S4) and its points (S10)."""

    code: str
    name: Words
    points: str
    # How many of them may be kept for additions after issue (机动分); what is not used by the time
    # the year is assessed every unit gets.
    reserve: str = "0"
    # The most and the least that its targets together can come to.
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Variant:
    """Other category points for some units, declared: a group without a key task (S10)."""

    code: str
    name: Words
    fronts: tuple[str, ...]
    units: tuple[str, ...]
    points: dict[str, str]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrontPlan:
    """A front (S41); `units` None: they are placed by acts, one by one."""

    code: str
    name: Words
    units: tuple[str, ...] | None


@dataclass(frozen=True)
class ItemPlan:
    """A common or stability item (S7-S9). What is None the scheme leaves open."""

    code: str
    name: Words
    category: str
    measure: str
    unit_of_measure: str
    target_value: str | None
    direction: str
    points: str | None
    rule: str
    scoring_unit: str | None
    reviewing_post: str | None
    # The last day in the year, as "12-31".
    due: str
    evidence: str
    acceptance: str
    # Which units it is given to.
    given_to: For = EVERYBODY


@dataclass(frozen=True)
class Grade:
    """A grade (S42), best first; the last asks for nothing.

    Besides the score: a quota of the front (the first `top` places, or `top_percent` of its units,
    cut down to a whole number), and that every target of some items or categories was met.
    """

    code: str
    name: Words
    at_least: str | None
    top: int | None = None
    top_percent: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many unfinished targets a grade rule asks for: of a category and a cause, or of any."""

    category: str | None
    cause: str | None
    at_least: int
    at_most: int | None


@dataclass(frozen=True)
class GradeRule:
    """A step over the base grade (S43, S44): applies when every count holds, in the file's order.

    It lowers the grade by steps, never below the last one, or sets it.
    """

    code: str
    name: Words
    when: tuple[Count, ...]
    lower_by: int | None
    set_to: str | None


@dataclass(frozen=True)
class Ranking:
    """How units of a front are ranked: ties, and the rounding of the total."""

    ties: str
    places: int
    mode: str
    # "rounded": equal after rounding is equal; "exact": the unrounded totals are compared.
    on: str
    # What decides between equal values, in this order: points of a category by its code, or "load",
    # the number of targets; more stands first.
    tie_break: tuple[str, ...] = ()


@dataclass(frozen=True)
class Award:
    """An honour and money for a place in a front (S45, S46); `amount` None: not set."""

    place: int
    name: Words
    amount: str | None


@dataclass(frozen=True)
class Sanction:
    """What stands beside the rewards for a grade (S47)."""

    code: str
    name: Words
    grade: str


@dataclass(frozen=True)
class Period:
    """A report that every unit owes (S30): until which day of the year, and when it is due."""

    code: str
    name: Words
    until: str
    due: str


@dataclass(frozen=True)
class Office:
    """The target office's own unit, and the leader's post that is the office towards its targets:
    nobody prechecks, returns or keeps the ledger of his own unit (design.md 2.9)."""

    unit: str
    stands_in: str


@dataclass(frozen=True)
class Arbitration:
    """When a quarrel over a target goes to the county head (design.md 2.6, 2.7).

    After `rounds` rounds without agreement, or when a hand-over that was reported upward stays
    unanswered for another `answer_days` working days. `deputy_post` decides instead where the
    county head is a party; None: nobody does.
    """

    rounds: int = 3
    answer_days: int = 5
    deputy_post: str | None = None


@dataclass(frozen=True)
class Open:
    """What the source leaves open: the field by its path, and what is not known of it."""

    field: str
    name: Words


@dataclass(frozen=True, eq=False)
class Scheme:
    """The rules of one year. Never changes, so answers about it may be kept beside it."""

    code: str
    year: int
    digest: str
    categories: dict[str, Category]
    rules: dict[str, dict[str, Any]]
    rule_digests: dict[str, str]
    precheck: bool
    inspector_from_same_front: bool
    # The points of all categories together (S10).
    total: str = "100"
    name: Words = field(default_factory=lambda: Words("考核方案", "Scheme"))
    variants: tuple[Variant, ...] = ()
    fronts: tuple[FrontPlan, ...] = ()
    items: tuple[ItemPlan, ...] = ()
    grades: tuple[Grade, ...] = ()
    grade_rules: tuple[GradeRule, ...] = ()
    ranking: Ranking = Ranking("competition", 2, "half_up", "rounded")
    awards: tuple[Award, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    periods: tuple[Period, ...] = ()
    # First and last day ("07-01", "07-31") of mid-year changes; None: there are none.
    change_window: tuple[str, str] | None = None
    # Working days of public notice, for an objection, and for its answer (S34).
    notice_days: int = 5
    objection_days: int = 10
    answer_days: int = 10
    arbitration: Arbitration = Arbitration()
    office: Office | None = None
    open: tuple[Open, ...] = ()
    groups: tuple[Group, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    limits: Limits = NO_LIMITS
    # Earned points by applicable ones, times this; None: points are taken as they are.
    normalise_to: str | None = None

    @property
    def reserve(self) -> dict[str, str]:
        """How many points of each category may be kept for additions after issue (机动分)."""
        return {c.code: c.reserve for c in self.categories.values()}

    def rule(self, code: str | None) -> dict[str, str] | None:
        """A scoring rule as a revision holds it: its code and its own digest."""
        if code is None or code not in self.rule_digests:
            return None
        return {"code": code, "digest": self.rule_digests[code]}

    def rule_body(self, digest: str) -> dict[str, Any] | None:
        """The rule with this digest, or None when the scheme no longer holds it."""
        for code, own in self.rule_digests.items():
            if own == digest:
                return self.rules[code]
        return None

    def groups_of(self, unit: str, front: str | None) -> set[str]:
        """The codes of the groups that a unit is in, also by way of other groups."""
        found: set[str] = set()
        while True:
            more = {
                group.code
                for group in self.groups
                if unit in group.units or front in group.fronts or found & {*group.groups}
            }
            if more == found:
                return found
            found = more

    def is_for(self, given_to: For, unit: str, front: str | None) -> bool:
        """Whether a unit is one of those that something is for."""
        if given_to.everybody or unit in given_to.units or front in given_to.fronts:
            return True
        return bool(given_to.groups) and not self.groups_of(unit, front).isdisjoint(given_to.groups)

    def variant_of(self, unit: str, front: str | None) -> Variant | None:
        """The declared variant of a unit: by its own code first, then its groups, then its front's
        alone."""
        for variant in self.variants:
            if unit in variant.units:
                return variant
        groups = self.groups_of(unit, front) if self.groups else set()
        named = (v for v in self.variants if not groups.isdisjoint(v.groups))
        return next(named, next((v for v in self.variants if front in v.fronts), None))

    def points_of(self, unit: str, front: str | None) -> dict[str, str]:
        """The points of each category for a unit (S10)."""
        variant = self.variant_of(unit, front)
        own = variant.points if variant else {}
        return {c.code: own.get(c.code, c.points) for c in self.categories.values()}
