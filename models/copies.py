"""Databases beside the county's: a file that is filled once and from then on only read.

No table class is bound to them: whoever reads one names it, and the county's own stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import peewee

from models.base import BUSY_SECONDS
from models.migrate import runner


class CannotBeFilled(Exception):
    """A row does not fit its table: no act wrote it."""


def to_fill(path: Path, *, empty: bool) -> peewee.Database:
    """A connected handle for filling a copy nobody else knows of; `empty`: it gets its tables.

    It may lose everything with the power: a copy that was not finished is made again. Rows come in
    any order, so that what they point to is not asked for; the log they come from is.
    """
    database = peewee.SqliteDatabase(
        str(path),
        pragmas={"journal_mode": "off", "synchronous": "off", "foreign_keys": 0},
        lock_type="IMMEDIATE",
    )
    database.connect()
    if empty:
        list(runner(database).up())
    return database


def to_read(path: Path) -> peewee.Database:
    """A handle on a finished copy that refuses every write; no connection is made yet."""
    return peewee.SqliteDatabase(
        f"{path.resolve().as_uri()}?mode=ro",
        pragmas={"query_only": 1},
        timeout=BUSY_SECONDS,
        uri=True,
    )


def fill(
    database: peewee.Database, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert many rows of one table."""
    listed = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    _many(database, f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)


def take_out(database: peewee.Database, table: str, ids: Iterable[int]) -> None:
    """Remove rows that are about to be put in again as they are later."""
    _many(database, f'DELETE FROM "{table}" WHERE "id" = ?', ((number,) for number in ids))


def _many(database: peewee.Database, sql: str, rows: Iterable[Sequence[Any]]) -> None:
    connection: Any = database.connection()
    try:
        connection.executemany(sql, rows)
    except peewee.sqlite3.Error as error:  # type: ignore[attr-defined]
        raise CannotBeFilled(str(error)) from error
