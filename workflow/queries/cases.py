"""Building the case of an act: the object, its year and scheme, and the facts its rules read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import peewee

from models import statements
from models.unit_of_work import New
from workflow import standing
from workflow.audit.canonical import nfc
from workflow.case import Actor, Case, Standing, TargetCase
from workflow.clock import stamp
from workflow.effects.drafting import template_of
from workflow.errors import InvalidInput, NotFound
from workflow.inputs.fields import storable
from workflow.lending import LENT, acts_of
from workflow.lifecycle import act_named
from workflow.organisation import Organisation
from workflow.queries import acceptance, access, calendar, facts, key_tasks, on_demand
from workflow.queries.target_cases import target_cases
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """What every case of one transaction shares."""

    database: peewee.Database
    organisation: Organisation
    county: Values
    actor: Actor
    now: datetime
    clock_now: datetime
    salt: Callable[[], str]
    # Rows of years, each read once: the same for all cases of one transaction.
    _years: dict[int, Values | None] = field(default_factory=dict)

    def _shared(self, kind: str) -> Values:
        return {
            "now": self.now,
            "clock_now": self.clock_now,
            "actor": self.actor,
            "organisation": self.organisation,
            "county": self.county,
            "kind": kind,
            "salt": self.salt,
        }

    def target(self, number: int) -> TargetCase:
        """The case of an act on an existing target. Raises NotFound where there is none, or none
        that the actor may see."""
        found = self.targets([number]).get(number)
        if found is None:
            raise NotFound
        return found

    def targets(self, numbers: Sequence[int]) -> dict[int, TargetCase]:
        """The same for many by id, without those that there are not or that may not be seen."""
        return target_cases(self, numbers)

    def each_target(self, numbers: Sequence[int]) -> list[TargetCase]:
        """The cases of all of these, in this order. Raises NotFound where one is missing."""
        found = self.targets(numbers)
        if len(found) < len(set(numbers)):
            raise NotFound
        return [found[number] for number in numbers]

    def case_of(self, row: Values) -> TargetCase:
        """The case of a target of this row, with its unit, year and scheme."""
        case = TargetCase(**self._shared("target"))
        case.subject = row
        case.unit = self.organisation.unit_by_id[row["unit_id"]]
        self._year(case, row["year_id"])
        return case

    def sees(self, row: Values) -> bool:
        """Whether the actor may see the target of this row."""
        if self.actor.person is None:
            return True
        posts = self.organisation.seats_of(self.actor.person, _at(self))
        if standing.sees_target(self.organisation, posts, row):
            return True
        year = self._year_row(row["year_id"])
        assert year is not None
        deputy = facts.scheme_of_year(self.database, year).arbitration.deputy_post
        return standing.sees_target(self.organisation, posts, row, deputy)

    def _year_row(self, number: int) -> Values | None:
        if number not in self._years:
            self._years[number] = facts.year(self.database, number)
        return self._years[number]

    def _year(self, case: Case, number: int) -> None:
        case.year = self._year_row(number)
        if case.year is not None:
            case.scheme = facts.scheme_of_year(self.database, case.year)

    def new_target(self, raw: Values, state: str) -> TargetCase:
        """The case of a target that does not exist yet: its unit and year are read from the input,
        the year, where it is not given, from there being one in this state.

        Raises InvalidInput where they name nothing.
        """
        case = TargetCase(**self._shared("target"))
        code = raw.get("lead_unit") or self._own_unit()
        unit = self.organisation.units.get(code) if isinstance(code, str) else None
        if unit is None:
            words = Words("请选定牵头单位。", "Choose the lead unit.")
            raise InvalidInput({"lead_unit": [words]})
        case.unit = unit
        self._year(case, self._year_named(raw.get("year"), state))
        assert case.year is not None
        case.key_tasks = facts.key_tasks(self.database, case.year["id"])
        year, measure = case.year["id"], raw.get("measure")
        before = year - 1
        if isinstance(measure, str) and storable(measure):
            case.later["past"] = lambda: acceptance.past_result(
                self.database, before, unit.id, nfc(measure.strip())
            )
        case.later["points_in_force"] = lambda: facts.points_in_force(self.database, year, unit.id)
        case.standings = standing.target_standings(case)
        return case

    def _own_unit(self) -> str | None:
        posts = self.organisation.seats_of(self.actor.person, _at(self))
        units = {p.unit.code for p in posts if p.unit is not None}
        return units.pop() if len(units) == 1 else None

    def _year_named(self, given: Any, state: str) -> int:
        if given is None:
            years = facts.years_in(self.database, state)
            if len(years) == 1:
                return years[0]
        number = _whole(given)
        if number is not None and facts.year(self.database, number) is not None:
            return number
        raise InvalidInput({"year": [Words("请选定年度。", "Choose the year.")]})

    def item_target(
        self, item: Values | None, new: New | int, unit_code: str, year: int, template: str
    ) -> TargetCase:
        """The case of giving a common item to one unit."""
        case = TargetCase(**self._shared("target"))
        case.unit = self.organisation.units[unit_code]
        self._year(case, year)
        assert case.year is not None
        case.key_tasks = facts.key_tasks(self.database, case.year["id"])
        case.standings = standing.target_standings(case)
        case.item = new
        case.data = {"_template": template, **(item or {})}
        return case

    def year_case(self, number: int) -> Case:
        """The case of an act on a year. Raises NotFound."""
        case = Case(**self._shared("year"))
        self._year(case, number)
        if case.year is None:
            raise NotFound
        case.subject = case.year
        case.standings = self._county_standings()
        case.later = on_demand.at_year(self.database, self.organisation, case)
        case.facts = {
            "target_cases": self.each_target,
            "cases_of": self._seen_cases,
            "file": partial(facts.file_by_digest, self.database),
            "template": lambda fields: template_of(case, fields),  # type: ignore[arg-type]
            "item_cases": lambda item, template, content, units: [
                self.item_target(content, item, code, number, template) for code in units
            ],
        }
        return case

    def _seen_cases(self, seen: list[Values]) -> list[tuple[TargetCase, str]]:
        """The cases of targets as they were shown; of one that is named twice, once."""
        shown = {one["id"]: one["digest"] for one in seen}
        return list(zip(self.each_target(list(shown)), shown.values(), strict=True))

    def _county_standings(self) -> tuple[Standing, ...]:
        if self.actor.person is None:
            return (Standing(Capacity.SYSTEM, None),)
        return self._by_posts()

    def _by_posts(self) -> tuple[Standing, ...]:
        """The standings towards what is no one unit's: posts lent for some units give none."""
        known, person = self.organisation, self.actor.person
        return standing.with_lent(known, person, _at(self), standing.by_posts)

    def item_case(self, number: int) -> Case:
        """The case of an act on a common item. Raises NotFound."""
        row = statements.row(self.database, "SELECT * FROM item WHERE id = ?", (number,))
        if row is None:
            raise NotFound
        case = Case(**self._shared("item"))
        case.subject = row
        self._year(case, row["year_id"])
        named = json.loads(row["fields"]).get("reviewing_post")
        case.standings = tuple(s for s in self._by_posts() if s.post and s.post.code == named)
        waiting = self._waiting_for(case.standings[0], row) if case.standings else []
        case.facts = {"waiting": waiting, "item_targets": lambda: waiting}
        case.later = on_demand.of_plan(self.database, case)
        return case

    def _waiting_for(self, leader: Standing, item: Values) -> list[TargetCase]:
        review = act_named("target", "review")
        assert review is not None
        found = statements.rows(
            self.database,
            "SELECT id FROM target WHERE item_id = ? AND state = 'drafted' ORDER BY id",
            (item["id"],),
        )
        cases = self.each_target([row["id"] for row in found])
        for case in cases:
            # The rules of review judge the leader's capacity, so the case must name it.
            case.standing = leader
        return [c for c in cases if not review.refuses(c)]

    def county_case(self, *, founding: bool = False) -> Case:
        """The case of an act on the county's organisation, years and items. Raises NotFound before
        the county is founded."""
        if not self.county and not founding:
            raise NotFound
        case = Case(**self._shared("county"))
        case.subject = self.county or None
        case.standings = self._county_standings()
        case.later["calendar"] = lambda: calendar.calendar(self.database)
        return case

    def county_facts(self, case: Case) -> None:
        """Look up what the loaded input of an act on the county names."""
        year, username = case.data.get("year"), case.data.get("username")
        person = facts.person(self.database, username) if username else None
        principal = case.data.get("principal")
        if year is not None:
            self._year(case, year)
        case.later |= on_demand.at_post(self.database, case)
        case.later |= on_demand.of_log(self.database)
        case.facts = {
            "person": person,
            "principal": facts.person(self.database, principal) if principal else None,
            "lent": LENT,
            "acts_of": acts_of,
            "delegation": facts.delegation(self.database, case.data.get("delegation")),
            "holdings": facts.open_holdings(self.database, person["id"]) if person else [],
            "tokens": facts.open_tokens(self.database, person["id"]) if person else [],
            "task_rows": key_tasks.task_rows(self.database, year) if year is not None else {},
            "items": facts.item_codes(self.database, year) if year is not None else set(),
            "file": partial(facts.file_by_digest, self.database),
            "erased_file": partial(facts.is_erased_file, self.database),
            **self._link_facts(case.data.get("link_hash"), person),
            "past_result": lambda unit: acceptance.past_result(
                self.database, year or 0, unit, case.data["measure"]
            ),
            "template": lambda fields: template_of(case, fields),  # type: ignore[arg-type]
            "item_cases": lambda item, template, content, units: [
                self.item_target(content, item, code, year or 0, template) for code in units
            ],
        }

    def _link_facts(self, link_hash: str | None, person: Values | None) -> Values:
        if link_hash is None:
            return {}
        number = person["id"] if person else None
        return access.link_facts(self.database, link_hash, number, _at(self))

    def holds_any(self, capacities: tuple[Capacity, ...]) -> bool:
        """Whether the actor holds a post of any of these capacities."""
        posts = self.organisation.seats_of(self.actor.person, _at(self))
        return any(post.capacity in capacities for post in posts)

    def nothing_yet(self) -> Case:
        """The case of somebody who may not begin what does not exist yet."""
        return Case(**self._shared("target"))


def _whole(given: Any) -> int | None:
    """A year as JSON or a form gives it; anything else is the input schema's to refuse."""
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) == 4:
        return int(given)
    known = isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= 9999
    return given if known else None


def _at(desk: Desk) -> str:
    return stamp(desk.now)
