"""Claims about a target in force: due dates, reports, early claims, acceptance and score."""

from __future__ import annotations

from datetime import date

from workflow.act import rule
from workflow.case import TargetCase
from workflow.clock import end_of, today
from workflow.effects.running import faults_of_finding
from workflow.rules import parts
from workflow.terms import Capacity


@rule(
    "完成时限尚未到（当日 24:00 到期）",
    "The deadline has not passed (a day ends at 24:00)",
    Capacity.SYSTEM,
)
def deadline_has_passed(case: TargetCase) -> bool:
    # The clock itself, not the log's time: after the clock was set back nothing may fire early.
    return bool(case.get("due_on")) and case.clock_now >= end_of(
        date.fromisoformat(case.get("due_on"))
    )


@rule("截至日期不能晚于今天", "The report's day may not be in the future", needs_input=True)
def report_is_not_from_the_future(case: TargetCase) -> bool:
    return bool(case.data["as_of"] <= today(case.now).isoformat())


@rule(
    "已申请提前验收，等待验收", "An early claim stands and waits for inspection", Capacity.INSPECTOR
)
def no_early_claim_stands(case: TargetCase) -> bool:
    return case.acceptance is None


@rule("没有待验收的事项", "There is nothing open to accept", Capacity.UNIT_HEAD)
def an_acceptance_is_open(case: TargetCase) -> bool:
    return case.acceptance is not None


@rule(
    "验收人员来自本目标的责任单位或配合单位",
    "The inspector belongs to the lead or a supporting unit of this target",
    Capacity.INSPECTOR,
)
def inspector_is_of_no_unit_concerned(case: TargetCase) -> bool:
    assert case.unit is not None
    revision = case.in_force or case.candidate
    assert revision is not None
    concerned = {case.unit.code, *revision.material["supporting_units"]}
    return not any(
        p.unit is not None and p.unit.code in concerned
        for p in case.organisation.seats_of(case.person, case.at)
    )


@rule(
    "验收人员与责任单位同属一个战线",
    "The inspector's unit is of the same front as this target's",
    Capacity.INSPECTOR,
)
def inspector_is_of_another_front(case: TargetCase) -> bool:
    assert case.scheme is not None
    assert case.unit is not None
    assert case.year is not None
    if case.scheme.inspector_from_same_front:
        return True
    front = case.organisation.front(case.year["id"], case.unit.id)
    return front is None or not any(
        p.unit is not None and case.organisation.front(case.year["id"], p.unit.id) == front
        for p in case.organisation.seats_of(case.person, case.at)
    )


@rule(
    "未完成的须写明原因；已完成的原因为“无”",
    "A target not met needs its cause, one that is met has none",
    needs_input=True,
)
def cause_goes_with_not_met(case: TargetCase) -> bool:
    return bool(case.data["met"] == (case.data["cause"] == "none"))


@rule(
    "按本目标的计分办法，这样的结论无法计分（缺验收值，或有办法之外的扣分事项）",
    "This target's scoring rule cannot score this finding: the value found is missing, or an event "
    "is not in the rule",
    needs_input=True,
)
def finding_can_be_scored(case: TargetCase) -> bool:
    told = parts.faults_of(case)  # said by the rule about parts
    return all(words in told for words in faults_of_finding(case, case.data))


@rule("没有验收结论", "There is no finding to score", Capacity.INSPECTOR)
def there_is_a_finding(case: TargetCase) -> bool:
    return case.finding is not None
