"""Grades, what changes them, awards and sanctions (S42-S47)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from workflow.scheme.checks.counts import can_hold, implies
from workflow.scheme.checks.subject import Finding, Subject, unknown
from workflow.scheme.lines import Path
from workflow.scoring.exact import exact
from workflow.words import Words

# What a grade may ask for besides a score.
BESIDE = ("top", "top_percent", "needs")


def grades(subject: Subject) -> Iterator[Finding]:
    """Bands fall from the best grade, without overlap, down to a last one that takes the rest."""
    listed = list(subject.each("grade"))
    for (path, upper), (below, lower) in pairwise(listed):
        if not {*upper} & {"at_least", *BESIDE}:
            words = Words(
                "只有最后一个等次可不设下限；其后的等次不可达到",
                "only the last grade goes without at_least; those after it cannot be reached",
            )
            yield (*path, "at_least"), words
        elif {*upper, *lower} & {*BESIDE}:
            yield from _looser(below, upper, lower)
        elif "at_least" in lower and exact(lower["at_least"]) >= exact(upper["at_least"]):
            words = Words(
                "等次重叠：下限 {lower} 不低于上一等次的 {upper}",
                "grades overlap: {lower} is not below {upper} of the grade above it",
            )
            yield (
                (*below, "at_least"),
                words.format(lower=lower["at_least"], upper=upper["at_least"]),
            )
    path, last = listed[-1]
    if "at_least" in last:
        words = Words(
            "{0} 分以下没有等次：最后一个等次不设下限",
            "there is no grade below {0}: the last one goes without at_least",
        )
        yield (*path, "at_least"), words.format(last["at_least"])
    yield from _beside(subject, last)


def _looser(path: Path, upper: dict[str, Any], lower: dict[str, Any]) -> Iterator[Finding]:
    """A grade is reached only where it asks for less than the one above it in something."""
    low, high = lower.get("at_least"), upper.get("at_least")
    by_score = high is not None and (low is None or exact(low) < exact(high))
    by_quota = any(
        name in upper and (name not in lower or exact(str(lower[name])) > exact(str(upper[name])))
        for name in ("top", "top_percent")
    )
    by_needs = not {*upper.get("needs", ())} <= {*lower.get("needs", ())}
    if not (by_score or by_quota or by_needs):
        words = Words(
            "不可达到：条件不比上一等次宽",
            "this is never reached: the grade above asks for no more",
        )
        yield path, words


def _beside(subject: Subject, last: dict[str, Any]) -> Iterator[Finding]:
    """Quotas and needed items name what exists, and the last grade asks for nothing."""
    known = subject.codes("category") | subject.codes("item")
    for path, grade in subject.each("grade"):
        for position, code in enumerate(grade.get("needs", ())):
            if code not in known:
                yield (*path, "needs", position), unknown("事项或类别", "item or category", code)
        if "top" in grade and "top_percent" in grade:
            words = Words("top 与 top_percent 只能有其一", "either top or top_percent, not both")
            yield (*path, "top_percent"), words
        if exact(grade.get("top_percent", "0")) > 100:
            yield (*path, "top_percent"), Words("不得超过 100", "this cannot be above 100")
        for name in BESIDE if grade is last else ():
            if name in grade:
                words = Words("最后一个等次不设条件", "the last grade asks for nothing")
                yield (*path, name), words


def grade_rules(subject: Subject) -> Iterator[Finding]:
    """Each step over the base grade names what exists, can hold, and comes into play."""
    names, categories = [g["code"] for g in subject.entries("grade")], subject.codes("category")
    for path, rule in subject.each("grade_rule"):
        if rule.get("set_to", names[0]) not in names:
            yield (*path, "set_to"), unknown("等次", "grade", rule["set_to"])
        if rule.get("lower_by", 1) >= len(names):
            words = Words(
                "只有 {0} 个等次，不能降 {1} 等", "with {0} grades, none is {1} steps below another"
            )
            yield (*path, "lower_by"), words.format(len(names), rule["lower_by"])
        yield from _counts(path, rule["when"], categories)
    yield from _shadowed(subject, names[-1])


def _counts(path: Path, when: list[dict[str, Any]], categories: set[str]) -> Iterator[Finding]:
    empty = False
    for position, count in enumerate(when):
        at = (*path, "when", position)
        if count.get("category", next(iter(categories))) not in categories:
            yield (*at, "category"), unknown("类别", "category", count["category"])
        if count.get("at_least", 0) > count.get("at_most", 1000):
            empty = True
            words = Words(
                "至少 {at_least} 项而至多 {at_most} 项，不可能成立",
                "at least {at_least} and at most {at_most} can never hold",
            )
            yield (*at, "at_least"), words.format(**count)
    if not empty and not can_hold(when):
        words = Words("各条件不可能同时成立", "these conditions can never hold together")
        yield (*path, "when"), words


def _shadowed(subject: Subject, worst: str) -> Iterator[Finding]:
    """A step is unreachable where an earlier one has brought the unit to the last grade already."""
    final: list[dict[str, Any]] = []
    for path, rule in subject.each("grade_rule"):
        earlier = next((f for f in final if implies(rule["when"], f["when"])), None)
        if earlier is not None:
            words = Words(
                "不可达到：“{0}”已先将等次定为最低",
                "this is never reached: {0!r} has set the last grade before it",
            )
            yield path, words.format(earlier["code"])
        if rule.get("set_to") == worst:
            final.append(rule)


def awards(subject: Subject) -> Iterator[Finding]:
    """Places from the first on, without a gap, none twice (S45)."""
    places = [award["place"] for award in subject.entries("award")]
    for position, (path, award) in enumerate(subject.each("award")):
        place = award["place"]
        if place in places[:position]:
            words = Words("第 {0} 名重复", "place {0} stands twice")
        elif place > 1 and place - 1 not in places:
            words = Words("第 {0} 名之前缺一名", "the place before place {0} is missing")
        else:
            continue
        yield (*path, "place"), words.format(place)


def sanctions(subject: Subject) -> Iterator[Finding]:
    """What stands beside the rewards is for a grade that exists (S47)."""
    for path, entry in subject.each("sanction"):
        if entry["grade"] not in subject.codes("grade"):
            yield (*path, "grade"), unknown("等次", "grade", entry["grade"])
