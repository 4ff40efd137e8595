"""The values found for the parts and periods of a target.

Frozen: plain DDL, the same text on SQLite and PostgreSQL. Findings of before have none.
"""


def up(migrator, db):
    """Add the column; rows that are only ever added to stay as they are."""
    db.execute_sql('ALTER TABLE "finding" ADD COLUMN "parts" TEXT')


def down(migrator, db):
    """Drop the column."""
    db.execute_sql('ALTER TABLE "finding" DROP COLUMN "parts"')
