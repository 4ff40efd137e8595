"""A scheme that is only tried (what-if): read and checked like any other, or a year's own with
single numbers changed.

What a plan must keep, that its categories, variants and items add up, is not asked of it: to see
what a category's weight does is the very question. Everything else is: shape, codes, bands, grades.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from workflow.scheme.checking import check
from workflow.scheme.checks import item_points, points
from workflow.scheme.faults import BadScheme, Fault
from workflow.scheme.reading import Body
from workflow.scheme.scheme import body_of, for_year
from workflow.words import Words

ADDING_UP: Final = (points.categories, points.variants, item_points.item_points)
TIES: Final = {
    "competition": Words("跳位（1-2-2-4）", "skipping (1-2-2-4)"),
    "dense": Words("连续（1-2-2-3）", "dense (1-2-2-3)"),
}
ON: Final = {
    "rounded": Words("取舍后的总分", "the total as rounded"),
    "exact": Words("未取舍的总分", "the exact total"),
}
RANKING: Final = {"ties": "competition", "places": 2, "on": "rounded"}
"""What may be changed of the ranking, with what holds where a scheme does not say."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One number or choice of a scheme that may be turned: `points.key`, `grade.met`, `ties`."""

    key: str
    label: Words
    value: str
    choices: Mapping[str, Words] | None = None


def dials(body: Body) -> list[Dial]:
    """Return what may be turned of a sound scheme, with what it says now."""
    ranking = {**RANKING, **body.get("ranking", {})}
    return [
        *(Dial(f"points.{c['code']}", _named(c, _POINTS), c["points"]) for c in body["category"]),
        *(
            Dial(f"grade.{g['code']}", _named(g, _LIMIT), g["at_least"])
            for g in body["grade"]
            if g.get("at_least") is not None
        ),
        Dial("ties", Words("并列后的位次", "Places after a tie"), ranking["ties"], TIES),
        Dial("places", Words("总分保留小数位", "Decimals of totals"), str(ranking["places"])),
        Dial("on", Words("排名依据", "Ranked on"), ranking["on"], ON),
    ]


def turned(body: Body, values: Mapping[str, str]) -> Body:
    """Return a scheme with these dials at other values. What is no dial of it is passed over."""
    made = deepcopy(body)
    known = {dial.key: dial.value for dial in dials(body)}
    for key, value in values.items():
        if key in known and value != known[key]:
            _turn(made, key, value)
    return made


def by_dial(body: Body, faults: Sequence[Fault]) -> dict[str, list[Words]]:
    """Return faults of a turned scheme by the dial that each is about, in words for whoever turned
    it and has no file at hand; under `dials` what is about none of them."""
    found: dict[str, list[Words]] = {}
    for fault in faults:
        dial = _dial_of(body, fault.field)
        if dial is None:
            found.setdefault("dials", []).append(fault.sentence)
        else:
            found.setdefault(dial.key, []).append(_no_number(dial) or fault.words)
    return found


def tried(
    toml: str, year: int, units: Collection[str] | None, posts: Collection[str] | None
) -> Body:
    """Return the body of a scheme file that is to be tried on a year. Raises BadScheme."""
    body = body_of(toml)
    return sound(for_year(body, year), units, posts, toml)


def sound(
    body: Body,
    units: Collection[str] | None,
    posts: Collection[str] | None,
    text: str | None = None,
) -> Body:
    """Return a body that can be tried as it stands. Raises BadScheme with every fault."""
    faults: list[Fault] = check(body, text=text, units=units, posts=posts, leaving_out=ADDING_UP)
    if faults:
        raise BadScheme(faults)
    return body


_NUMBERS: Final = {
    "points": (
        re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?"),
        Words(
            "须为不小于 0 的数，最多 6 位小数，现为“{value}”",
            "this must be a number not below 0, with at most 6 decimals; not “{value}”",
        ),
    ),
    "grade": (
        re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?"),
        Words(
            "须为数，最多 6 位小数，现为“{value}”",
            "this must be a number, with at most 6 decimals; not “{value}”",
        ),
    ),
}
_POINTS: Final = Words("{name}分值", "Points of {name}")
_LIMIT: Final = Words("{name}不低于", "{name} from")


def _named(entry: Body, words: Words) -> Words:
    return words.format(name=Words(entry["zh"], entry["en"]))


def _turn(body: Body, key: str, value: str) -> None:
    table, _, code = key.partition(".")
    if not code:
        body.setdefault("ranking", {})[key] = _whole(value) if key == "places" else value
        return
    name, field = {"points": ("category", "points"), "grade": ("grade", "at_least")}[table]
    next(entry for entry in body[name] if entry["code"] == code)[field] = value


def _dial_of(body: Body, field: str) -> Dial | None:
    """The dial that a path into a scheme belongs to: `category.1.points` to `points.key`."""
    table, _, rest = field.partition(".")
    key = rest
    if table in ("category", "grade"):
        position, _, name = rest.partition(".")
        turns = {"points": "points", "at_least": "grade"}.get(name, "")
        key = f"{turns}.{body[table][int(position) - 1]['code']}" if position.isdecimal() else ""
    return next((dial for dial in dials(body) if dial.key == key), None)


def _no_number(dial: Dial) -> Words | None:
    """That no number stands where one must; nothing where one does, or none need stand."""
    pattern, words = _NUMBERS.get(dial.key.partition(".")[0], (None, None))
    if pattern is None or words is None or pattern.fullmatch(dial.value):
        return None
    return words.format(value=dial.value)


def _whole(value: str) -> Any:
    """A whole number as TOML has it; what is none stays text, for the check to refuse."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 3 else value
