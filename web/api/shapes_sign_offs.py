"""The shapes of sign-offs: whose hands are on which unit's score and grade."""

from __future__ import annotations

from web.api.shapes_results import GradeShape, StepShape
from web.api.shaping import (
    DIGEST,
    Shape,
    many,
    maybe,
    moment,
    nested,
    one_of,
    shaped,
    string,
    whole,
)
from workflow.inputs.fields import DECIMAL_PATTERN
from workflow.queries.signing import SIDES
from workflow.terms import YEAR_STATES


class HandOnResultShape(Shape):
    """One side's hand: what was signed, in which revision, and which one took its place."""

    side = one_of(SIDES)
    by = string()
    by_name = string()
    on_behalf_of_name = maybe()
    at = moment()
    digest = shaped(DIGEST)
    no = whole()
    total = shaped(DECIMAL_PATTERN)
    grade = string()
    outdated_by = whole(allow_none=True)


class MovedSinceShape(Shape):
    """A target that ended otherwise since the last results."""

    id = whole()
    title = string()


class UnitToSignShape(Shape):
    """A unit's score and grade, and whose hands are on them."""

    unit = string()
    unit_name = string()
    front = string()
    front_name = string()
    total = shaped(DECIMAL_PATTERN)
    grade = string()
    digest = shaped(DIGEST)
    sign_offs = many(HandOnResultShape)
    missing = many(one_of(SIDES))
    moved = many(MovedSinceShape)


class SignedOffResultsShape(Shape):
    """The last results of a year, unit by unit."""

    year = whole()
    state = one_of(YEAR_STATES)
    no = whole()
    digest = shaped(DIGEST)
    grades = many(GradeShape)
    decided = nested(StepShape, none=True)
    units = many(UnitToSignShape)
