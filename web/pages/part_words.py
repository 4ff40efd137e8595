"""The parts, periods and adjustments of a scoring rule in words (S35, S40)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.presentation import number, t, w
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.parts import Part, parts_of
from workflow.terms import DIRECTIONS

Values = dict[str, Any]
Lines = Callable[[Mapping[str, Any]], list[str]]


def part_lines(whole: Values, formula: Lines) -> list[str]:
    """A line for each part: its weight, what is wanted, how it is scored."""
    return [
        t("各分项得分相加。", "The points of the parts are added up."),
        *(_line(part, formula) for part in parts_of(whole)),
    ]


def _line(part: Part, formula: Lines) -> str:
    said = [_weight(part), *_wanted(part), *_periods(part)]
    comma, stop = t("，", ", "), t("。", ". ")
    return w(part.name) + t("：", ": ") + comma.join(said) + stop + "".join(formula(part.rule))


def _weight(part: Part) -> str:
    if part.points is not None:
        return t(f"{number(part.points)} 分", f"{number(part.points)} points")
    share = f"{exact_text(exact(part.share or '0') * 100)}%"
    return t(f"占分值的 {share}", f"{share} of the points")


def _wanted(part: Part) -> list[str]:
    """Its own target value and direction, where they are not the item's."""
    how = w(DIRECTIONS[part.direction]) if part.direction else ""
    if part.target_value is None:
        return [how] if how else []
    value = f"{number(part.target_value)} {part.unit_of_measure or ''}".strip()
    said = f"{how} {value}"
    return [t(f"目标值{said}", f"target value {said.strip()}")]


def _periods(part: Part) -> list[str]:
    if not part.periods:
        return []
    count = len(part.periods)
    missing = {
        "refuse": t("缺任一时段不能计分", "without any of them there is no score"),
        "zero": t("缺的时段按 0 分计", "a missing one counts as 0 points"),
        "left_out": t("缺的时段不计入平均", "a missing one is left out of the mean"),
    }[part.missing]
    return [t(f"取 {count} 个时段得分的平均", f"the mean of {count} periods"), missing]


def adjusting_lines(whole: Values, events: list[str]) -> list[str]:
    """What its events add to the formula's result or take from it, and within which bounds."""
    own = t("本项分值", "the item's points")
    most = _points(whole["adjust_cap"], own)
    least = _points((whole["adjust_floor"] or "").lstrip("-") or None, own)
    low = (
        t(" 0 分", "0 points") if whole["result_floor"] is None else _points(whole["result_floor"])
    )
    high = _points(whole["result_cap"], own)
    return [
        t("在此基础上加减分：", "Added to this or taken off: ") + " ".join(events),
        t(
            f"合计最多加{most}，最多扣{least}；加减后不低于{low}，不高于{high}。",
            f"Together they add at most {most} and take at most {least}; "
            f"the result is not below {low} nor above {high}.",
        ),
    ]


def _points(value: str | None, usual: str = "") -> str:
    if value is None:
        return usual
    shown = number(value)
    return t(f" {shown} 分", f"{shown} points")
