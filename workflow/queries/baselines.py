"""A year's results as the next year's baselines (上年完成): what its findings give, by unit and
measure, and what of that is recorded already (S18).

Estimated from public notice on, final once the results are decided. Common items carry on by
themselves, and what has no found value says nothing to compare with.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import peewee

from models import statements
from models.locks import snapshot
from workflow.door import Knock
from workflow.errors import NotFound, NotPermitted, Refusal
from workflow.organisation import Unit
from workflow.queries import year_facts
from workflow.queries.reader import Reader
from workflow.queries.same_measure import holding
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]

_FOUND = """
SELECT t.id, t.unit_id, r.material, f.found_value FROM target t
JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
JOIN score s ON s.target_id = t.id
 AND s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = t.id)
JOIN finding f ON f.id = s.finding_id
WHERE t.year_id = ? AND t.state = 'scored' AND t.item_id IS NULL AND f.found_value IS NOT NULL
ORDER BY t.unit_id, t.id
"""
_RECORDED = "SELECT unit_id, measure, result, target_value, status FROM past_result WHERE year = ?"
_ORIGIN = """
SELECT t.id, r.material FROM target t JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
WHERE t.year_id = ? AND t.unit_id = ? AND t.state <> 'cancelled'
 AND r.material LIKE ? ESCAPE '\\' ORDER BY t.id
"""


def may_carry(reader: Reader, number: int) -> bool:
    """Whether this reader may record a year's results as baselines now."""
    is_public = year_facts.last_result(reader.database, number) is not None
    return is_public and Capacity.OFFICE in reader.acting


def baselines(reader: Reader, number: int) -> Values:
    """What a published year gives the next one. `rows` are what would be recorded or made final;
    `same` counts what stands already; `double` are measures of which a unit has several targets, so
    that nobody knows which of them counts. Raises NotFound before publication, NotPermitted."""
    if Capacity.OFFICE not in reader.acting:
        sentence = Words("由目标办登记。", "The target office records them.")
        raise NotPermitted(Refusal("not_your_capacity", sentence, (Capacity.OFFICE.value,)))
    with snapshot(reader.database):
        if year_facts.last_result(reader.database, number) is None:
            raise NotFound
        events = year_facts.events(reader.database, number)
        found = statements.rows(reader.database, _FOUND, (number,))
        recorded = statements.rows(reader.database, _RECORDED, (number,))
    decided = [event for event in events if event["kind"] == "decide"]
    source = (decided or [e for e in events if e["kind"] in ("publish", "revise")])[-1]
    status = "final" if decided else "estimated"
    rows = [_row(reader.organisation.unit_by_id[row["unit_id"]], row) for row in found]
    times = Counter((row["unit"], row["measure"]) for row in rows)
    known = {(reader.organisation.unit_by_id[r["unit_id"]].code, r["measure"]): r for r in recorded}
    alone = [row for row in rows if times[row["unit"], row["measure"]] == 1]
    waiting = [row for row in alone if not _stands(known.get(_key(row)), row, status)]
    return {
        "year": number,
        "status": status,
        "document": source["document"],
        "rows": waiting,
        "same": len(alone) - len(waiting),
        "double": [row for row in rows if times[_key(row)] > 1],
    }


def knocks(found: Values) -> list[Knock]:
    """The acts that record them, for the door."""
    shared = {name: found[name] for name in ("year", "status", "document")}
    names = ("unit", "measure", "unit_of_measure", "target_value", "result")
    return [
        Knock("record_past_result", "county", None, {**shared, **{n: row[n] for n in names}})
        for row in found["rows"]
    ]


def origin(database: peewee.Database, year: int, unit_id: int, measure: str | None) -> int | None:
    """The target of a year that a baseline comes from: the unit's own by that measure, if it is the
    only one."""
    if not measure:
        return None
    rows = statements.rows(database, _ORIGIN, (year, unit_id, holding(measure)))
    same = [row["id"] for row in rows if json.loads(row["material"])["measure"] == measure]
    return same[0] if len(same) == 1 else None


def _row(unit: Unit, row: Values) -> Values:
    material = json.loads(row["material"])
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "target": row["id"],
        "title": material["title"],
        "measure": material["measure"],
        "unit_of_measure": material["unit_of_measure"],
        "target_value": material["target_value"],
        "result": row["found_value"],
    }


def _key(row: Values) -> tuple[str, str]:
    return row["unit"], row["measure"]


def _stands(recorded: Values | None, row: Values, status: str) -> bool:
    """Whether nothing is left to record: a final figure stands, whoever recorded it."""
    if recorded is None:
        return False
    same = all(recorded[n] == row[n] for n in ("result", "target_value"))
    return recorded["status"] == "final" or (same and recorded["status"] == status)
