"""Sign-offs (签认) of a year's results: the facts on which acts about them are judged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import peewee

from models import statements
from workflow.organisation import Organisation
from workflow.queries import year_facts
from workflow.scoring.derivation import Derivation
from workflow.scoring.outcome import TargetOutcome
from workflow.scoring.outcome_parts import Entry, parts

Values = dict[str, Any]

_STANDING = """
SELECT s.* FROM sign_off s WHERE s.year_id = ? AND NOT EXISTS
(SELECT 1 FROM sign_off_end e WHERE e.sign_off_id = s.id) ORDER BY s.id
"""
# Whoever signed, of all units of a year, sign-offs that ended too: a side once taken is taken.
_SIGNERS = """
SELECT DISTINCT side, person_id, on_behalf_of_id FROM sign_off WHERE year_id = ?
"""
_UNSIGNED = """
SELECT r.unit_id, x.side FROM unit_result r CROSS JOIN
(SELECT 'office' AS side UNION ALL SELECT 'county_head') x
WHERE r.result_id = (SELECT MAX(y.id) FROM year_result y WHERE y.year_id = ?) AND NOT EXISTS
(SELECT 1 FROM sign_off s WHERE s.year_id = ? AND s.unit_id = r.unit_id AND s.side = x.side
 AND NOT EXISTS (SELECT 1 FROM sign_off_end e WHERE e.sign_off_id = s.id))
ORDER BY r.id, x.side DESC
"""
_LAST = """
SELECT r.derivation FROM unit_result r WHERE r.unit_id = ? AND r.result_id =
(SELECT MAX(y.id) FROM year_result y WHERE y.year_id = ?)
"""


def standing(database: peewee.Database, year: int) -> list[Values]:
    """The sign-offs of a year that count."""
    return statements.rows(database, _STANDING, (year,))


def signers(database: peewee.Database, year: int) -> set[tuple[str, int]]:
    """Who ever signed on which side, and for whom."""
    rows = statements.rows(database, _SIGNERS, (year,))
    both = ((row["side"], row[name]) for row in rows for name in ("person_id", "on_behalf_of_id"))
    return {(side, person) for side, person in both if person is not None}


def unsigned(database: peewee.Database, year: int) -> list[tuple[int, str]]:
    """The units of the last results, by id, with each side whose hand is missing."""
    return [(unit, side) for unit, side in statements.run(database, _UNSIGNED, (year, year))]


def outcome(database: peewee.Database, year: int, unit: int | None) -> Derivation | None:
    """A unit's outcome in the last results; None where it has none."""
    found = statements.value(database, _LAST, (unit, year)) if unit is not None else None
    return None if found is None else dict(json.loads(found))


def moved(
    database: peewee.Database, organisation: Organisation, year: int, unit: int
) -> list[TargetOutcome]:
    """The targets of a unit that ended otherwise since the last results were put up."""
    last = outcome(database, year, unit)
    now = year_facts.outcomes_of(database, organisation, year, unit)
    return differing(parts(last).entries(), now) if last else []


def differing(entries: list[Entry], now: Iterable[TargetOutcome]) -> list[TargetOutcome]:
    """Those whose score, finding or cause is not what a published outcome counted."""
    counted = {e["target"]: (e["derivation"], e["met"], e["cause"]) for e in entries}
    return [t for t in now if counted.get(t.target) != (t.derivation_digest, t.met, t.cause)]
