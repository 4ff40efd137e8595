"""Bringing a database to this program's shape: peewee's own runner, under a lock."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from models.base import DatabaseUnusable, is_sqlite
from models.locks import ADVISORY, Turnstile

FOLDER = Path(__file__).parent / "migrations"


@contextlib.contextmanager
def _alone(database: peewee.Database) -> Iterator[None]:
    """Connected, with nobody else migrating this database."""
    # Runner.up() has no lock: three at once on PostgreSQL gave two IntegrityErrors (stack.md 4).
    if is_sqlite(database):
        # Locked before connecting: the first connection turns a new file to WAL, and whoever
        # connects in that moment is told "database is locked" at once, whatever the timeout.
        beside = Path(f"{Path(database.database).resolve()}-migrate")
        with Turnstile(beside), database.connection_context():
            yield
        return
    with database.connection_context():
        database.execute_sql("SELECT pg_advisory_lock(%s)", (ADVISORY + 1,))
        try:
            yield
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (ADVISORY + 1,))


def runner(database: peewee.Database) -> Runner:
    """peewee's migration runner on our folder."""
    return Runner(database, str(FOLDER))


def newest() -> str:
    """The number of this program's newest migration."""
    return max(path.name for path in FOLDER.glob("[0-9]*.py")).partition("_")[0]


def migrate(database: peewee.Database) -> list[str]:
    """Apply what is missing and return the names applied. Raises DatabaseUnusable when the database
    was written by a newer program."""
    with _alone(database):
        check_not_newer(database)
        return list(runner(database).up())


def unknown(database: peewee.Database) -> list[str]:
    """Migrations this database has had and this program does not know."""
    return [step.name for step in runner(database).status() if step.path is None]


def missing(database: peewee.Database) -> list[str]:
    """Migrations this program has and this database has not."""
    return [step.name for step in runner(database).status() if not step.applied]


def check_not_newer(database: peewee.Database) -> None:
    """Refuse a database that a newer program has changed: reading it here could misread it."""
    newer = unknown(database)
    if newer:
        raise DatabaseUnusable(
            f"the database is newer than this program (it knows {', '.join(newer)}): "
            "start the newer program, or restore a backup"
        )
