"""Passwords and other secrets: hashed before they are stored, compared without telling how near."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10

# Argon2id with the library's own costs (RFC 9106, low-memory profile: 64 MiB, t=3, p=4).
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The Argon2id hash to store, with its salt and costs in it."""
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe(16))


def is_password(stored: str, password: str) -> bool:
    """Whether this is the password of the hash.

    Without a hash (unknown user, no password given yet) it takes as long and says no, so that the
    time does not tell which user names exist.
    """
    try:
        return _hasher.verify(stored or _nobody(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def new_secret() -> str:
    """A secret of 256 random bits, for sessions and bearer tokens."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """How such a secret is stored; it is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
