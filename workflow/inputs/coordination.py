"""The inputs of the coordination thread and of tasks inside a unit. One schema each."""

from __future__ import annotations

from workflow.inputs.fields import Code, Day, Number, Text
from workflow.inputs.target import Remark, Seen
from workflow.words import Words


class Discuss(Seen):
    """A line of the thread; it may ask one of the target's units, by a day or not."""

    text = Text("内容", "What is said", most=2000, lines=True, required=True)
    ask_unit = Code("请哪个单位答复", "Unit asked to answer", choices="asked_units")
    answer_by = Day("答复时限", "Answer by")


class Answer(Seen):
    """The answer to a question that was put to the actor's unit."""

    question = Number("所答复的事项", "Question", low=1, required=True, choices="questions")
    text = Text("答复", "Answer", most=2000, lines=True, required=True)


class GiveTask(Seen):
    """A task inside a unit: to whom, in which section, by when, what."""

    text = Text("任务", "Task", most=2000, lines=True, required=True)
    assignee = Text("承办人", "Given to", most=60, required=True, choices="own_people")
    section = Text(
        "科室",
        "Section",
        most=60,
        hint=Words("不在某一科室办理的，可不填。", "Leave it empty where no section is named."),
    )
    due_on = Day("任务时限", "Due on", required=True)


class FinishTask(Remark):
    """Which of one's own tasks is done."""

    task = Number("内部任务", "Task", low=1, required=True, choices="own_tasks")


class DropTask(Remark):
    """Which task nobody has to do any more."""

    task = Number("内部任务", "Task", low=1, required=True, choices="unit_tasks")
