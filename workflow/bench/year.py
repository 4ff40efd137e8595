"""Whole years in the bench's county: one of 100 units with 40 drafts each, one with results.

Like county.fill it writes past the door, in a database of its own that is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models import statements
from workflow.audit.canonical import canonical
from workflow.bench import county
from workflow.bench.county import DRAFTING, RUNNING, UNITS, Bench
from workflow.hands.revision import digest_of, material_of
from workflow.queries import facts
from workflow.scheme.scheme import Scheme
from workflow.scoring.outcome import Results, TargetOutcome, UnitPlace
from workflow.scoring.results import outcomes

Values = dict[str, Any]
EACH = 40
# Points of the 40 targets of a unit, by category, so that they add up to 40, 30, 20 and 10 (S10).
_POINTS = {"key": "4", "routine": "3", "common": "2", "stability": "1"}


def fill(bench: Bench) -> None:
    """Drafts of every unit in the year that is drafted, and results of the year before it."""
    database: Any = bench.door.database
    first = 1 + int(statements.value(database, 'SELECT COALESCE(MAX("id"), 0) FROM "target"'))
    drafts = [_draft(bench, first + n, n % UNITS) for n in range(UNITS * EACH)]
    with database.atomic():
        _write(database, "target", (target for target, _ in drafts))
        _write(database, "revision", (revision for _, revision in drafts))
        _store(bench, _results(bench))
    statements.run(database, "ANALYZE")


def _write(database: Any, table: str, rows: Iterable[Values]) -> None:
    listed = list(rows)
    sql = statements.insert_sql(table, tuple(listed[0]))
    database.connection().executemany(sql, [tuple(row.values()) for row in listed])


def _scheme(bench: Bench, year: int) -> Scheme:
    row = facts.year(bench.door.database, year)
    assert row is not None
    return facts.scheme_of_year(bench.door.database, row)


def _draft(bench: Bench, number: int, unit: int) -> tuple[Values, Values]:
    """A target with its one revision."""
    category = list(_POINTS)[number % len(_POINTS)]
    fields = {
        **county.content(number),
        "lead_unit": county.unit_code(unit),
        "responsible_post": f"H{county.unit_code(unit)}",
        "reviewing_post": f"LEADER{unit % county.LEADERS}",
        "category": category,
        "points": _POINTS[category],
        "direction": "at_least",
    }
    material = material_of(fields, _scheme(bench, DRAFTING).rule("proportional"))
    digest = digest_of(material)
    at = f"{RUNNING}-09-01T00:00:00.000000Z"
    drafter = bench.play.actor(f"d{county.unit_code(unit).lower()}").person
    target = {
        **county.target(number, DRAFTING),
        "unit_id": unit + 1,
        "state": "drafted",
        "turn": "unit",
        "digest": digest,
        "title": material["title"],
        "category": category,
        "due_on": material["due_on"],
        "reviewing_post": material["reviewing_post"],
        "supporting": "",
    }
    revision = {
        "id": 20_000_000 + number,
        "target_id": number,
        "no": 1,
        "round": 1,
        "digest": digest,
        "material": canonical(material).decode(),
        "template": None,
        "author_id": drafter,
        "capacity": "drafter",
        "act": "create",
        "at": at,
    }
    return target, revision


def _results(bench: Bench) -> Results:
    """Results of 100 units with 40 scored targets each; every seventh lost half a point."""
    codes = list(_POINTS)
    targets = [
        TargetOutcome(
            target=30_000_000 + n,
            unit=county.unit_code(n % UNITS),
            category=codes[n // UNITS % len(codes)],
            points=_POINTS[codes[n // UNITS % len(codes)]],
            score=_score(n, _POINTS[codes[n // UNITS % len(codes)]]),
            derivation_digest=f"{n:064x}",
            met=True,
            cause="none",
        )
        for n in range(UNITS * EACH)
    ]
    places = [UnitPlace(county.unit_code(n), county.front_of(n)) for n in range(UNITS)]
    return outcomes(_scheme(bench, RUNNING), places, targets)


def _score(number: int, points: str) -> str:
    return str(Decimal(points) - Decimal("0.5")) if number % 7 == 0 else points


def _store(bench: Bench, results: Results) -> None:
    database: Any = bench.door.database
    organisation_units = dict(statements.run(database, "SELECT code, id FROM unit").fetchall())
    fronts = dict(statements.run(database, "SELECT code, id FROM front").fetchall())
    at = f"{RUNNING + 1}-02-01T00:00:00.000000Z"
    revision = {
        "id": 1,
        "year_id": RUNNING,
        "no": 1,
        "digest": results.digest,
        "fronts": canonical(results.fronts).decode(),
        "person_id": bench.play.actor("office").person,
        "at": at,
    }
    _write(database, "year_result", [revision])
    rows = [
        {
            "id": n,
            "result_id": 1,
            "unit_id": organisation_units[outcome.unit],
            "front_id": fronts[outcome.front],
            "total": outcome.total,
            "base_grade": outcome.base_grade,
            "grade": outcome.grade,
            "rank": outcome.rank,
            "derivation": canonical(outcome.derivation).decode(),
        }
        for n, outcome in enumerate(results.units, start=1)
    ]
    _write(database, "unit_result", rows)
    notice = {"id": 1, "year_id": RUNNING, "kind": "publish", "document": "1", "text_id": None}
    _write(database, "year_event", [{**notice, "person_id": revision["person_id"], "at": at}])
    statements.run(database, "UPDATE year SET state = 'published' WHERE id = ?", (RUNNING,))
