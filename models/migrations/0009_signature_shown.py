"""When a signature's content was shown to its signer.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "signature_shown" ("id" {big} NOT NULL PRIMARY KEY, '
    '"signature_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("signature_id") '
    'REFERENCES "signature" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "signature_shown_signature_id" ON "signature_shown" ("signature_id")',
)


def up(migrator, db):
    """Create the table and its guard: it is only ever added to."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    triggers.create(db, "signature_shown")


def down(migrator, db):
    """Drop the table."""
    db.execute_sql('DROP TABLE "signature_shown"')
