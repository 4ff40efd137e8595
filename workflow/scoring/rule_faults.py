"""What is wrong with the lists inside a scoring rule, and with a rule for a target."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from workflow.scoring.exact import exact
from workflow.words import Words


def step_faults(steps: list[dict[str, str]]) -> Iterator[Words]:
    """Steps stand from the highest band down; a band starts where the one above it ends."""
    if len({"share" in step for step in steps}) > 1:
        yield Words("各档须同用分值或同用比例", "steps must all give points or all give a share")
        return
    for upper, lower in pairwise(steps):
        names = {"upper": upper["at_least"], "lower": lower["at_least"]}
        if exact(upper["at_least"]) == exact(lower["at_least"]):
            words = Words("两档重叠于 {lower}", "two steps overlap at {lower}")
            yield words.format(**names)
        elif exact(upper["at_least"]) < exact(lower["at_least"]):
            words = Words(
                "档次须由高到低：{upper} 在 {lower} 之前", "steps must fall: {upper} before {lower}"
            )
            yield words.format(**names)
        elif _gives(upper) < _gives(lower):
            words = Words(
                "低档 {lower} 得分高于上一档", "step {lower} gives more than the one above it"
            )
            yield words.format(**names)


def _gives(step: Mapping[str, str]) -> Fraction:
    return exact(step.get("share") or step["points"])


def event_faults(listed: list[dict[str, str]]) -> Iterator[Words]:
    names = [each["event"] for each in listed]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield Words("事项 {name} 重复", "event {name} stands twice").format(name=name)


def ledger_faults(
    whole: Mapping[str, Any], listed: list[dict[str, str]], lowest: str, highest: str
) -> Iterator[Words]:
    if not listed:
        yield Words("台账办法须有扣分或加分事项", "a ledger needs an event that costs or gives")
    floor, cap = whole[lowest], whole[highest]
    if floor is not None and cap is not None and exact(cap) < exact(floor):
        words = Words("封顶 {cap} 低于下限 {floor}", "the cap {cap} lies below the floor {floor}")
        yield words.format(cap=cap, floor=floor)


def target_faults(whole: Mapping[str, Any], target_value: str, direction: str) -> Iterator[Words]:
    """A share of the target needs a target above zero; a distance from it does not."""
    target, kind = exact(target_value), whole["kind"]
    has_band = exact(whole.get("band", "0")) > 0
    if has_band != (direction == "between"):
        yield Words(
            "区间宽度 band 与方向须一致", "a band goes with direction between, and only with it"
        )
    if kind == "over_fulfilment" and direction not in ("at_least", "at_most"):
        yield Words("该方向无超额", "nothing can be over-fulfilled in this direction")
    if kind in ("proportional", "ladder", "over_fulfilment", "linear"):
        may_be_zero = direction != "at_least" and kind != "over_fulfilment"
        if target < 0 or (target == 0 and not may_be_zero):
            yield Words(
                "目标值须大于零才能按比例计分", "a share of the target needs a target above zero"
            )
