"""The first tables. Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers."""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "entry" ("id" {big} NOT NULL PRIMARY KEY, "at" TEXT NOT NULL, "act"'
    ' TEXT NOT NULL, "object_kind" TEXT NOT NULL, "object_id" {big}, "person_id" '
    '{big}, "outcome" TEXT NOT NULL, "body" TEXT NOT NULL, "leaf" TEXT NOT NULL, '
    "CHECK (\"outcome\" IN ('done', 'refused')))",
    'CREATE INDEX "entry_object_kind_object_id_id" ON "entry" ("object_kind", "object_id", "id")',
    'CREATE INDEX "entry_person_id_id" ON "entry" ("person_id", "id")',
    'CREATE INDEX "entry_act_id" ON "entry" ("act", "id")',
    'CREATE TABLE "log_head" ("id" {big} NOT NULL PRIMARY KEY, "size" {big} NOT NULL,'
    ' "frontier" TEXT NOT NULL, "at" TEXT NOT NULL, CHECK ("id" = 1))',
    'CREATE TABLE "text" ("id" {big} NOT NULL PRIMARY KEY, "salt" TEXT NOT NULL, '
    '"body" TEXT NOT NULL, "digest" TEXT NOT NULL)',
    'CREATE TABLE "county" ("id" {big} NOT NULL PRIMARY KEY, "name_zh" TEXT NOT NULL,'
    ' "name_en" TEXT NOT NULL, "organisation" {big} NOT NULL, "demo" INTEGER NOT '
    'NULL, "clock_shift" {big} NOT NULL, "created_at" TEXT NOT NULL, CHECK ("demo" IN'
    ' (0, 1)), CHECK ("id" = 1))',
    'CREATE TABLE "front" ("id" {big} NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, '
    '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "position" INTEGER NOT NULL)',
    'CREATE UNIQUE INDEX "front_code" ON "front" ("code")',
    'CREATE TABLE "unit" ("id" {big} NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, '
    '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "parent_id" {big}, "kind" TEXT'
    ' NOT NULL, FOREIGN KEY ("parent_id") REFERENCES "unit" ("id") ON DELETE '
    "RESTRICT, CHECK (\"kind\" IN ('township', 'bureau', 'office', 'county')))",
    'CREATE UNIQUE INDEX "unit_code" ON "unit" ("code")',
    'CREATE INDEX "unit_parent_id" ON "unit" ("parent_id")',
    'CREATE TABLE "unit_front" ("id" {big} NOT NULL PRIMARY KEY, "year" INTEGER NOT '
    'NULL, "unit_id" {big} NOT NULL, "front_id" {big} NOT NULL, FOREIGN KEY '
    '("unit_id") REFERENCES "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("front_id") REFERENCES "front" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "unit_front_unit_id" ON "unit_front" ("unit_id")',
    'CREATE INDEX "unit_front_front_id" ON "unit_front" ("front_id")',
    'CREATE UNIQUE INDEX "unit_front_year_unit_id" ON "unit_front" ("year", "unit_id")',
    'CREATE TABLE "post" ("id" {big} NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, '
    '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "unit_id" {big}, "capacity" '
    'TEXT NOT NULL, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON DELETE '
    "RESTRICT, CHECK (\"capacity\" IN ('drafter', 'unit_head', 'leader', 'county_head',"
    " 'office', 'inspector', 'assessor', 'secretary', 'auditor', 'admin')))",
    'CREATE UNIQUE INDEX "post_code" ON "post" ("code")',
    'CREATE INDEX "post_unit_id" ON "post" ("unit_id")',
    'CREATE TABLE "portfolio" ("id" {big} NOT NULL PRIMARY KEY, "post_id" {big} NOT '
    'NULL, "unit_id" {big} NOT NULL, FOREIGN KEY ("post_id") REFERENCES "post" ("id")'
    ' ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON DELETE '
    "RESTRICT)",
    'CREATE INDEX "portfolio_post_id" ON "portfolio" ("post_id")',
    'CREATE INDEX "portfolio_unit_id" ON "portfolio" ("unit_id")',
    'CREATE UNIQUE INDEX "portfolio_post_id_unit_id" ON "portfolio" ("post_id", "unit_id")',
    'CREATE TABLE "person" ("id" {big} NOT NULL PRIMARY KEY, "username" TEXT NOT '
    'NULL, "name_id" {big} NOT NULL, "active" INTEGER NOT NULL, "session_version" '
    'INTEGER NOT NULL, "password" TEXT NOT NULL, FOREIGN KEY ("name_id") REFERENCES '
    '"text" ("id") ON DELETE RESTRICT, CHECK ("active" IN (0, 1)))',
    'CREATE UNIQUE INDEX "person_username" ON "person" ("username")',
    'CREATE INDEX "person_name_id" ON "person" ("name_id")',
    'CREATE TABLE "holding" ("id" {big} NOT NULL PRIMARY KEY, "person_id" {big} NOT '
    'NULL, "post_id" {big} NOT NULL, "since" TEXT NOT NULL, "until" TEXT, "document" '
    'TEXT NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE '
    'RESTRICT, FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "holding_person_id" ON "holding" ("person_id")',
    'CREATE INDEX "holding_post_id" ON "holding" ("post_id")',
    'CREATE TABLE "scheme" ("id" {big} NOT NULL PRIMARY KEY, "year" INTEGER NOT NULL,'
    ' "code" TEXT NOT NULL, "digest" TEXT NOT NULL, "body" TEXT NOT NULL)',
    'CREATE TABLE "year" ("id" {big} NOT NULL PRIMARY KEY, "state" TEXT NOT NULL, '
    '"scheme_id" {big} NOT NULL, "document" TEXT, "issued_at" TEXT, "version" INTEGER'
    ' NOT NULL, FOREIGN KEY ("scheme_id") REFERENCES "scheme" ("id") ON DELETE '
    "RESTRICT, CHECK (\"state\" IN ('preparing', 'drafting', 'issued', 'assessing', "
    "'published', 'closed')))",
    'CREATE INDEX "year_scheme_id" ON "year" ("scheme_id")',
    'CREATE TABLE "key_task" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT '
    'NULL, "code" TEXT NOT NULL, "title" TEXT NOT NULL, "kind" TEXT NOT NULL, '
    '"measure" TEXT NOT NULL, "unit_of_measure" TEXT NOT NULL, "target_value" TEXT, '
    '"additive" INTEGER NOT NULL, "direction" TEXT NOT NULL, "lead_unit_id" {big} NOT'
    ' NULL, "due_on" TEXT NOT NULL, "document" TEXT NOT NULL, FOREIGN KEY ("year_id")'
    ' REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY ("lead_unit_id") '
    'REFERENCES "unit" ("id") ON DELETE RESTRICT, CHECK ("kind" IN (\'joint\', '
    "'shared_out')), CHECK (\"direction\" IN ('at_least', 'at_most', 'exactly', "
    "'between')), CHECK (\"additive\" IN (0, 1)))",
    'CREATE INDEX "key_task_lead_unit_id" ON "key_task" ("lead_unit_id")',
    'CREATE UNIQUE INDEX "key_task_year_id_code" ON "key_task" ("year_id", "code")',
    'CREATE TABLE "item" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT NULL, '
    '"code" TEXT NOT NULL, "digest" TEXT NOT NULL, "fields" TEXT NOT NULL, FOREIGN '
    'KEY ("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "item_year_id_code" ON "item" ("year_id", "code")',
    'CREATE TABLE "target" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT '
    'NULL, "unit_id" {big} NOT NULL, "item_id" {big}, "origin" TEXT NOT NULL, "state"'
    ' TEXT NOT NULL, "turn" TEXT NOT NULL, "handed_up" INTEGER NOT NULL, "round" '
    'INTEGER NOT NULL, "version" INTEGER NOT NULL, "imposed" INTEGER NOT NULL, '
    '"candidate" INTEGER NOT NULL, "digest" TEXT NOT NULL, "prechecked" INTEGER NOT '
    'NULL, "in_force" INTEGER, "title" TEXT NOT NULL, "category" TEXT NOT NULL, '
    '"due_on" TEXT, "reviewing_post" TEXT, "supporting" TEXT NOT NULL, "baseline" '
    'TEXT, "created_at" TEXT NOT NULL, FOREIGN KEY ("year_id") REFERENCES "year" '
    '("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES "unit" ("id") ON '
    'DELETE RESTRICT, FOREIGN KEY ("item_id") REFERENCES "item" ("id") ON DELETE '
    "RESTRICT, CHECK (\"origin\" IN ('bottom_up', 'top_down', 'common')), CHECK "
    "(\"state\" IN ('drafted', 'reviewed', 'approved', 'in_progress', 'due', "
    "'inspected', 'scored', 'cancelled')), CHECK (\"turn\" IN ('unit', 'supporter', "
    "'office', 'leader', 'county_head', 'inspector', 'none')), CHECK (\"handed_up\" IN "
    '(0, 1)), CHECK ("imposed" IN (0, 1)))',
    'CREATE UNIQUE INDEX "target_item_id_unit_id" ON "target" ("item_id", "unit_id")',
    'CREATE INDEX "target_year_id_id" ON "target" ("year_id", "id")',
    'CREATE INDEX "target_year_id_unit_id_id" ON "target" ("year_id", "unit_id", "id")',
    'CREATE INDEX "target_year_id_state_id" ON "target" ("year_id", "state", "id")',
    'CREATE INDEX "target_year_id_category_id" ON "target" ("year_id", "category", "id")',
    'CREATE INDEX "target_state_id" ON "target" ("state", "id")',
    'CREATE INDEX "target_state_due_on" ON "target" ("state", "due_on")',
    'CREATE INDEX "target_unit_id_id" ON "target" ("unit_id", "id")',
    'CREATE INDEX "target_unit_id_turn_id" ON "target" ("unit_id", "turn", "id")',
    'CREATE INDEX "target_turn_id" ON "target" ("turn", "id")',
    'CREATE TABLE "revision" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT '
    'NULL, "no" INTEGER NOT NULL, "round" INTEGER NOT NULL, "digest" TEXT NOT NULL, '
    '"material" TEXT NOT NULL, "template" TEXT, "author_id" {big}, "capacity" TEXT '
    'NOT NULL, "act" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id") '
    'REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("author_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "revision_author_id" ON "revision" ("author_id")',
    'CREATE UNIQUE INDEX "revision_target_id_no" ON "revision" ("target_id", "no")',
    'CREATE TABLE "signature" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT'
    ' NULL, "round" INTEGER NOT NULL, "revision" INTEGER NOT NULL, "digest" TEXT NOT '
    'NULL, "template" TEXT, "side" TEXT NOT NULL, "purpose" TEXT NOT NULL, "verdict" '
    'TEXT NOT NULL, "reason" TEXT, "text_id" {big}, "actor_id" {big} NOT NULL, '
    '"capacity" TEXT NOT NULL, "post_id" {big} NOT NULL, "on_behalf_of_id" {big}, '
    '"channel" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id") '
    'REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id") '
    'REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("actor_id") REFERENCES'
    ' "person" ("id") ON DELETE RESTRICT, FOREIGN KEY ("post_id") REFERENCES "post" '
    '("id") ON DELETE RESTRICT, FOREIGN KEY ("on_behalf_of_id") REFERENCES "person" '
    "(\"id\") ON DELETE RESTRICT, CHECK (\"side\" IN ('up', 'down', 'support', "
    "'approve')), CHECK (\"purpose\" IN ('plan', 'add', 'change', 'cancel')), CHECK "
    "(\"verdict\" IN ('affirm', 'object')), CHECK (\"channel\" IN ('page', 'api', 'cli', "
    "'clock', 'paper', 'import')))",
    'CREATE INDEX "signature_actor_id" ON "signature" ("actor_id")',
    'CREATE INDEX "signature_target_id_id" ON "signature" ("target_id", "id")',
    'CREATE TABLE "signature_end" ("id" {big} NOT NULL PRIMARY KEY, "signature_id" '
    '{big} NOT NULL, "kind" TEXT NOT NULL, "act" TEXT NOT NULL, "person_id" {big}, '
    '"revision" INTEGER NOT NULL, "digest" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN'
    ' KEY ("signature_id") REFERENCES "signature" ("id") ON DELETE RESTRICT, FOREIGN '
    'KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("kind" '
    "IN ('outdated', 'withdrawn')))",
    'CREATE UNIQUE INDEX "signature_end_signature_id" ON "signature_end" ("signature_id")',
    'CREATE INDEX "signature_end_person_id" ON "signature_end" ("person_id")',
    'CREATE TABLE "stand" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT '
    'NULL, "person_id" {big} NOT NULL, "side" TEXT NOT NULL, "act" TEXT NOT NULL, '
    '"at" TEXT NOT NULL, FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON '
    'DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE '
    "RESTRICT, CHECK (\"side\" IN ('unit', 'upper', 'inspection')))",
    'CREATE INDEX "stand_person_id" ON "stand" ("person_id")',
    'CREATE UNIQUE INDEX "stand_target_id_person_id_side" ON "stand" ("target_id", '
    '"person_id", "side")',
    'CREATE TABLE "key_task_link" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big}'
    ' NOT NULL, "revision" INTEGER NOT NULL, "key_task" {big} NOT NULL, FOREIGN KEY '
    '("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "key_task_link_target_id_revision_key_task" ON '
    '"key_task_link" ("target_id", "revision", "key_task")',
    'CREATE INDEX "key_task_link_key_task" ON "key_task_link" ("key_task")',
    'CREATE TABLE "milestone" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT'
    ' NULL, "revision" INTEGER NOT NULL, "position" INTEGER NOT NULL, "due_on" TEXT '
    'NOT NULL, "quantity" TEXT, "title" TEXT NOT NULL, FOREIGN KEY ("target_id") '
    'REFERENCES "target" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "milestone_target_id_revision_position" ON "milestone" '
    '("target_id", "revision", "position")',
    'CREATE TABLE "report" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT '
    'NULL, "kind" TEXT NOT NULL, "value" TEXT, "as_of" TEXT NOT NULL, "text_id" '
    '{big}, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id")'
    ' REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id") '
    'REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("kind" IN (\'progress\', '
    "'done')))",
    'CREATE INDEX "report_person_id" ON "report" ("person_id")',
    'CREATE INDEX "report_target_id_id" ON "report" ("target_id", "id")',
    'CREATE TABLE "acceptance" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} '
    'NOT NULL, "kind" TEXT NOT NULL, "state" TEXT NOT NULL, "opened_at" TEXT NOT '
    'NULL, "closed_at" TEXT, FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON '
    "DELETE RESTRICT, CHECK (\"kind\" IN ('milestone', 'early', 'final')), CHECK "
    "(\"state\" IN ('open', 'assigned', 'found', 'accepted', 'returned')))",
    'CREATE INDEX "acceptance_target_id_id" ON "acceptance" ("target_id", "id")',
    'CREATE INDEX "acceptance_state_id" ON "acceptance" ("state", "id")',
    'CREATE TABLE "finding" ("id" {big} NOT NULL PRIMARY KEY, "acceptance_id" {big} '
    'NOT NULL, "target_id" {big} NOT NULL, "found_value" TEXT, "events" TEXT, '
    '"quality" TEXT NOT NULL, "on_time" INTEGER NOT NULL, "met" INTEGER NOT NULL, '
    '"cause" TEXT NOT NULL, "text_id" {big}, "person_id" {big} NOT NULL, "at" TEXT '
    'NOT NULL, FOREIGN KEY ("acceptance_id") REFERENCES "acceptance" ("id") ON DELETE'
    ' RESTRICT, FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE '
    'RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK '
    "(\"quality\" IN ('ok', 'poor')), CHECK (\"cause\" IN ('none', 'lack_of_effort', "
    '\'objective\')), CHECK ("on_time" IN (0, 1)), CHECK ("met" IN (0, 1)))',
    'CREATE INDEX "finding_acceptance_id" ON "finding" ("acceptance_id")',
    'CREATE INDEX "finding_person_id" ON "finding" ("person_id")',
    'CREATE INDEX "finding_target_id_id" ON "finding" ("target_id", "id")',
    'CREATE TABLE "score" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT '
    'NULL, "no" INTEGER NOT NULL, "revision" INTEGER NOT NULL, "finding_id" {big} NOT'
    ' NULL, "value" TEXT NOT NULL, "derivation" TEXT NOT NULL, "at" TEXT NOT NULL, '
    'FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN'
    ' KEY ("finding_id") REFERENCES "finding" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "score_finding_id" ON "score" ("finding_id")',
    'CREATE UNIQUE INDEX "score_target_id_no" ON "score" ("target_id", "no")',
    'CREATE TABLE "token" ("id" {big} NOT NULL PRIMARY KEY, "person_id" {big} NOT '
    'NULL, "hash" TEXT NOT NULL, "label" TEXT NOT NULL, "created_at" TEXT NOT NULL, '
    '"expires_at" TEXT NOT NULL, "revoked_at" TEXT, FOREIGN KEY ("person_id") '
    'REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "token_person_id" ON "token" ("person_id")',
    'CREATE UNIQUE INDEX "token_hash" ON "token" ("hash")',
    'CREATE TABLE "session" ("id" {big} NOT NULL PRIMARY KEY, "hash" TEXT NOT NULL, '
    '"person_id" {big} NOT NULL, "version" INTEGER NOT NULL, "created_at" TEXT NOT '
    'NULL, "seen_at" TEXT NOT NULL, "expires_at" TEXT NOT NULL, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "session_hash" ON "session" ("hash")',
    'CREATE INDEX "session_person_id" ON "session" ("person_id")',
    'CREATE TABLE "sign_in_failure" ("id" {big} NOT NULL PRIMARY KEY, "username" TEXT'
    ' NOT NULL, "address" TEXT NOT NULL, "at" TEXT NOT NULL)',
    'CREATE INDEX "sign_in_failure_username" ON "sign_in_failure" ("username")',
    'CREATE TABLE "idempotency" ("id" {big} NOT NULL PRIMARY KEY, "person" {big} NOT '
    'NULL, "key" TEXT NOT NULL, "request" TEXT NOT NULL, "object_id" {big}, "entry" '
    '{big} NOT NULL, "at" TEXT NOT NULL)',
    'CREATE UNIQUE INDEX "idempotency_person_key" ON "idempotency" ("person", "key")',
)
APPEND_ONLY = (
    "entry",
    "scheme",
    "revision",
    "signature",
    "signature_end",
    "stand",
    "key_task_link",
    "milestone",
    "report",
    "finding",
    "score",
)
TABLES = (
    "entry",
    "log_head",
    "text",
    "county",
    "front",
    "unit",
    "unit_front",
    "post",
    "portfolio",
    "person",
    "holding",
    "scheme",
    "year",
    "key_task",
    "item",
    "target",
    "revision",
    "signature",
    "signature_end",
    "stand",
    "key_task_link",
    "milestone",
    "report",
    "acceptance",
    "finding",
    "score",
    "token",
    "session",
    "sign_in_failure",
    "idempotency",
)


def up(migrator, db):
    """Create every table, then the guards of the append-only ones."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in APPEND_ONLY:
        triggers.create(db, table)


def down(migrator, db):
    """Drop every table, last first."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
