"""The plan of a year as the checks read it: units, key tasks, targets and posts as plain values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workflow.calendar import Calendar
from workflow.scheme.scheme import Scheme
from workflow.terms import State
from workflow.words import Words

Values = dict[str, Any]


@dataclass(frozen=True)
class PlanUnit:
    """A unit that answers for targets in this year, its front, and whether somebody heads it."""

    code: str
    name: Words
    front: str | None
    # When its head's post was last left; None while it is held, "" where there never was one.
    headless: str | None = None


@dataclass(frozen=True)
class PlanTask:
    """A key task of the county (S5) in its present wording; ended ones are not among these."""

    code: str
    title: str
    kind: str
    unit_of_measure: str
    value: str | None
    additive: bool
    direction: str
    lead: str
    supporters: tuple[str, ...]
    due_on: str
    # How often it was worded; a waiver binds this very wording.
    no: int
    digest: str


@dataclass(frozen=True)
class PlanTarget:
    """A live target, with the content that counts: what is in force, else its candidate."""

    id: int
    unit: str
    state: str
    round: int
    in_force: bool
    imposed: bool
    no: int
    digest: str
    material: Values
    # The common or stability item it was given by, and that item's digest in this content.
    item: str | None
    template: str | None
    # Supporting units whose head has confirmed this content.
    confirmed: frozenset[str]
    # Last year's result: the registered figure, else the one the unit wrote down.
    last: str | None = None
    # When that figure became final, if it did.
    final_at: str | None = None
    # When the leader signed this content knowing the unit's reason for no growth.
    reason_accepted_at: str | None = None
    # The value last written from above.
    set_above: str | None = None

    @property
    def approved(self) -> bool:
        """Whether it would be issued, or was."""
        return self.in_force or self.state == State.APPROVED

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.material["title"])

    @property
    def category(self) -> str:
        """Its kind of work (S4)."""
        return str(self.material["category"])


@dataclass(frozen=True)
class Plan:
    """The plan of one year at one moment."""

    year: int
    scheme: Scheme
    issued: bool
    units: tuple[PlanUnit, ...]
    tasks: tuple[PlanTask, ...]
    targets: tuple[PlanTarget, ...]
    # The county's working days.
    calendar: Calendar = field(default_factory=lambda: Calendar({}))
    # Digests of the common items by their code.
    items: dict[str, str] = field(default_factory=dict)
    # Posts that nobody holds: when each was last left, "" where it never was held.
    vacant: dict[str, str] = field(default_factory=dict)
    names: dict[str, Words] = field(default_factory=dict)
    # Live targets that do not count: not approved when the plan is issued.
    open: tuple[PlanTarget, ...] = ()

    def if_issued_now(self) -> Plan:
        """The same plan of what is approved alone; the rest stands open."""
        return replace(
            self,
            targets=tuple(t for t in self.targets if t.approved),
            open=tuple(t for t in self.targets if not t.approved),
        )

    def name(self, code: str) -> Words:
        """The name of a unit or post; a code that names nothing here shows itself."""
        return self.names.get(code, Words(code, code))

    @cached_property
    def serving(self) -> dict[str, list[PlanTarget]]:
        """The targets that link each key task, by its code."""
        found: dict[str, list[PlanTarget]] = {task.code: [] for task in self.tasks}
        for target in self.targets:
            for code in target.material["key_tasks"]:
                if code in found:
                    found[code].append(target)
        return found

    @cached_property
    def by_unit(self) -> dict[str, list[PlanTarget]]:
        """The targets of each unit, by its code."""
        found: defaultdict[str, list[PlanTarget]] = defaultdict(list)
        for target in self.targets:
            found[target.unit].append(target)
        return found

    @cached_property
    def supported(self) -> dict[str, list[PlanTarget]]:
        """The targets that name each unit as supporting them, by its code."""
        found: defaultdict[str, list[PlanTarget]] = defaultdict(list)
        for target in self.targets:
            for code in target.material["supporting_units"]:
                found[code].append(target)
        return found
