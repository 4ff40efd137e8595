"""What the people of a target's units write beside it: the thread, and tasks inside a unit.

None of it is content, a hand or a side; a target's version stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow.case import TargetCase
from workflow.organisation import Unit
from workflow.terms import UNIT_SIDE, Capacity

Values = dict[str, Any]
HEADS = (Capacity.UNIT_HEAD, Capacity.SUPPORTER)


def unit_of(case: TargetCase) -> Unit | None:
    """The unit for which the actor speaks here; a leader and the office speak for none."""
    of_a_unit = (*UNIT_SIDE, Capacity.SUPPORTER, Capacity.SUPPORT_DRAFTER)
    if case.standing is None or case.standing.capacity not in of_a_unit:
        return None
    return case.standing.post.unit if case.standing.post else None


def named(rows: Iterable[Values], number: int) -> Values | None:
    """The row of this id among those that may be meant."""
    return next((row for row in rows if row["id"] == number), None)


def units_of(case: TargetCase) -> set[str]:
    """The codes of the target's units: the lead and those that support it."""
    assert case.candidate is not None
    material = case.candidate.material
    return {material["lead_unit"], *material["supporting_units"]}


def questions(case: TargetCase) -> list[Values]:
    """The open questions to the actor's unit."""
    unit = unit_of(case)
    rows: list[Values] = case.known("questions")
    return [row for row in rows if unit is not None and row["asked_id"] == unit.id]


def open_tasks(case: TargetCase) -> list[Values]:
    """The tasks of the actor's unit that have not ended."""
    unit = unit_of(case)
    rows: list[Values] = case.known("tasks")
    return [row for row in rows if unit is not None and row["unit_id"] == unit.id]


def own_tasks(case: TargetCase) -> list[Values]:
    """Those of them that were given to the actor."""
    return [row for row in open_tasks(case) if row["assignee_id"] == case.person]


def droppable(case: TargetCase) -> list[Values]:
    """The unit's head drops any task of the unit, a drafter what he gave."""
    heads = case.standing is not None and case.standing.capacity in HEADS
    return [row for row in open_tasks(case) if heads or row["person_id"] == case.person]


def _say(case: TargetCase, **more: Any) -> None:
    assert case.standing is not None
    assert case.standing.post is not None
    line = {"asked_id": None, "due_on": None, "answers_id": None, **more}
    case.stage.insert(
        "coordination",
        target_id=case.ref,
        text_id=case.reason,
        **line,
        post_id=case.standing.post.id,
        person_id=case.person,
        at=case.at,
    )


def discuss(case: TargetCase) -> None:
    """协调: a line for all units of the target; whom it asks finds it in the inbox."""
    code = case.data.get("ask_unit")
    asked = case.organisation.units[code].id if code else None
    _say(case, asked_id=asked, due_on=case.data.get("answer_by"))


def answer(case: TargetCase) -> None:
    """答复协调: the line that answers a question; it waits in nobody's inbox any more."""
    _say(case, answers_id=case.data["question"])


def give_task(case: TargetCase) -> None:
    """交办内部任务: to somebody of one's own unit."""
    unit, assignee = unit_of(case), case.known("person_named")(case.data["assignee"])
    assert unit is not None
    case.stage.insert(
        "internal_task",
        target_id=case.ref,
        unit_id=unit.id,
        section=case.data.get("section") or None,
        assignee_id=assignee["id"],
        due_on=case.data["due_on"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
        ended=None,
        ended_at=None,
        ended_by_id=None,
        ended_text_id=None,
    )


def finish_task(case: TargetCase) -> None:
    """完成内部任务: said by whom it was given to."""
    _end(case, "done")


def drop_task(case: TargetCase) -> None:
    """撤销内部任务: nobody has to do it any more."""
    _end(case, "dropped")


def _end(case: TargetCase, how: str) -> None:
    row = named(open_tasks(case), case.data["task"])
    assert row is not None
    case.stage.update(
        "internal_task",
        row,
        ended=how,
        ended_at=case.at,
        ended_by_id=case.person,
        ended_text_id=case.reason,
    )
