"""Fetching the plan of a year for the checks of coverage: a few statements, however large it is."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import peewee

from models import statements
from workflow.coverage.plan import Plan, PlanTarget, PlanUnit
from workflow.organisation import Holding, Organisation
from workflow.queries import calendar
from workflow.queries.key_tasks import task_of, task_rows
from workflow.scheme.scheme import Scheme
from workflow.terms import UPPER_SIDE, Capacity, YearState

Values = dict[str, Any]

# The content that counts of each live target of a year: what is in force, else the candidate.
_COUNTS = """
FROM target t JOIN revision r ON r.target_id = t.id AND r.no = COALESCE(t.in_force, t.candidate)
WHERE t.year_id = ? AND t.state <> 'cancelled'
"""
_TARGETS = f"""
SELECT t.id, t.unit_id, t.item_id, t.state, t.round, t.in_force, t.imposed, t.baseline,
       r.no, r.digest, r.material, r.template
{_COUNTS} ORDER BY t.unit_id, t.id
"""
# Hands that count on that content: before issue only those of the present round.
_HANDS = """
SELECT s.target_id, s.side, s.capacity, s.at
FROM target t JOIN signature s ON s.target_id = t.id
     AND s.revision = COALESCE(t.in_force, t.candidate)
LEFT JOIN signature_end e ON e.signature_id = s.id
WHERE t.year_id = ? AND t.state <> 'cancelled' AND s.verdict = 'affirm'
  AND s.side IN ('support', 'down')
  AND (t.in_force IS NOT NULL OR (e.id IS NULL AND s.round = t.round))
"""
_REASONS = f"""
SELECT t.id, g.at FROM growth_reason g JOIN (SELECT t.id, r.digest {_COUNTS}) t
ON t.id = g.target_id AND t.digest = g.digest
"""
# What the upper side wrote, each with what stood before it; common items are the same for all.
_FROM_ABOVE = f"""
SELECT r.target_id, r.material, p.material AS before
FROM target t JOIN revision r ON r.target_id = t.id
LEFT JOIN revision p ON p.target_id = t.id AND p.no = r.no - 1
WHERE t.year_id = ? AND t.state <> 'cancelled' AND t.item_id IS NULL
  AND r.no <= COALESCE(t.in_force, t.candidate)
  AND NOT EXISTS (SELECT 1 FROM proposal d WHERE d.target_id = t.id
    AND d.outcome IN ('dropped', 'lapsed') AND r.no BETWEEN d.first AND d.last)
  AND r.capacity IN ({", ".join(f"'{c.value}'" for c in sorted(UPPER_SIDE))})
ORDER BY r.target_id, r.no
"""


def plan_of(
    database: peewee.Database, organisation: Organisation, year: Values, scheme: Scheme, at: str
) -> Plan:
    """The plan of a year at a moment: all live targets, what is in force before what is drafted."""
    number = year["id"]
    found = statements.rows(database, _TARGETS, (number,))
    return Plan(
        year=number,
        scheme=scheme,
        issued=year["state"] not in (YearState.PREPARING, YearState.DRAFTING),
        units=_units(organisation, number, {row["unit_id"] for row in found}, at),
        tasks=tuple(
            task_of(organisation, row)
            for row in task_rows(database, number).values()
            if not row["ended"]
        ),
        targets=_targets(database, organisation, number, found),
        calendar=calendar.calendar(database),
        items=_items(database, number, "code"),
        vacant={
            organisation.post_by_id[post].code: since
            for post, since in _left(organisation, at).items()
        },
        names={thing.code: thing.name for thing in _named(organisation)},
    )


def _targets(
    database: peewee.Database, organisation: Organisation, year: int, found: list[Values]
) -> tuple[PlanTarget, ...]:
    confirmed, reviewed = _hands(database, year)
    reasons = {r["id"]: r["at"] for r in statements.rows(database, _REASONS, (year,))}
    items, past = _items(database, year, "id"), _past(database, year - 1)
    above = _from_above(database, year)
    return tuple(
        _target(
            organisation,
            row,
            item=items.get(row["item_id"]),
            confirmed=frozenset(confirmed[row["id"]]),
            reason=reviewed.get(row["id"]) if row["id"] in reasons else None,
            past=past,
            above=above.get(row["id"]),
        )
        for row in found
    )


def _target(
    organisation: Organisation,
    row: Values,
    *,
    item: str | None,
    confirmed: frozenset[str],
    reason: str | None,
    past: dict[tuple[int, str], Values],
    above: str | None,
) -> PlanTarget:
    material = json.loads(row["material"])
    figure = past.get((row["unit_id"], material["measure"] or ""))
    return PlanTarget(
        id=row["id"],
        unit=organisation.unit_by_id[row["unit_id"]].code,
        state=row["state"],
        round=row["round"],
        in_force=row["in_force"] is not None,
        imposed=bool(row["imposed"]),
        no=row["no"],
        digest=row["digest"],
        material=material,
        item=item,
        template=row["template"],
        confirmed=confirmed,
        last=figure["result"] if figure else row["baseline"],
        final_at=figure["at"] if figure and figure["status"] == "final" else None,
        reason_accepted_at=reason,
        set_above=above,
    )


def _hands(database: peewee.Database, year: int) -> tuple[dict[int, set[str]], dict[int, str]]:
    """Which supporting units confirmed each target's content, and when its leader signed it."""
    confirmed: defaultdict[int, set[str]] = defaultdict(set)
    reviewed: dict[int, str] = {}
    for row in statements.rows(database, _HANDS, (year,)):
        if row["side"] == "down":
            reviewed[row["target_id"]] = row["at"]
        else:
            confirmed[row["target_id"]].add(row["capacity"].partition(":")[2])
    return confirmed, reviewed


def _items(database: peewee.Database, year: int, key: str) -> dict[Any, str]:
    """The common items: digests by code, or codes by id."""
    rows = statements.rows(database, "SELECT id, code, digest FROM item WHERE year_id = ?", (year,))
    return {row[key]: row["code" if key == "id" else "digest"] for row in rows}


def _past(database: peewee.Database, year: int) -> dict[tuple[int, str], Values]:
    rows = statements.rows(
        database,
        "SELECT unit_id, measure, result, status, at FROM past_result WHERE year = ?",
        (year,),
    )
    return {(row["unit_id"], row["measure"]): row for row in rows}


def _from_above(database: peewee.Database, year: int) -> dict[int, str]:
    """The value of each target that the upper side wrote last: where it changed one, not where it
    left the unit's as it was and changed something else."""
    found: dict[int, str] = {}
    for row in statements.rows(database, _FROM_ABOVE, (year,)):
        value = json.loads(row["material"])["target_value"]
        before = json.loads(row["before"])["target_value"] if row["before"] else None
        if value is not None and value != before:
            found[row["target_id"]] = value
    return found


def _units(
    organisation: Organisation, year: int, answering: set[int], at: str
) -> tuple[PlanUnit, ...]:
    """The units that have a front in the year, and those that answer for a target of it."""
    placed = {unit for of, unit in organisation.front_of if of == year}
    left, heads = _left(organisation, at), defaultdict(list)
    for post in organisation.posts.values():
        if post.capacity == Capacity.UNIT_HEAD and post.unit is not None:
            heads[post.unit.id].append(post.id)
    found = []
    for number in sorted(placed | answering):
        unit, front = organisation.unit_by_id[number], organisation.front(year, number)
        since = [left.get(post) for post in heads[number]]
        headless = None if None in since else max((one or "" for one in since), default="")
        found.append(PlanUnit(unit.code, unit.name, front.code if front else None, headless))
    return tuple(found)


def _left(organisation: Organisation, at: str) -> dict[int, str]:
    """The posts that nobody holds, and when each was last left; "" where nobody ever held it."""
    held: defaultdict[int, list[Holding]] = defaultdict(list)
    for some in organisation.holdings.values():
        for holding in some:
            held[holding.post.id].append(holding)
    return {
        post.id: max((h.until or "" for h in held[post.id]), default="")
        for post in organisation.posts.values()
        if not any(h.holds_at(at) for h in held[post.id])
    }


def _named(organisation: Organisation) -> list[Any]:
    return [*organisation.units.values(), *organisation.posts.values()]
