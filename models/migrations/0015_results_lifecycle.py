"""What an objection points at, sign-offs of units' results, and what a correction revoked.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "objection_node" ("id" {big} NOT NULL PRIMARY KEY, "objection_id" {big} NOT'
    ' NULL, "what" TEXT NOT NULL, "path" TEXT NOT NULL, "digest" TEXT NOT NULL, FOREIGN KEY'
    ' ("objection_id") REFERENCES "objection" ("id") ON DELETE RESTRICT, CHECK ("what" IN'
    " ('figure', 'evidence', 'deduction', 'cause')))",
    'CREATE UNIQUE INDEX "objection_node_objection_id" ON "objection_node" ("objection_id")',
    'CREATE TABLE "award_end" ("id" {big} NOT NULL PRIMARY KEY, "award_id" {big} NOT NULL,'
    ' "result_id" {big} NOT NULL, "document" TEXT NOT NULL, "person_id" {big} NOT NULL, "at" TEXT'
    ' NOT NULL, FOREIGN KEY ("award_id") REFERENCES "award" ("id") ON DELETE RESTRICT, FOREIGN KEY'
    ' ("result_id") REFERENCES "year_result" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id")'
    ' REFERENCES "person" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "award_end_award_id" ON "award_end" ("award_id")',
    'CREATE TABLE "sign_off" ("id" {big} NOT NULL PRIMARY KEY, "year_id" {big} NOT NULL, "unit_id"'
    ' {big} NOT NULL, "result_id" {big} NOT NULL, "side" TEXT NOT NULL, "digest" TEXT NOT NULL,'
    ' "person_id" {big} NOT NULL, "on_behalf_of_id" {big}, "at" TEXT NOT NULL, FOREIGN KEY'
    ' ("year_id") REFERENCES "year" ("id") ON DELETE RESTRICT, FOREIGN KEY ("unit_id") REFERENCES'
    ' "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("result_id") REFERENCES "year_result" ("id")'
    ' ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
    ' FOREIGN KEY ("on_behalf_of_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("side"'
    " IN ('office', 'county_head')))",
    'CREATE INDEX "sign_off_year_id_unit_id_id" ON "sign_off" ("year_id", "unit_id", "id")',
    'CREATE TABLE "sign_off_end" ("id" {big} NOT NULL PRIMARY KEY, "sign_off_id" {big} NOT NULL,'
    ' "result_id" {big} NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("sign_off_id") REFERENCES'
    ' "sign_off" ("id") ON DELETE RESTRICT, FOREIGN KEY ("result_id") REFERENCES "year_result"'
    ' ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "sign_off_end_sign_off_id" ON "sign_off_end" ("sign_off_id")',
)
TABLES = ("objection_node", "award_end", "sign_off", "sign_off_end")
OF_AWARDS = '"award_year_id_unit_id_kind_code" ON "award" ("year_id", "unit_id", "kind", "code")'


def up(migrator, db):
    """Create the tables and their guards; an award may be granted again once it was revoked."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in TABLES:
        triggers.create(db, table)
    db.execute_sql('DROP INDEX "award_year_id_unit_id_kind_code"')
    db.execute_sql(f"CREATE INDEX {OF_AWARDS}")


def down(migrator, db):
    """Drop the tables, last first."""
    db.execute_sql('DROP INDEX "award_year_id_unit_id_kind_code"')
    db.execute_sql(f"CREATE UNIQUE INDEX {OF_AWARDS}")
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
