"""Keys, checkpoints and cosignatures of the log as they are stored."""

from __future__ import annotations

from typing import Any

from models import statements
from models.base import Database

Values = dict[str, Any]

_KEYS = 'SELECT "id", "origin", "vkey", "kind", "at", "person_id" FROM "log_key" ORDER BY "id"'
_COLUMNS = 'SELECT "id", "origin", "size", "root", "note", "at" FROM "checkpoint"'
# Ids rise with the signing, so the highest is the newest of whatever origin.
_LATEST = f'{_COLUMNS} ORDER BY "id" DESC LIMIT 1'
_LATEST_OF = f'{_COLUMNS} WHERE "origin" = ? ORDER BY "size" DESC LIMIT 1'
_EVERY = f'{_COLUMNS} ORDER BY "size", "id"'
_ONE = f'{_COLUMNS} WHERE "origin" = ? AND "size" = ?'
_LINES = 'SELECT "line" FROM "cosignature" WHERE "origin" = ? AND "size" = ? ORDER BY "id"'
_COSIGNED = 'SELECT "witness_id" FROM "cosignature" WHERE "origin" = ? AND "size" = ?'
_WITNESSES = 'SELECT "id", "name", "vkey", "active", "version" FROM "witness" ORDER BY "id"'


def keys(database: Database) -> list[Values]:
    """The log's keys over time, the one in force last; none before the log was first signed."""
    return statements.rows(database, _KEYS)


def key_entries(database: Database) -> list[int]:
    """The entries that put a key in force, in order: as many as there are keys."""
    sql = (
        'SELECT "id" FROM "entry" WHERE "act" IN (\'set_log_key\', \'reopen_log\') '
        'AND "outcome" = \'done\' ORDER BY "id"'
    )
    return [number for (number,) in statements.run(database, sql).fetchall()]


def every(database: Database) -> list[Values]:
    """All checkpoints, by what they state."""
    return statements.rows(database, _EVERY)


def cosignatures(database: Database) -> list[Values]:
    """All cosignatures with the key of their witness."""
    return statements.rows(
        database,
        'SELECT c."id", c."origin", c."size", c."line", w."vkey" FROM "cosignature" c '
        'JOIN "witness" w ON w."id" = c."witness_id" ORDER BY c."id"',
    )


def latest(database: Database) -> Values | None:
    """The newest checkpoint: `size` is what it states, `note` the log's own signed note."""
    return statements.row(database, _LATEST)


def latest_of(database: Database, origin: str) -> Values | None:
    """The longest checkpoint of this origin."""
    return statements.row(database, _LATEST_OF, (origin,))


def stored(database: Database, origin: str, size: int) -> Values | None:
    """The checkpoint of this very size."""
    return statements.row(database, _ONE, (origin, size))


def note_of(database: Database, checkpoint: Values) -> str:
    """A checkpoint's signed note, with the lines of those who cosigned it."""
    key = (checkpoint["origin"], checkpoint["size"])
    found = statements.run(database, _LINES, key).fetchall()
    note: str = checkpoint["note"]
    return note + "".join(f"{line}\n" for (line,) in found)


def cosigned_by(database: Database, origin: str, size: int) -> set[int]:
    """The ids of the witnesses whose line under this checkpoint is kept."""
    return {number for (number,) in statements.run(database, _COSIGNED, (origin, size)).fetchall()}


def witnesses(database: Database) -> list[Values]:
    """Everybody whose cosignatures are or were taken."""
    return statements.rows(database, _WITNESSES)


def origin(database: Database, number: int) -> str | None:
    """The log's name for its origin `number`, bound to its first entry; None for an empty log."""
    leaf = statements.value(database, 'SELECT "leaf" FROM "entry" WHERE "id" = 0')
    return None if leaf is None else f"shangxia/{leaf[:16]}/{number}"
