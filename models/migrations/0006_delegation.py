"""Substitutes and acting heads; secretaries' opinions; hands on paper.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for the width of numbers.
"""

from peewee import SqliteDatabase

from models import triggers

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
    'CREATE TABLE "advice" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "revision" INTEGER NOT NULL, "digest" TEXT NOT NULL, "suggests" TEXT NOT NULL,'
    ' "text_id" {big} NOT NULL, "person_id" {big} NOT NULL, "post_id" {big} NOT NULL,'
    ' "at" TEXT NOT NULL, FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE RESTRICT,'
    " CHECK (\"suggests\" IN ('review', 'return', 'counter')))",
    'CREATE INDEX "advice_target_id_id" ON "advice" ("target_id", "id")',
    'CREATE TABLE "paper_hand" ("id" {big} NOT NULL PRIMARY KEY, "signature_id" {big} NOT NULL,'
    ' "file_id" {big} NOT NULL, "signed_on" TEXT NOT NULL, "person_id" {big} NOT NULL,'
    ' "at" TEXT NOT NULL, FOREIGN KEY ("signature_id") REFERENCES "signature" ("id") ON DELETE'
    ' RESTRICT, FOREIGN KEY ("file_id") REFERENCES "file" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "paper_hand_signature_id" ON "paper_hand" ("signature_id")',
)
APPEND_ONLY = ("advice", "paper_hand")
TABLES = ("delegation", "advice", "paper_hand")


def up(migrator, db):
    """Create the tables, then the guards of the append-only one."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in APPEND_ONLY:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the tables, last first."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
