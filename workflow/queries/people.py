"""Names of people by id; names are personal data and stand among the texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from models import statements
from workflow.erased import shown
from workflow.organisation import Organisation


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
    return {number: Named(username, shown(name)) for number, username, name in rows}


def stood_in(
    organisation: Organisation, principal: Named | None, person: int | None, post: str, at: str
) -> dict[str, Any]:
    """For whom a person acted in a post, both names; or that it was as acting head, for nobody."""
    return {
        "on_behalf_of": principal.username if principal else None,
        "on_behalf_of_name": principal.name if principal else None,
        "acting": principal is None and organisation.is_acting(person, post, at),
    }


def texts(database: peewee.Database, ids: Iterable[int | None]) -> dict[int, str]:
    """The bodies of free texts by id; in place of an erased one, that it was."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    sql = f"SELECT id, body FROM text WHERE id IN ({', '.join('?' * len(wanted))})"
    return {number: shown(body) for number, body in statements.run(database, sql, wanted)}
