"""Points by category and variant, and the groups of units (S10, S41)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from workflow.scheme.checks.subject import Finding, Subject, unknown
from workflow.scheme.lines import Path
from workflow.scoring.exact import exact, exact_text
from workflow.words import Words

# The source's own: 40, 30, 20, 10, in all 100 (S10).
SOURCE = {"key": "40", "routine": "30", "common": "20", "stability": "10"}
TOTAL = "100"
NOUNS = {
    "fronts": Words("战线", "front"),
    "groups": Words("分组", "group"),
    "units": Words("单位", "unit"),
}


def categories(subject: Subject) -> Iterator[Finding]:
    """The source's four have the source's points; others add up to the scheme's total."""
    points = {c["code"]: c["points"] for c in subject.entries("category")}
    total, beside = subject.body.get("total", TOTAL), evaluated(subject)
    if points.keys() == SOURCE.keys():
        yield from _as_the_source_says(subject, total, beside)
    else:
        yield from _sum(points, total, beside, ("category",))
    yield from _reserves(subject)


def evaluated(subject: Subject) -> Fraction:
    """The points of the total that are not for targets: those of evaluations."""
    return sum((exact(e["points"]) for e in subject.entries("evaluation")), Fraction())


def _reserves(subject: Subject) -> Iterator[Finding]:
    """A category cannot keep more points for later than it has."""
    for path, entry in subject.each("category"):
        if exact(entry.get("reserve", "0")) > exact(entry["points"]):
            words = Words(
                "机动分 {reserve} 超过该类别的分值 {points}",
                "a reserve of {reserve} is more than the category's points, {points}",
            )
            yield (
                (*path, "reserve"),
                words.format(reserve=entry["reserve"], points=entry["points"]),
            )


def _as_the_source_says(subject: Subject, total: str, beside: Fraction) -> Iterator[Finding]:
    for path, entry in subject.each("category"):
        wanted = SOURCE[entry["code"]]
        if exact(entry["points"]) != exact(wanted):
            words = Words(
                "“{code}”须为 {wanted} 分（4∶3∶2∶1），现为 {found}；其他分值须写成 [[variant]]",
                "{code!r} must have {wanted} points (4:3:2:1), not {found}; other points need a "
                "[[variant]]",
            )
            yield (
                (*path, "points"),
                words.format(code=entry["code"], wanted=wanted, found=entry["points"]),
            )
    wanted_total = exact(TOTAL) + beside
    if exact(total) != wanted_total:
        words = Words("总分须为 {0}，现为 {1}", "the total must be {0}, not {1}")
        yield ("total",), words.format(exact_text(wanted_total), total)


def _sum(points: Mapping[str, str], total: str, beside: Fraction, path: Path) -> Iterator[Finding]:
    found = sum(map(exact, points.values()), beside)
    if found != exact(total):
        words = Words(
            "各类别分值合计 {found}，应为 {total}",
            "the categories' points add up to {found}, not to {total}",
        )
        if beside:
            words = Words(
                "各类别与测评分值合计 {found}，应为 {total}",
                "the points of categories and evaluations add up to {found}, not to {total}",
            )
        yield path, words.format(found=exact_text(found), total=total)


def variants(subject: Subject) -> Iterator[Finding]:
    """Each declared variant adds up too, and is for units that no other variant is for."""
    base = {c["code"]: c["points"] for c in subject.entries("category")}
    fronts, total = subject.codes("front"), subject.body.get("total", TOTAL)
    taken: dict[tuple[str, str], str] = {}
    for path, entry in subject.each("variant"):
        for code in entry["points"].keys() - base.keys():
            yield (*path, "points", code), unknown("类别", "category", code)
        own = {code: entry["points"].get(code, points) for code, points in base.items()}
        yield from _sum(own, total, evaluated(subject), (*path, "points"))
        if not any(entry.get(name) for name in ("fronts", "groups", "units")):
            words = Words(
                "须写明适用的战线（fronts）、分组（groups）或单位（units）",
                "it must name its fronts, groups or units",
            )
            yield path, words
        yield from _members(path, entry, "fronts", fronts, taken)
        yield from _members(path, entry, "groups", subject.codes("group"), taken)
        yield from _members(path, entry, "units", subject.units, taken)


def _members(
    path: Path, entry: dict[str, Any], name: str, known: Any, taken: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    noun = NOUNS[name]
    for position, code in enumerate(entry.get(name, ())):
        at = (*path, name, position)
        if known is not None and code not in known:
            yield at, unknown(noun.zh, noun.en, code)
        other = taken.setdefault((name, code), entry["code"])
        if other != entry["code"]:
            words = Words(
                "{noun}“{code}”已归入“{other}”", "{noun} {code!r} is in {other!r} already"
            )
            yield at, words.format(noun=noun, code=code, other=other)


def fronts(subject: Subject) -> Iterator[Finding]:
    """Each unit is in one front; a front that lists its units has some (S41)."""
    taken: dict[tuple[str, str], str] = {}
    for path, entry in subject.each("front"):
        if entry.get("units") == []:
            words = Words(
                "战线没有单位；尚未划定的，去掉 units",
                "a front without units; leave `units` out where they are placed later",
            )
            yield (*path, "units"), words
        yield from _members(path, entry, "units", subject.units, taken)
