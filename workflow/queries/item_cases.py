"""The cases of all units' targets of one common item, with what acts on findings ask about them.

How many statements it takes does not depend on how many units there are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.queries import acceptance, facts, year_facts
from workflow.queries.cases import Desk

Values = dict[str, Any]

_TARGETS = """
SELECT t.id FROM target t
WHERE t.item_id = ? AND t.in_force IS NOT NULL AND t.state <> 'cancelled' ORDER BY t.unit_id
"""
_CAUSES = "SELECT * FROM cause_decision WHERE target_id IN ({}) ORDER BY id"
_OBJECTIONS = "SELECT * FROM objection WHERE target_id IN ({}) ORDER BY id"
_SCORES = "SELECT id, target_id, no, value, at FROM score WHERE target_id IN ({}) ORDER BY no"
_STANDING = f"{acceptance.LEDGER} WHERE e.id IS NULL AND l.target_id IN ({{}}) ORDER BY l.id"


def cases_of_item(desk: Desk, item: Values) -> dict[int, TargetCase]:
    """The cases of an item's targets in force by id, in the order of their units."""
    cursor = statements.run(desk.database, _TARGETS, (item["id"],))
    numbers = [number for (number,) in cursor.fetchall()]
    cases = desk.targets(numbers)
    _fetch_ahead(desk, item, cases)
    return {number: cases[number] for number in numbers}


def _fetch_ahead(desk: Desk, item: Values, cases: dict[int, TargetCase]) -> None:
    """What rules and rows would otherwise look up one target at a time."""
    scorer = acceptance.scoring_unit(desk.database, item["id"])
    events = year_facts.events(desk.database, item["year_id"])
    entries, objections = _of(desk, cases, _STANDING), _of(desk, cases, _OBJECTIONS)
    causes, scores = _of(desk, cases, _CAUSES), _of(desk, cases, _SCORES)
    for number, case in cases.items():
        case.facts |= {
            "scoring_unit": scorer,
            "events": events,
            "ledger": entries[number],
            "objections": objections[number],
            "cause": _last(causes[number]),
            "last_score": _last(scores[number]),
        }


def _of(desk: Desk, cases: dict[int, TargetCase], sql: str) -> defaultdict[int, list[Values]]:
    """Rows by the target that they are about."""
    found: defaultdict[int, list[Values]] = defaultdict(list)
    numbers = list(cases)
    for row in statements.rows(desk.database, sql.format(facts.marks(numbers)), numbers):
        found[row["target_id"]].append(row)
    return found


def _last(rows: list[Values]) -> Values | None:
    return rows[-1] if rows else None
