"""Triggers that refuse update and delete on append-only tables, in both dialects.

Migrations call this file, so what it does is frozen: add beside it, never change it.
"""

from __future__ import annotations

import peewee

from models.base import is_sqlite


def create(database: peewee.Database, table: str) -> None:
    """Guard one table against UPDATE, DELETE and (PostgreSQL) TRUNCATE."""
    for sql in _sqlite(table) if is_sqlite(database) else _postgresql(table):
        database.execute_sql(sql)


def _sqlite(table: str) -> list[str]:
    return [
        f'CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$",
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
