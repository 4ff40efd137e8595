"""Claims about the year and its plan as a whole."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.terms import Capacity, YearState


@rule(
    "目标随年度计划一并印发，不单独印发",
    "A target is issued with the year's plan, never alone",
    Capacity.OFFICE,
)
def issued_with_the_plan(case: Case) -> bool:
    return case.within is not None


@rule("本年度不在拟定阶段", "The year is not open for drafting", Capacity.OFFICE)
def year_is_drafting(case: Case) -> bool:
    return case.year is not None and case.year["state"] == YearState.DRAFTING


@rule(
    "还有目标未获批准：先批准、作废，或在印发时逐一列出",
    "Some targets are not approved: approve them, discard them, or name each one on issue",
    Capacity.COUNTY_HEAD,
    Capacity.LEADER,
    Capacity.UNIT_HEAD,
    needs_input=True,
)
def every_target_is_approved_or_named(case: Case) -> bool:
    return set(case.facts["unapproved"]) <= set(case.data.get("leave_open", ()))


@rule(
    "所列暂缓的目标中，有的已获批准或不属本年度",
    "A target named as left open is approved already, or not of this year",
    needs_input=True,
)
def what_is_left_open_is_open(case: Case) -> bool:
    return set(case.data.get("leave_open") or ()) <= set(case.facts["unapproved"])


@rule("没有可印发的目标", "There is no approved target to issue", Capacity.COUNTY_HEAD)
def something_is_approved(case: Case) -> bool:
    return bool(case.facts["approved"])


@rule("没有已验收、待计分的目标", "No inspected target waits for its score", Capacity.INSPECTOR)
def something_is_inspected(case: Case) -> bool:
    return bool(case.facts["inspected"])


@rule("本项没有等待审定的目标", "No target of this item waits for the leader")
def item_waits_for_the_leader(case: Case) -> bool:
    return bool(case.facts["waiting"])
