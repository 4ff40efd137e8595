"""The coordination thread of joint targets, and tasks inside a unit.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "coordination" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "text_id" {big} NOT NULL, "asked_id" {big}, "due_on" TEXT, "answers_id" {big}, "post_id"'
    ' {big} NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("target_id")'
    ' REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text"'
    ' ("id") ON DELETE RESTRICT, FOREIGN KEY ("asked_id") REFERENCES "unit" ("id") ON DELETE'
    ' RESTRICT, FOREIGN KEY ("answers_id") REFERENCES "coordination" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "coordination_target_id_id" ON "coordination" ("target_id", "id")',
    'CREATE INDEX "coordination_asked_id_id" ON "coordination" ("asked_id", "id")',
    'CREATE UNIQUE INDEX "coordination_answers_id" ON "coordination" ("answers_id")',
    'CREATE TABLE "internal_task" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL,'
    ' "unit_id" {big} NOT NULL, "section" TEXT, "assignee_id" {big} NOT NULL, "due_on" TEXT NOT'
    ' NULL, "text_id" {big} NOT NULL, "person_id" {big} NOT NULL, "at" TEXT NOT NULL, "ended"'
    ' TEXT, "ended_at" TEXT, "ended_by_id" {big}, "ended_text_id" {big}, FOREIGN KEY'
    ' ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id")'
    ' REFERENCES "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("assignee_id") REFERENCES'
    ' "person" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON'
    ' DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("ended_by_id") REFERENCES "person" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("ended_text_id") REFERENCES "text" ("id") ON DELETE RESTRICT, CHECK ("ended" IN'
    " ('done', 'dropped')))",
    'CREATE INDEX "internal_task_target_id_id" ON "internal_task" ("target_id", "id")',
    'CREATE INDEX "internal_task_assignee_id_ended" ON "internal_task" ("assignee_id", "ended")',
)
APPEND_ONLY = ("coordination",)
TABLES = ("coordination", "internal_task")


def up(migrator, db):
    """Create the tables, then the guard of the thread: what was said stays said."""
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
