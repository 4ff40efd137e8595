"""Whether a year's results are final, by its steps: decided, and under no correction since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def _last(events: Iterable[dict[str, Any]]) -> str | None:
    kinds = [event["kind"] for event in events if event["kind"] in ("decide", "correct")]
    return kinds[-1] if kinds else None


def are_final(events: Iterable[dict[str, Any]]) -> bool:
    """Whether the last word was the decision."""
    return _last(events) == "decide"


def are_corrected(events: Iterable[dict[str, Any]]) -> bool:
    """Whether the county head has opened a correction that nobody has decided on yet."""
    return _last(events) == "correct"
