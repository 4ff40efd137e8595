"""By which program, and up to which entry of the log, a year's results were reckoned.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "reckoning" ("id" {big} NOT NULL PRIMARY KEY, "result_id" {big} NOT NULL,'
    ' "entry" {big} NOT NULL, "program" TEXT NOT NULL, FOREIGN KEY ("result_id") REFERENCES'
    ' "year_result" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "reckoning_result_id" ON "reckoning" ("result_id")',
)
TABLE = "reckoning"


def up(migrator, db):
    """Create the table and its guard: what was noted stays."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    triggers.create(db, TABLE)


def down(migrator, db):
    """Drop the table: results are then reckoned anew whenever somebody asks."""
    db.execute_sql(f'DROP TABLE "{TABLE}"')
