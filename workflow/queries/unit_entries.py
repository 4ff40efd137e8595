"""What is entered for units as a whole and stands, and how it enters the results."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import peewee

from models import statements
from workflow.organisation import Organisation
from workflow.scheme.scheme import Scheme
from workflow.scheme.unit_rules import Evaluation
from workflow.scoring.outcome import Adjusted, Evaluated, UnitPlace, Vetoed

Values = dict[str, Any]

ENTRIES = """
SELECT u.*, e.document AS ended_by, e.at AS ended_at, e.text_id AS end_text_id
FROM unit_entry u LEFT JOIN unit_entry_end e ON e.entry_id = u.id
WHERE u.year_id = ? {where} ORDER BY u.id
"""


def standing(database: peewee.Database, year: int) -> list[Values]:
    """The entries about units that count, oldest first."""
    return statements.rows(database, ENTRIES.format(where="AND e.id IS NULL"), (year,))


def placed(
    database: peewee.Database,
    organisation: Organisation,
    scheme: Scheme,
    year: int,
    places: list[UnitPlace],
) -> list[UnitPlace]:
    """The places with what is entered for each unit; one statement, and none where the scheme
    says nothing of units as a whole."""
    if not (scheme.evaluations or scheme.adjustments or scheme.vetoes):
        return places
    own: defaultdict[str, list[Values]] = defaultdict(list)
    for row in standing(database, year):
        own[organisation.unit_by_id[row["unit_id"]].code].append(row)
    return [_with_entries(scheme, place, own[place.code]) for place in places]


def counts_of(stored: str | None, declared: Evaluation) -> tuple[tuple[str, int], ...] | None:
    """Stored counts in the scheme's order of answers; None where a score was entered."""
    if stored is None:
        return None
    given: dict[str, int] = json.loads(stored)
    return tuple((answer.code, given.get(answer.code, 0)) for answer in declared.answers)


def _with_entries(scheme: Scheme, place: UnitPlace, rows: list[Values]) -> UnitPlace:
    declared = {each.code: each for each in scheme.evaluations}
    kinds: defaultdict[str, list[Values]] = defaultdict(list)
    for row in rows:
        kinds[row["kind"]].append(row)
    return UnitPlace(
        place.code,
        place.front,
        evaluated=tuple(
            Evaluated(
                row["code"],
                row["period"],
                counts_of(row["counts"], declared[row["code"]]),
                row["value"],
                row["document"],
            )
            for row in kinds["evaluation"]
            if row["code"] in declared
        ),
        adjusted=tuple(
            Adjusted(row["code"], row["id"], row["value"], row["document"])
            for row in kinds["adjustment"]
        ),
        vetoed=tuple(Vetoed(row["code"], row["id"], row["document"]) for row in kinds["veto"]),
    )
