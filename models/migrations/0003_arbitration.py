"""The county's calendar, hand-overs and their escalations, and the county head's arbitration.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "calendar" ("id" {big} NOT NULL PRIMARY KEY, "year" INTEGER NOT NULL,'
    ' "no" INTEGER NOT NULL, "holidays" TEXT NOT NULL, "workdays" TEXT NOT NULL, "document"'
    ' TEXT NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "calendar_year_no" ON "calendar" ("year", "no")',
    'CREATE TABLE "handover" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "turn" TEXT NOT NULL, "act" TEXT NOT NULL, "round" INTEGER NOT NULL, "at" TEXT NOT NULL,'
    ' "ended_at" TEXT, "ended_act" TEXT, FOREIGN KEY ("target_id") REFERENCES "target" ("id")'
    " ON DELETE RESTRICT, CHECK (\"turn\" IN ('unit', 'supporter', 'office', 'leader')))",
    'CREATE INDEX "handover_target_id_id" ON "handover" ("target_id", "id")',
    'CREATE INDEX "handover_ended_at_at" ON "handover" ("ended_at", "at")',
    'CREATE TABLE "escalation" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "handover_id" {big}, "kind" TEXT NOT NULL, "level" TEXT NOT NULL, "post" TEXT, "text_id"'
    ' {big}, "person_id" {big}, "at" TEXT NOT NULL, "ended_at" TEXT, "ended_act" TEXT, FOREIGN'
    ' KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("handover_id") REFERENCES "handover" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id")'
    ' REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person"'
    " (\"id\") ON DELETE RESTRICT, CHECK (\"kind\" IN ('unanswered', 'asked')), CHECK"
    " (\"level\" IN ('leader', 'county_head', 'deputy')))",
    'CREATE INDEX "escalation_target_id_id" ON "escalation" ("target_id", "id")',
    'CREATE UNIQUE INDEX "escalation_handover_id" ON "escalation" ("handover_id")',
    'CREATE INDEX "escalation_ended_at_level" ON "escalation" ("ended_at", "level")',
    'CREATE TABLE "arbitration" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "signature_id" {big} NOT NULL, "escalation_id" {big}, "settled" TEXT NOT NULL, "document"'
    ' TEXT NOT NULL, "text_id" {big} NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL,'
    ' FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("signature_id") REFERENCES "signature" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("escalation_id") REFERENCES "escalation" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id")'
    ' REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person"'
    ' ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "arbitration_target_id_id" ON "arbitration" ("target_id", "id")',
    'CREATE UNIQUE INDEX "arbitration_signature_id" ON "arbitration" ("signature_id")',
)
APPEND_ONLY = ("calendar", "arbitration")
TABLES = ("calendar", "handover", "escalation", "arbitration")


def up(migrator, db):
    """Create the tables, then the guards of the append-only ones."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in APPEND_ONLY:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the tables, last first."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
