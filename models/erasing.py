"""Lawful erasure (依法删除): which text or file was emptied, and cleaning up where it stood."""

from __future__ import annotations

from typing import ClassVar

import peewee
from peewee import Check, ForeignKeyField, TextField

from models.base import BUSY_SECONDS, Row, is_sqlite, one_of
from models.log import Text
from models.organisation import Person
from models.running import File

# How long whoever erases waits for readers; pages are read in much less.
SWEEP_MILLISECONDS = 1_000
ERASURE_REASONS = ("court", "request", "unlawful", "classified", "expired")


class Erasure(Row):
    """One text, or one file's bytes, emptied by the order that `document` names. Its digest stays,
    so that every proof stays valid; without such a row an empty text is a fault of the table."""

    text = ForeignKeyField(Text, null=True, unique=True, on_delete="RESTRICT")
    file = ForeignKeyField(File, null=True, unique=True, on_delete="RESTRICT")
    document = TextField()
    reason = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            Check('"text_id" IS NOT NULL OR "file_id" IS NOT NULL'),
            one_of("reason", ERASURE_REASONS),
        ]


def sweep(database: peewee.Database) -> bool:
    """Clear the log of pages that SQLite keeps beside its file, in which older pages still stand.

    False where somebody was reading just then: it is cleared when the last connection closes, or
    by the next sweep. PostgreSQL keeps old rows until VACUUM, which is its operator's to run.
    """
    if not is_sqlite(database):
        return True
    try:
        database.execute_sql(f"PRAGMA busy_timeout = {SWEEP_MILLISECONDS}")
        busy, _, _ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        database.execute_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return not busy
