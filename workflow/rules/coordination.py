"""Claims about the coordination thread of a joint target and tasks inside a unit (S22, S23)."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import TargetCase
from workflow.clock import today
from workflow.effects.coordination import (
    droppable,
    named,
    own_tasks,
    questions,
    unit_of,
    units_of,
)
from workflow.terms import UNIT_SIDE, Capacity


@rule(
    "本目标没有配合单位，没有需要协调的单位",
    "No unit supports this target: there is nobody to coordinate with",
)
def target_is_joint(case: TargetCase) -> bool:
    return len(units_of(case)) > 1


@rule(
    "只能请本目标的其他单位（牵头或配合单位）答复",
    "Only another unit of this target, lead or supporting, can be asked to answer",
    needs_input=True,
)
def another_unit_of_the_target_is_asked(case: TargetCase) -> bool:
    asked, own = case.data.get("ask_unit"), unit_of(case)
    return not asked or asked in units_of(case) - {own.code if own else None}


@rule(
    "答复时限须与所请单位同时写明，且不早于今天",
    "A day to answer by needs the unit that is asked and is no day of the past",
    needs_input=True,
)
def answer_day_can_be_kept(case: TargetCase) -> bool:
    day = case.data.get("answer_by")
    return not day or (bool(case.data.get("ask_unit")) and not _is_past(case, day))


@rule("没有等待您单位答复的协调事项", "Nobody waits for an answer of your unit here")
def own_unit_is_asked(case: TargetCase) -> bool:
    return bool(questions(case))


@rule(
    "没有这件等待您单位答复的协调事项",
    "No such question waits for an answer of your unit",
    needs_input=True,
)
def this_question_is_open(case: TargetCase) -> bool:
    waiting = questions(case)
    return not waiting or named(waiting, case.data["question"]) is not None


@rule(
    "内部任务须交给本单位在岗人员",
    "A task inside the unit goes to somebody who holds a post of the unit",
    needs_input=True,
)
def assignee_is_of_own_unit(case: TargetCase) -> bool:
    unit, person = unit_of(case), case.known("person_named")(case.data["assignee"])
    if unit is None or person is None:
        return False
    posts = case.organisation.posts_of(person["id"], case.at)
    return any(p.capacity in UNIT_SIDE and p.unit is not None and p.unit == unit for p in posts)


@rule("任务时限不能早于今天", "The day of a task is no day of the past", needs_input=True)
def task_day_can_be_kept(case: TargetCase) -> bool:
    return not _is_past(case, case.data["due_on"])


@rule("没有交给您而未完成的内部任务", "No open task here was given to you")
def own_task_is_open(case: TargetCase) -> bool:
    return bool(own_tasks(case))


@rule("没有这项交给您而未完成的任务", "No such open task was given to you", needs_input=True)
def this_task_is_own(case: TargetCase) -> bool:
    own = own_tasks(case)
    return not own or named(own, case.data["task"]) is not None


@rule(
    "没有可由您撤销的内部任务（由交办人或本单位一把手撤销）",
    "There is no task here that you may drop: whoever gave it or the unit's head does",
    Capacity.UNIT_HEAD,
)
def a_task_can_be_dropped(case: TargetCase) -> bool:
    return bool(droppable(case))


@rule(
    "没有这项可由您撤销的内部任务",
    "There is no such task that you may drop",
    Capacity.UNIT_HEAD,
    needs_input=True,
)
def this_task_can_be_dropped(case: TargetCase) -> bool:
    own = droppable(case)
    return not own or named(own, case.data["task"]) is not None


def _is_past(case: TargetCase, day: str) -> bool:
    return day < today(case.now).isoformat()
