"""The steps of parts, periods and adjustments in words: see score_steps.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages.naming import Names, percent
from web.presentation import number, t

Node = Mapping[str, Any]


def _parts(node: Node, _: Names) -> str:
    points = number(node["inputs"]["points"])
    return t(f"分值 {points}，各分项得分之和", f"{points} points; the parts together")


def _part(node: Node, _: Names) -> str:
    given = node["inputs"]
    points = number(given["points"])
    if given["share"] is None:
        return t(f"分值 {points}", f"{points} points")
    share = percent(given["share"])
    return t(f"分值 {points}，占 {share}", f"{points} points, {share} of the item")


def _mean(node: Node, _: Names) -> str:
    given = node["inputs"]
    there, lacking = len(node["children"]), len(given["without_value"])
    count = there + lacking if given["missing"] == "zero" else there
    said = t(f"{count} 个时段得分的平均", f"the mean of {count} periods")
    if not lacking:
        return said
    if given["missing"] == "zero":
        return said + t(f"；缺的 {lacking} 个按 0 分计", f"; {lacking} missing count as 0 points")
    return said + t(f"；缺的 {lacking} 个不计入", f"; {lacking} missing are left out")


def _adjusted(node: Node, _: Names) -> str:
    given = node["inputs"]
    most, least = number(given["adjust_cap"]), number(given["adjust_floor"].lstrip("-"))
    return t(
        f"公式得分加减分：合计最多加 {most} 分，最多扣 {least} 分",
        f"the formula's points, with at most {most} added and at most {least} taken off",
    ) + _between(given)


def _between(given: Mapping[str, Any]) -> str:
    low, high = (
        number(given[n] if given[n] is not None else usual)
        for n, usual in (("result_floor", "0"), ("result_cap", given["points"]))
    )
    return t(f"；结果在 {low} 与 {high} 分之间", f"; the result between {low} and {high}")


def _named(_: str, node: Node, __: Names) -> str:
    return t(node["inputs"]["zh"], node["inputs"]["en"])


SAID: dict[str, Callable[[Node, Names], str]] = {
    "parts": _parts,
    "part": _part,
    "mean": _mean,
    "adjusted": _adjusted,
}
TITLES: dict[str, Callable[[str, Node, Names], str]] = {"part": _named, "period": _named}
FOLDED = frozenset({"period"})
"""One of many alike: its steps are told in one sentence where none of them has parts itself."""
GATHERING = frozenset({"parts", "part", "mean", "adjusted"})
"""They are told with what is below them beneath, be it one."""
