"""Fixed SQL through peewee's connection: for the door's few statements and for plain-row lists.

Building a query costs peewee four times what the disk needs for a durable act (performance.md), so
what runs on every act is written out once here and in the query modules. `?` stands for a value on
both databases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import peewee

from models.base import is_sqlite

Values = dict[str, Any]


@lru_cache(maxsize=2048)
def _for_postgresql(sql: str) -> str:
    # Our statements hold no literal question mark or per cent sign but in values.
    return sql.replace("%", "%%").replace("?", "%s")


def run(database: peewee.Database, sql: str, values: Sequence[Any] = ()) -> Any:
    """Execute one statement and return the driver's cursor."""
    return database.execute_sql(sql if is_sqlite(database) else _for_postgresql(sql), tuple(values))


def rows(database: peewee.Database, sql: str, values: Sequence[Any] = ()) -> list[Values]:
    """All rows as dicts by column name."""
    cursor = run(database, sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def each(database: peewee.Database, sql: str, values: Sequence[Any] = ()) -> Iterator[Values]:
    """The same rows one after another, for those who keep only a part of each. Nothing else is to
    be written meanwhile."""
    cursor = run(database, sql, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, found, strict=True)) for found in cursor)


def row(database: peewee.Database, sql: str, values: Sequence[Any] = ()) -> Values | None:
    """The first row, or None."""
    cursor = run(database, sql, values)
    found = cursor.fetchone()
    if found is None:
        return None
    return dict(zip((column[0] for column in cursor.description), found, strict=True))


def value(database: peewee.Database, sql: str, values: Sequence[Any] = ()) -> Any:
    """The first column of the first row, or None."""
    found = run(database, sql, values).fetchone()
    return None if found is None else found[0]


@lru_cache(maxsize=256)
def insert_sql(table: str, names: tuple[str, ...]) -> str:
    """INSERT of these columns."""
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(names))})'


@lru_cache(maxsize=256)
def highest_ids_sql(tables: tuple[str, ...]) -> str:
    """SELECT of the highest id of each of these tables, NULL where it is empty."""
    return "SELECT " + ", ".join(f'(SELECT MAX("id") FROM "{table}")' for table in tables)


@lru_cache(maxsize=256)
def update_sql(table: str, names: tuple[str, ...], guarded: bool) -> str:
    """UPDATE of these columns by id, and by the version that was seen where `guarded`."""
    sets = ", ".join(f'"{name}" = ?' for name in names)
    guard = ' AND "version" = ?' if guarded else ""
    return f'UPDATE "{table}" SET {sets} WHERE "id" = ?{guard}'
