"""The shapes of hands, of what ended them, and of what is proposed after issue."""

from __future__ import annotations

from web.api.shaping import (
    DIGEST,
    Shape,
    anything,
    fields,
    many,
    maybe,
    moment,
    nested,
    one_of,
    shaped,
    string,
    whole,
    yes,
)
from workflow.inputs.fields import DAY_PATTERN, DECIMAL_PATTERN
from workflow.terms import DIRECTIONS, PROPOSAL_KINDS, PURPOSES, SIDES, TURNS


class DifferenceShape(Shape):
    """A field that differs between two revisions."""

    field = string()
    label = string()
    old = anything(none=True)
    new = anything(none=True)


class EndShape(Shape):
    """What ended a signature."""

    kind = string()
    action = maybe()
    revision = whole(allow_none=True)
    by = maybe()
    by_name = maybe()
    at = moment(none=True)


class PaperShape(Shape):
    """A hand that was put on a sheet of paper: when, its scan by digest, and who registered it."""

    signed_on = shaped(DAY_PATTERN)
    scan = shaped(DIGEST, none=True)
    scan_erased = yes()
    by = string()
    by_name = string()


class SignatureShape(Shape):
    """A hand."""

    side = one_of(SIDES)
    revision = whole()
    digest = shaped(DIGEST)
    round = whole()
    by = string()
    by_name = string()
    capacity = string()
    post = string()
    post_name = string()
    on_behalf_of = maybe()
    on_behalf_of_name = maybe()
    acting = yes()
    at = moment()
    verdict = one_of(("affirm", "object"))
    reason = maybe()
    text = maybe()
    channel = string()
    paper = nested(PaperShape, none=True)
    purpose = one_of(PURPOSES)
    valid = yes()
    outdated_by = nested(EndShape, none=True)


class HandsShape(Shape):
    """Which hands are on the candidate."""

    up = yes()
    down = yes()
    support = yes()
    approve = yes()
    imposed = yes()


class AgainShape(Shape):
    """By which act the reader may sign the present digest again at once: nothing that concerns them
    changed since they signed but which other units support, and those are named."""

    action = string()
    added = many(fields.String())
    removed = many(fields.String())


class SinceSignedShape(Shape):
    """What changed since the reader last signed."""

    revision = whole()
    diff = many(DifferenceShape)
    again = nested(AgainShape, none=True)


class ProposalShape(Shape):
    """What is proposed about a target after issue, and stands."""

    kind = one_of(PROPOSAL_KINDS)
    purpose = one_of(PURPOSES)
    state = one_of(("drafted", "reviewed"))
    turn = one_of(TURNS)
    revision = whole()
    unit = string()
    unit_name = string()
    by = string()
    by_name = string()
    capacity = string()
    document = maybe()
    text = maybe()
    at = moment()
    diff = many(DifferenceShape)


class LoweredShape(Shape):
    """A value that the unit had lowered by a change after issue."""

    target = whole()
    title = string()
    measure = maybe()
    unit_of_measure = maybe()
    direction = one_of(DIRECTIONS)
    old = shaped(DECIMAL_PATTERN)
    new = shaped(DECIMAL_PATTERN)
    at = moment()
