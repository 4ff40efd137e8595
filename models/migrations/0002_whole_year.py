"""A whole year: ledgers, causes, objections, results, awards, letters, one-time links.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "item_scorer" ("id" {big} NOT NULL PRIMARY KEY, "item_id" {big} NOT'
    ' NULL, "unit_id" {big} NOT NULL, FOREIGN KEY ("item_id") REFERENCES "item" '
    '("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON '
    "DELETE RESTRICT)",
    'CREATE UNIQUE INDEX "item_scorer_item_id" ON "item_scorer" ("item_id")',
    'CREATE INDEX "item_scorer_unit_id" ON "item_scorer" ("unit_id")',
    'CREATE TABLE "past_result" ("id" {big} NOT NULL PRIMARY KEY, "year" INTEGER NOT '
    'NULL, "unit_id" {big} NOT NULL, "measure" TEXT NOT NULL, "unit_of_measure" TEXT '
    'NOT NULL, "target_value" TEXT, "result" TEXT NOT NULL, "status" TEXT NOT NULL, '
    '"document" TEXT, "at" TEXT NOT NULL, FOREIGN KEY ("unit_id") REFERENCES "unit" '
    "(\"id\") ON DELETE RESTRICT, CHECK (\"status\" IN ('estimated', 'final')))",
    'CREATE UNIQUE INDEX "past_result_year_unit_id_measure" ON "past_result" ("year",'
    ' "unit_id", "measure")',
    'CREATE TABLE "growth_reason" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big}'
    ' NOT NULL, "revision" INTEGER NOT NULL, "digest" TEXT NOT NULL, "text_id" {big} '
    'NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY '
    '("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "growth_reason_target_id_id" ON "growth_reason" ("target_id", "id")',
    'CREATE TABLE "file" ("id" {big} NOT NULL PRIMARY KEY, "digest" TEXT NOT NULL, '
    '"name_id" {big} NOT NULL, "media_type" TEXT NOT NULL, "size" INTEGER NOT NULL, '
    '"body" TEXT NOT NULL, "person_id" {big}, "at" TEXT NOT NULL, FOREIGN KEY '
    '("name_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "file_digest" ON "file" ("digest")',
    'CREATE TABLE "letter" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT '
    'NULL, "unit_id" {big} NOT NULL, "signed_on" TEXT NOT NULL, "file_id" {big}, '
    '"person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("year_id") '
    'REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES '
    '"unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("file_id") REFERENCES "file" '
    '("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") '
    "ON DELETE RESTRICT)",
    'CREATE UNIQUE INDEX "letter_year_id_unit_id" ON "letter" ("year_id", "unit_id")',
    'CREATE TABLE "unit_report" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT'
    ' NULL, "unit_id" {big} NOT NULL, "kind" TEXT NOT NULL, "period" TEXT NOT NULL, '
    '"text_id" {big} NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, '
    'FOREIGN KEY ("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("unit_id") REFERENCES "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("kind" IN '
    "('period', 'self')))",
    'CREATE INDEX "unit_report_year_id_unit_id_id" ON "unit_report" ("year_id", "unit_id", "id")',
    'CREATE TABLE "year_event" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT '
    'NULL, "kind" TEXT NOT NULL, "document" TEXT, "text_id" {big}, "person_id" {big} '
    'NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("year_id") REFERENCES "year" ("id") '
    'ON DELETE RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE '
    'RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE '
    "RESTRICT)",
    'CREATE INDEX "year_event_year_id_id" ON "year_event" ("year_id", "id")',
    'CREATE TABLE "ledger" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT '
    'NULL, "event" TEXT NOT NULL, "count" INTEGER NOT NULL, "occurred_on" TEXT NOT '
    'NULL, "matter_id" {big} NOT NULL, "document" TEXT, "amount" TEXT NOT NULL, '
    '"person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id") '
    'REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("matter_id") '
    'REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "ledger_target_id_id" ON "ledger" ("target_id", "id")',
    'CREATE TABLE "ledger_end" ("id" {big} NOT NULL PRIMARY KEY, "ledger_id" {big} '
    'NOT NULL, "text_id" {big}, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, '
    'FOREIGN KEY ("ledger_id") REFERENCES "ledger" ("id") ON DELETE RESTRICT, FOREIGN'
    ' KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "ledger_end_ledger_id" ON "ledger_end" ("ledger_id")',
    'CREATE TABLE "cause_decision" ("id" {big} NOT NULL PRIMARY KEY, "target_id" '
    '{big} NOT NULL, "finding_id" {big} NOT NULL, "cause" TEXT NOT NULL, "heard_on" '
    'TEXT NOT NULL, "document" TEXT NOT NULL, "text_id" {big}, "person_id" {big} NOT '
    'NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id") REFERENCES "target" ("id") '
    'ON DELETE RESTRICT, FOREIGN KEY ("finding_id") REFERENCES "finding" ("id") ON '
    'DELETE RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE '
    'RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE '
    "RESTRICT, CHECK (\"cause\" IN ('none', 'lack_of_effort', 'objective')))",
    'CREATE INDEX "cause_decision_target_id_id" ON "cause_decision" ("target_id", "id")',
    'CREATE TABLE "objection" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT'
    ' NULL, "about" TEXT NOT NULL, "ref" {big} NOT NULL, "state" TEXT NOT NULL, '
    '"text_id" {big} NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, '
    '"answer_id" {big}, "document" TEXT, "answered_by_id" {big}, "answered_at" TEXT, '
    'FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN'
    ' KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("answer_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("answered_by_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("about"'
    " IN ('ledger', 'finding', 'cause', 'score')), CHECK (\"state\" IN ('open', "
    "'upheld', 'dismissed')))",
    'CREATE INDEX "objection_target_id_id" ON "objection" ("target_id", "id")',
    'CREATE INDEX "objection_state_id" ON "objection" ("state", "id")',
    'CREATE TABLE "year_result" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT'
    ' NULL, "no" INTEGER NOT NULL, "digest" TEXT NOT NULL, "fronts" TEXT NOT NULL, '
    '"person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("year_id") '
    'REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "year_result_year_id_no" ON "year_result" ("year_id", "no")',
    'CREATE TABLE "unit_result" ("id" {big} NOT NULL PRIMARY KEY, "result_id" {big} '
    'NOT NULL, "unit_id" {big} NOT NULL, "front_id" {big} NOT NULL, "total" TEXT NOT '
    'NULL, "base_grade" TEXT NOT NULL, "grade" TEXT NOT NULL, "rank" INTEGER NOT '
    'NULL, "derivation" TEXT NOT NULL, FOREIGN KEY ("result_id") REFERENCES '
    '"year_result" ("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES '
    '"unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("front_id") REFERENCES "front" '
    '("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "unit_result_result_id_unit_id" ON "unit_result" ("result_id", "unit_id")',
    'CREATE INDEX "unit_result_unit_id_id" ON "unit_result" ("unit_id", "id")',
    'CREATE TABLE "award" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT NULL,'
    ' "unit_id" {big} NOT NULL, "kind" TEXT NOT NULL, "code" TEXT NOT NULL, "place" '
    'INTEGER, "amount" TEXT, "state" TEXT NOT NULL, "document" TEXT, "done_on" TEXT, '
    '"at" TEXT NOT NULL, FOREIGN KEY ("year_id") REFERENCES "year" ("id") ON DELETE '
    'RESTRICT, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON DELETE RESTRICT, '
    "CHECK (\"kind\" IN ('award', 'sanction')), CHECK (\"state\" IN ('granted', 'done')))",
    'CREATE UNIQUE INDEX "award_year_id_unit_id_kind_code" ON "award" ("year_id", '
    '"unit_id", "kind", "code")',
    'CREATE TABLE "access_link" ("id" {big} NOT NULL PRIMARY KEY, "person_id" {big} '
    'NOT NULL, "hash" TEXT NOT NULL, "purpose" TEXT NOT NULL, "created_at" TEXT NOT '
    'NULL, "expires_at" TEXT NOT NULL, "used_at" TEXT, FOREIGN KEY ("person_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("purpose" IN (\'first\', '
    "'reset')))",
    'CREATE INDEX "access_link_person_id" ON "access_link" ("person_id")',
    'CREATE UNIQUE INDEX "access_link_hash" ON "access_link" ("hash")',
)
APPEND_ONLY = (
    "item_scorer",
    "growth_reason",
    "letter",
    "unit_report",
    "year_event",
    "ledger",
    "ledger_end",
    "cause_decision",
    "year_result",
    "unit_result",
)
TABLES = (
    "item_scorer",
    "past_result",
    "growth_reason",
    "file",
    "letter",
    "unit_report",
    "year_event",
    "ledger",
    "ledger_end",
    "cause_decision",
    "objection",
    "year_result",
    "unit_result",
    "award",
    "access_link",
)


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
