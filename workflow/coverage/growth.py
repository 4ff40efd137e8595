"""Whether a value is better than last year's, by its direction (S18)."""

from __future__ import annotations

from workflow.scoring.exact import exact

# Directions in which one value is better than another.
COMPARED = ("at_least", "at_most")


def better(value: str | None, last: str | None, direction: str | None) -> bool | None:
    """Whether a value is better than another; None where direction or values do not tell."""
    if value is None or last is None or direction not in COMPARED:
        return None
    return exact(value) > exact(last) if direction == "at_least" else exact(value) < exact(last)


def worse(value: str | None, than: str | None, direction: str | None) -> bool:
    """Whether a value is surely worse than another, by this direction."""
    return better(than, value, direction) is True
