"""Who is signed in: server-side sessions, throttled sign-in, and the language a person chose.

The cookie holds a random id and the CSRF value, nothing else. Sessions are not in the audit log
(design.md section 4): they are access, not acts.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import request, session

from config import LANGUAGES
from models import statements
from models.base import Database
from models.locks import county_lock
from workflow import passwords
from workflow.clock import stamp
from workflow.erased import shown

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=2)
# A session's last use is written at most this often: reading pages should not write.
NOTED_EVERY = timedelta(minutes=5)

# Failures within the window after which sign-in waits: for one name from one address, for one name
# from anywhere, for one address with any name.
WINDOW = timedelta(minutes=15)
MOST_OF_BOTH = 5
MOST_OF_NAME = 20
MOST_OF_ADDRESS = 50

LANGUAGE_COOKIE = "language"
COOKIE_KEY = "session"


@dataclass(frozen=True)
class Visitor:
    """A signed-in person, and their session if they came by a cookie."""

    id: int
    username: str
    name: str
    session: int | None


class TooManyFailures(Exception):
    """Sign-in waits: too many wrong passwords of late."""


def _now() -> datetime:
    # Sessions live by the real clock, also in a demo county that lives in another year.
    return datetime.now(UTC)


def _new_id() -> int:
    return secrets.randbelow(2**52) + 1


def sign_in(database: Database, username: str, password: str, address: str) -> int | None:
    """The id of the person with this name and password, or None. Raises TooManyFailures."""
    check_throttle(database, username, address)
    sql = "SELECT id, password FROM person WHERE username = ? AND active = 1"
    found = statements.row(database, sql, (username,))
    if not passwords.matches(found["password"] if found else "", password) or not found:
        note_failure(database, username, address)
        return None
    statements.run(
        database,
        "DELETE FROM sign_in_failure WHERE username = ? AND address = ?",
        (username, address),
    )
    return int(found["id"])


def check_throttle(database: Database, username: str, address: str) -> None:
    """Raises TooManyFailures where this name or address, or both, failed too often of late."""
    since = stamp(_now() - WINDOW)
    limits = (
        ("username = ? AND address = ?", (username, address), MOST_OF_BOTH),
        ("username = ?", (username,), MOST_OF_NAME),
        ("address = ?", (address,), MOST_OF_ADDRESS),
    )
    for where, values, most in limits:
        sql = f"SELECT COUNT(*) FROM sign_in_failure WHERE at > ? AND {where}"  # noqa: S608
        if statements.value(database, sql, (since, *values)) >= most:
            raise TooManyFailures


def note_failure(database: Database, username: str, address: str) -> None:
    """Count one failure of this name from this address."""
    with county_lock(database).transaction():
        statements.run(
            database, "DELETE FROM sign_in_failure WHERE at < ?", (stamp(_now() - WINDOW),)
        )
        sql = statements.insert_sql("sign_in_failure", ("id", "username", "address", "at"))
        statements.run(database, sql, (_new_id(), username[:200], address, stamp(_now())))


def begin(database: Database, person: int) -> None:
    """Start a session for this person in this browser; whatever the cookie held before is gone."""
    secret = passwords.new_token()
    now = _now()
    version = statements.value(
        database, "SELECT session_version FROM person WHERE id = ?", (person,)
    )
    row = {
        "id": _new_id(),
        "hash": passwords.token_hash(secret),
        "person_id": person,
        "version": version,
        "created_at": stamp(now),
        "seen_at": stamp(now),
        "expires_at": stamp(now + LIFETIME),
    }
    with county_lock(database).transaction():
        statements.run(database, "DELETE FROM session WHERE expires_at < ?", (stamp(now),))
        sql = statements.insert_sql("session", tuple(row))
        statements.run(database, sql, tuple(row.values()))
    session.clear()
    session[COOKIE_KEY] = secret


def end(database: Database) -> None:
    """End this browser's session on the server, so that a copied cookie is worth nothing."""
    secret = str(session.get(COOKIE_KEY, ""))
    statements.run(database, "DELETE FROM session WHERE hash = ?", (passwords.token_hash(secret),))
    session.clear()


def visitor(database: Database) -> Visitor | None:
    """The person behind this request's cookie, if the session still counts."""
    secret = session.get(COOKIE_KEY)
    if not secret:
        return None
    sql = (
        "SELECT s.id AS session, s.seen_at, s.expires_at, p.id, p.username, t.body AS name "
        "FROM session s JOIN person p ON p.id = s.person_id JOIN text t ON t.id = p.name_id "
        "WHERE s.hash = ? AND p.active = 1 AND s.version = p.session_version"
    )
    found = statements.row(database, sql, (passwords.token_hash(str(secret)),))
    now = _now()
    if found is None or found["expires_at"] < stamp(now) or found["seen_at"] < stamp(now - IDLE):
        return None
    if found["seen_at"] < stamp(now - NOTED_EVERY):
        statements.run(
            database,
            "UPDATE session SET seen_at = ? WHERE id = ?",
            (stamp(now), found["session"]),
        )
    return Visitor(found["id"], found["username"], shown(found["name"]), found["session"])


def chosen_language(default: str) -> str:
    """The language chosen before in this browser, else the best of Accept-Language, else ours."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for wanted, _ in request.accept_languages:
        for language in LANGUAGES:
            if wanted.lower().split("-")[0] == language.lower().split("-")[0]:
                return language
    return default
