"""Whose hands are or were on each unit's score and grade, for those who sign and all who look."""

from __future__ import annotations

from typing import Any

from models import statements
from models.locks import snapshot
from models.sign_off import SIGNING_SIDES
from workflow.queries import year_facts
from workflow.queries.people import Named, names
from workflow.queries.publication import publication
from workflow.queries.reader import Reader
from workflow.queries.results import front_name, unit_rows
from workflow.queries.sign_offs import differing
from workflow.scoring.outcome import TargetOutcome
from workflow.scoring.outcome_parts import parts
from workflow.terms import Capacity

Values = dict[str, Any]
# Whose hands there must be, in the order in which they are shown.
SIDES = SIGNING_SIDES

_ALL = """
SELECT s.*, e.id AS end_id, n.no AS ended_no, y.no AS no, r.total, r.grade
FROM sign_off s JOIN year_result y ON y.id = s.result_id
JOIN unit_result r ON r.result_id = s.result_id AND r.unit_id = s.unit_id
LEFT JOIN sign_off_end e ON e.sign_off_id = s.id LEFT JOIN year_result n ON n.id = e.result_id
WHERE s.year_id = ? {only} ORDER BY s.id
"""


def side_of(reader: Reader) -> str | None:
    """The side on which this reader signs, if it is one's to sign at all."""
    capacities = {Capacity.OFFICE: "office", Capacity.COUNTY_HEAD: "county_head"}
    return next((side for held, side in capacities.items() if held in reader.acting), None)


def overview(reader: Reader, number: int) -> Values:
    """Every unit of the last results with its hands, by front and place. Raises NotFound."""
    with snapshot(reader.database):
        published = publication(reader, number)
        rows = unit_rows(reader, published)
        signed = _signed(reader, number)
        _, now = year_facts.outcomes(reader.database, reader.organisation, number, None)
    own: dict[str, list[TargetOutcome]] = {}
    for target in now:
        own.setdefault(target.unit, []).append(target)
    shown = published.shown()
    named = ("year", "state", "no", "digest", "grades", "decided")
    return {
        **{name: shown[name] for name in named},
        "units": [_unit(reader, row, own, signed.get(row["unit_id"], [])) for row in rows],
    }


def _unit(
    reader: Reader, row: Values, own: dict[str, list[TargetOutcome]], signed: list[Values]
) -> Values:
    step, unit = parts(row["derivation"]), reader.organisation.unit_by_id[row["unit_id"]]
    front = row["derivation"]["inputs"]["front"]
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "front": front,
        "front_name": front_name(reader, front),
        "total": row["total"],
        "grade": row["grade"],
        "digest": step.grade["digest"],
        "sign_offs": signed,
        "missing": missing(signed),
        "moved": [
            {"id": target.target, "title": target.title}
            for target in differing(step.entries(), own.get(unit.code, []))
        ],
    }


def missing(signed: list[Values]) -> list[str]:
    """The sides whose hand is not on a unit's result as it stands."""
    there = {one["side"] for one in signed if one["outdated_by"] is None}
    return [side for side in SIGNING_SIDES if side not in there]


def of_unit(reader: Reader, number: int, unit: int) -> list[Values]:
    """Every sign-off of one unit's results of a year, those that count no more too."""
    return _signed(reader, number, unit).get(unit, [])


def _signed(reader: Reader, number: int, *units: int) -> dict[int, list[Values]]:
    sql = _ALL.format(only="AND s.unit_id = ?" if units else "")
    rows = statements.rows(reader.database, sql, (number, *units))
    both = [row[name] for row in rows for name in ("person_id", "on_behalf_of_id")]
    people = names(reader.database, both)
    found: dict[int, list[Values]] = {}
    for row in rows:
        found.setdefault(row["unit_id"], []).append(_sign_off(row, people))
    return found


def _sign_off(row: Values, people: dict[int, Named]) -> Values:
    by, behalf = people[row["person_id"]], people.get(row["on_behalf_of_id"])
    return {
        "side": row["side"],
        "by": by.username,
        "by_name": by.name,
        "on_behalf_of_name": behalf.name if behalf else None,
        "at": row["at"],
        "digest": row["digest"],
        # What was signed, and the revision of the results that took its place, if one did.
        "no": row["no"],
        "total": row["total"],
        "grade": row["grade"],
        "outdated_by": row["ended_no"],
    }
