"""The same measure in other units of the year, beside a target: so that no proposal is looked at
alone (S12, S18)."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.queries.findings import growth
from workflow.queries.reader import Reader
from workflow.queries.same_measure import holding
from workflow.terms import State

Values = dict[str, Any]
MOST = 60

# What is in force counts, else the candidate; the measure stands inside the content's own text.
_SAME = """
SELECT t.id, t.unit_id, t.state, t.imposed, r.material,
 COALESCE(p.result, t.baseline) AS last
FROM target t
JOIN revision r ON r.target_id = t.id AND r.no = COALESCE(t.in_force, t.candidate)
LEFT JOIN past_result p ON p.year = t.year_id - 1 AND p.unit_id = t.unit_id AND p.measure = ?
WHERE t.year_id = ? AND t.unit_id <> ? AND t.state <> ? AND {seen}
 AND r.material LIKE ? ESCAPE '\\'
ORDER BY t.unit_id, t.id LIMIT ?
"""


def comparable(reader: Reader, shown: Values) -> list[Values]:
    """Other units' targets by the same measure and unit of measure as this one, by unit.

    Each with last year's result and the growth that it asks for. Common items are the same
    everywhere by their nature, so nothing stands beside them.
    """
    content = shown["in_force"] or shown["candidate"]
    measure = content["measure"]
    if not measure or shown["origin"] == "common":
        return []
    seen, seen_values = reader.visible()
    unit = reader.organisation.units[shown["unit"]]
    values = [measure, shown["year"], unit.id, State.CANCELLED.value, *seen_values]
    rows = statements.rows(
        reader.database, _SAME.format(seen=seen), [*values, holding(measure), MOST]
    )
    found = [(row, json.loads(row["material"])) for row in rows]
    # LIKE may ignore the case of letters, and says nothing of the unit of measure.
    same = (measure, content["unit_of_measure"])
    return [
        _row(reader, row, material)
        for row, material in found
        if (material["measure"], material["unit_of_measure"]) == same
    ]


def _row(reader: Reader, row: Values, material: Values) -> Values:
    value, last = material["target_value"], row["last"]
    return {
        "id": row["id"],
        "unit_name": reader.organisation.unit_by_id[row["unit_id"]].name,
        "state": row["state"],
        "imposed": bool(row["imposed"]),
        "target_value": value,
        "unit_of_measure": material["unit_of_measure"],
        "points": material["points"],
        "last_year": last,
        "growth": growth(last, value) if last else None,
    }
