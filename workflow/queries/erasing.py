"""What an erasure by law is judged on."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements

Values = dict[str, Any]
# What is still to be decided, and rests on a text.
_UNANSWERED = {
    "objection": "state = 'open'",
    "proposal": "ended_at IS NULL",
    "escalation": "ended_at IS NULL",
}


def to_erase(database: peewee.Database, kind: str, number: int) -> Values | None:
    """What an erasure is judged on: `digest`, `erased`, whether it names an active account, and
    whether a matter that is still to be decided rests on it."""
    table = {"text": "text", "file": "file"}[kind]
    found = statements.row(
        database,
        f'SELECT x.id, x.digest, e.id AS erased FROM "{table}" x '
        f"LEFT JOIN erasure e ON e.{table}_id = x.id WHERE x.id = ?",
        (number,),
    )
    if found is None:
        return None
    return {
        **found,
        "active": _is_name(database, kind, number),
        "awaited": kind == "text" and any(_stands(database, t, number) for t in _UNANSWERED),
    }


def _is_name(database: peewee.Database, kind: str, number: int) -> bool:
    sql = "SELECT id FROM person WHERE name_id = ? AND active = 1"
    return kind == "text" and statements.value(database, sql, (number,)) is not None


def _stands(database: peewee.Database, table: str, number: int) -> bool:
    sql = f"SELECT id FROM {table} WHERE text_id = ? AND {_UNANSWERED[table]}"
    return statements.value(database, sql, (number,)) is not None
