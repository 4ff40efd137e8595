"""Checks of single targets: growth, value set above, common items, dates, supporters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workflow.calendar import Calendar
from workflow.coverage.failure import Failure, about_target
from workflow.coverage.growth import better, worse
from workflow.coverage.key_tasks import BELOW_AND_ABOVE, KEY
from workflow.coverage.plan import Plan, PlanTarget
from workflow.terms import Capacity
from workflow.words import Words, both, joined

HEAD_AND_LEADER = (Capacity.UNIT_HEAD, Capacity.LEADER)
GIVEN_TO_ALL = frozenset({"common", "stability"})


def every_target_is_approved(plan: Plan) -> Iterator[Failure]:
    """C0: no live target is unapproved; on issue each may be named as left open. Once the plan is
    issued they were named, and stand here to be remembered."""
    for target in (*plan.targets, *plan.open):
        if not target.approved:
            who = (Capacity.COUNTY_HEAD, Capacity.LEADER, Capacity.UNIT_HEAD)
            said = _said(plan, target, Words("尚未批准", "is not approved"))
            yield about_target("C0", target, said, who, warning=plan.issued)


def _said(plan: Plan, target: PlanTarget, wrong: Words) -> Words:
    words = Words("{unit}“{title}”{wrong}", "{unit}: “{title}” {wrong}")
    return words.format(unit=plan.name(target.unit), title=both(target.title), wrong=wrong)


def key_targets_grow(plan: Plan) -> Iterator[Failure]:
    """C5: a key target is better than last year's result, or the leader signed knowing why not;
    looked at again once the figure is final (S18)."""
    for target in plan.targets:
        value, direction = target.material["target_value"], target.material["direction"]
        if target.category == KEY and better(value, target.last, direction) is False:
            yield from _no_growth(plan, target)


def _no_growth(plan: Plan, target: PlanTarget) -> Iterator[Failure]:
    accepted, figures = target.reason_accepted_at, {
        "last": str(target.last), "value": str(target.material["target_value"]),
    }  # fmt: skip
    if accepted is None:
        words = Words(
            "未优于上年：上年 {last}，本年 {value}，且无经审定的理由",
            "is no better than last year ({last}, now {value}) and no reason was accepted",
        )
        said = _said(plan, target, words.format(**figures))
        yield about_target("C5", target, said, HEAD_AND_LEADER, figures=figures)
    elif target.final_at is not None and target.final_at > accepted:
        words = Words(
            "的理由审定在先，上年最终数 {last} 在后，请复核",
            "had its reason accepted before last year's final figure, {last}: look again",
        )
        said = _said(plan, target, words.format(**figures))
        yield about_target("C5", target, said, HEAD_AND_LEADER, warning=True, figures=figures)


def no_value_is_below_what_was_set(plan: Plan) -> Iterator[Failure]:
    """C6: no value is below the one last written from above, whoever signed the lower one."""
    for target in plan.targets:
        value, direction = target.material["target_value"], target.material["direction"]
        if worse(value, target.set_above, direction):
            figures = {"set_above": str(target.set_above), "value": str(value)}
            words = Words("上级定 {set_above}，现为 {value}", "was set at {set_above}, now {value}")
            said = _said(plan, target, words.format(**figures))
            yield about_target("C6", target, said, BELOW_AND_ABOVE, figures=figures)


def items_are_the_same_everywhere(plan: Plan) -> Iterator[Failure]:
    """C7: common and stability targets are given items, each with the item's own digest (S7)."""
    for target in plan.targets:
        if target.item is None and target.category in GIVEN_TO_ALL:
            wrong = Words("不是统一下达的事项", "is no item given to all units")
        elif target.item is not None and target.template != plan.items.get(target.item):
            wrong = Words("与统一下达的内容不同", "differs from what all units were given")
        else:
            continue
        yield about_target("C7", target, _said(plan, target, wrong), (Capacity.OFFICE,))


def dates_keep_the_deadlines(plan: Plan) -> Iterator[Failure]:
    """C8: milestones ≤ deadline ≤ the key task's; a day off is a warning, ends of periods never."""
    tasks = {task.code: task for task in plan.tasks}
    for target in plan.targets:
        due = target.material["due_on"]
        milestones = [m["due_on"] for m in target.material["milestones"]]
        if due and milestones and max(milestones) > due:
            figures = {"milestone": max(milestones), "due_on": due}
            words = Words(
                "时间节点 {milestone} 晚于时限 {due_on}",
                "has a milestone on {milestone}, after its deadline {due_on}",
            )
            said = _said(plan, target, words.format(**figures))
            yield about_target("C8", target, said, BELOW_AND_ABOVE, figures=figures)
        for code in target.material["key_tasks"]:
            if due and code in tasks and due > tasks[code].due_on:
                figures = {"due_on": due, "task_due_on": tasks[code].due_on}
                words = Words(
                    "时限 {due_on} 晚于任务时限 {task_due_on}",
                    "is due on {due_on}, after its key task's {task_due_on}",
                )
                said = _said(plan, target, words.format(**figures))
                yield about_target(
                    "C8", target, said, BELOW_AND_ABOVE, task=tasks[code], figures=figures
                )
        yield from _days_off(plan, target)


def _days_off(plan: Plan, target: PlanTarget) -> Iterator[Failure]:
    days = {target.material["due_on"], *(m["due_on"] for m in target.material["milestones"])}
    off = sorted(day for day in days if day and _is_off(day, plan.calendar))
    if off:
        words = Words("的时限或节点不是工作日：{days}", "has days off among its dates: {days}")
        said = _said(plan, target, words.format(days=joined([both(day) for day in off])))
        yield about_target("C8", target, said, BELOW_AND_ABOVE, warning=True, figures={"days": off})


def _is_off(text: str, calendar: Calendar) -> bool:
    day = date.fromisoformat(text)
    ends_a_period = (day + timedelta(days=1)).day == 1
    return not ends_a_period and not calendar.is_working_day(day)


def every_supporter_has_confirmed(plan: Plan) -> Iterator[Failure]:
    """C9: a target names a unit as supporting it, and that unit's head signed this very content;
    and the other way round."""
    for target in plan.targets:
        named = set(target.material["supporting_units"])
        odd = sorted(named ^ target.confirmed)
        if odd:
            names = joined([plan.name(code) for code in odd])
            words = (
                Words("的配合单位{names}未会签现稿", "lacks the confirmation of {names}")
                if named - target.confirmed
                else Words(
                    "有未列名的{names}会签", "was confirmed by {names}, whom it does not name"
                )
            )
            said = _said(plan, target, words.format(names=names))
            who = (Capacity.SUPPORTER, Capacity.UNIT_HEAD)
            yield about_target("C9", target, said, who, figures={"units": odd})
