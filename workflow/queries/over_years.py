"""A unit, and a measure, over several years: from the last published results of each (S1, S18).

Everybody signed in may see them, as they see the results themselves.
"""

from __future__ import annotations

import json
from typing import Any

from models import statements
from models.locks import snapshot
from workflow.errors import NotFound
from workflow.organisation import Unit
from workflow.queries import facts
from workflow.queries.reader import Reader
from workflow.queries.same_measure import holding
from workflow.scheme.scheme import Scheme
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.outcome_parts import Parts, parts
from workflow.words import both

Values = dict[str, Any]

# The last revision of each year's results, with how many stand in the unit's front.
_UNIT = """
SELECT y.year_id, u.total, u.base_grade, u.grade, u.rank, u.derivation, f.code AS front,
 (SELECT COUNT(*) FROM unit_result o WHERE o.result_id = y.id AND o.front_id = u.front_id) AS beside
FROM unit_result u JOIN year_result y ON y.id = u.result_id JOIN front f ON f.id = u.front_id
WHERE u.unit_id = ? AND y.no = (SELECT MAX(x.no) FROM year_result x WHERE x.year_id = y.year_id)
ORDER BY y.year_id
"""
_UPHELD = """
SELECT t.year_id, COUNT(*) FROM objection o JOIN target t ON t.id = o.target_id
WHERE t.unit_id = ? AND o.state = 'upheld' GROUP BY t.year_id
"""
_PUBLISHED = "SELECT r.year_id FROM year_result r"
_ITEMS = f"""
SELECT i.code, i.year_id, i.fields FROM item i WHERE i.year_id IN ({_PUBLISHED})
ORDER BY i.year_id DESC, i.id
"""
_MEASURED = f"""
SELECT t.id, t.year_id, t.unit_id, r.material, s.value, f.found_value FROM target t
JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
LEFT JOIN item i ON i.id = t.item_id
JOIN score s ON s.target_id = t.id
 AND s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = t.id)
JOIN finding f ON f.id = s.finding_id
WHERE t.state = 'scored' AND t.year_id IN ({_PUBLISHED}) AND {{which}}
ORDER BY t.unit_id, t.year_id, t.id
"""


def unit_over_years(reader: Reader, code: str) -> Values:
    """What each published year came to for a unit. Raises NotFound for a unit that is not there."""
    unit = reader.organisation.units.get(code)
    if unit is None:
        raise NotFound
    with snapshot(reader.database):
        rows = statements.rows(reader.database, _UNIT, (unit.id,))
        upheld = dict(statements.run(reader.database, _UPHELD, (unit.id,)).fetchall())
        schemes = facts.schemes(reader.database)
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "years": [
            _year(reader, schemes[row["year_id"]], row, upheld.get(row["year_id"], 0))
            for row in rows
        ],
    }


def _year(reader: Reader, scheme: Scheme, row: Values, upheld: int) -> Values:
    step = parts(json.loads(row["derivation"]))
    front = reader.organisation.fronts.get(row["front"])
    names = {grade.code: grade.name for grade in scheme.grades}
    return {
        "year": row["year_id"],
        "front": row["front"],
        "front_name": front.name if front else both(row["front"]),
        "rank": row["rank"],
        "beside": row["beside"],
        "total": row["total"],
        "of": scheme.total,
        "grade": row["grade"],
        "grade_name": names.get(row["grade"], both(row["grade"])),
        "categories": _categories(scheme, step),
        "unfinished_key": sum(
            entry["met"] is False
            for part in step.categories
            if part["inputs"]["category"] == "key"
            for entry in part["inputs"]["targets"]
        ),
        "upheld": upheld,
    }


def _categories(scheme: Scheme, step: Parts) -> list[Values]:
    """Points scored by category, and what share of the category's points that is: so that years
    whose points differ can be set beside each other."""
    return [
        {
            "code": part["inputs"]["category"],
            "name": scheme.categories[part["inputs"]["category"]].name,
            "points": part["inputs"]["points"],
            "score": part["result"],
            "share": share(part["result"], part["inputs"]["points"]),
        }
        for part in step.categories
    ]


def share(score: str, points: str) -> str | None:
    """A score as a share of the points, exact; None where there were no points to score."""
    return exact_text(exact(score) / exact(points)) if exact(points) else None


def measures(reader: Reader) -> list[Values]:
    """The common items of all published years, each once, by the name it had last."""
    found: dict[str, Values] = {}
    for row in statements.rows(reader.database, _ITEMS):
        fields = json.loads(row["fields"])
        about = found.setdefault(
            row["code"],
            {"item": row["code"], "title": fields["title"], "measure": fields["measure"]},
        )
        about.setdefault("years", []).append(row["year_id"])
    return list(found.values())


def measure_over_years(
    reader: Reader, *, item: str | None = None, measure: str | None = None
) -> list[Values]:
    """What every unit had of a common item, or of a measure by its very name, in each published
    year: a row for each target, by unit and year. Nothing where neither is named."""
    if item:
        which, value = "i.code = ?", item
    elif measure:
        which, value = "r.material LIKE ? ESCAPE '\\'", holding(measure)
    else:
        return []
    sql = _MEASURED.format(which=which)
    rows = statements.rows(reader.database, sql, (value,))
    found = [_measured(reader.organisation.unit_by_id[row["unit_id"]], row) for row in rows]
    # LIKE may ignore the case of letters.
    return [row for row in found if item or row["measure"] == measure]


def _measured(unit: Unit, row: Values) -> Values:
    material = json.loads(row["material"])
    return {
        "year": row["year_id"],
        "unit": unit.code,
        "unit_name": unit.name,
        "target": row["id"],
        "title": material["title"],
        "measure": material["measure"],
        "unit_of_measure": material["unit_of_measure"],
        "target_value": material["target_value"],
        "found_value": row["found_value"],
        "points": material["points"],
        "score": row["value"],
        "share": share(row["value"], material["points"]),
    }
