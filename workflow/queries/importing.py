"""What the county holds already of what a workbook may say: read once for a whole import."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import peewee

from models import statements
from workflow.clock import Clock, stamp
from workflow.erased import shown
from workflow.organisation import Organisation
from workflow.queries import facts, key_tasks
from workflow.queries.organisation import organisation
from workflow.queries.reader import Reader
from workflow.spreadsheets.plans import Known, Person, PlanYear

Values = dict[str, Any]


def known(database: peewee.Database, clock: Clock, reader: Reader | None = None) -> Known:
    """The county as an import finds it; targets only as far as the reader may see them."""
    county = facts.county(database)
    held = organisation(database, county["organisation"] if county else 0)
    return Known(
        organisation=held,
        parents=_parents(database),
        people=_people(database, held, stamp(clock())),
        years=plan_years(database),
        past=_past(database),
        targets=_targets(reader) if reader else frozenset(),
        own_unit=_own_unit(reader) if reader else None,
    )


def _parents(database: peewee.Database) -> dict[str, str | None]:
    sql = "SELECT u.code, p.code FROM unit u LEFT JOIN unit p ON p.id = u.parent_id"
    return dict(statements.run(database, sql, ()).fetchall())


def _people(database: peewee.Database, held: Organisation, now: str) -> dict[str, Person]:
    sql = (
        "SELECT p.id, p.username, x.body AS name FROM person p JOIN text x ON x.id = p.name_id "
        "ORDER BY p.id"
    )
    return {
        row["username"]: Person(
            shown(row["name"]), frozenset(post.code for post in held.posts_of(row["id"], now))
        )
        for row in statements.rows(database, sql)
    }


def plan_years(database: peewee.Database) -> dict[int, PlanYear]:
    """Every year that was set up, the first one first."""
    tasks: defaultdict[int, set[str]] = defaultdict(set)
    for task in key_tasks.all_task_rows(database):
        if not task["ended"]:
            tasks[task["year_id"]].add(task["code"])
    found = {}
    for (number,) in statements.run(database, "SELECT id FROM year ORDER BY id", ()).fetchall():
        row = facts.year(database, number)
        assert row is not None
        scheme = facts.scheme_of_year(database, row)
        found[number] = PlanYear(
            {category.code: category.name for category in scheme.categories.values()},
            frozenset(scheme.rules),
            frozenset(tasks[number]),
            scheme,
        )
    return found


def _past(database: peewee.Database) -> dict[tuple[int, str, str], Values]:
    names = ("unit_of_measure", "target_value", "result", "status", "document")
    sql = (
        f"SELECT r.year, u.code, r.measure, {', '.join(f'r.{name}' for name in names)} "
        "FROM past_result r JOIN unit u ON u.id = r.unit_id"
    )
    return {
        (year, unit, measure): dict(zip(names, values, strict=True))
        for year, unit, measure, *values in statements.run(database, sql, ()).fetchall()
    }


def _targets(reader: Reader) -> frozenset[tuple[int, str, str]]:
    where, values = reader.visible()
    sql = (
        "SELECT t.year_id, u.code, t.title FROM target t JOIN unit u ON u.id = t.unit_id "
        f"WHERE t.state <> 'cancelled' AND {where}"
    )
    return frozenset(statements.run(reader.database, sql, values).fetchall())


def _own_unit(reader: Reader) -> str | None:
    units = {post.unit.code for post in reader.posts if post.unit is not None}
    return units.pop() if len(units) == 1 else None
