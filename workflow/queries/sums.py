"""The county's key tasks beside a target that serves them: what the units' values make together
with this candidate, and what is missing (S12, S14).

Whoever signs sees it before they sign: that a unit answers 90 to the leader's 100 leaves a gap of
10, and is told at that moment, not at issue. A unit's own people see it too, although drafts of
other units are in the sum: a total tells little of any one of them, and that no proposal is looked
at alone is what S12 asks for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import peewee

from models import statements
from workflow.case import TargetCase
from workflow.coverage.key_tasks import is_summed, missing, total
from workflow.coverage.plan import PlanTask
from workflow.hands import proposal
from workflow.queries import facts
from workflow.queries.key_tasks import task_of, task_rows
from workflow.scoring.exact import exact_text
from workflow.terms import State

Values = dict[str, Any]

# What of each other target that serves one of these tasks counts: what is in force, else what is
# drafted.
_SERVING = """
SELECT k.code, r.material FROM key_task k JOIN key_task_link l ON l.key_task = k.id
JOIN target t ON t.id = l.target_id AND l.revision = COALESCE(t.in_force, t.candidate)
JOIN revision r ON r.target_id = t.id AND r.no = l.revision
WHERE k.year_id = ? AND k.code IN ({}) AND t.id <> ? AND t.state <> ?
"""


@dataclass(frozen=True)
class Content:
    """A content that counts towards a key task."""

    material: Values


def sums_of(database: peewee.Database, case: TargetCase) -> list[Values]:
    """Of each key task whose values are added up and which the target serves, or served until what
    is proposed: the county's value, the units' together with this candidate, and by how much they
    miss it or go beyond. Nothing for what has ended."""
    codes = _codes(case)
    if not codes:
        return []
    assert case.year is not None
    rows = task_rows(database, case.year["id"])
    tasks = [
        task_of(case.organisation, rows[code])
        for code in codes
        if code in rows and not rows[code]["ended"]
    ]
    others = _others(database, case, codes)
    return [
        _sum(task, [*others.get(task.code, []), *_own(case, task)])
        for task in tasks
        if is_summed(task)
    ]


def _codes(case: TargetCase) -> list[str]:
    if case.state == State.CANCELLED:
        return []
    assert case.candidate is not None
    before = case.in_force.material["key_tasks"] if case.in_force else []
    return list(dict.fromkeys([*case.candidate.material["key_tasks"], *before]))


def _own(case: TargetCase, task: PlanTask) -> list[Content]:
    """This target's part, once what is signed now is signed: nothing after a cancellation."""
    assert case.candidate is not None
    material = case.candidate.material
    ends = proposal.runs(case) and proposal.kind(case) == "cancel"
    return [] if ends or task.code not in material["key_tasks"] else [Content(material)]


def _others(
    database: peewee.Database, case: TargetCase, codes: list[str]
) -> dict[str, list[Content]]:
    assert case.year is not None
    asked = [case.year["id"], *codes, case.subject_id, State.CANCELLED.value]
    found: dict[str, list[Content]] = {}
    for row in statements.rows(database, _SERVING.format(facts.marks(codes)), asked):
        found.setdefault(row["code"], []).append(Content(json.loads(row["material"])))
    return found


def _sum(task: PlanTask, served: list[Content]) -> Values:
    missed = missing(task, served)
    summed, left_out = total(task, served)
    return {
        "key_task": task.code,
        "title": task.title,
        "direction": task.direction,
        "unit_of_measure": task.unit_of_measure,
        "county": task.value,
        "units": exact_text(summed),
        "gap": exact_text(missed) if missed > 0 else None,
        "surplus": exact_text(-missed) if missed < 0 else None,
        "not_counted": len(left_out),
    }
