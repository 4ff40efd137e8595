"""Granting a one-time link: the act as page and command line ask for it. Only its hash goes in."""

from __future__ import annotations

from models.base import Database
from workflow import passwords
from workflow.door import Knock
from workflow.queries import facts


def granting(database: Database, username: str, token: str, hours: int) -> Knock:
    """Give this person a link with this token: for the first password, or for a new one."""
    person = facts.person(database, username) or {}
    raw = {
        "username": username,
        "link_hash": passwords.token_hash(token),
        "purpose": "reset" if person.get("password") else "first",
        "hours": hours,
    }
    return Knock("grant_link", "county", None, raw)
