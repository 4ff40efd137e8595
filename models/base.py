"""The database handle and what all tables share. No table lives here.

Columns hold whole numbers and text only (dates and times as ISO text, decimals as text, yes/no as
0/1, structures as canonical JSON), so that a row, its entry in the log and a replayed row compare
as plain values on both databases.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import peewee
from peewee import BigIntegerField, Check, DatabaseProxy, Model

proxy = DatabaseProxy()

# What the other rooms may know of peewee: the handle's type and that it can fail.
Database = peewee.Database
DatabaseError = peewee.PeeweeException
Conflict = peewee.IntegrityError
# A lost connection, a full disk, a read-only file or standby: nothing that a person did wrong.
CANNOT_WRITE = (peewee.OperationalError, peewee.InternalError, peewee.InterfaceError)

# Seconds a connection waits for a writer outside our own lock (a backup, a shell).
BUSY_SECONDS = 30
# Bugs that can corrupt a WAL database were mended in this release (sqlite.org/wal.html).
SAFE_WAL = (3, 51, 3)


class DatabaseUnusable(Exception):
    """The database cannot be opened or used; the text is one line for the person who started us."""


class Row(Model):
    """A row whose id the application gives, so that the log can name it before it is stored."""

    id = BigIntegerField(primary_key=True)

    # Whether writes to this table enter the audit log; the exceptions are listed in design.md 4.
    logged: ClassVar[bool] = True
    # Columns that enter the log only as a SHA-256 digest (credentials).
    secret: ClassVar[frozenset[str]] = frozenset()
    # Columns that never enter the log: their salted digest stands in another column (texts).
    erasable: ClassVar[frozenset[str]] = frozenset()
    # Rows of these tables may never be changed or deleted, by anybody (triggers).
    append_only: ClassVar[bool] = False

    class Meta:
        database = proxy
        legacy_table_names = False


def one_of(column: str, values: Iterable[Any]) -> peewee.SQL | peewee.NodeList:
    """A CHECK that a column holds one of these values: the database's own word on enumerations."""
    listed = ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in values)
    return Check(f'"{column}" IN ({listed})')


def yes_or_no(column: str) -> peewee.SQL | peewee.NodeList:
    """A CHECK for a 0/1 column."""
    return one_of(column, (0, 1))


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library that peewee really uses."""
    library: str = peewee.sqlite3.sqlite_version  # type: ignore[attr-defined]
    return tuple(int(part) for part in library.split("."))


def is_sqlite(database: peewee.Database) -> bool:
    """Whether this handle speaks to SQLite (else PostgreSQL)."""
    return isinstance(database, peewee.SqliteDatabase)


def open_database(url: str) -> peewee.Database:
    """A handle on the county's database, also given to every table; no connection is made yet.

    `url` is `sqlite:////absolute/path.db` or `postgresql://…`. Raises DatabaseUnusable.
    """
    if url.startswith("sqlite:///"):
        database = _sqlite(Path(url.removeprefix("sqlite:///")))
    else:
        database = _postgresql(url)
    proxy.initialize(database)
    return database


def _sqlite(path: Path) -> peewee.Database:
    # Where only a library with the WAL-reset bug is to be had, the rollback journal is safe.
    journal = "wal" if sqlite_version() >= SAFE_WAL else "delete"
    return peewee.SqliteDatabase(
        str(path),
        pragmas={
            "journal_mode": journal,
            # FULL: an act that was acknowledged is on the disk (performance.md, power-loss replay).
            "synchronous": "full",
            "foreign_keys": 1,
            # Without it INSERT OR REPLACE deletes append-only rows and no trigger is asked.
            "recursive_triggers": 1,
            # What is erased by law, or moved to another page, is overwritten and not only unlinked.
            "secure_delete": 1,
            "cache_size": -16_000,
        },
        timeout=BUSY_SECONDS,
        lock_type="IMMEDIATE",
    )


def _postgresql(url: str) -> peewee.Database:
    try:
        import psycopg  # noqa: F401  (only to say plainly what is missing)
        from playhouse.pool import PooledPostgresqlDatabase
    except ImportError as error:
        raise DatabaseUnusable(
            "PostgreSQL needs its driver: pip install 'shangxia[postgres]'"
        ) from error
    parts = urlsplit(url)
    return PooledPostgresqlDatabase(
        url if parts.netloc or parts.query else parts.path.lstrip("/"),
        max_connections=32,
        stale_timeout=300,
        timeout=10,
        prefer_psycopg3=True,
    )
