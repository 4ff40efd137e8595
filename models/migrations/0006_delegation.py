"""Substitutes and acting heads.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for the width of numbers.
"""

from peewee import SqliteDatabase

DDL = (
    'CREATE TABLE "delegation" ("id" {big} NOT NULL PRIMARY KEY, "post_id" {big} NOT NULL,'
    ' "principal_id" {big}, "delegate_id" {big} NOT NULL, "kind" TEXT NOT NULL,'
    ' "from_on" TEXT NOT NULL, "until_on" TEXT, "units" TEXT NOT NULL, "acts" TEXT NOT NULL,'
    ' "document" TEXT NOT NULL, "given_by_id" {big}, "at" TEXT NOT NULL, "ended_at" TEXT,'
    ' "ended_document" TEXT, FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("principal_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("delegate_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("given_by_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    " CHECK (\"kind\" IN ('substitute', 'acting')))",
)
TABLES = ("delegation",)


def up(migrator, db):
    """Create the table."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))


def down(migrator, db):
    """Drop it."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
