"""Rows on working together on a target: the thread of its units, tasks inside one (S22, S23).

They write beside the target: nobody stands on a side by them, and no page gets stale. They are open
from the first draft to the finding: who supports what is settled by talking first.
"""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import coordination as effects
from workflow.inputs import coordination as inputs
from workflow.rules import coordination as rules
from workflow.rules.hands import actor_is_no_administrator_or_auditor
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

WHILE_AT_WORK = (Move((S.DRAFTED, S.REVIEWED, S.APPROVED, S.IN_PROGRESS, S.DUE), KEEP),)
OF_ITS_UNITS = (C.UNIT_HEAD, C.DRAFTER, C.SUPPORTER, C.SUPPORT_DRAFTER)

COORDINATION: tuple[Act, ...] = (
    Act(
        "discuss",
        "target",
        Words("协调", "Coordinate"),
        WHILE_AT_WORK,
        (*OF_ITS_UNITS, C.LEADER, C.OFFICE),
        (
            actor_is_no_administrator_or_auditor,
            rules.target_is_joint,
            rules.another_unit_of_the_target_is_asked,
            rules.answer_day_can_be_kept,
        ),
        inputs.Discuss,
        effects.discuss,
        stands=False,
        aside=True,
    ),
    Act(
        "answer",
        "target",
        Words("答复协调", "Answer"),
        WHILE_AT_WORK,
        OF_ITS_UNITS,
        (
            actor_is_no_administrator_or_auditor,
            rules.own_unit_is_asked,
            rules.this_question_is_open,
        ),
        inputs.Answer,
        effects.answer,
        stands=False,
        aside=True,
    ),
    Act(
        "give_task",
        "target",
        Words("交办内部任务", "Give a task inside the unit"),
        WHILE_AT_WORK,
        OF_ITS_UNITS,
        (
            actor_is_no_administrator_or_auditor,
            rules.assignee_is_of_own_unit,
            rules.task_day_can_be_kept,
        ),
        inputs.GiveTask,
        effects.give_task,
        stands=False,
        aside=True,
    ),
    Act(
        "finish_task",
        "target",
        Words("完成内部任务", "Finish a task"),
        WHILE_AT_WORK,
        OF_ITS_UNITS,
        (
            actor_is_no_administrator_or_auditor,
            rules.own_task_is_open,
            rules.this_task_is_own,
        ),
        inputs.FinishTask,
        effects.finish_task,
        stands=False,
        aside=True,
    ),
    Act(
        "drop_task",
        "target",
        Words("撤销内部任务", "Drop a task"),
        WHILE_AT_WORK,
        OF_ITS_UNITS,
        (
            actor_is_no_administrator_or_auditor,
            rules.a_task_can_be_dropped,
            rules.this_task_can_be_dropped,
        ),
        inputs.DropTask,
        effects.drop_task,
        stands=False,
        aside=True,
    ),
)
