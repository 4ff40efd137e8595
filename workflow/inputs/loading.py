"""Taking an input in by the act's own schema; complaints are one map from field to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import marshmallow as ma

from workflow.act import Act
from workflow.errors import InvalidInput
from workflow.words import Words

Values = dict[str, Any]


@cache
def schema_of(kind: type[ma.Schema]) -> ma.Schema:
    # Making one copies every field, a third of an act's judging; loading with it changes nothing.
    return kind()


def loaded(act: Act, raw: Mapping[str, Any]) -> Values:
    """The input in the act's own shape. Raises InvalidInput with every field that is wrong."""
    return loaded_as(act.input, raw)


def loaded_as(kind: type[ma.Schema], raw: Mapping[str, Any]) -> Values:
    """An input in the shape of this schema. Raises InvalidInput with every field that is wrong."""
    try:
        data: Values = schema_of(kind).load(raw)
    except ma.ValidationError as error:
        messages = error.messages if isinstance(error.messages, Mapping) else {}
        raise InvalidInput(flat(messages)) from error
    return data


def flat(messages: Mapping[Any, Any], before: str = "") -> dict[str, list[Words]]:
    """marshmallow's nested messages as one map from field path (`milestones.0.due_on`)."""
    fields: dict[str, list[Words]] = {}
    for name, value in messages.items():
        path = f"{before}{name}" if name != "_schema" else before.rstrip(".") or "_schema"
        if isinstance(value, Mapping):
            fields.update(flat(value, f"{path}."))
        else:
            fields[path] = list(value) if isinstance(value, list) else [value]
    return fields
