"""Who a bearer token or a one-time link speaks for, and who has no password yet."""

from __future__ import annotations

from typing import Any

from models import statements
from models.base import Database
from workflow.erased import shown_in

_BEARER = """
SELECT p.id, p.username, x.body AS name FROM token k
JOIN person p ON p.id = k.person_id JOIN text x ON x.id = p.name_id
WHERE k.hash = ? AND k.revoked_at IS NULL AND k.expires_at > ? AND p.active = 1
"""


def bearer(database: Database, token_hash: str, at: str) -> dict[str, Any] | None:
    """The person a token of this hash speaks for at a moment; None for a token that is unknown,
    expired or revoked, and for a person who may not sign in any more."""
    return _named(statements.row(database, _BEARER, (token_hash, at)))


def link_facts(
    database: Database, link_hash: str | None, person: int | None, at: str
) -> dict[str, Any]:
    """What acts on one-time links are judged by: the link of this hash with its person, and the
    links of the person named that could still be used at this moment."""
    one = statements.row
    link = one(database, "SELECT * FROM access_link WHERE hash = ?", (link_hash,))
    holder = link and one(database, "SELECT * FROM person WHERE id = ?", (link["person_id"],))
    return {"link": link, "link_person": holder, "open_links": _open_links(database, person, at)}


def _open_links(database: Database, person: int | None, at: str) -> list[dict[str, Any]]:
    return statements.rows(
        database,
        "SELECT * FROM access_link WHERE person_id = ? AND used_at IS NULL AND expires_at > ? "
        "ORDER BY id",
        (person, at),
    )


def usable_link(database: Database, link_hash: str, at: str) -> dict[str, Any] | None:
    """Whose password a link of this hash sets at a moment; None for a link that does not count."""
    sql = (
        "SELECT p.username, x.body AS name, k.purpose, k.expires_at FROM access_link k "
        "JOIN person p ON p.id = k.person_id JOIN text x ON x.id = p.name_id "
        "WHERE k.hash = ? AND k.used_at IS NULL AND k.expires_at > ? AND p.active = 1"
    )
    return _named(statements.row(database, sql, (link_hash, at)))


def _named(row: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else shown_in(row, "name")


def without_password(database: Database) -> list[dict[str, Any]]:
    """The active people who never had a password, in the order in which they were added."""
    sql = (
        "SELECT p.id, p.username, x.body AS name FROM person p JOIN text x ON x.id = p.name_id "
        "WHERE p.active = 1 AND p.password = '' ORDER BY p.id"
    )
    return [shown_in(row, "name") for row in statements.rows(database, sql, ())]


def active_people(database: Database) -> list[dict[str, Any]]:
    """Everybody who may sign in: user name, name, and whether they ever had a password."""
    sql = (
        "SELECT p.username, x.body AS name, CASE WHEN p.password = '' THEN 0 ELSE 1 END "
        "AS has_password FROM person p JOIN text x ON x.id = p.name_id "
        "WHERE p.active = 1 ORDER BY p.username"
    )
    return [shown_in(row, "name") for row in statements.rows(database, sql, ())]
