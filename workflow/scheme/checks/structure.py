"""The shape of a scheme by its published JSON Schema; its faults in sentences of both languages.

The schema's own `description` and `x-zh` say what a value must be, so that what is published and
what is said of a fault are one text.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from workflow.scheme.checks.subject import Finding
from workflow.words import Words

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

LONGEST_SHOWN = 40
# What one may look for in a scheme and is kept in another place.
ELSEWHERE = {
    ("calendar",): Words(
        "休假和调休日期不在方案中，由目标办在“工作日历”中设定",
        "days off and days worked are not a scheme's: the office sets the county's calendar",
    )
}


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of scheme files, as it is published."""
    return (files("workflow.scheme") / "scheme.schema.json").read_text("utf-8")


def findings(body: Any) -> Iterator[Finding]:
    """Everything that is too much, missing or of the wrong kind, each once."""
    seen: set[tuple[Any, str]] = set()
    for error in _validator().iter_errors(body):
        for path, words in _told(error):
            if (path, words.en) not in seen:
                seen.add((path, words.en))
                yield path, words


@cache
def _validator() -> Validator:
    # Loaded here: it takes a while, and only who checks a scheme needs it.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    strict = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, v: type(v) is int)
    validator: Any = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=strict)
    made: Validator = validator(json.loads(schema_text()))
    return made


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """As JSON Schema means it: Python's `$` alone would let a line end pass."""
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError("does not match")


def _told(error: ValidationError) -> Iterable[Finding]:
    path = tuple(error.absolute_path)
    rule = str(error.validator)
    if rule == "required":
        return _missing(path, error)
    if rule == "additionalProperties":
        return _too_much(path, error)
    if rule == "uniqueItems":
        return _twice(path, error)
    return [(path, _sentence(rule, error))]


def _missing(path: Any, error: Any) -> Iterator[Finding]:
    for name in error.validator_value:
        if name not in error.instance:
            yield (*path, name), Words("缺少此项", "this is missing")


def _too_much(path: Any, error: Any) -> Iterator[Finding]:
    known = list(error.schema["properties"])
    for name in error.instance:
        if name in known:
            continue
        if (*path, name) in ELSEWHERE:
            yield (*path, name), ELSEWHERE[*path, name]
            continue
        close = difflib.get_close_matches(name, known, 1)
        zh = f"，是否为“{close[0]}”？" if close else f"；可用：{' '.join(known)}"
        en = f", did you mean {close[0]!r}?" if close else f"; known here: {' '.join(known)}"
        yield (*path, name), Words(f"没有这一项{zh}", f"there is no such key{en}")


def _twice(path: Any, error: Any) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, value in enumerate(error.instance):
        written = json.dumps(value, default=str)
        if written in seen:
            words = Words("{0} 重复", "{0} stands twice").format(_shown(value))
            yield (*path, position), words
        seen.add(written)


def _sentence(rule: str, error: Any) -> Words:
    if rule in ("oneOf", "anyOf"):
        names = " ".join(name for choice in error.validator_value for name in choice["required"])
        words = (
            Words("须恰有其一：{0}", "exactly one of these must be given: {0}")
            if rule == "oneOf"
            else Words("至少须有其一：{0}", "at least one of these must be given: {0}")
        )
        return words.format(names)
    schema, found = error.schema, _shown(error.instance)
    if "description" in schema:
        words = Words("须为{must}，现为 {found}", "this must be {must}, not {found}")
        return words.format(must=Words(schema["x-zh"], schema["description"]), found=found)
    # What is left of the keywords used are `enum` and `const`: a closed choice.
    choices = schema.get("enum") or [schema["const"]]
    words = Words("须为其一：{all}；现为 {found}", "this must be one of: {all}; not {found}")
    return words.format(all=" ".join(choices), found=found)


def _shown(value: Any) -> str:
    """A value as its owner would know it again."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
