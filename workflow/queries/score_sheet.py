"""得分表: everything that led to one unit's result of a year (S33, S34).

From public notice on it is everybody's, in any revision. Before, those who see the unit's scores
(standing.works_on_unit) get the scores so far, without grade and rank; for others there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models import statements
from models.locks import snapshot
from workflow.errors import NotFound
from workflow.organisation import Unit
from workflow.queries import facts, unit_entries, year_facts
from workflow.queries.proposals import lowered_of
from workflow.queries.publication import Publication, frame, publication
from workflow.queries.reader import Reader
from workflow.queries.results import awards_of, front_name, fronts, unit_result, unit_rows
from workflow.queries.scored_targets import Scored, scored
from workflow.scheme.scheme import Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.outcome_parts import Entry, categories_below, extras_below, parts
from workflow.scoring.totals import total_of
from workflow.standing import works_on_unit
from workflow.words import Words

Values = dict[str, Any]

# What a unit has not before its results are published.
_NOT_YET: Values = {
    "results_digest": None,
    "before": None,
    "rank": None,
    "tied": False,
    "base_grade": None,
    "grade": None,
    "rules": [],
    "awards": [],
    "derivation": None,
}


def sheet(reader: Reader, number: int, unit: str, no: int | None = None) -> Values:
    """A unit's score sheet of a year. Raises NotFound where there is none for this reader."""
    known = reader.organisation.units.get(unit)
    if known is None:
        raise NotFound
    with snapshot(reader.database):
        if no is None and year_facts.last_result(reader.database, number) is None:
            return _so_far(reader, number, known)
        return _published(reader, publication(reader, number, no), known)


def _published(reader: Reader, published: Publication, unit: Unit) -> Values:
    rows = unit_rows(reader, published, unit.id)
    if not rows:
        raise NotFound
    outcome = rows[0]["derivation"]
    front = outcome["inputs"]["front"]
    table = fronts(reader, published)[front]
    found = unit_result(reader.organisation, rows[0], table, awards_of(reader, published))
    known = scored(reader, published.scheme, published.year["id"], unit.id)
    entries = {part["inputs"]["category"]: part for part in parts(outcome).categories}
    return {
        **published.shown(),
        **found,
        "lowered": len(lowered_of(reader.database, published.year["id"], unit.id)),
        "results_digest": published.chosen["digest"],
        "front": front,
        "front_name": front_name(reader, front),
        "before": _unit_before(table, unit.code),
        "categories": [
            _category(published.scheme, code, part, part["inputs"]["targets"], known)
            for code, part in entries.items()
        ],
        "extras": [_extra(node) for node in extras_below(parts(outcome).total)],
        "derivation": outcome,
    }


def _unit_before(table: Derivation, unit: str) -> str | None:
    """The unit that stands just before this one in its front."""
    codes = [row["unit"] for row in table["inputs"]["rows"]]
    place = codes.index(unit)
    return codes[place - 1] if place else None


def _so_far(reader: Reader, number: int, unit: Unit) -> Values:
    year = facts.year(reader.database, number)
    if year is None or not works_on_unit(list(reader.posts), unit.id):
        raise NotFound
    targets = year_facts.outcomes_of(reader.database, reader.organisation, number, unit.id)
    if not targets:
        raise NotFound
    scheme = facts.scheme_of_year(reader.database, year)
    front = reader.organisation.front(number, unit.id)
    known = scored(reader, scheme, number, unit.id)
    alone = UnitPlace(unit.code, front.code if front else "")
    database, organisation = reader.database, reader.organisation
    (place,) = unit_entries.placed(database, organisation, scheme, number, [alone])
    counted = [t for t in targets if t.score is not None and t.category in scheme.categories]
    total = total_of(scheme, place, counted, assessed=False)
    return {
        **frame(year, scheme),
        **_NOT_YET,
        "unit": unit.code,
        "unit_name": unit.name,
        "front": front.code if front else None,
        "front_name": front.name if front else None,
        "total": total["result"],
        "exact_total": total["children"][0]["result"],
        "unfinished_key": sum(t.met is False for t in targets if t.category == "key"),
        "imposed": sum(target.imposed for target in targets),
        "lowered": len(lowered_of(reader.database, number, unit.id)),
        "categories": [
            _category(scheme, part["inputs"]["category"], part, _entries(part, targets), known)
            for part in categories_below(total)
        ],
        "extras": [_extra(node) for node in extras_below(total)],
    }


def _extra(node: Derivation) -> Values:
    """What a unit earned as a whole by one evaluation or adjustment of the scheme."""
    given = node["inputs"]
    return {
        "kind": node["rule"],
        "code": given["code"],
        "name": Words(given["zh"], given["en"]),
        "points": given.get("points"),
        "score": node["result"],
        "derivation": node,
    }


def _entries(part: Derivation, targets: Iterable[TargetOutcome]) -> list[Entry]:
    """The targets of a category: those counted, and those that wait for their score."""
    waiting = [
        {
            "target": target.target,
            "points": target.points,
            "score": None,
            "derivation": None,
            "met": target.met,
            "cause": target.cause,
            "imposed": target.imposed,
        }
        for target in targets
        if target.score is None and target.category == part["inputs"]["category"]
    ]
    return sorted([*part["inputs"]["targets"], *waiting], key=lambda entry: entry["target"])


def _category(
    scheme: Scheme, code: str, part: Derivation, entries: list[Entry], known: Scored
) -> Values:
    return {
        "code": code,
        "name": scheme.categories[code].name,
        "points": part["inputs"]["points"],
        "score": part["result"],
        "reserve": next((below["result"] for below in part["children"]), None),
        "targets": [known.shown(entry) for entry in entries],
    }


def is_open_to(reader: Reader, number: int, unit: str) -> bool:
    """Whether this reader sees the score sheet of a unit: all do once results are published."""
    if year_facts.last_result(reader.database, number) is not None:
        return True
    known = reader.organisation.units.get(unit)
    return known is not None and works_on_unit(list(reader.posts), known.id)


def open_sheets(reader: Reader, number: int) -> list[Values]:
    """The units whose scores so far this reader sees, of those with targets in force in a year."""
    sql = (
        "SELECT DISTINCT unit_id FROM target WHERE year_id = ? AND in_force IS NOT NULL "
        "AND state <> 'cancelled' ORDER BY unit_id"
    )
    found = statements.run(reader.database, sql, (number,)).fetchall()
    units = [reader.organisation.unit_by_id[unit] for (unit,) in found]
    seen = [unit for unit in units if works_on_unit(list(reader.posts), unit.id)]
    return [{"unit": unit.code, "unit_name": unit.name} for unit in seen]
