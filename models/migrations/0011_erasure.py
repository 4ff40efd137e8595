"""Which text or file was erased by law, by whose order and by whom.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "erasure" ("id" {big} NOT NULL PRIMARY KEY, "text_id" {big}, "file_id" {big},'
    ' "document" TEXT NOT NULL, "reason" TEXT NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT'
    ' NULL, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("file_id") REFERENCES "file" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK (("text_id" IS NULL) <> ("file_id" IS'
    " NULL)), CHECK (\"reason\" IN ('court', 'request', 'unlawful', 'classified', 'expired')))",
    'CREATE UNIQUE INDEX "erasure_text_id" ON "erasure" ("text_id")',
    'CREATE UNIQUE INDEX "erasure_file_id" ON "erasure" ("file_id")',
)


def up(migrator, db):
    """Create the table and its guard: what was erased stays said."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    triggers.create(db, "erasure")


def down(migrator, db):
    """Drop the table."""
    db.execute_sql('DROP TABLE "erasure"')
