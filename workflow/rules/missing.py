"""Claims about a finding without a value: it is said on purpose, and where the rule allows it."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import TargetCase
from workflow.effects.running import rule_of
from workflow.scoring.missing import NOT_APPLICABLE, meaning_of


@rule(
    "没有数值的须注明“确无数值”，有数值的不能这样注明；计分办法未规定缺数值含义的，不能没有数值",
    "A finding without a value says so, one with a value does not; and only under a scoring rule "
    "that says what a missing value means",
    needs_input=True,
)
def absence_of_a_value_is_said(case: TargetCase) -> bool:
    said = bool(case.data.get("no_value"))
    if meaning_of(rule_of(case)) is None:
        return not said  # a value that the rule asks for is spoken of by the rule beside this one
    return said == (case.data.get("found_value") is None)


@rule(
    "按计分办法不适用于该单位的目标，不能记为未完成",
    "What does not apply to a unit by the scoring rule cannot be called not met",
    needs_input=True,
)
def what_does_not_apply_is_not_unmet(case: TargetCase) -> bool:
    if not case.data.get("no_value") or meaning_of(rule_of(case)) != NOT_APPLICABLE:
        return True
    return bool(case.data["met"])
