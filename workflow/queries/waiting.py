"""Who is awaited over a target, and what was reported upward: for acts, the clock, and pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee

from models import statements

Values = dict[str, Any]


def open_handovers(database: peewee.Database, targets: Sequence[int]) -> list[Values]:
    """The hand-overs that wait for their answers: at most one of each of these targets."""
    return _open(database, "handover", targets)


def open_escalations(database: peewee.Database, targets: Sequence[int]) -> list[Values]:
    """What stands in a higher level's inbox of these targets, oldest first."""
    return _open(database, "escalation", targets)


def _open(database: peewee.Database, table: str, targets: Sequence[int]) -> list[Values]:
    marks = ", ".join("?" * len(targets))
    return statements.rows(
        database,
        f'SELECT * FROM "{table}" WHERE target_id IN ({marks}) AND ended_at IS NULL ORDER BY id',
        targets,
    )


def waiting_years(database: peewee.Database) -> list[int]:
    """The years in which somebody is awaited."""
    cursor = statements.run(
        database,
        "SELECT DISTINCT t.year_id FROM handover h JOIN target t ON t.id = h.target_id "
        "WHERE h.ended_at IS NULL",
    )
    return sorted(year for (year,) in cursor.fetchall())


def unanswered(database: peewee.Database, year: int, before: str) -> list[int]:
    """The targets of a year that were handed over before a moment and neither answered nor
    reported, the longest waiting first."""
    cursor = statements.run(
        database,
        "SELECT t.id FROM handover h JOIN target t ON t.id = h.target_id "
        "WHERE h.ended_at IS NULL AND h.at < ? AND t.year_id = ? "
        "AND t.state IN ('drafted', 'in_progress') "
        "AND NOT EXISTS (SELECT 1 FROM escalation e WHERE e.handover_id = h.id) "
        "ORDER BY h.at, h.id",
        (before, year),
    )
    return [number for (number,) in cursor.fetchall()]


def decisions(database: peewee.Database, target: int) -> list[Values]:
    """Every arbitration of a target, oldest first, with the hand it put."""
    return statements.rows(
        database,
        "SELECT a.*, s.round, s.revision, s.digest, s.capacity FROM arbitration a "
        "JOIN signature s ON s.id = a.signature_id WHERE a.target_id = ? ORDER BY a.id",
        (target,),
    )
