"""The groups in which rules compare the units: who is in them, and which scores still follow.

How many statements it takes does not depend on how many items or units there are, and a year whose
rules compare nobody costs none of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import peewee

from models import statements
from workflow.organisation import Organisation
from workflow.queries import facts
from workflow.queries.year_facts import FINDING
from workflow.scheme.scheme import Scheme
from workflow.scoring.group import Group, Member, group_digest, is_of_a_group
from workflow.terms import State

Values = dict[str, Any]
Groups = Callable[[int], Group]
"""The group of a target by its id."""

# Found is what has a finding that counts and does not wait for another.
_MEMBERS = f"""
SELECT t.id, t.item_id, t.year_id, t.unit_id, t.title, t.state, f.found_value
FROM target t LEFT JOIN finding f
 ON t.state IN ('inspected', 'scored') AND f.id = ({FINDING})
WHERE t.item_id IN ({{marks}}) AND t.in_force IS NOT NULL AND t.state <> 'cancelled'
ORDER BY t.unit_id, t.id
"""
_SCORES = """
SELECT t.id, s.derivation FROM target t JOIN score s ON s.target_id = t.id
 AND s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = t.id)
WHERE t.item_id IN ({marks}) AND t.state = 'scored'
"""
FOUND = (State.INSPECTED, State.SCORED)


def groups_of(
    database: peewee.Database, organisation: Organisation, rules: dict[int, Values]
) -> Groups:
    """The groups of the targets of these items, by the rule of each; read when first asked for."""

    @cache
    def known() -> dict[int, Group]:
        return _groups(organisation, rules, _members(database, rules))

    return lambda target: known()[target]


def _members(database: peewee.Database, items: Iterable[int]) -> list[Values]:
    numbers = sorted(items)
    if not numbers:
        return []
    return statements.rows(database, _MEMBERS.format(marks=facts.marks(numbers)), numbers)


def _groups(
    organisation: Organisation, rules: dict[int, Values], rows: list[Values]
) -> dict[int, Group]:
    """The group of every target; one group is one object for all who are in it."""
    together: dict[tuple[int, str, str], list[Values]] = {}
    for row in rows:
        within = rules[row["item_id"]].get("within", "front")
        front = organisation.front(row["year_id"], row["unit_id"])
        code = front.code if front and within == "front" else ""
        together.setdefault((row["item_id"], within, code), []).append(row)
    found: dict[int, Group] = {}
    for (_, within, code), some in together.items():
        members = tuple(_member(organisation, row) for row in some)
        found |= dict.fromkeys((row["id"] for row in some), Group(within, code, members))
    return found


def _member(organisation: Organisation, row: Values) -> Member:
    unit = organisation.unit_by_id[row["unit_id"]].code
    return Member(row["id"], unit, row["state"] in FOUND, row["found_value"])


@dataclass(frozen=True)
class Standing:
    """How the groups of a year stand."""

    waiting: list[Values] = field(default_factory=list)
    """Targets that were found and wait for others of their group."""
    awaited: list[Values] = field(default_factory=list)
    """Those that they wait for."""
    stale: list[Values] = field(default_factory=list)
    """Scored targets whose score does not follow from the findings of their group any more."""

    @property
    def to_score_anew(self) -> list[int]:
        """Which of the stale ones can be scored: nobody of their group is missing."""
        return [row["id"] for row in self.stale if row["complete"]]


def standing(
    database: peewee.Database, organisation: Organisation, scheme: Scheme, year: int
) -> Standing:
    """How the groups of a year stand."""
    rules = _compared(database, scheme, year)
    rows = _members(database, rules)
    if not rows:
        return Standing()
    groups = _groups(organisation, rules, rows)
    named = {row["id"]: {**row, "complete": not groups[row["id"]].missing} for row in rows}
    found = [row for row in named.values() if row["state"] == State.INSPECTED]
    waiting = [row for row in found if not row["complete"]]
    awaited = {m.target for row in waiting for m in groups[row["id"]].missing}
    last = _last_digests(database, rules)
    return Standing(
        waiting,
        [row for row in named.values() if row["id"] in awaited],
        [named[n] for n, own in last.items() if own is not None and own != groups[n].digest],
    )


def _compared(database: peewee.Database, scheme: Scheme, year: int) -> dict[int, Values]:
    """The items of a year whose rule compares the units, with it."""
    rules = {code: rule for code, rule in scheme.rules.items() if is_of_a_group(rule)}
    if not rules:
        return {}
    rows = statements.rows(database, "SELECT id, fields FROM item WHERE year_id = ?", (year,))
    named = {row["id"]: json.loads(row["fields"])["scoring_rule"] for row in rows}
    return {item: rules[code] for item, code in named.items() if code in rules}


def _last_digests(database: peewee.Database, items: Iterable[int]) -> dict[int, str | None]:
    """The group in which each scored target of these items was scored last."""
    numbers = sorted(items)
    rows = statements.rows(database, _SCORES.format(marks=facts.marks(numbers)), numbers)
    return {row["id"]: group_digest(json.loads(row["derivation"])) for row in rows}
