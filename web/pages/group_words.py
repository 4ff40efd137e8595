"""Rules that compare the units, in words: as rules, and as steps of a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.pages.naming import Names, figure, percent
from web.presentation import number, t

Values = Mapping[str, Any]


def relative_lines(rule: Values) -> list[str]:
    """What a rule gives by the best of the group."""
    return [
        t(
            "得分＝分值×本单位数值÷组内最优值（越低越好的，为最优值÷本单位数值）。",
            "Points × own value ÷ the best of the group (where less is better, best ÷ own).",
        ),
        _floor(rule),
        _within(rule),
    ]


def rank_lines(rule: Values) -> list[str]:
    """What a rule gives by place, and in a small group."""
    step = number(rule["step"])
    lines = [
        t(
            f"组内第一名得满分，每后一位少 {step} 分；数值相同的并列，按较前的位次计。",
            f"All points for the first of the group, {step} less for each place behind it; equal "
            "values share the better place.",
        ),
        _floor(rule),
        _within(rule),
    ]
    if rule["small_group"] is not None:
        few, own = rule["small_group"], number(rule["small_step"])
        lines.append(
            t(
                f"不足 {few} 个单位的组，每后一位少 {own} 分。",
                f"In a group of fewer than {few} units: {own} less for each place.",
            )
        )
    return lines


def _floor(rule: Values) -> str:
    return t(f"最低 {number(rule['floor'])} 分。", f"Never below {number(rule['floor'])}.")


def _within(rule: Values) -> str:
    if rule["within"] == "county":
        return t(
            "同一事项全县各单位为一组，全部验收后计分。",
            "All units of the county with the same item are one group, scored once all are found.",
        )
    return t(
        "同一事项同一战线各单位为一组，全部验收后计分。",
        "All units of a front with the same item are one group, scored once all are found.",
    )


def relative_says(node: Values, _: Names) -> str:
    """The share of the points, and their floor."""
    points, floor = (number(node["inputs"][n]) for n in ("points", "floor"))
    share = percent(node["children"][0]["result"])
    return t(
        f"分值 {points} × {share}，不低于 {floor}", f"{points} points × {share}, not below {floor}"
    )


def share_says(node: Values, names: Names) -> str:
    """Own value beside the best one, and whose that is."""
    given = node["inputs"]
    found, best = figure(given["found_value"]), figure(given["best"])
    unit = names.units.get(given["best_unit"], given["best_unit"])
    return _group(given, names) + t(
        f"，最优值 {best}（{unit}），本单位 {found}", f", the best {best} ({unit}), own {found}"
    )


def rank_says(node: Values, _: Names) -> str:
    """How much a place costs in a group of this size."""
    given = node["inputs"]
    few = given["small_group"] is not None and given["size"] < given["small_group"]
    step, points = number(given["small_step" if few else "step"]), number(given["points"])
    floor = number(given["floor"])
    small = t(f"（不足 {given['small_group']} 个单位）", " in a small group") if few else ""
    return t(
        f"分值 {points}，每后一位少 {step} 分{small}，不低于 {floor}",
        f"{points} points, {step} less for each place{small}, not below {floor}",
    )


def place_says(node: Values, names: Names) -> str:
    """How many are better, and with how many the place is shared."""
    given = node["inputs"]
    found, better, others = figure(given["found_value"]), given["better"], given["tied"] - 1
    said = _group(given, names) + t(
        f"，本单位 {found}，优于本单位的 {better} 个", f", own {found}, {better} are better"
    )
    return said + t(f"，并列 {others} 个", f", {others} share the place") if others else said


def _group(given: Values, names: Names) -> str:
    size, front = given["size"], names.fronts.get(given["of"], given["of"])
    where = t("全县", "the county") if given["within"] == "county" else front
    return t(f"{where} {size} 个单位", f"{size} of {where}")
