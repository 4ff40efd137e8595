"""What goes out: plain values as JSON, every text in the reader's language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Response, g

from workflow.words import say

JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """A value with the headers that go with it."""

    value: Any
    headers: dict[str, str] = field(default_factory=dict)


def localised(value: Any, language: str) -> Any:
    """The same structure with every text in one language."""
    if isinstance(value, dict):
        return {name: localised(inner, language) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [localised(inner, language) for inner in value]
    return say(value, language)


def encoded(value: Any) -> bytes:
    """JSON in UTF-8; half a character, should one ever get here, as its escape."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def answered(value: Any, status: int) -> Response:
    """The response for what a view returned; what is a response already is not touched."""
    if isinstance(value, Response):
        return value
    known = value if isinstance(value, Answer) else Answer(value)
    response = Response(encoded(localised(known.value, g.language)), status, content_type=JSON)
    response.headers["Content-Language"] = g.language
    response.headers.update(known.headers)
    return response
