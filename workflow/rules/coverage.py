"""Claims about the plan as a whole: the coverage gate before issue (design.md section 2), C1–C10.

Each says no by name, with figures, until what it says is mended or waived. C0 stands in year.py: a
target that is not approved is named on issue.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.act import rule
from workflow.case import Case
from workflow.effects import coverage, key_tasks
from workflow.terms import NOBODY, Capacity, YearState
from workflow.words import Words

MENDING = (Capacity.OFFICE, Capacity.UNIT_HEAD, Capacity.LEADER, Capacity.COUNTY_HEAD)


def _names(code: str) -> Callable[[Case], list[Words]]:
    return lambda case: [failure.sentence for failure in coverage.in_the_way(case, code)]


@rule(
    "有重点任务无人承担或承担不当",
    "Some key task is not carried as it must be",
    *MENDING,
    names=_names("C1"),
)
def every_key_task_is_carried(case: Case) -> bool:
    return not coverage.in_the_way(case, "C1")


@rule(
    "各单位合计未达到县定值",
    "The units' values do not reach the county's",
    *MENDING,
    names=_names("C2"),
)
def sums_reach_the_county(case: Case) -> bool:
    return not coverage.in_the_way(case, "C2")


@rule(
    "有重点目标未对应重点任务", "Some key target serves no key task", *MENDING, names=_names("C3")
)
def every_key_target_serves_a_key_task(case: Case) -> bool:
    return not coverage.in_the_way(case, "C3")


@rule(
    "有单位的分值与方案不符",
    "The points of some unit are not the scheme's",
    *MENDING,
    names=_names("C4"),
)
def every_unit_has_its_points(case: Case) -> bool:
    return not coverage.in_the_way(case, "C4")


@rule(
    "有重点目标未优于上年且理由未经审定",
    "Some key target is no better than last year, and no reason was accepted",
    *MENDING,
    names=_names("C5"),
)
def key_targets_grow_or_say_why(case: Case) -> bool:
    return not coverage.in_the_way(case, "C5")


@rule(
    "有目标低于上级定值",
    "Some target is below the value set from above",
    *MENDING,
    names=_names("C6"),
)
def no_value_is_below_what_was_set(case: Case) -> bool:
    return not coverage.in_the_way(case, "C6")


@rule(
    "有通用或稳定工作各单位不一致",
    "Some common item is not the same in all units",
    *MENDING,
    names=_names("C7"),
)
def items_are_the_same_everywhere(case: Case) -> bool:
    return not coverage.in_the_way(case, "C7")


@rule(
    "有时间节点或时限晚于应守的时限",
    "Some milestone or deadline is later than it may be",
    *MENDING,
    names=_names("C8"),
)
def dates_keep_the_deadlines(case: Case) -> bool:
    return not coverage.in_the_way(case, "C8")


@rule(
    "有配合单位未会签",
    "Some supporting unit has not confirmed",
    Capacity.SUPPORTER,
    *MENDING,
    names=_names("C9"),
)
def every_supporter_has_confirmed(case: Case) -> bool:
    return not coverage.in_the_way(case, "C9")


@rule(
    "有岗位无人任职",
    "Some post is held by nobody",
    Capacity.ADMIN,
    Capacity.COUNTY_HEAD,
    names=_names("C10"),
)
def every_post_is_held(case: Case) -> bool:
    return not coverage.in_the_way(case, "C10")


GATE = (
    every_key_task_is_carried,
    sums_reach_the_county,
    every_key_target_serves_a_key_task,
    every_unit_has_its_points,
    key_targets_grow_or_say_why,
    no_value_is_below_what_was_set,
    items_are_the_same_everywhere,
    dates_keep_the_deadlines,
    every_supporter_has_confirmed,
    every_post_is_held,
)


@rule("没有可豁免的事项", "There is nothing to waive", NOBODY)
def something_can_be_waived(case: Case) -> bool:
    return bool(coverage.to_waive(case))


@rule(
    "所列事项已有变化或已不存在，请重新查看",
    "What was named has changed or is gone: look again",
    needs_input=True,
)
def failures_stand_as_shown(case: Case) -> bool:
    named = set(case.data["failures"])
    return bool(named) and named <= coverage.to_waive(case).keys()


@rule("没有可撤销的豁免", "There is no waiver to take back", Capacity.COUNTY_HEAD)
def a_waiver_stands(case: Case) -> bool:
    return bool(coverage.standing(case))


@rule("没有这项有效的豁免", "There is no such waiver", needs_input=True)
def this_waiver_stands(case: Case) -> bool:
    return case.data["waiver"] in {row["id"] for row in coverage.standing(case).values()}


@rule(
    "计划已印发，重点任务不再变动",
    "The plan is issued: its key tasks stay as they are",
    NOBODY,
    needs_input=True,
)
def plan_is_not_issued_yet(case: Case) -> bool:
    return case.year is None or case.year["state"] in (YearState.PREPARING, YearState.DRAFTING)


@rule("任务没有任何改动", "Nothing of the task is changed", needs_input=True)
def task_is_worded_anew(case: Case) -> bool:
    before = key_tasks.known(case)
    if before is None:
        return True  # said at the field
    row, _ = key_tasks.worded(case, before)
    supporting = before["supporting"] or ""
    return row != {**before, "supporting": supporting}
