"""What comes in: JSON bodies, query strings and the headers of a request, refused in one way.

A body that is no JSON object in UTF-8 is turned away here (400, 413, 415, 422); what the fields
hold is for the act's own schema.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import marshmallow as ma
from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from workflow.audit.instant import FIELD
from workflow.errors import InvalidInput
from workflow.inputs.loading import flat
from workflow.words import Words

Values = dict[str, Any]
MOST_BYTES = 1024 * 1024
MOST_DEPTH = 20
LONGEST_KEY = 200


class Unreadable(BadRequest):
    """A body that is not one JSON text; `words` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__()
        self.words = Words(zh, en)


def body() -> Values:
    """The request's JSON object; an absent body is an empty one.

    Raises Unreadable (400), UnsupportedMediaType (415), RequestEntityTooLarge (413), InvalidInput.
    """
    data = request.get_data(cache=False)
    if not data:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType
    value = parsed(data)
    if not isinstance(value, dict):
        raise InvalidInput({"_schema": [Words("应为对象。", "This must be an object.")]})
    return value


def parsed(data: bytes) -> Any:
    """One JSON text (RFC 8259), strictly: UTF-8, no name twice, no NaN, no deep nesting."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("正文不是 UTF-8。", "The body is not UTF-8.") from error
    try:
        value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("正文不是有效的 JSON。", "The body is not valid JSON.") from error
    _check_depth(value)
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> Values:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("JSON 中有重复的键。", "The JSON has a name twice.")
    if any("\ud800" <= c <= "\udfff" for name in found for c in name):
        raise Unreadable("JSON 的键含有半个字符。", "A name in the JSON holds half a character.")
    return found


def _no_constant(_: str) -> NoReturn:
    raise Unreadable("JSON 没有 NaN 和 Infinity。", "JSON has no NaN or Infinity.")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise Unreadable("JSON 嵌套过深。", "The JSON is nested too deeply.")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def checked(schema: ma.Schema, raw: Any) -> Values:
    """The values in the schema's shape. Raises InvalidInput with every field that is wrong."""
    try:
        values: Values = schema.load(raw)
    except ma.ValidationError as error:
        raise InvalidInput(flat(error.normalized_messages())) from error
    return values


def query(schema: ma.Schema) -> Values:
    """The query string in the schema's shape; a name may come once. Raises InvalidInput."""
    given = request.args.to_dict(flat=False)
    given.pop(FIELD, None)
    twice = {
        name: [Words("只能给一次。", "Give this once.")] for name in given if _more(given[name])
    }
    if twice:
        raise InvalidInput(twice)
    return checked(schema, {name: values[0] for name, values in given.items()})


def _more(values: list[str]) -> bool:
    return len(values) > 1


def idempotency_key() -> str | None:
    """The Idempotency-Key of the request. Raises InvalidInput for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        words = Words("应为 1–200 个可见字符。", "Use 1 to 200 printable ASCII characters.")
        raise InvalidInput({"Idempotency-Key": [words]})
    return key


def if_match(version: int | None) -> int | None:
    """What the door should find: the version of If-Match, None where any will do.

    Of several tags the one that names `version`, the present one, counts; the door looks again
    under its lock. -1 matches nothing (RFC 9110, 13.1.1: weak tags never do).
    """
    if "If-Match" not in request.headers:
        return None
    tags = request.if_match
    if tags.star_tag:
        return None
    if version is not None and tags.is_strong(str(version)):
        return version
    known = [int(t) for t in tags.as_set() if t.isascii() and t.isdecimal() and len(t) < 16]
    return known[0] if len(known) == 1 else -1
