"""How far a county is set up: computed from what is there, never stored."""

from __future__ import annotations

from dataclasses import dataclass

from models import statements
from models.base import Database
from workflow.clock import stamp
from workflow.queries.reader import Reader
from workflow.terms import Capacity

# Without these nobody can carry a target from draft to approval and inspection.
NEEDED = (
    Capacity.COUNTY_HEAD,
    Capacity.LEADER,
    Capacity.OFFICE,
    Capacity.INSPECTOR,
    Capacity.UNIT_HEAD,
)
ANSWERING = ("township", "bureau")
RUNNING = ("issued", "assessing", "published", "closed")


@dataclass(frozen=True)
class Standing:
    """What a county has: counts, and what is missing."""

    fronts: int
    units: int
    people: int
    posts: int
    # Capacities that nobody holds.
    missing: tuple[Capacity, ...]
    # Units that answer for targets and have no head.
    headless: int
    without_password: int
    year: int | None
    year_state: str
    scheme: str
    # Units that answer for targets and stand in no front of that year.
    unplaced: int
    past_results: int


def standing(reader: Reader) -> Standing:
    """The county as this moment finds it."""
    known, now = reader.organisation, stamp(reader.now)
    held = {
        holding.post
        for holdings in known.holdings.values()
        for holding in holdings
        if holding.holds_at(now)
    }
    capacities = {post.capacity for post in held}
    answering = [unit for unit in known.units.values() if unit.kind in ANSWERING]
    heads = {p.unit.id for p in held if p.unit is not None and p.capacity == Capacity.UNIT_HEAD}
    number, state, scheme = _newest_year(reader.database)
    people, bare = _people(reader.database)
    return Standing(
        fronts=len(known.fronts),
        units=len(answering),
        people=people,
        posts=len(known.posts),
        missing=tuple(c for c in NEEDED if c not in capacities),
        headless=sum(unit.id not in heads for unit in answering),
        without_password=bare,
        year=number,
        year_state=state,
        scheme=scheme,
        unplaced=sum(known.front(number or 0, unit.id) is None for unit in answering),
        past_results=_past_results(reader.database, number),
    )


def is_running(database: Database) -> bool:
    """Whether a year's plan was ever issued: then the county is set up."""
    marks = ", ".join("?" * len(RUNNING))
    sql = f"SELECT COUNT(*) FROM year WHERE state IN ({marks})"
    return bool(statements.value(database, sql, RUNNING))


def _newest_year(database: Database) -> tuple[int | None, str, str]:
    sql = (
        "SELECT y.id, y.state, s.code FROM year y JOIN scheme s ON s.id = y.scheme_id "
        "ORDER BY y.id DESC LIMIT 1"
    )
    row = statements.row(database, sql, ())
    return (row["id"], row["state"], row["code"]) if row else (None, "", "")


def _people(database: Database) -> tuple[int, int]:
    sql = (
        "SELECT COUNT(*) AS every, COALESCE(SUM(CASE WHEN password = '' THEN 1 ELSE 0 END), 0) "
        "AS bare FROM person WHERE active = 1"
    )
    row = statements.row(database, sql, ())
    return (int(row["every"]), int(row["bare"])) if row else (0, 0)


def _past_results(database: Database, year: int | None) -> int:
    sql = "SELECT COUNT(*) FROM past_result WHERE year = ?"
    return int(statements.value(database, sql, ((year or 1) - 1,)))
