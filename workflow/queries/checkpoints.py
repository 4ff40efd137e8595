"""Keys, checkpoints and cosignatures of the log as they are stored."""

from __future__ import annotations

from typing import Any

from models import statements
from models.base import Database

Values = dict[str, Any]

_KEYS = 'SELECT "id", "origin", "vkey", "kind", "at", "person_id" FROM "log_key" ORDER BY "id"'
_LATEST = 'SELECT "id", "root", "note", "at" FROM "checkpoint" ORDER BY "id" DESC LIMIT 1'
_COVERING = """
SELECT "id", "root", "note", "at" FROM "checkpoint" WHERE "id" >= ? ORDER BY "id" LIMIT 1
"""
_ONE = 'SELECT "id", "root", "note", "at" FROM "checkpoint" WHERE "id" = ?'
_COSIGNED = """
SELECT c."line" FROM "cosignature" c WHERE c."checkpoint_id" = ? ORDER BY c."id"
"""
_WITNESSES = 'SELECT "id", "name", "vkey", "active", "version" FROM "witness" ORDER BY "id"'


def keys(database: Database) -> list[Values]:
    """The log's keys over time, the one in force last; none before the log was first signed."""
    return statements.rows(database, _KEYS)


def latest(database: Database) -> Values | None:
    """The newest checkpoint: `id` is the size it states, `note` the log's own signed note."""
    return statements.row(database, _LATEST)


def stored(database: Database, size: int) -> Values | None:
    """The checkpoint of this very size."""
    return statements.row(database, _ONE, (size,))


def covering(database: Database, index: int) -> Values | None:
    """The earliest checkpoint that covers this entry."""
    return statements.row(database, _COVERING, (index + 1,))


def note_of(database: Database, size: int) -> str | None:
    """The signed note of this size with the lines of those who cosigned it."""
    found = stored(database, size)
    return None if found is None else found["note"] + "".join(_lines(database, size))


def _lines(database: Database, size: int) -> list[str]:
    found = statements.run(database, _COSIGNED, (size,)).fetchall()
    return [f"{line}\n" for (line,) in found]


def witnesses(database: Database) -> list[Values]:
    """Everybody whose cosignatures are or were taken."""
    return statements.rows(database, _WITNESSES)


def origin(database: Database, number: int) -> str | None:
    """The log's name for its origin `number`, bound to its first entry; None for an empty log."""
    leaf = statements.value(database, 'SELECT "leaf" FROM "entry" WHERE "id" = 0')
    return None if leaf is None else f"shangxia/{leaf[:16]}/{number}"
