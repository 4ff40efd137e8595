"""The shapes of answers about the balance of the two directions."""

from __future__ import annotations

from web.api.shaping import Shape, fields, many, maybe, one_of, string, whole, yes
from workflow.balance import FACTS
from workflow.terms import ORIGINS, STATES


class FactShape(Shape):
    """A counted fact and what exactly it counts."""

    fact = one_of(FACTS)
    label = string()
    about = string()


class FiguresShape(Shape):
    """The facts of one side; `median_days` is a decimal, null where nothing was answered."""

    targets = whole()
    began_below = whole()
    changed_above = whole()
    began_above = whole()
    changed_below = whole()
    common = whole()
    further_rounds = whole()
    most_rounds = whole()
    answers = whole()
    median_days = maybe()
    longest_days = whole(allow_none=True)
    waiting = whole()
    hands = whole()
    within_a_minute = whole()
    not_known = whole()
    imposed = whole()


class UnitFiguresShape(FiguresShape):
    """The facts of a unit."""

    unit = string()
    name = string()


class LeaderFiguresShape(FiguresShape):
    """The facts of a reviewing post, with who holds it now."""

    post = string()
    name = string()
    holders = many(fields.String())


class CourseShape(Shape):
    """A target behind a figure: the working days of each answer, and of each hand the seconds since
    its content was opened, null where that is not known."""

    id = whole()
    title = string()
    unit = string()
    unit_name = string()
    state = one_of(STATES)
    origin = one_of(ORIGINS)
    round = whole()
    imposed = yes()
    changed_above = yes()
    changed_below = yes()
    answers = many(fields.Integer())
    waiting = yes()
    hands = many(fields.Integer(allow_none=True))


class BalanceShape(Shape):
    """Facts, not a score; `targets` are those behind the figure that was asked for, else null."""

    year = whole()
    facts = many(FactShape)
    units = many(UnitFiguresShape)
    leaders = many(LeaderFiguresShape)
    targets = fields.List(fields.Nested(CourseShape), required=True, allow_none=True)
