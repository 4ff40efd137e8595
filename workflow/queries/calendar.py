"""The county's calendar as it is stored: every version of every year."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import peewee

from models import statements
from workflow.calendar import Calendar, YearDays, newest, shipped
from workflow.calendar_shipped import SHIPPED

Values = dict[str, Any]

_ALL = """
SELECT c.*, p.username FROM calendar c JOIN person p ON p.id = c.person_id
ORDER BY c.year, c.no
"""


def calendar(database: peewee.Database) -> Calendar:
    """The calendar that counts now."""
    return newest(_days(row) for row in statements.rows(database, "SELECT * FROM calendar"))


def _days(row: Values) -> YearDays:
    off, worked = (frozenset(json.loads(row[name])) for name in ("holidays", "workdays"))
    return YearDays(row["year"], row["no"], off, worked, row["document"])


def versions(database: peewee.Database, *, also: Collection[int] = ()) -> list[Values]:
    """Every version of every year that is known, newest year and version first.

    The years `also` are among them even where nobody knows their days yet.
    """
    rows = statements.rows(database, _ALL)
    # What ships is version 0; of a year of which nothing does, only where nobody has set it.
    years = {*SHIPPED, *({*also} - {row["year"] for row in rows})}
    shown = [_shown(shipped(year), None, None) for year in years]
    shown += [_shown(_days(row), row["username"], row["at"]) for row in rows]
    shown.sort(key=lambda one: (one["year"], one["no"]), reverse=True)
    seen: set[int] = set()
    for one in shown:
        one["counts"] = one["year"] not in seen
        seen.add(one["year"])
    return shown


def _shown(days: YearDays, by: str | None, at: str | None) -> Values:
    return {
        "year": days.year,
        "no": days.no,
        "known": days.is_known,
        "holidays": sorted(days.holidays),
        "workdays": sorted(days.workdays),
        "document": days.document or None,
        "by": by,
        "at": at,
    }
