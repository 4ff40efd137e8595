"""Proposals after issue: what would change, end, move or join what binds.

Frozen: plain DDL, the same text on SQLite and PostgreSQL but for triggers.
"""

from peewee import SqliteDatabase

DDL = (
    'CREATE TABLE "proposal" ("id" {big} NOT NULL PRIMARY KEY, "target_id" {big} NOT NULL, '
    '"kind" TEXT NOT NULL, "first" INTEGER NOT NULL, "last" INTEGER, "first_round" INTEGER '
    'NOT NULL, "replaced" INTEGER, "turn" TEXT NOT NULL, "handed_up" INTEGER NOT NULL, '
    '"unit_id" {big} NOT NULL, "reviewing_post" TEXT, "supporting" TEXT NOT NULL, "document" '
    'TEXT, "text_id" {big}, "person_id" {big} NOT NULL, "capacity" TEXT NOT NULL, "at" TEXT '
    'NOT NULL, "ended_at" TEXT, "ended_act" TEXT, "outcome" TEXT, "lowered" INTEGER NOT NULL, '
    'FOREIGN KEY ("target_id") REFERENCES "target" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("unit_id") REFERENCES "unit" ("id") ON DELETE RESTRICT, FOREIGN KEY ("text_id") '
    'REFERENCES "text" ("id") ON DELETE RESTRICT, FOREIGN KEY ("person_id") REFERENCES '
    "\"person\" (\"id\") ON DELETE RESTRICT, CHECK (\"kind\" IN ('add', 'change', 'cancel', "
    "'transfer')), CHECK (\"turn\" IN ('unit', 'supporter', 'office', 'leader', 'county_head', "
    "'inspector', 'none')), CHECK (\"handed_up\" IN (0, 1)), CHECK (\"lowered\" IN (0, 1)), CHECK "
    "(\"outcome\" IN ('adopted', 'dropped', 'lapsed')))",
    'CREATE UNIQUE INDEX "proposal_target_id_first" ON "proposal" ("target_id", "first")',
    'CREATE INDEX "proposal_ended_at_turn" ON "proposal" ("ended_at", "turn")',
)


def up(migrator, db):
    """Create the table."""
    # SQLite: INTEGER PRIMARY KEY is the row itself and holds 64 bits; PostgreSQL calls that BIGINT.
    big = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in DDL:
        db.execute_sql(statement.format(big=big))


def down(migrator, db):
    """Drop the table."""
    db.execute_sql('DROP TABLE "proposal"')
