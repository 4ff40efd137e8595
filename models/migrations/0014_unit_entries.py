"""What counts for a unit as a whole besides its targets: evaluations, adjustments, vetoes.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "unit_entry" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT NULL,'
    ' "unit_id" {big} NOT NULL, "kind" TEXT NOT NULL, "code" TEXT NOT NULL, "period" TEXT,'
    ' "counts" TEXT, "value" TEXT, "document" TEXT NOT NULL, "text_id" {big}, "person_id" {big}'
    ' NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("year_id") REFERENCES "year" ("id") ON DELETE'
    ' RESTRICT, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT,'
    " CHECK (\"kind\" IN ('evaluation', 'adjustment', 'veto')))",
    'CREATE INDEX "unit_entry_year_id_id" ON "unit_entry" ("year_id", "id")',
    'CREATE TABLE "unit_entry_end" ("id" {big} NOT NULL PRIMARY KEY, "entry_id" {big} NOT NULL,'
    ' "document" TEXT NOT NULL, "text_id" {big}, "person_id" {big} NOT NULL, "at" TEXT NOT NULL,'
    ' FOREIGN KEY ("entry_id") REFERENCES "unit_entry" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "unit_entry_end_entry_id" ON "unit_entry_end" ("entry_id")',
)
TABLES = ("unit_entry", "unit_entry_end")


def up(migrator, db):
    """Create the tables and their guards: an entry stays, and so does what ended it."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in TABLES:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the tables, last first."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
