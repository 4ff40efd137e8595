"""The steps of a score in words: one sentence for each operation of workflow/scoring/derivation.py.

A sentence says what went into the step; the result stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages import group_words, linear_words
from web.pages.naming import Names, percent
from web.presentation import aside, day, number, t, w
from workflow.terms import DIRECTIONS
from workflow.words import Words

Node = Mapping[str, Any]
Inputs = Mapping[str, Any]

MODES = {
    "half_up": Words("四舍五入", "half up"),
    "half_even": Words("四舍六入五成双", "half to even"),
    "down": Words("舍去余数", "cut off"),
}


def rounding(inputs: Inputs) -> str:
    """To how many places a number is rounded, and how."""
    mode, places = w(MODES[inputs["mode"]]), inputs["places"]
    return t(f"保留 {places} 位小数，{mode}", f"rounded to {places} places, {mode}")


def _rounded(node: Node, _: Names) -> str:
    return rounding(node["inputs"])


def _late(node: Node, _: Names) -> str:
    given = node["inputs"]
    if given["on_time"]:
        return t("按时，不折减", "on time: nothing taken off")
    factor = number(given["late_factor"])
    return t(f"未按时，乘以 {factor}", f"not on time: times {factor}")


def _quality(node: Node, _: Names) -> str:
    given = node["inputs"]
    if given["quality"] == "ok":
        return t("质量合格，不折减", "quality ok: nothing taken off")
    factor = number(given["poor_factor"])
    return t(f"质量较差，乘以 {factor}", f"quality poor: times {factor}")


def _proportional(node: Node, _: Names) -> str:
    points, share = number(node["inputs"]["points"]), percent(node["children"][0]["result"])
    return t(f"分值 {points} × 完成率 {share}", f"{points} points × completion {share}")


def _values(given: Inputs) -> str:
    """Found value and target value as a finding states them."""
    found, wanted = number(given["found_value"]), number(given["target_value"])
    how = w(DIRECTIONS[given["direction"]])
    said = t(f"核定值 {found}，目标值{how} {wanted}", f"found {found}, target {how} {wanted}")
    if given.get("band", "0") == "0":
        return said
    return said + t(f"，区间宽 {number(given['band'])}", f", band {number(given['band'])}")


def _completion(node: Node, _: Names) -> str:
    cap = percent(node["inputs"]["cap"])
    return _values(node["inputs"]) + t(f"；最高按 {cap}", f"; at most {cap}")


def _compared(node: Node, _: Names) -> str:
    return _values(node["inputs"])


def _over_fulfilment(*_: Any) -> str:
    return t("完成得分与超额加分之和", "points for completion and bonus together")


def _bonus(node: Node, _: Names) -> str:
    given = node["inputs"]
    step, each, cap = (number(given[n]) for n in ("per_percent", "points_each", "cap"))
    return t(
        f"每超过 {step}% 加 {each} 分，最多加 {cap} 分",
        f"{each} points for each {step} % above the target, at most {cap}",
    )


def _all_or_nothing(node: Node, _: Names) -> str:
    given = node["inputs"]
    points = number(given["points"])
    if "met" not in given:
        return t(f"与目标无差距得 {points} 分，否则不得分", f"{points} points where it is kept")
    met = t("已完成", "met") if given["met"] else t("未完成", "not met")
    return t(f"分值 {points}；{met}", f"{points} points; {met}")


def _ladder(node: Node, _: Names) -> str:
    given = node["inputs"]
    bands = t("；", "; ").join(_band(each) for each in given["steps"])
    points = number(given["points"])
    return t(f"分值 {points}；完成率", f"{points} points; completion ") + bands


def _band(each: Inputs) -> str:
    low = percent(each["at_least"])
    worth = (
        t(f"得分值的 {percent(each['share'])}", f"{percent(each['share'])} of the points")
        if "share" in each
        else t(f"得 {number(each['points'])} 分", f"{number(each['points'])} points")
    )
    return t(f"达 {low} {worth}", f"from {low}: {worth}")


def _per_event(node: Node, _: Names) -> str:
    points, floor = (number(node["inputs"][n]) for n in ("points", "floor"))
    return t(
        f"分值 {points} 减去扣分，不低于 {floor}", f"{points} less deductions, not below {floor}"
    )


def _ledger(node: Node, _: Names) -> str:
    points, floor, cap = (number(node["inputs"][n]) for n in ("points", "floor", "cap"))
    return t(
        f"分值 {points}，减去扣分、加上加分，不低于 {floor}，不高于 {cap}",
        f"{points} less deductions plus additions, between {floor} and {cap}",
    )


def _event(node: Node, _: Names) -> str:
    """One kind of event: its price, and every entry that was counted."""
    given = node["inputs"]
    price = t(f"每次 {number(given['points_each'])} 分", f"{number(given['points_each'])} each")
    if given["at_most"] is not None:
        most = number(given["at_most"])
        price += t(f"，至多 {most} 分", f", at most {most}")
    entries = [_entry(each) for each in given["entries"]] or [t("无", "none")]
    return price + t("：", ": ") + t("；", "; ").join(entries)


def _event_title(label: str, node: Node, names: Names) -> str:
    event = node["inputs"]["event"]
    return label + t("：", ": ") + names.events.get(event, event)


def _missing(node: Node, _: Names) -> str:
    given = node["inputs"]
    points = number(given["points"])
    if given["meaning"] == "not_applicable":
        return t(
            f"不适用：分值 {points} 不计入应得分",
            f"not applicable: its {points} points are none of those to be earned",
        )
    return t(f"未提供：分值 {points} 不得分", f"not provided: none of its {points} points")


def _once(node: Node, names: Names) -> str:
    """A group of events: its prices, and every entry with whether it is the one that counts."""
    given = node["inputs"]
    prices = t("、", ", ").join(_price(each, names) for each in given["events"])
    entries = [_of_group(each, names) for each in given["entries"]] or [t("无", "none")]
    return prices + t("：", ": ") + t("；", "; ").join(entries)


def _price(event: Inputs, names: Names) -> str:
    each, name = number(event["points_each"]), names.events.get(event["event"], event["event"])
    said = t(f"{name} {each} 分", f"{name} {each}")
    if event["at_most"] is None:
        return said
    return said + aside(t(f"至多 {number(event['at_most'])} 分", f"at most {event['at_most']}"))


def _of_group(each: Inputs, names: Names) -> str:
    name, matter = names.events.get(each["event"], each["event"]), each.get("matter")
    said = f"{name} {_entry(each)}"
    if matter is not None:
        said += t(f"，事项 {matter}", f", matter {matter}")
    if each["counts"]:
        return said
    return said + t("，另有更高一条，不计", ", not counted: another is higher")


def _once_title(label: str, node: Node, _: Names) -> str:
    return label + t("：", ": ") + node["inputs"]["group"]


def _share(node: Node, _: Names) -> str:
    return percent(node["result"])


def _entry(each: Inputs) -> str:
    when, count = day(each.get("occurred_on")), number(each["count"])
    times = t(f"{count} 次", f"{count}×")
    return " ".join(part for part in (when, times) if part) + aside(each.get("document") or "")


def _points_lost(node: Node, _: Names) -> str:
    points, each, floor = (
        number(node["inputs"][n]) for n in ("points", "points_per_unit", "floor")
    )
    return t(
        f"分值 {points}，每差一个计量单位扣 {each} 分，不低于 {floor}",
        f"{points} points less {each} for each unit of measure missed, not below {floor}",
    )


SAID: dict[str, Callable[[Node, Names], str]] = {
    "round": _rounded,
    "late": _late,
    "quality": _quality,
    "proportional": _proportional,
    "completion": _completion,
    "over_fulfilment": _over_fulfilment,
    "bonus": _bonus,
    "surplus": _compared,
    "all_or_nothing": _all_or_nothing,
    "ladder": _ladder,
    "per_event": _per_event,
    "ledger": _ledger,
    "deduction": _event,
    "addition": _event,
    "deduction_once": _once,
    "addition_once": _once,
    "points_lost": _points_lost,
    "distance": _compared,
    "linear": linear_words.line_says,
    "value": linear_words.value_says,
    "missing": _missing,
    "relative_to_best": group_words.relative_says,
    "share_of_best": group_words.share_says,
    "by_rank": group_words.rank_says,
    "place": group_words.place_says,
}
TITLES: dict[str, Callable[[str, Node, Names], str]] = {
    "deduction": _event_title,
    "addition": _event_title,
    "deduction_once": _once_title,
    "addition_once": _once_title,
}
RESULTS: dict[str, Callable[[Node, Names], str]] = {
    "completion": _share,
    "surplus": _share,
    "share_of_best": _share,
}
