"""Claims about the end of a year: nothing is missing, notice was given, nothing moved since."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.clock import today
from workflow.effects import results
from workflow.rules import finality, notice
from workflow.rules.year import named
from workflow.scoring.gaps import CannotRank
from workflow.terms import NOBODY, Capacity
from workflow.words import Words


@rule(
    "还有目标没有验收或计分",
    "Some targets have no finding or no score yet",
    Capacity.INSPECTOR,
    Capacity.ASSESSOR,
    Capacity.OFFICE,
    names=lambda case: named(case, case.known("unscored")),
)
def every_target_is_scored(case: Case) -> bool:
    return not case.known("unscored")


@rule(
    "未完成的目标还没有裁定原因",
    "For some targets that were not met no cause is decided yet",
    Capacity.COUNTY_HEAD,
    names=lambda case: named(case, case.known("undecided")),
)
def every_cause_is_decided(case: Case) -> bool:
    return not case.known("undecided")


@rule(
    "还有复核申请没有答复",
    "Some objections wait for their answer",
    Capacity.OFFICE,
    Capacity.COUNTY_HEAD,
    names=lambda case: named(case, case.known("open_objections")),
)
def no_objection_waits(case: Case) -> bool:
    return not case.known("open_objections")


def _faults(case: Case) -> list[Words]:
    try:
        results.results_of(case)
    except CannotRank as error:
        return error.faults
    return []


@rule(
    "结果无法汇总",
    "The results cannot be computed",
    Capacity.OFFICE,
    needs_input=True,
    names=_faults,
)
def results_can_be_computed(case: Case) -> bool:
    return case.known("results_stand") or not _faults(case)


@rule(
    "结果与上次公示相同，没有可更正的内容",
    "The results are the same as the last ones: there is nothing to revise",
    needs_input=True,
)
def results_have_moved(case: Case) -> bool:
    # Where nothing was written that they come from, nothing is reckoned to say no.
    if case.known("results_stand"):
        return False
    return bool(_faults(case)) or not _are_current(case)


@rule(
    "公示之后有目标重新计分：请先更正结果",
    "Scores have moved since the last results: revise them first",
    Capacity.OFFICE,
    needs_input=True,
)
def results_are_current(case: Case) -> bool:
    # Reckoned in any case: money is given by them, and a table may have been bent behind the log.
    if _faults(case):
        # The rule before this says so, but for rows that were bent since.
        return not case.known("results_stand")
    return _are_current(case)


def _are_current(case: Case) -> bool:
    last = case.known("last_result")
    return last is not None and last["digest"] == results.results_of(case).digest


@rule("公示期未满", "The days of public notice are not over", Capacity.SYSTEM)
def notice_is_over(case: Case) -> bool:
    assert case.scheme is not None
    return notice.are_over(case, case.scheme.notice_days)


@rule("结果已经审定", "The results are decided already", NOBODY)
def results_are_not_decided_yet(case: Case) -> bool:
    return not _decided(case)


@rule("结果尚未审定", "The results are not decided yet", Capacity.COUNTY_HEAD)
def results_are_decided(case: Case) -> bool:
    return _decided(case)


def _decided(case: Case) -> bool:
    return finality.are_final(case.known("events"))


@rule("没有待兑现的奖惩", "No award or sanction waits to be carried out", Capacity.COUNTY_HEAD)
def an_award_waits(case: Case) -> bool:
    return any(results.waits(award) for award in case.known("awards").values())


@rule("没有这项待兑现的奖惩", "No such award or sanction waits", needs_input=True)
def this_award_waits(case: Case) -> bool:
    award = case.known("awards").get(case.data["award"])
    return award is not None and results.waits(award)


@rule("办结日期不能晚于今天", "The day may not be in the future", needs_input=True)
def award_day_is_past(case: Case) -> bool:
    return bool(case.data["done_on"] <= today(case.now).isoformat())
