"""Who a bearer token speaks for."""

from __future__ import annotations

from typing import Any

from models import statements
from models.base import Database

_BEARER = """
SELECT p.id, p.username, x.body AS name FROM token k
JOIN person p ON p.id = k.person_id JOIN text x ON x.id = p.name_id
WHERE k.hash = ? AND k.revoked_at IS NULL AND k.expires_at > ? AND p.active = 1
"""


def bearer(database: Database, token_hash: str, at: str) -> dict[str, Any] | None:
    """The person a token of this hash speaks for at a moment; None for a token that is unknown,
    expired or revoked, and for a person who may not sign in any more."""
    return statements.row(database, _BEARER, (token_hash, at))
