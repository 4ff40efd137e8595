"""Scoring rules, and the common and stability items that are scored by them (S7-S9, S40)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.scheme.checks.subject import Finding, Subject, unknown
from workflow.scoring.rule import check_rule, check_use, complete, needs_target_value
from workflow.words import Words

# Lists inside a rule whose faulty entry is looked for, as long as that is quick.
LISTS = ("steps", "deductions", "additions")
MOST_SEARCHED = 20


def rules(subject: Subject) -> Iterator[Finding]:
    """What each rule says against itself: bands that overlap, events that stand twice."""
    for path, rule in subject.each("rule"):
        told: list[Words] = []
        if not check_rule(rule):
            continue
        for name in LISTS:
            for place, words in _grown(rule, name):
                if words not in told:
                    told.append(words)
                    yield (*path, name, place), words
        for words in check_rule(rule):
            if words not in told:
                yield path, words


def _grown(rule: dict[str, Any], name: str) -> Iterator[tuple[int, Words]]:
    """The faults of a rule as a list in it grows: each by the entry that brought it."""
    entries = rule.get(name, ())
    others = {key: value for key, value in rule.items() if key not in LISTS}
    for length in range(1, min(len(entries), MOST_SEARCHED) + 1):
        for words in check_rule({**others, name: entries[:length]}):
            yield length - 1, words


def items(subject: Subject) -> Iterator[Finding]:
    """Each item is of a known category, scored by a known rule, by known units and posts."""
    rules = {rule["code"]: rule for rule in subject.entries("rule")}
    points = {c["code"]: c["points"] for c in subject.entries("category")}
    for path, item in subject.each("item"):
        if item["category"] not in points:
            yield (*path, "category"), unknown("类别", "category", item["category"])
        if item["rule"] not in rules:
            yield (*path, "rule"), unknown("计分办法", "scoring rule", item["rule"])
        if subject.units is not None and item.get("scoring_unit") not in (None, *subject.units):
            yield (*path, "scoring_unit"), unknown("单位", "unit", item["scoring_unit"])
        if subject.posts is not None and item.get("reviewing_post") not in (None, *subject.posts):
            yield (*path, "reviewing_post"), unknown("岗位", "post", item["reviewing_post"])
        if item["rule"] in rules and item["category"] in points:
            most = item.get("points", points[item["category"]])
            for words in unfit(item, rules[item["rule"]], most):
                yield (*path, "rule"), words


def unfit(item: dict[str, Any], rule: dict[str, Any], points: str) -> Iterator[Words]:
    """Why an item could not be scored by its rule. What it leaves open is no such reason."""
    if check_rule(rule) or needs_target(item, rule):
        return
    direction = item.get("direction", "at_least")
    yield from check_use(rule, points, item.get("target_value"), direction)


def needs_target(item: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Whether the item lacks the target value that its rule computes with."""
    if "target_value" in item or check_rule(rule):
        return False
    return needs_target_value(complete(rule))
