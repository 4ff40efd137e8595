"""What may be chosen in a form: units, posts, key tasks and scoring rules by their names."""

from __future__ import annotations

from typing import Any

from web import part_values
from web.county import here, reader
from web.presentation import w
from workflow.organisation import Organisation
from workflow.queries import facts, years
from workflow.scoring.assessment import asked_by
from workflow.scoring.derivation import rule_name as name_of_rule
from workflow.scoring.ledger import events_of
from workflow.scoring.missing import meaning_of
from workflow.scoring.parts import told
from workflow.terms import Capacity

Pairs = list[tuple[str, str]]
# Units that answer for targets; the county itself and its office do not.
ANSWERING = frozenset({"township", "bureau"})


def choices_for(year: int | None, unit: str | None) -> dict[str, Pairs]:
    """The choices of a form about a target of this year and unit, in the reader's language.

    Without a year they are those of the newest year that is open for drafting.
    """
    number = year or newest_drafting()
    found = years.choices(reader(), number, unit)
    named = {kind: [(code, w(name)) for code, name in pairs] for kind, pairs in found.items()}
    named["scoring_rules"] = scoring_rules(number)
    named["units"] = [pair for pair in units(reader().organisation) if pair[0] != unit]
    if not unit:
        named["units"] = [pair for pair in named["units"] if pair[0] in own_units()]
        named["reviewing_posts"] = reviewing_posts()
        named["responsible_posts"] = responsible_posts(own_units())
    return named


def units(names: Organisation) -> Pairs:
    """The units that answer for targets."""
    return [(u.code, w(u.name)) for u in names.units.values() if u.kind in ANSWERING]


def newest_drafting() -> int | None:
    """The newest year that is open for drafting, if any is."""
    return newest_in("drafting")


def newest_in(state: str) -> int | None:
    """The newest year in this state, if any is."""
    found = facts.years_in(here().database, state)
    return found[-1] if found else None


def scoring_rules(year: int | None) -> Pairs:
    """The scoring rules of a year's scheme, named by what they do."""
    database = here().database
    row = facts.year(database, year) if year is not None else None
    if row is None:
        return []
    rules = facts.scheme(database, row["scheme_id"]).rules
    return [(code, rule_name(body)) for code, body in rules.items()]


def key_tasks(year: int) -> Pairs:
    """The key tasks of a year by code and title."""
    return [(task["code"], task["title"]) for task in years.key_tasks(reader(), year)]


def events(shown: dict[str, Any]) -> Pairs:
    """The events that cost or give points under a target's scoring rule; none under most rules."""
    return list(event_names(shown["year"], shown["candidate"]["scoring_rule"]).items())


def event_names(year: int, rule: str | None) -> dict[str, str]:
    """What the events that a scoring rule counts are called."""
    body = _rule_of(year, rule)
    return {each["event"]: w(each["name"]) for each in events_of(body)} if body else {}


def parts_asked(year: int, rule: str | None) -> dict[str, Pairs]:
    """The parts and periods whose values a scoring rule asks for, as choices of a form."""
    body = _rule_of(year, rule)
    return part_values.choices_of(told(asked_by(body)) if body else [])


def may_lack_value(shown: dict[str, Any]) -> bool:
    """Whether a target's scoring rule says what it means that no value can be found."""
    return meaning_of(_rule_of(shown["year"], shown["candidate"]["scoring_rule"])) is not None


def names_matters(shown: dict[str, Any]) -> bool:
    """Whether events under a target's scoring rule count the same matter once."""
    body = _rule_of(shown["year"], shown["candidate"]["scoring_rule"])
    return bool(body) and any(each["group"] for each in events_of(body))


def _rule_of(year: int, code: str | None) -> dict[str, Any]:
    """A scoring rule of a year's scheme; empty where there is none of this code."""
    database = here().database
    row = facts.year(database, year)
    rules = facts.scheme_of_year(database, row).rules if row else {}
    return rules.get(code or "", {})


def rule_name(body: dict[str, Any]) -> str:
    """What a scoring rule is called, in the reader's language."""
    return w(name_of_rule(body))


def own_units() -> set[str]:
    """The units a new target may be for: own ones, those in charge; for the office any."""
    known = reader()
    answering = {u.id: u.code for u in known.organisation.units.values() if u.kind in ANSWERING}
    if known.capacities & {Capacity.OFFICE}:
        return set(answering.values())
    ids = set(known.own_units()).union(*(post.in_charge_of for post in known.posts))
    return {code for number, code in answering.items() if number in ids}


def reviewing_posts() -> Pairs:
    """Every post that may be named as a reviewing post."""
    leading = (Capacity.LEADER, Capacity.COUNTY_HEAD)
    posts = reader().organisation.posts.values()
    return [(p.code, w(p.name)) for p in posts if p.capacity in leading]


def responsible_posts(units: set[str]) -> Pairs:
    """The posts inside these units."""
    posts = reader().organisation.posts.values()
    return [(p.code, w(p.name)) for p in posts if p.unit is not None and p.unit.code in units]
