"""Hand-over lists that were signed when a post got a new holder.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "takeover" ("id" {big} NOT NULL PRIMARY KEY, "holding_id" {big} NOT NULL,'
    ' "post_id" {big} NOT NULL, "side" TEXT NOT NULL, "listed" TEXT NOT NULL, "digest" TEXT NOT'
    ' NULL, "person_id" {big} NOT NULL, "channel" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY'
    ' ("holding_id") REFERENCES "holding" ("id") ON DELETE RESTRICT, FOREIGN KEY ("post_id")'
    ' REFERENCES "post" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person"'
    " (\"id\") ON DELETE RESTRICT, CHECK (\"side\" IN ('takes', 'gives')))",
    'CREATE UNIQUE INDEX "takeover_holding_id_side" ON "takeover" ("holding_id", "side")',
)
TABLES = ("takeover",)


def up(migrator, db):
    """Create the table and its guard: what was signed stays signed."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in TABLES:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the table."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
