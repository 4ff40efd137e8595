"""What was found about a target and what its unit says to it: facts that few acts ask for."""

from __future__ import annotations

import json
from typing import Any

import peewee

from models import statements
from workflow.scoring.group import group_digest

Values = dict[str, Any]

LEDGER = """
SELECT l.*, m."code" AS matter_code,
 e."id" AS ended_id, e."at" AS ended_at, e."text_id" AS ended_text_id
FROM "ledger" l LEFT JOIN "ledger_end" e ON e."ledger_id" = l."id"
LEFT JOIN "ledger_matter" m ON m."ledger_id" = l."id"
"""


def scoring_unit(database: peewee.Database, item_id: int | None) -> int | None:
    """The id of the unit whose assessor finds this item for all units, if there is one."""
    if item_id is None:
        return None
    found: int | None = statements.value(
        database, "SELECT unit_id FROM item_scorer WHERE item_id = ?", (item_id,)
    )
    return found


def ledger(database: peewee.Database, target_id: int) -> list[Values]:
    """The entries of the ledger about a target that stand, oldest first."""
    sql = f"{LEDGER} WHERE l.target_id = ? AND e.id IS NULL ORDER BY l.id"
    return statements.rows(database, sql, (target_id,))


def cause(database: peewee.Database, target_id: int) -> Values | None:
    """The last decision on why a target was not met."""
    sql = "SELECT * FROM cause_decision WHERE target_id = ? ORDER BY id DESC LIMIT 1"
    return statements.row(database, sql, (target_id,))


def last_score(database: peewee.Database, target_id: int) -> Values | None:
    """The last score of a target."""
    sql = (
        "SELECT id, no, value, derivation, at FROM score WHERE target_id = ? "
        "ORDER BY no DESC LIMIT 1"
    )
    return statements.row(database, sql, (target_id,))


def scored_in(database: peewee.Database, target_id: int) -> str | None:
    """The group in which a target was scored last; None where its score depends on no other."""
    sql = "SELECT derivation FROM score WHERE target_id = ? ORDER BY no DESC LIMIT 1"
    text = statements.value(database, sql, (target_id,))
    return group_digest(json.loads(text)) if text else None


def growth_reason(database: peewee.Database, target_id: int, digest: str) -> Values | None:
    """The reason given for this very content being no better than last year's result."""
    sql = "SELECT * FROM growth_reason WHERE target_id = ? AND digest = ? ORDER BY id DESC LIMIT 1"
    return statements.row(database, sql, (target_id, digest))


def past_result(
    database: peewee.Database, year: int, unit_id: int, measure: str | None
) -> Values | None:
    """Last year's figures of a measure of a unit, by the measure's very name (S18)."""
    if not measure:
        return None
    sql = "SELECT * FROM past_result WHERE year = ? AND unit_id = ? AND measure = ?"
    return statements.row(database, sql, (year, unit_id, measure))
