"""Which matter an entry of the ledger is about, by a short code: the same matter counts once.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "ledger_matter" ("id" {big} NOT NULL PRIMARY KEY, "ledger_id" {big} NOT NULL, '
    '"code" TEXT NOT NULL, FOREIGN KEY ("ledger_id") REFERENCES "ledger" ("id") '
    "ON DELETE RESTRICT)",
    'CREATE UNIQUE INDEX "ledger_matter_ledger_id" ON "ledger_matter" ("ledger_id")',
)


def up(migrator, db):
    """Create the table and its guard: it is only ever added to."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    triggers.create(db, "ledger_matter")


def down(migrator, db):
    """Drop the table."""
    db.execute_sql('DROP TABLE "ledger_matter"')
