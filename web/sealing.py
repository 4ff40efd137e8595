"""What must come back as it went out: values that travel in a form, signed and packed small.

A seal holds for one person, one session and one purpose, and for as long as a session may lie idle.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, g
from itsdangerous import BadData, URLSafeTimedSerializer

from web.sessions import IDLE


def _sealer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"shangxia/{purpose}")


def _whose() -> list[int | None]:
    return [g.visitor.id, g.visitor.session]


def sealed(purpose: str, value: Any) -> str:
    """Plain values as one text for a hidden field."""
    text = _sealer(purpose).dumps([_whose(), value])
    return text if isinstance(text, str) else text.decode()


def unsealed(purpose: str, text: str) -> Any:
    """What was sealed for this person's session and purpose; None where it was not, or too long
    ago. It is unpacked only once the signature was found right."""
    try:
        whose, value = _sealer(purpose).loads(text, max_age=int(IDLE.total_seconds()))
    except BadData:
        return None
    return value if whose == _whose() else None
