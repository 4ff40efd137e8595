"""How far each unit is in a year (S16, S17, S31): a few counts a unit, by two statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models import statements
from workflow.organisation import Unit
from workflow.queries.reader import Reader
from workflow.queries.target_list import LIGHT, light_values

Values = dict[str, Any]

# A hand is missing while the target is drafted; whose, its turn says.
_COUNTS = """
SELECT x.unit_id, COUNT(*) AS targets,
 SUM(CASE WHEN x.category = 'key' THEN 1 ELSE 0 END) AS key_targets,
 SUM(CASE WHEN x.state = 'drafted' THEN 1 ELSE 0 END) AS unsigned,
 SUM(CASE WHEN x.light = 'yellow' THEN 1 ELSE 0 END) AS yellow,
 SUM(CASE WHEN x.light = 'red' THEN 1 ELSE 0 END) AS red
FROM (SELECT t.unit_id, t.category, t.state, {light} AS light FROM target t
      WHERE t.year_id = ? AND t.state <> 'cancelled' AND {seen}) x
GROUP BY x.unit_id
"""
_TASKS = """
SELECT t.unit_id, COUNT(DISTINCT l.key_task) AS tasks FROM target t
JOIN key_task_link l ON l.target_id = t.id AND l.revision = COALESCE(t.in_force, t.candidate)
WHERE t.year_id = ? AND t.state <> 'cancelled' AND {seen} GROUP BY t.unit_id
"""
NONE = {"targets": 0, "key_targets": 0, "unsigned": 0, "yellow": 0, "red": 0}


def progress(reader: Reader, year: int) -> list[Values]:
    """Each unit of the year with its counts, of the targets that the reader may see.

    A unit without any is left out where it could only be that the reader does not see them.
    """
    seen, values = reader.visible()
    counts = statements.rows(
        reader.database,
        _COUNTS.format(light=LIGHT, seen=seen),
        [*light_values(reader), year, *values],
    )
    tasks = statements.rows(reader.database, _TASKS.format(seen=seen), [year, *values])
    of_unit = {row["unit_id"]: row for row in counts}
    carried = {row["unit_id"]: row["tasks"] for row in tasks}
    return [
        {**NONE, **of_unit.get(unit.id, {}), "tasks": carried.get(unit.id, 0), "unit": unit}
        for unit in of_year(reader, year, of_unit)
        if unit.id in of_unit or reader.works_for(unit.id)
    ]


def of_year(reader: Reader, year: int, more: Iterable[int] = ()) -> list[Unit]:
    """The units that have a front in a year, and `more` by their ids: those that the reader stands
    by first, then by front."""
    known = reader.organisation
    placed = {unit for of, unit in known.front_of if of == year} | {*more}
    place = {front.code: number for number, front in enumerate(known.fronts.values())}

    def order(unit: int) -> tuple[bool, int, int]:
        front = known.front(year, unit)
        return (not reader.stands_by(unit), place[front.code] if front else len(place), unit)

    return [known.unit_by_id[unit] for unit in sorted(placed, key=order)]
