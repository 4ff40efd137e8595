"""Claims about findings: who may make them, and on what ledger."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case, TargetCase
from workflow.clock import today
from workflow.coverage.growth import COMPARED, better
from workflow.coverage.key_tasks import KEY
from workflow.effects import acceptance
from workflow.effects.running import rule_of
from workflow.rules import finality, parts
from workflow.scoring.ledger import events_of
from workflow.terms import NOBODY, Capacity, State, YearState
from workflow.words import Words, both


@rule(
    "本目标由考核责任单位核定，不由验收组验收",
    "This target is found by its scoring unit, not by the inspectors",
    Capacity.ASSESSOR,
)
def inspectors_find_it(case: TargetCase) -> bool:
    return case.known("scoring_unit") is None


@rule(
    "本目标没有考核责任单位，由考核验收组验收",
    "This target has no scoring unit: the inspectors find it",
    Capacity.INSPECTOR,
)
def item_has_a_scoring_unit(case: TargetCase) -> bool:
    return case.known("scoring_unit") is not None


@rule(
    "应由本事项的考核责任单位办理；该单位自己的一行由目标办办理",
    "This is for the scoring unit of the item; its own row is the target office's",
    Capacity.ASSESSOR,
    Capacity.OFFICE,
)
def actor_speaks_for_the_scoring_unit(case: TargetCase) -> bool:
    scorer, post = case.known("scoring_unit"), case.standing.post if case.standing else None
    assert case.unit is not None
    if scorer is None or post is None:
        return scorer is None  # said by the rule above
    if case.capacity == Capacity.OFFICE:
        return bool(scorer == case.unit.id)
    return scorer != case.unit.id and post.unit is not None and post.unit.id == scorer


@rule("计分办法中没有这一事项", "The scoring rule knows no such event", needs_input=True)
def event_is_in_the_rule(case: TargetCase) -> bool:
    known = {event["event"] for event in events_of(rule_of(case))}
    return case.data["event"] in known


@rule(
    "写明同一事项编号的，须为同一事项只计一次的事项，且次数为 1",
    "Only an event of those that count the same matter once takes the code of a matter, and once",
    needs_input=True,
)
def matter_code_fits_the_event(case: TargetCase) -> bool:
    if not case.data.get("matter_code"):
        return True
    grouped = {each["event"] for each in events_of(rule_of(case)) if each["group"]}
    return case.data["event"] in grouped and case.data["count"] == 1


@rule(
    "发生日期应在本年度内且不晚于今天",
    "The day must lie in the plan year and not in the future",
    needs_input=True,
)
def event_lies_in_the_year(case: TargetCase) -> bool:
    assert case.year is not None
    day: str = case.data["occurred_on"]
    return day[:4] == str(case.year["id"]) and day <= today(case.now).isoformat()


@rule("本目标没有这条有效的台账记录", "This target has no such standing entry", needs_input=True)
def entry_stands(case: TargetCase) -> bool:
    return case.data["ledger"] in {entry["id"] for entry in case.known("ledger")}


@rule(
    "台账中没有可撤销的记录",
    "The ledger holds no entry to strike",
    Capacity.ASSESSOR,
    Capacity.OFFICE,
)
def ledger_holds_something(case: TargetCase) -> bool:
    return bool(case.known("ledger"))


@rule(
    "按本目标的计分办法，这样的结论无法计分（缺核定值）",
    "This target's scoring rule cannot score this finding: the value found is missing",
    needs_input=True,
)
def assessment_can_be_scored(case: TargetCase) -> bool:
    told = parts.faults_of(case)  # said by the rule about parts
    found = acceptance.assessment_of(case).faults(case.data)
    return all(words in told for words in found)


@rule(
    "本年度结果已经审定，不能再改动",
    "The results of this year are decided: nothing moves any more",
    NOBODY,
)
def results_are_not_decided(case: Case) -> bool:
    return not is_decided(case)


def is_decided(case: Case) -> bool:
    """Whether the year's results were decided, and are under no correction."""
    assert case.year is not None
    state = case.year["state"]
    if state != YearState.PUBLISHED:
        return bool(state == YearState.CLOSED)
    return finality.are_final(case.known("events"))


@rule(
    "已计分的目标，只在县长决定更正结果之后重新验收",
    "What is scored is inspected again only when the county head has opened a correction",
    Capacity.COUNTY_HEAD,
)
def scored_is_reopened_by_a_correction_only(case: TargetCase) -> bool:
    return case.state != State.SCORED or finality.are_corrected(case.known("events"))


@rule("没有未完成的验收结论", "No finding says that this target was not met", Capacity.INSPECTOR)
def finding_is_not_met(case: TargetCase) -> bool:
    return case.finding is not None and not case.finding["met"]


@rule(
    "听取陈述的日期应在验收之后、今天之前（含当日）",
    "The unit must have been heard between the finding and today",
    needs_input=True,
)
def unit_was_heard(case: TargetCase) -> bool:
    assert case.finding is not None
    day = case.data["heard_on"]
    return bool(case.finding["at"][:10] <= day <= today(case.now).isoformat())


@rule(
    "重点目标未优于上年完成，须写明理由",
    "A key target that is no better than last year's result needs a reason",
    Capacity.UNIT_HEAD,
    needs_input=True,
    names=lambda case: [_last_year(case)],
)
def growth_or_its_reason(case: TargetCase) -> bool:
    if grows(case) is not False:
        return True
    given = bool(case.data.get("growth_reason"))
    return given or case.known("growth_reason") is not None


def grows(case: TargetCase) -> bool | None:
    """Whether a key target is better than last year's result; None where that says nothing."""
    content = case.content
    if content["category"] != KEY:
        return None
    if content["target_value"] is None or content["direction"] not in COMPARED:
        return None  # last year's figure would not tell, so it is not asked for
    return better(content["target_value"], last_year_value(case), content["direction"])


def last_year_value(case: TargetCase) -> str | None:
    """Last year's result: the imported figure, else the one the unit wrote down."""
    past = case.known("past")
    value: str | None = past["result"] if past else case.get("baseline")
    return value


def _last_year(case: TargetCase) -> Words:
    words = Words("上年完成 {last}，本年目标 {now}", "last year {last}, this year {now}")
    return words.format(
        last=both(last_year_value(case) or ""), now=both(case.content["target_value"] or "")
    )
