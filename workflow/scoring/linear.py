"""Linear between two points: `70 × rate − 63` is 0 at 90 % and 7 at 100 % (mission.md).

The line runs from one point to the other and is flat outside them, so that nobody earns by it what
the scheme did not say. It is cut at floor and cap, so a formula may be written as it was published:
from −63 at 0 to 7 at 1, not below 0.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text
from workflow.words import Words


def line_node(rule: Mapping[str, Any], points: Fraction, below: Derivation) -> Derivation:
    """The points that a completed rule gives for what the node below it comes to."""
    cap = cap_of(rule, points)
    inputs = {
        "from": rule["from"],
        "to": rule["to"],
        "floor": rule["floor"],
        "cap": exact_text(cap),
    }
    earned = _height(rule["from"], rule["to"], exact(below["result"]))
    return node("linear", inputs, min(max(earned, exact(rule["floor"])), cap), [below])


def cap_of(rule: Mapping[str, Any], points: Fraction) -> Fraction:
    """The most that a completed rule gives: what it declares, else the item's own points."""
    declared = rule["cap"]
    return points if declared is None else exact(declared)


def _height(start: Mapping[str, str], end: Mapping[str, str], at: Fraction) -> Fraction:
    low, high = exact(start["at"]), exact(end["at"])
    share = min(max((at - low) / (high - low), Fraction(0)), Fraction(1))
    first, last = exact(start["points"]), exact(end["points"])
    return first + (last - first) * share


def line_faults(whole: Mapping[str, Any]) -> Iterator[Words]:
    """What a line says against itself."""
    start, end = whole["from"], whole["to"]
    names = {"start": start["at"], "end": end["at"]}
    if exact(start["at"]) >= exact(end["at"]):
        words = Words(
            "起点 {start} 须在终点 {end} 之前", "the line must run upward: {start} before {end}"
        )
        yield words.format(**names)
    if exact(start["points"]) == exact(end["points"]):
        words = Words(
            "两点得分相同（{points}），得分与完成情况无关",
            "both ends give {points} points: nothing depends on what was found",
        )
        yield words.format(points=start["points"])
    if whole["on"] == "completion" and exact(start["at"]) < 0:
        yield Words("完成率不会低于 0", "a completion is never below 0")
    if whole["on"] == "value" and exact(whole["band"]) > 0:
        yield Words(
            "按数值计分不用区间宽度 band", "a line over the value itself has no use for a band"
        )


def line_points_faults(whole: Mapping[str, Any], points: Fraction) -> Iterator[Words]:
    """Whether floor and cap leave anything of the line: else it gives the same for everything."""
    floor, cap = exact(whole["floor"]), cap_of(whole, points)
    ends = sorted((exact(whole["from"]["points"]), exact(whole["to"]["points"])))
    if cap < floor or (ends[0] < ends[1] and not (ends[0] < cap and floor < ends[1])):
        words = Words(
            "下限 {floor} 与封顶 {cap} 之间没有该直线的一段",
            "nothing of the line lies between the floor {floor} and the cap {cap}",
        )
        yield words.format(floor=whole["floor"], cap=exact_text(cap))
