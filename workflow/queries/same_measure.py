"""Finding targets by their measure, which stands inside a content's own text."""

from __future__ import annotations

from workflow.audit.canonical import canonical


def holding(measure: str) -> str:
    """The pattern of a content's canonical text with this measure."""
    text = canonical({"measure": measure}).decode().strip("{}")
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%"
