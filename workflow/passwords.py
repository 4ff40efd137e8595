"""Passwords and tokens: Argon2id for what people remember, SHA-256 for what machines hold."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 10


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    # Imported where it is used: most commands never check a password (performance.md 12).
    from argon2 import PasswordHasher

    return PasswordHasher()


def hashed(password: str) -> str:
    """The Argon2id hash that is stored."""
    return _hasher().hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one that was hashed; an account without one matches nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    # Work of the same length for unknown users, so that timing tells nobody who exists.
    known = stored or _nobody()
    try:
        right = _hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored) and right


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))


def new_token() -> str:
    """A bearer token, shown once."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token or session id: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
