"""Keys of the log, its signed checkpoints, witnesses and what they cosigned, cached subtrees.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

from models import triggers

DDL = (
    'CREATE TABLE "log_key" ("id" {big} NOT NULL PRIMARY KEY, "origin" TEXT NOT NULL, "vkey" TEXT'
    ' NOT NULL, "kind" TEXT NOT NULL, "at" TEXT NOT NULL, "person_id" {big}, FOREIGN KEY'
    ' ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT, CHECK ("kind" IN (\'first\','
    " 'rotated', 'reopened')))",
    'CREATE UNIQUE INDEX "log_key_vkey" ON "log_key" ("vkey")',
    'CREATE TABLE "checkpoint" ("id" {big} NOT NULL PRIMARY KEY, "origin" TEXT NOT NULL, "size"'
    ' BIGINT NOT NULL, "root" TEXT NOT NULL, "note" TEXT NOT NULL, "at" TEXT NOT NULL)',
    'CREATE UNIQUE INDEX "checkpoint_origin_size" ON "checkpoint" ("origin", "size")',
    'CREATE TABLE "witness" ("id" {big} NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "vkey" TEXT NOT'
    ' NULL, "active" INTEGER NOT NULL, "version" BIGINT NOT NULL, CHECK ("active" IN (0, 1)))',
    'CREATE UNIQUE INDEX "witness_name" ON "witness" ("name")',
    'CREATE UNIQUE INDEX "witness_vkey" ON "witness" ("vkey")',
    'CREATE TABLE "cosignature" ("id" {big} NOT NULL PRIMARY KEY, "origin" TEXT NOT NULL, "size"'
    ' BIGINT NOT NULL, "witness_id" {big} NOT NULL, "line" TEXT NOT NULL, "at" TEXT NOT NULL,'
    ' FOREIGN KEY ("witness_id") REFERENCES "witness" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "cosignature_origin_size_witness_id" ON "cosignature" ("origin", "size",'
    ' "witness_id")',
    'CREATE TABLE "subtree" ("id" {big} NOT NULL PRIMARY KEY, "level" INTEGER NOT NULL, "place"'
    ' BIGINT NOT NULL, "hash" TEXT NOT NULL)',
    'CREATE INDEX "subtree_level_place" ON "subtree" ("level", "place")',
)
TABLES = ("log_key", "checkpoint", "witness", "cosignature", "subtree")
FOR_GOOD = ("log_key", "checkpoint", "cosignature", "subtree")


def up(migrator, db):
    """Create the tables and the guards of those that are only ever added to."""
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))
    for table in FOR_GOOD:
        triggers.create(db, table)


def down(migrator, db):
    """Drop the tables."""
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
