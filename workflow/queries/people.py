"""Names of people by id; names are personal data and stand among the texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import peewee

from models import statements


@dataclass(frozen=True)
class Named:
    """A person as shown: user name and name."""

    username: str
    name: str


def names(database: peewee.Database, ids: Iterable[int | None]) -> dict[int, Named]:
    """User name and name of each person named."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    sql = (
        "SELECT p.id, p.username, x.body FROM person p JOIN text x ON x.id = p.name_id "
        f"WHERE p.id IN ({', '.join('?' * len(wanted))})"
    )
    rows = statements.run(database, sql, wanted).fetchall()
    return {number: Named(username, name) for number, username, name in rows}


def texts(database: peewee.Database, ids: Iterable[int | None]) -> dict[int, str]:
    """The bodies of free texts by id."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    sql = f"SELECT id, body FROM text WHERE id IN ({', '.join('?' * len(wanted))})"
    return dict(statements.run(database, sql, wanted).fetchall())
