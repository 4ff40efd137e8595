"""What a scheme leaves open: it must say so, and what it says to be open must be.

Fields are named by code or place, `item.petitions.points` and `award.2.amount`, and `*` stands for
any of them: `item.*.points`.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.scheme.checks.items import lacks_target
from workflow.scheme.checks.subject import Finding, Subject
from workflow.scheme.lines import Path
from workflow.words import Words

# Whole tables that a scheme may leave open.
TABLES = (
    *("variant", "front", "item", "grade_rule", "award", "sanction", "period"),
    "change_window",
)


def openings(subject: Subject) -> Iterator[Finding]:
    """Every opening that matters is named, and nothing else is."""
    needed, allowed = dict(_needed(subject)), set(_allowed(subject))
    named = [entry["field"] for entry in subject.entries("open")]
    for position, field in enumerate(named):
        path = ("open", position, "field")
        if not any(_means(field, known) for known in {*needed, *allowed}):
            words = Words("“{0}”并未空缺", "{0!r} is not open")
            yield path, words.format(field)
        if field in named[:position]:
            words = Words("“{0}”重复", "{0!r} stands twice")
            yield path, words.format(field)
    for field, place in needed.items():
        if not any(_means(name, field) for name in named):
            words = Words(
                "未填；须填写，或在 [[open]] 中写明 {0}",
                "this is not given: give it, or name {0} in [[open]]",
            )
            yield place, words.format(field)


def _means(name: str, field: str) -> bool:
    """Whether a name, perhaps with one `*` in it, means this field."""
    before, star, after = name.partition("*")
    if not star:
        return name == field
    some = len(field) > len(before) + len(after)
    return some and field.startswith(before) and field.endswith(after)


def _needed(subject: Subject) -> Iterator[tuple[str, Path]]:
    """What the year cannot be finished without."""
    rules = {rule["code"]: rule for rule in subject.entries("rule")}
    for path, award in subject.each("award"):
        if "amount" not in award:
            yield f"award.{award['place']}.amount", (*path, "amount")
    for path, item in subject.each("item"):
        missing = [name for name in ("points", "scoring_unit") if name not in item]
        if item["rule"] in rules and lacks_target(item, rules[item["rule"]]):
            missing.append("target_value")
        for name in missing:
            yield f"item.{item['code']}.{name}", (*path, name)


def _allowed(subject: Subject) -> Iterator[str]:
    """What may be left open without a word, and may be named."""
    yield from (name for name in TABLES if not subject.body.get(name))
    for _, front in subject.each("front"):
        if "units" not in front:
            yield f"front.{front['code']}.units"
    for _, item in subject.each("item"):
        if "reviewing_post" not in item:
            yield f"item.{item['code']}.reviewing_post"
