"""Waivers of a year, and the digests by which its plan was named."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements
from workflow.words import Words

Values = dict[str, Any]

_WAIVERS = """
SELECT w.*, e.id AS ended_id, e.at AS ended_at FROM waiver w
LEFT JOIN waiver_end e ON e.waiver_id = w.id WHERE w.year_id = ? ORDER BY w.id
"""


def waivers(database: peewee.Database, year: int) -> list[Values]:
    """Every waiver of a year, oldest first, with what ended it."""
    return statements.rows(database, _WAIVERS, (year,))


def last_digest(database: peewee.Database, year: int) -> Values | None:
    """The digest of a year's plan as it stands; None until the plan is issued."""
    sql = "SELECT * FROM plan_digest WHERE year_id = ? ORDER BY no DESC LIMIT 1"
    return statements.row(database, sql, (year,))


def digests(database: peewee.Database, year: int) -> list[Values]:
    """Every digest of a year's plan, the newest first."""
    sql = "SELECT * FROM plan_digest WHERE year_id = ? ORDER BY no DESC"
    return statements.rows(database, sql, (year,))


def words(row: Values) -> Words:
    """What a waiver's signer read."""
    return Words(row["said_zh"], row["said_en"])
