"""What letters, score sheets and slips said, from which act on; for acts and for checking paper."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements

Values = dict[str, Any]

_LETTERS = """
SELECT unit_id, digest FROM paper p WHERE year_id = ? AND kind = 'letter' AND id =
 (SELECT MAX(q.id) FROM paper q WHERE q.year_id = p.year_id AND q.unit_id = p.unit_id
  AND q.kind = 'letter')
"""
_COLUMNS = """
SELECT id, kind, year_id, unit_id, target_id, escalation_id, content, digest, entry, at FROM paper
"""
_LATEST = f"""
{_COLUMNS} WHERE year_id = ? AND unit_id = ? AND kind = ? ORDER BY id DESC LIMIT 1
"""
_NEXT = f"""
{_COLUMNS} WHERE year_id = ? AND unit_id = ? AND kind = ? AND id > ? ORDER BY id LIMIT 1
"""
_SAID = f"{_COLUMNS} WHERE digest BETWEEN ? AND ? ORDER BY id DESC LIMIT 20"
_SHEETS = """
SELECT r.id, r.target_id, r.no, r.digest, r.at, t.year_id, t.unit_id, t.candidate, t.in_force,
 t.state, t.title,
 (SELECT MIN(e.id) FROM entry e WHERE e.object_kind = 'target' AND e.object_id = r.target_id
  AND e.outcome = 'done' AND e.at = r.at AND e.act = r.act) AS entry
FROM revision r JOIN target t ON t.id = r.target_id
WHERE r.digest BETWEEN ? AND ? ORDER BY r.id DESC LIMIT 20
"""
_FOLLOWING = """
SELECT r.no, r.at, r.digest,
 (SELECT MIN(e.id) FROM entry e WHERE e.object_kind = 'target' AND e.object_id = r.target_id
  AND e.outcome = 'done' AND e.at = r.at AND e.act = r.act) AS entry
FROM revision r WHERE r.target_id = ? AND r.no > ? ORDER BY r.no LIMIT 1
"""


def letters_said(database: peewee.Database, year: int) -> dict[int, str]:
    """The digest of what each unit's letter of a year says now, by the unit's id."""
    return dict(statements.run(database, _LETTERS, (year,)).fetchall())


def latest(database: peewee.Database, kind: str, year: int, unit: int) -> Values | None:
    """What a letter or score sheet says now, and since which entry."""
    return statements.row(database, _LATEST, (year, unit, kind))


def following(database: peewee.Database, row: Values) -> Values | None:
    """What took the place of what a letter or score sheet said."""
    key = (row["year_id"], row["unit_id"], row["kind"], row["id"])
    return statements.row(database, _NEXT, key)


def of_digest(database: peewee.Database, digest: str) -> Values | None:
    """The newest paper of this very digest."""
    return statements.row(database, _SAID, (digest, digest))


def of_escalation(database: peewee.Database, escalation: int) -> Values | None:
    """The slip of what was reported upward."""
    sql = f"{_COLUMNS} WHERE kind = 'slip' AND escalation_id = ? AND year_id = ? AND unit_id = ?"
    found = statements.row(
        database,
        "SELECT t.year_id, t.unit_id FROM escalation e JOIN target t ON t.id = e.target_id "
        "WHERE e.id = ?",
        (escalation,),
    )
    if found is None:
        return None
    return statements.row(database, sql, (escalation, found["year_id"], found["unit_id"]))


def said(database: peewee.Database, lowest: str, highest: str) -> list[Values]:
    """Papers whose digest lies between these, the newest first."""
    return statements.rows(database, _SAID, (lowest, highest))


def sheets(database: peewee.Database, lowest: str, highest: str) -> list[Values]:
    """Revisions whose digest lies between these, with their target as it is now."""
    return statements.rows(database, _SHEETS, (lowest, highest))


def next_revision(database: peewee.Database, target: int, no: int) -> Values | None:
    """The revision that took this one's place."""
    return statements.row(database, _FOLLOWING, (target, no))
