"""The shapes of answers about a quarrel and the days it is counted in."""

from __future__ import annotations

from web.api.shaping import (
    DIGEST,
    Shape,
    fields,
    many,
    maybe,
    moment,
    one_of,
    shaped,
    string,
    whole,
    yes,
)
from workflow.terms import CAPACITIES, LEVELS, TURNS


class WaitingShape(Shape):
    """Who is awaited, since when and by which act, and when silence is reported upward."""

    turn = one_of(TURNS)
    since = moment()
    until = moment()
    action = string()


class EscalationShape(Shape):
    """What stands in a higher level's inbox: silence that the clock reported, or a request."""

    id = whole(allow_none=True)
    kind = one_of(("unanswered", "asked"))
    level = one_of(LEVELS)
    at = moment()
    by = maybe()
    by_name = maybe()
    text = maybe()


class RoundsShape(Shape):
    """How many rounds the scheme gives, whether this is the last, and whether the county head may
    decide."""

    first = whole()
    most = whole()
    last = yes()
    open = yes()


class ArbitrationShape(Shape):
    """A decision of the county head or deputy."""

    round = whole()
    revision = whole()
    digest = shaped(DIGEST)
    capacity = one_of(CAPACITIES)
    document = string()
    at = moment()
    settled = many(fields.String())
    ground = one_of(("rounds", "unanswered"))
    by = string()
    by_name = string()
    text = maybe()


class YearDaysShape(Shape):
    """A version of one year's days off and days worked; version 0 ships. The one that counts is
    marked; where the days are not known, weekends alone are off."""

    year = whole()
    no = whole()
    known = yes()
    counts = yes()
    holidays = many(fields.String())
    workdays = many(fields.String())
    document = maybe()
    by = maybe()
    at = moment(none=True)


class CalendarShape(Shape):
    """Every version of every year."""

    items = many(YearDaysShape)
