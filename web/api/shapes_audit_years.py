"""The shapes of the years that auditors read whole: a person's, and a unit's."""

from __future__ import annotations

from web.api.shapes_audit import LogRowShape
from web.api.shapes_findings import PartFoundShape
from web.api.shaping import (
    Shape,
    fields,
    many,
    maybe,
    moment,
    nested,
    one_of,
    string,
    whole,
    yes,
)
from workflow.terms import CAPACITIES, DELEGATIONS, ORIGINS, SIDES, STATES


class PostHeldShape(Shape):
    """A post that was held."""

    post = string()
    post_name = string()
    capacity = one_of(CAPACITIES)
    since = moment()
    until = moment(none=True)
    document = string()


class YearLentShape(Shape):
    """A substitution in the year, given or taken."""

    post = string()
    post_name = string()
    kind = one_of(DELEGATIONS)
    given = yes()
    by = string()
    by_name = string()
    on_behalf_of = maybe()
    on_behalf_of_name = maybe()
    from_on = string()
    until_on = maybe()
    ended_at = moment(none=True)
    document = string()


class ActCountShape(Shape):
    """How often an act was done and refused, and how often in each month."""

    action = string()
    kind = string()
    label = string()
    done = whole()
    refused = whole()
    months = many(fields.Integer())


class PersonYearShape(Shape):
    """A person's year: posts, substitutions, counts, and what was done, newest first."""

    year = whole()
    username = string()
    name = string()
    active = yes()
    posts = many(PostHeldShape)
    delegations = many(YearLentShape)
    counts = many(ActCountShape)
    items = many(LogRowShape)
    next = maybe()


class HolderShape(Shape):
    """Who held a post of the unit."""

    by = string()
    by_name = string()
    post = string()
    post_name = string()
    since = moment()
    until = moment(none=True)


class UnitPlaceShape(Shape):
    """The unit's place in the published results, in their last revision."""

    no = whole()
    at = moment()
    total = string()
    grade = string()
    base_grade = string()
    rank = whole()
    front_name = maybe()


class UnitHandShape(Shape):
    """A hand on a target of the unit, and what ended it."""

    side = one_of(SIDES)
    verdict = one_of(("affirm", "object"))
    purpose = string()
    revision = whole()
    round = whole()
    at = moment()
    by = string()
    by_name = string()
    on_behalf_of = maybe()
    on_behalf_of_name = maybe()
    ended = maybe()
    ended_at = moment(none=True)


class UnitChangeShape(Shape):
    """What was proposed about a running target, and what became of it."""

    kind = string()
    at = moment()
    ended_at = moment(none=True)
    outcome = maybe()
    lowered = yes()
    document = maybe()


class UnitFindingShape(Shape):
    """What was found."""

    at = moment()
    found_value = maybe()
    parts = many(PartFoundShape)
    quality = string()
    cause = string()
    met = yes()
    on_time = yes()
    by = string()
    by_name = string()


class UnitObjectionShape(Shape):
    """What the unit objected to."""

    about = string()
    state = string()
    at = moment()
    answered_at = moment(none=True)


class UnitTargetShape(Shape):
    """A target of the unit from its first draft on; `refused` counts acts that were refused."""

    id = whole()
    title = string()
    category = string()
    state = one_of(STATES)
    origin = one_of(ORIGINS)
    round = whole()
    revision = whole()
    in_force = whole(allow_none=True)
    imposed = yes()
    due_on = maybe()
    created_at = moment()
    score = maybe()
    hands = many(UnitHandShape)
    changes = many(UnitChangeShape)
    findings = many(UnitFindingShape)
    objections = many(UnitObjectionShape)
    refused = whole()


class UnitYearShape(Shape):
    """A unit's year: who held its posts, its targets with their course, its result."""

    year = whole()
    unit = string()
    unit_name = string()
    people = many(HolderShape)
    letter = maybe()
    result = nested(UnitPlaceShape, none=True)
    targets = many(UnitTargetShape)
