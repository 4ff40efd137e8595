"""A line between two points in words: as a rule, and as a step of a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.pages.naming import Names, figure, percent
from web.presentation import number, t

Values = Mapping[str, Any]


def rule_lines(rule: Values) -> list[str]:
    """What a rule of this kind gives for what, with its floor and cap."""
    by_share = rule["on"] == "completion"
    low, high = (percent(p["at"]) if by_share else number(p["at"]) for p in _ends(rule))
    first, last = (number(p["points"]) for p in _ends(rule))
    what = t("完成率", "Completion") if by_share else t("验收值", "Value found")
    return [
        t(
            f"{what}为 {low} 得 {first} 分，为 {high} 得 {last} 分，其间按直线计算，其外不再增减。",
            f"{what} {low}: {first} points, {high}: {last}; on the line between, flat outside.",
        ),
        _limits(rule),
    ]


def _ends(rule: Values) -> tuple[Values, Values]:
    return rule["from"], rule["to"]


def _limits(rule: Values) -> str:
    floor, cap = number(rule["floor"]), rule["cap"]
    most = (
        t(f"{number(cap)} 分", number(cap))
        if cap is not None
        else t("本项分值", "the target's own points")
    )
    return t(f"最低 {floor} 分，最高{most}。", f"Never below {floor}, at most {most}.")


def line_says(node: Values, _: Names) -> str:
    """Between which points the line runs, and where it is cut."""
    given, below = node["inputs"], node["children"][0]
    by_share = below["rule"] == "completion"
    at = percent if by_share else figure
    (low, first), (high, last) = ((at(p["at"]), number(p["points"])) for p in _ends(given))
    floor, cap = number(given["floor"]), number(given["cap"])
    return t(
        f"{low} 得 {first} 分，{high} 得 {last} 分，其间按直线计算；不低于 {floor}，不高于 {cap}",
        f"{low}: {first} points, {high}: {last}, on the line between; from {floor} to {cap}",
    )


def value_says(node: Values, _: Names) -> str:
    """The value found, which the line is over."""
    found = figure(node["inputs"]["found_value"])
    return t(f"核定值 {found}", f"found {found}")
