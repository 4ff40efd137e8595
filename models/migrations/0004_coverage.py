"""Coverage of the plan: key tasks that change and end, waivers, plan digests.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "key_task_revision" ("id" {big} NOT NULL PRIMARY KEY, '
    '"key_task_id" {big} NOT NULL, "no" INTEGER NOT NULL, "supporting" TEXT NOT '
    'NULL, "ended" INTEGER NOT NULL, "material" TEXT NOT NULL, "digest" TEXT NOT '
    'NULL, "document" TEXT NOT NULL, "text_id" {big}, "person_id" {big} NOT NULL, '
    '"at" TEXT NOT NULL, FOREIGN KEY ("key_task_id") REFERENCES "key_task" ("id") '
    'ON DELETE RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE'
    ' RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE '
    'RESTRICT, CHECK ("ended" IN (0, 1)))',
    'CREATE UNIQUE INDEX "key_task_revision_key_task_id_no" ON "key_task_revision" '
    '("key_task_id", "no")',
    'CREATE TABLE "waiver" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT '
    'NULL, "code" TEXT NOT NULL, "about" TEXT NOT NULL, "failure" TEXT NOT NULL, '
    '"binds" TEXT NOT NULL, "said_zh" TEXT NOT NULL, "said_en" TEXT NOT NULL, '
    '"document" TEXT NOT NULL, "text_id" {big} NOT NULL, "person_id" {big} NOT '
    'NULL, "post_id" {big} NOT NULL, "channel" TEXT NOT NULL, "at" TEXT NOT NULL, '
    'FOREIGN KEY ("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN '
    'KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("post_id") REFERENCES "post" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "waiver_year_id_id" ON "waiver" ("year_id", "id")',
    'CREATE TABLE "waiver_end" ("id" {big} NOT NULL PRIMARY KEY, "waiver_id" {big} '
    'NOT NULL, "text_id" {big}, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, '
    'FOREIGN KEY ("waiver_id") REFERENCES "waiver" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN '
    'KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "waiver_end_waiver_id" ON "waiver_end" ("waiver_id")',
    'CREATE TABLE "plan_digest" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} '
    'NOT NULL, "no" INTEGER NOT NULL, "digest" TEXT NOT NULL, "previous" TEXT, '
    '"waivers" TEXT NOT NULL, "act" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY '
    '("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "plan_digest_year_id_no" ON "plan_digest" ("year_id", "no")',
)
TABLES = ("key_task_revision", "waiver", "waiver_end", "plan_digest")


def up(migrator, db):
    """Create the tables and their guards: all of them are only ever added to."""
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
