"""A stored scheme as a TOML file again: what was read from one, in a fixed order and spelling.

Comments are not kept with a scheme and so do not come back; every value does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow.scheme.reading import Body

# The order in which docs/scheme.md explains the tables; what else there is comes behind.
ORDER = (
    *("category", "variant", "front", "group", "item", "rule", "grade", "veto", "grade_rule"),
    *("evaluation", "adjustment", "limits", "normalise", "ranking"),
    *("award", "sanction", "period", "change_window", "notice", "arbitration", "office", "open"),
)
FIRST = ("code", "place", "field", "kind", "year", "zh", "en")
# Longer lists stand one entry a line.
LONG = 90
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Notes = Mapping[tuple[str, int], Sequence[str]]


def toml_of(body: Body, notes: Notes | None = None) -> str:
    """The TOML of a scheme's body; body_of() of it is the body again, with or without notes.

    `notes` are comments above a table, by its name and place; ("", 0) stands above everything.
    """
    said = notes or {}
    plain = {name: value for name, value in body.items() if not _is_table(value)}
    tables = sorted(body.keys() - plain.keys(), key=place_of)
    blocks = [_noted(said.get(("", 0), ()), "\n".join(_pairs(plain)))]
    for name in tables:
        blocks += [
            _noted(said.get((name, place), ()), block)
            for place, block in enumerate(_blocks(name, body[name]))
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _noted(notes: Sequence[str], block: str) -> str:
    # TOML knows no control characters in a comment but the tab, and a line end would end it.
    return "\n".join([*(f"# {_CONTROL.sub(' ', note)}" for note in notes), block])


def place_of(name: str) -> tuple[int, str]:
    """Where a table stands among the others; what is no table comes after all of them."""
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _is_table(value: Any) -> bool:
    listed = isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) or bool(listed)


def _blocks(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield "\n".join([f"[{_key(name)}]", *_pairs(value)])
        return
    for entry in value:
        yield "\n".join([f"[[{_key(name)}]]", *_pairs(entry)])


def _pairs(table: Body) -> Iterator[str]:
    names = [name for name in FIRST if name in table]
    for name in (*names, *sorted(table.keys() - {*names})):
        yield f"{_key(name)} = {_value(table[name])}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        parts = [_value(one) for one in value]
        line = f"[{', '.join(parts)}]"
        return line if len(line) <= LONG else "[\n  " + ",\n  ".join(parts) + ",\n]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    # A JSON string is a TOML one but for this one character, which TOML wants escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
