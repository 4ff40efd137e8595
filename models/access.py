"""Tokens, sessions and what keeps sign-in honest. Rows only; no secret is stored readable."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of
from models.organisation import Person


class Token(Row):
    """A bearer token of the API, stored as the SHA-256 of what was shown once."""

    person = ForeignKeyField(Person, on_delete="RESTRICT")
    hash = TextField(unique=True)
    label = TextField()
    created_at = TextField()
    expires_at = TextField()
    revoked_at = TextField(null=True)

    secret: ClassVar[frozenset[str]] = frozenset({"hash"})


class AccessLink(Row):
    """A one-time link by which a person sets the first password or a new one, stored as SHA-256."""

    person = ForeignKeyField(Person, on_delete="RESTRICT")
    hash = TextField(unique=True)
    purpose = TextField()
    created_at = TextField()
    expires_at = TextField()
    used_at = TextField(null=True)

    secret: ClassVar[frozenset[str]] = frozenset({"hash"})

    class Meta:
        constraints = [one_of("purpose", ("first", "reset"))]


class Session(Row):
    """A signed-in browser: the cookie's random id as SHA-256. Not in the log (design.md 4)."""

    hash = TextField(unique=True)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    version = IntegerField()
    created_at = TextField()
    seen_at = TextField()
    expires_at = TextField()

    logged: ClassVar[bool] = False


class SignInFailure(Row):
    """A sign-in that failed, counted to slow down guessing; works across processes and restarts."""

    username = TextField(index=True)
    address = TextField()
    at = TextField()

    logged: ClassVar[bool] = False


class Idempotency(Row):
    """The answer's object of a POST with an Idempotency-Key, kept in the act's own transaction."""

    person = BigIntegerField()
    key = TextField()
    request = TextField()
    object_id = BigIntegerField(null=True)
    entry = BigIntegerField()
    at = TextField()

    logged: ClassVar[bool] = False

    class Meta:
        indexes = ((("person", "key"), True),)
