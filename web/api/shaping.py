"""How the shape of an answer is written down: a few words for what may stand in a field."""

from __future__ import annotations

from functools import partial
from typing import Any

import marshmallow as ma

fields = ma.fields
DIGEST = "^[0-9a-f]{64}$"

string = partial(fields.String, required=True)
whole = partial(fields.Integer, required=True)
yes = partial(fields.Boolean, required=True)
maybe = partial(fields.String, required=True, allow_none=True)


def shaped(pattern: str, *, none: bool = False) -> fields.String:
    """Text of a pattern."""
    return string(allow_none=none, metadata={"pattern": pattern})


def one_of(codes: Any, *, none: bool = False) -> fields.String:
    """A code of a closed set."""
    listed = [str(code) for code in codes] + ([None] if none else [])
    return string(allow_none=none, metadata={"enum": listed})


def moment(*, none: bool = False) -> fields.String:
    """A moment in UTC."""
    return string(allow_none=none, metadata={"format": "date-time"})


def nested(shape: type[ma.Schema], *, none: bool = False) -> fields.Nested:
    """An object."""
    return fields.Nested(shape, required=True, allow_none=none)


def many(inner: type[ma.Schema] | fields.Field[Any]) -> fields.List[Any]:
    """A list of objects or plain values."""
    each = inner if isinstance(inner, fields.Field) else fields.Nested(inner)
    return fields.List(each, required=True)


def anything(*, none: bool = False) -> fields.Raw:
    """Any JSON."""
    return fields.Raw(required=True, allow_none=none)


class Shape(ma.Schema):
    """The base of all answers: what is not declared does not go out."""

    class Meta:
        unknown = ma.RAISE
