"""Which text or file was erased by law, by whose order and by whom; and what papers say.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "erasure" ("id" {big} NOT NULL PRIMARY KEY, "text_id" {big}, "file_id" {big},'
    ' "document" TEXT NOT NULL, "reason" TEXT NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT'
    ' NULL, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("file_id") REFERENCES "file" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("text_id" IS NOT NULL OR "file_id" IS'
    " NOT NULL), CHECK (\"reason\" IN ('court', 'request', 'unlawful', 'classified', 'expired')))",
    'CREATE UNIQUE INDEX "erasure_text_id" ON "erasure" ("text_id")',
    'CREATE UNIQUE INDEX "erasure_file_id" ON "erasure" ("file_id")',
    'CREATE TABLE "paper" ("id" {big} NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "year_id" {big}'
    ' NOT NULL, "unit_id" {big} NOT NULL, "target_id" {big}, "escalation_id" {big}, "content" TEXT'
    ' NOT NULL, "digest" TEXT NOT NULL, "entry" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY'
    ' ("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES'
    ' "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON'
    ' DELETE RESTRICT, FOREIGN KEY ("escalation_id") REFERENCES "escalation" ("id") ON DELETE'
    " RESTRICT, CHECK (\"kind\" IN ('letter', 'score', 'slip')))",
    'CREATE INDEX "paper_digest" ON "paper" ("digest")',
    'CREATE INDEX "paper_year_id_unit_id_kind_id" ON "paper" ("year_id", "unit_id", "kind", "id")',
    # Signature sheets are found by the digest of the revision that is signed on them.
    'CREATE INDEX "revision_digest" ON "revision" ("digest")',
)
TABLES = ("erasure", "paper")


def up(migrator, db):
    """Create the tables and their guards: what was erased, and what was said, stays."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in TABLES:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the index, then the tables, last first."""
    db.execute_sql('DROP INDEX "revision_digest"')
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
