"""A scoring rule in words: what it gives for what, with its own parameters (S35, S40)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages import group_words, linear_words
from web.pages.part_words import adjusting_lines, part_lines
from web.pages.score_steps import MODES
from web.presentation import number, t, w
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.ledger import SORTS, EventWorth, events_of
from workflow.scoring.missing import meaning_of
from workflow.scoring.rule import complete, is_adjusted
from workflow.terms import MISSING

Values = dict[str, Any]


def rule_lines(rule: Values) -> list[str]:
    """What the rule does, a sentence a line, with every default said."""
    whole = complete(rule)
    return [
        *_formula(whole),
        *_missing(whole),
        *_adjusting(whole),
        *_factors(whole),
        rounding(**_way(whole)),
    ]


def _formula(whole: Mapping[str, Any]) -> list[str]:
    return [*KINDS[whole["kind"]](dict(whole)), *_band(dict(whole))]


def _adjusting(whole: Values) -> list[str]:
    if not is_adjusted(whole):
        return []
    return adjusting_lines(whole, [_event(event) for event in events_of(whole)])


def _way(rule: Values) -> Values:
    return {"places": rule["rounding"]["places"], "mode": rule["rounding"]["mode"]}


def rounding(places: int, mode: str) -> str:
    """How a result is rounded."""
    return t(
        f"结果保留 {places} 位小数，{MODES[mode].zh}。",
        f"Rounded to {places} decimals, {MODES[mode].en}.",
    )


def percent(share: str) -> str:
    """A share as people read it: 0.9 is 90%."""
    return f"{exact_text(exact(share) * 100)}%"


def points(text: str) -> str:
    """So many points."""
    return t(f"{number(text)} 分", f"{number(text)} points")


def _proportional(rule: Values) -> list[str]:
    cap = rule["cap_percent"]
    return [
        t(
            f"得分＝分值×完成率，完成率最高按 {cap}% 计。",
            f"Points × completion; completion counts up to {cap}%.",
        )
    ]


def _over_fulfilment(rule: Values) -> list[str]:
    each, per, cap = rule["points_each"], rule["per_percent"], rule["bonus_cap"]
    most = t(" ", "") + points(cap) if cap is not None else t("本项分值", "the target's own points")
    return [
        t("得分＝分值×完成率，完成率最高按 100% 计。", "Points × completion, up to 100%."),
        t(
            f"每超过目标值 {per}% 加 {each} 分，最多加{most}。",
            f"{each} points more for each full {per}% above the target value, at most {most}.",
        ),
    ]


def _all_or_nothing(rule: Values) -> list[str]:
    if rule["decided_by"] == "met":
        return [
            t(
                "验收认定完成的得满分，未完成的不得分。",
                "All points where the finding says it was met, else none.",
            )
        ]
    return [
        t(
            "验收值达到目标值的得满分，达不到的不得分。",
            "All points where the value found keeps the target value, else none.",
        )
    ]


def _ladder(rule: Values) -> list[str]:
    lines = [_step(step) for step in rule["steps"]]
    least = rule["steps"][-1]["at_least"]
    if exact(least) > 0:
        low = percent(least)
        lines.append(t(f"完成率低于 {low}：不得分。", f"Completion below {low}: none."))
    return lines


def _step(step: Values) -> str:
    low = percent(step["at_least"])
    given = (
        t(f"得分值的 {percent(step['share'])}", f"{percent(step['share'])} of the points")
        if "share" in step
        else t(f"得 {step['points']} 分", points(step["points"]))
    )
    return t(f"完成率不低于 {low}：{given}。", f"Completion of {low} or more: {given}.")


def _per_event(rule: Values) -> list[str]:
    return [*(_event(event) for event in events_of(rule)), _floor(rule)]


def _ledger(rule: Values) -> list[str]:
    cap = rule["cap"]
    most = points(cap) if cap is not None else t("本项分值", "the target's own points")
    return [*_per_event(rule), t(f"最高得{most}。", f"At most {most}."), *_groups(rule)]


def _groups(rule: Values) -> list[str]:
    """Which events are one scale, of which the same matter takes the highest."""
    known = events_of(rule)
    lines = []
    for group in dict.fromkeys(each["group"] for each in known if each["group"]):
        names = t("、", ", ").join(w(each["name"]) for each in known if each["group"] == group)
        lines.append(
            t(
                f"{names}：同一事项只计一次，取最高。",
                f"{names}: the same matter counts once, at the highest.",
            )
        )
    return lines


def _event(event: EventWorth) -> str:
    costs = event["kind"] == SORTS["deductions"]
    verb = t("扣", "costs") if costs else t("加", "gives")
    name, each, most = w(event["name"]), event["points"], event["at_most"]
    capped = t(f"，最多{verb} {most} 分", f", at most {most}") if most is not None else ""
    return t(f"{name}：每次{verb} {each} 分{capped}。", f"{name}: {verb} {each} each{capped}.")


def _floor(rule: Values) -> str:
    if exact(rule["floor"]) == 0:
        return t("扣完为止，最低 0 分。", "Never below 0.")
    return t(f"最低 {rule['floor']} 分。", f"Never below {rule['floor']}.")


def _distance(rule: Values) -> list[str]:
    each = rule["points_per_unit"]
    return [
        t(
            f"与目标值每差一个计量单位扣 {each} 分。",
            f"{each} points less for each unit of measure away from the target value.",
        ),
        _floor(rule),
    ]


def _band(rule: Values) -> list[str]:
    band = rule.get("band", "0")
    if exact(band) == 0:
        return []
    return [
        t(
            f"目标为区间：自目标值起，宽 {band}。",
            f"The target is an interval: from the target value on, {band} wide.",
        )
    ]


def _missing(rule: Values) -> list[str]:
    meaning = meaning_of(rule)
    return [t("缺数值的：", "Where no value is found: ") + w(MISSING[meaning])] if meaning else []


def _factors(rule: Values) -> list[str]:
    poor, late = rule["quality_poor_factor"], rule["late_factor"]
    lines = []
    if exact(poor) != 1:
        lines.append(t(f"质量较差的，得分乘以 {poor}。", f"Where the quality is poor: × {poor}."))
    if exact(late) != 1:
        lines.append(t(f"未按时完成的，得分乘以 {late}。", f"Where it came late: × {late}."))
    return lines


KINDS: dict[str, Callable[[Values], list[str]]] = {
    "proportional": _proportional,
    "over_fulfilment": _over_fulfilment,
    "all_or_nothing": _all_or_nothing,
    "ladder": _ladder,
    "per_event": _per_event,
    "ledger": _ledger,
    "distance": _distance,
    "parts": lambda whole: part_lines(whole, _formula),
    "linear": linear_words.rule_lines,
    "relative_to_best": group_words.relative_lines,
    "by_rank": group_words.rank_lines,
}
