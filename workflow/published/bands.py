"""The bands of grades in a published scheme: whether they overlap, or leave a gap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from workflow.published.finding import Finding
from workflow.published.headings import Field, Found, Layout, Line
from workflow.words import Words, both

BANDS = Layout(
    "bands",
    Words("等次", "bands of grades"),
    (
        Field("grade", Words("等次", "Grade"), ("等级", "档次", "考核等次", "level")),
        Field("low", Words("下限", "At least"), ("最低分", "起", "分数下限", "from", "low")),
        Field("high", Words("上限", "Up to"), ("最高分", "止", "分数上限", "to", "high")),
    ),
    ("grade", "low"),
)


def bands(found: Found) -> list[Line]:
    """The grades, best first: by what they begin at; what begins at nothing takes the rest."""
    lines = [line for line in found.lines if line.text("grade") and not line.is_sum]
    return sorted(lines, key=_begins, reverse=True)


def _begins(line: Line) -> tuple[bool, Fraction]:
    low = line.number("low")
    return (low is not None, low.value if low else Fraction())


def findings(made: list[Line]) -> Iterator[Finding]:
    """Bands that overlap, and scores between two of them that belong to none."""
    for line in made:
        yield from line.numbers("low", "high")
    for upper, lower in pairwise(made):
        yield from _between(upper, lower)


def _between(upper: Line, lower: Line) -> Iterator[Finding]:
    begins, ends, own = upper.number("low"), lower.number("high"), lower.number("low")
    said = (both(lower.text("grade")), both(upper.text("grade")), upper.row)
    if begins and own and begins.value == own.value:
        words = Words(
            "“{0}”与第 {2} 行“{1}”起点相同。", "{0!r} begins where {1!r} in row {2} does."
        )
        yield lower.finding("low", "overlap", words.format(*said))
    elif begins and ends and ends.value > begins.value:
        words = Words(
            "“{0}”与第 {2} 行“{1}”重叠：{3} 至 {4}。",
            "{0!r} overlaps {1!r} in row {2}, from {3} to {4}.",
        )
        numbers = (both(begins.text), both(ends.text))
        yield lower.finding("high", "overlap", words.format(*said, *numbers))
    elif begins and ends and ends.value < begins.value:
        words = Words(
            "“{0}”与第 {2} 行“{1}”之间有空：{3} 至 {4}。",
            "Between {0!r} and {1!r} in row {2} there is a gap, from {3} to {4}.",
        )
        numbers = (both(ends.text), both(begins.text))
        yield lower.finding("high", "gap", words.format(*said, *numbers))
