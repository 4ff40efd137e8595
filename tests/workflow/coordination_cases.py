"""Knocks for the rules on the coordination thread and on tasks inside a unit.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from collections.abc import Callable
from typing import Any

from tests.builders import World

Knock = tuple[str, str, str, int | None, dict[str, Any]]
SAID = {"text": "请提供农路规划数据。"}
TASK = {"text": "收集各村里程", "assignee": "xq.drafter", "due_on": "2999-03-01"}


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def joint(w: World) -> int:
    """A target of XQ that ZS supports."""
    return w.draft(supporting_units=["ZS"])


def asked(w: World, target: int | None = None) -> tuple[int, int]:
    """A joint target in whose thread ZS is asked, and the question."""
    target = target or joint(w)
    w.act("xq.drafter", "discuss", target, **SAID, ask_unit="ZS", answer_by="2999-03-01")
    return target, w.row("SELECT MAX(id) AS id FROM coordination")["id"]


def given(w: World, **more: Any) -> tuple[int, int]:
    """A target with a task that XQ's head gave to its drafter, and the task."""
    target = joint(w)
    w.act("xq.head", "give_task", target, **{**TASK, **more})
    return target, w.row("SELECT MAX(id) AS id FROM internal_task")["id"]


def answered(w: World) -> Knock:
    """A second answer to the same question, while another one waits."""
    target, question = asked(w)
    asked(w, target)
    w.act("zs.drafter", "answer", target, **SAID, question=question)
    return on("zs.head", "answer", target, **SAID, question=question)


def somebody_elses(w: World) -> Knock:
    """The head's task, which the drafter says is done while having one as well."""
    target, _ = given(w)
    w.act("xq.head", "give_task", target, **{**TASK, "assignee": "xq.head"})
    other = w.row("SELECT MAX(id) AS id FROM internal_task")["id"]
    return on("xq.drafter", "finish_task", target, task=other)


def given_by_another(w: World) -> Knock:
    """A drafter drops what the head gave, having given a task as well."""
    target, theirs = given(w)
    w.act("xq.drafter", "give_task", target, **TASK)
    return on("xq.drafter", "drop_task", target, task=theirs)


def also_administrator(act: str) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        who = w.newcomer("ZS-KY", "GL-1")
        target, question = asked(w)
        task = {**TASK, "assignee": who}
        w.act("zs.head", "give_task", target, **task)
        number = w.row("SELECT MAX(id) AS id FROM internal_task")["id"]
        w.act("zs.head", "give_task", target, **task)
        fields = {
            "discuss": SAID,
            "answer": {**SAID, "question": question},
            "give_task": task,
            "finish_task": {"task": number},
        }[act]
        return on(who, act, target, **fields)

    return make


def administrator_drops(w: World) -> Knock:
    """Somebody drops the task he gave before he became an administrator too."""
    who = w.newcomer("ZS-KY")
    target = joint(w)
    w.act(who, "give_task", target, **{**TASK, "assignee": who})
    w.appoint(who, "GL-1")
    number = w.row("SELECT MAX(id) AS id FROM internal_task")["id"]
    return on(who, "drop_task", target, task=number)


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("target", "discuss"): lambda w: on("leader1", "discuss", joint(w), **SAID, ask_unit="ZS"),
    ("target", "answer"): lambda w: on(
        "zs.drafter", "answer", (a := asked(w))[0], **SAID, question=a[1]
    ),
    ("target", "give_task"): lambda w: on("xq.drafter", "give_task", w.draft(), **TASK),
    ("target", "finish_task"): lambda w: on(
        "xq.drafter", "finish_task", (g := given(w))[0], task=g[1]
    ),
    ("target", "drop_task"): lambda w: on("xq.head", "drop_task", (g := given(w))[0], task=g[1]),
}
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("target", "discuss", "target_is_joint"): lambda w: on(
        "xq.drafter", "discuss", w.draft(), **SAID
    ),
    ("target", "discuss", "another_unit_of_the_target_is_asked"): lambda w: on(
        "xq.drafter", "discuss", joint(w), **SAID, ask_unit="XQ"
    ),
    ("target", "discuss", "answer_day_can_be_kept"): lambda w: on(
        "xq.drafter", "discuss", joint(w), **SAID, answer_by="2999-01-01"
    ),
    ("target", "answer", "own_unit_is_asked"): lambda w: on(
        "xq.head", "answer", (a := asked(w))[0], **SAID, question=a[1]
    ),
    ("target", "answer", "this_question_is_open"): answered,
    ("target", "give_task", "assignee_is_of_own_unit"): lambda w: on(
        "xq.head", "give_task", joint(w), **{**TASK, "assignee": "zs.drafter"}
    ),
    ("target", "give_task", "task_day_can_be_kept"): lambda w: on(
        "xq.head", "give_task", joint(w), **{**TASK, "due_on": "2013-01-15"}
    ),
    ("target", "finish_task", "own_task_is_open"): lambda w: on(
        "xq.head", "finish_task", (g := given(w))[0], task=g[1]
    ),
    ("target", "finish_task", "this_task_is_own"): somebody_elses,
    ("target", "drop_task", "a_task_can_be_dropped"): lambda w: on(
        "xq.drafter", "drop_task", (g := given(w))[0], task=g[1]
    ),
    ("target", "drop_task", "this_task_can_be_dropped"): given_by_another,
    ("target", "drop_task", "actor_is_no_administrator_or_auditor"): administrator_drops,
}
for _act in ("discuss", "answer", "give_task", "finish_task"):
    REFUSES["target", _act, "actor_is_no_administrator_or_auditor"] = also_administrator(_act)
