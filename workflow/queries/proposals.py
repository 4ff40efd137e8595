"""What is proposed about targets after issue, as it is shown, and what was lowered by it (S15)."""

from __future__ import annotations

import json
from typing import Any

import peewee

from models import statements
from workflow.case import TargetCase
from workflow.hands import consent, proposal
from workflow.hands.revision import diff
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.terms import State

Values = dict[str, Any]

_LOWERED = """
SELECT p.target_id, p.ended_at, n.material AS new, o.material AS old
FROM proposal p JOIN target t ON t.id = p.target_id
JOIN revision n ON n.target_id = t.id AND n.no = p.last
JOIN revision o ON o.target_id = t.id AND o.no = p.replaced
WHERE t.year_id = ? AND t.unit_id = ? AND p.outcome = 'adopted' AND p.lowered = 1 ORDER BY p.id
"""


def proposal_of(reader: Reader, case: TargetCase, *, words: bool) -> Values | None:
    """The proposal about a target that stands: who proposed what and why, how far it is signed,
    and, field by field, what it would change of what is in force."""
    if case.proposal is None or not proposal.stands(case):
        return None
    assert case.candidate is not None
    row, before = case.proposal, case.in_force
    by = names(reader.database, [row["person_id"]])[row["person_id"]]
    said = texts(reader.database, [row["text_id"]] if words else [])
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    return {
        "kind": row["kind"],
        "purpose": proposal.purpose(case),
        "state": State.REVIEWED if consent.agreed(case) else State.DRAFTED,
        "turn": row["turn"] if proposal.runs(case) else case.get("turn"),
        "revision": case.candidate.no,
        "unit": unit.code,
        "unit_name": unit.name,
        "by": by.username,
        "by_name": by.name,
        "capacity": row["capacity"],
        "document": row["document"],
        "text": said.get(row["text_id"]),
        "at": row["at"],
        "diff": diff(before.fields, case.candidate.fields) if before else [],
    }


def lowered_counts(database: peewee.Database, year: int) -> dict[int, int]:
    """How many values each unit had lowered in a year by adopted changes, by the unit's id."""
    cursor = statements.run(
        database,
        "SELECT t.unit_id, COUNT(*) FROM proposal p JOIN target t ON t.id = p.target_id "
        "WHERE t.year_id = ? AND p.outcome = 'adopted' AND p.lowered = 1 GROUP BY t.unit_id",
        (year,),
    )
    return dict(cursor.fetchall())


def lowered_of(database: peewee.Database, year: int, unit: int) -> list[Values]:
    """What a unit had lowered in a year: each target with its value before and after."""
    return [
        {
            "target": row["target_id"],
            **_values(json.loads(row["old"]), json.loads(row["new"])),
            "at": row["ended_at"],
        }
        for row in statements.rows(database, _LOWERED, (year, unit))
    ]


def _values(old: Values, new: Values) -> Values:
    names = ("title", "measure", "unit_of_measure", "direction")
    values = {"old": old["target_value"], "new": new["target_value"]}
    return {**{name: new[name] for name in names}, **values}
