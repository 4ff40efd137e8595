"""The shapes of answers about working together on a target: its thread, tasks inside a unit."""

from __future__ import annotations

from web.api.shaping import Shape, maybe, moment, nested, one_of, shaped, string, whole, yes
from workflow.inputs.fields import DAY_PATTERN


class QuestionShape(Shape):
    """The unit that a line asks, and how that stands."""

    unit = string()
    unit_name = string()
    due_on = shaped(DAY_PATTERN, none=True)
    answered = yes()
    late = yes()
    yours = yes()


class LineShape(Shape):
    """A line of the coordination thread (S23)."""

    id = whole()
    text = maybe()
    asked = nested(QuestionShape, none=True)
    answers = whole(allow_none=True)
    by = string()
    by_name = string()
    post = string()
    post_name = string()
    at = moment()


class TaskShape(Shape):
    """A task inside the reader's own unit (S22)."""

    id = whole()
    unit = string()
    section = maybe()
    assignee = string()
    assignee_name = string()
    due_on = shaped(DAY_PATTERN)
    text = maybe()
    by = string()
    by_name = string()
    at = moment()
    ended = one_of(("done", "dropped"), none=True)
    ended_at = moment(none=True)
    ended_by_name = maybe()
    ended_text = maybe()
    late = yes()
    yours = yes()
    droppable = yes()


class BecauseShape(Shape):
    """Why a target waits for the reader beside its turn: a question to the unit, or a task."""

    kind = one_of(("question", "task"))
    due_on = shaped(DAY_PATTERN, none=True)
