"""What acts on a year are judged on: its targets, events, letters, reports and results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import peewee

from models import statements
from workflow.organisation import Organisation
from workflow.queries import unit_entries
from workflow.scheme.value import Scheme
from workflow.scoring.derivation import digest_in
from workflow.scoring.missing import NOT_APPLICABLE, is_applicable
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.terms import State

Values = dict[str, Any]

_NAMED = """
SELECT t.id, t.title, t.unit_id, t.state, t.category FROM target t
WHERE t.year_id = ? AND {where} ORDER BY t.unit_id, t.id
"""
AWARDS = """
SELECT a.*, e.id AS ended_id, e.document AS ended_document, e.at AS ended_at, r.no AS ended_no
FROM award a LEFT JOIN award_end e ON e.award_id = a.id
LEFT JOIN year_result r ON r.id = e.result_id
"""
# The finding that counts for a target: the last of an acceptance that was accepted.
FINDING = """
SELECT MAX(f.id) FROM finding f JOIN acceptance a ON a.id = f.acceptance_id
WHERE f.target_id = t.id AND a.state = 'accepted'
"""
# An objection to this decision on a cause was upheld: it says nothing any more.
_UPHELD = """
SELECT 1 FROM objection o WHERE o.about = 'cause' AND o.ref = c.id AND o.state = 'upheld'
"""
_OUTCOMES = f"""
SELECT t.id, t.unit_id, t.category, t.title, t.imposed, t.state, r.material,
       s.value, s.derivation, f.met, d.cause, i.code AS item
FROM target t
LEFT JOIN item i ON i.id = t.item_id
JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
LEFT JOIN score s ON s.target_id = t.id
     AND s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = t.id)
LEFT JOIN finding f ON f.id = ({FINDING})
LEFT JOIN cause_decision d ON d.id =
     (SELECT MAX(c.id) FROM cause_decision c WHERE c.target_id = t.id AND c.finding_id = f.id)
WHERE t.year_id = ? AND t.in_force IS NOT NULL AND t.state <> 'cancelled'
"""


def named(database: peewee.Database, year: int, *states: str) -> list[Values]:
    """The targets of a year in these states, with what names them."""
    marks = ", ".join("?" * len(states))
    sql = _NAMED.format(where=f"t.state IN ({marks})")
    return statements.rows(database, sql, (year, *states))


def unscored(database: peewee.Database, year: int) -> list[Values]:
    """The targets in force that have no final score yet."""
    return named(database, year, State.IN_PROGRESS, State.DUE, State.INSPECTED)


def undecided(database: peewee.Database, year: int, categories: set[str]) -> list[Values]:
    """The targets of these categories that were not met and whose cause nobody decided (S44), or
    not again since an objection to it was upheld."""
    if not categories:
        return []
    marks = ", ".join("?" * len(categories))
    where = (
        f"t.category IN ({marks}) AND t.state IN ('inspected', 'scored') AND EXISTS "
        f"(SELECT 1 FROM finding f WHERE f.id = ({FINDING}) AND f.met = 0 AND NOT EXISTS "
        f"(SELECT 1 FROM cause_decision c WHERE c.finding_id = f.id AND NOT EXISTS ({_UPHELD})))"
    )
    sql = _NAMED.format(where=where)
    return statements.rows(database, sql, (year, *sorted(categories)))


def open_objections(database: peewee.Database, year: int) -> list[Values]:
    """The targets of a year with an objection that waits for its answer."""
    where = "EXISTS (SELECT 1 FROM objection o WHERE o.target_id = t.id AND o.state = 'open')"
    return statements.rows(database, _NAMED.format(where=where), (year,))


def events(database: peewee.Database, year: int) -> list[Values]:
    """The steps of a year that rest on documents, oldest first."""
    sql = "SELECT * FROM year_event WHERE year_id = ? ORDER BY id"
    return statements.rows(database, sql, (year,))


def letters(database: peewee.Database, year: int) -> dict[int, Values]:
    """The responsibility letters registered, by unit."""
    found = statements.rows(database, "SELECT * FROM letter WHERE year_id = ?", (year,))
    return {row["unit_id"]: row for row in found}


def reported(database: peewee.Database, year: int) -> set[tuple[int, str]]:
    """Which unit has reported which period; "self" is its self-assessment."""
    cursor = statements.run(
        database, "SELECT unit_id, period FROM unit_report WHERE year_id = ?", (year,)
    )
    return {(unit, period) for unit, period in cursor.fetchall()}


def last_result(database: peewee.Database, year: int) -> Values | None:
    """The last computation of a year's results."""
    sql = "SELECT * FROM year_result WHERE year_id = ? ORDER BY no DESC LIMIT 1"
    return statements.row(database, sql, (year,))


def awards(database: peewee.Database, year: int) -> dict[int, Values]:
    """Awards and sanctions of a year by id, those that a correction revoked too."""
    sql = f"{AWARDS} WHERE a.year_id = ? ORDER BY a.id"
    found = statements.rows(database, sql, (year,))
    return {row["id"]: row for row in found}


def used_rules(database: peewee.Database, year: int) -> set[str]:
    """The digests of the scoring rules that candidates of a year name."""
    cursor = statements.run(
        database,
        "SELECT r.material FROM target t JOIN revision r "
        "ON r.target_id = t.id AND r.no = t.candidate "
        "WHERE t.year_id = ? AND t.state <> 'cancelled'",
        (year,),
    )
    rules = (json.loads(material)["scoring_rule"] for (material,) in cursor.fetchall())
    return {rule["digest"] for rule in rules if rule}


def outcomes(
    database: peewee.Database, organisation: Organisation, year: int, scheme: Scheme | None
) -> tuple[list[UnitPlace], list[TargetOutcome]]:
    """What a year's results come from: the units with a front and what is entered for them, and
    every target in force."""
    targets = [_outcome(organisation, row) for row in _ended(database, (year,))]
    answering = {target.unit for target in targets}
    places = [
        UnitPlace(organisation.unit_by_id[unit].code, front.code)
        for (of, unit), front in sorted(organisation.front_of.items())
        if of == year and organisation.unit_by_id[unit].code in answering
    ]
    if scheme is not None:
        places = unit_entries.placed(database, organisation, scheme, year, places)
    return places, targets


def outcomes_of(
    database: peewee.Database, organisation: Organisation, year: int, unit_id: int
) -> list[TargetOutcome]:
    """How every target in force of one unit has ended so far."""
    found = _ended(database, (year, unit_id), " AND t.unit_id = ?")
    return [_outcome(organisation, row) for row in found]


def _ended(database: peewee.Database, values: tuple[int, ...], only: str = "") -> Iterator[Values]:
    """The rows of targets one after another: their derivations together would fill the memory."""
    return statements.each(database, f"{_OUTCOMES}{only} ORDER BY t.id", values)


def _applies(derivation: str) -> bool:
    """Whether a score's points count among those that could be earned; the tree is read only where
    it says anything of it."""
    return NOT_APPLICABLE not in derivation or is_applicable(json.loads(derivation))


def _outcome(organisation: Organisation, row: Values) -> TargetOutcome:
    scored = row["state"] == State.SCORED
    met = None if row["met"] is None else bool(row["met"])
    return TargetOutcome(
        target=row["id"],
        unit=organisation.unit_by_id[row["unit_id"]].code,
        category=row["category"],
        points=json.loads(row["material"])["points"],
        score=row["value"] if scored else None,
        derivation_digest=digest_in(row["derivation"]) if scored else None,
        met=met,
        cause="none" if met else row["cause"],
        imposed=bool(row["imposed"]),
        title=row["title"],
        item=row["item"],
        applicable=not scored or _applies(row["derivation"]),
    )
