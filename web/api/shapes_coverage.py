"""The shapes of answers about the coverage of a plan, its waivers and its digest."""

from __future__ import annotations

from web.api.shaping import (
    DIGEST,
    Shape,
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
from workflow.coverage.failure import CHECKS
from workflow.inputs.fields import DAY_PATTERN, DECIMAL_PATTERN
from workflow.queries.coverage_view import VIEWS
from workflow.terms import CAPACITIES, DIRECTIONS, STATES, TASK_KINDS, YEAR_STATES


class CheckShape(Shape):
    """A check, and how often it fails."""

    check = one_of(CHECKS)
    label = string()
    failures = whole()
    waived = whole()
    warnings = whole()


class FailureShape(Shape):
    """One gap of the plan: exactly what it is about, and who could mend it.

    `digest` names it for `waive`; it is another one as soon as anything of it changes.
    """

    check = one_of(CHECKS)
    about = string()
    digest = shaped(DIGEST)
    text = string()
    severity = one_of(("failure", "warning"))
    who = many(one_of(CAPACITIES))
    blocks_issue = yes()
    waivable = yes()
    waiver = whole(allow_none=True)
    targets = many(fields.Integer())
    key_task = maybe()
    unit = maybe()
    post = maybe()
    figures = fields.Dict(keys=fields.String(), required=True)


class PartShape(Shape):
    """A target's part in a key task."""

    id = whole()
    title = string()
    value = shaped(DECIMAL_PATTERN, none=True)
    unit_of_measure = maybe()
    state = one_of(STATES)
    round = whole()
    imposed = yes()


class CellShape(Shape):
    """What a unit has to do with a key task; `supports` says whether it confirmed, null: it does
    not support."""

    unit = string()
    leads = yes()
    supports = fields.Boolean(required=True, allow_none=True)
    targets = many(PartShape)
    broken = many(one_of(CHECKS))
    waived = many(one_of(CHECKS))


class CarriedShape(Shape):
    """A key task, the units' values added up beside the county's, and who carries it (S14, S17)."""

    code = string()
    title = string()
    kind = one_of(TASK_KINDS)
    unit_of_measure = string()
    value = shaped(DECIMAL_PATTERN, none=True)
    direction = one_of(DIRECTIONS)
    additive = yes()
    lead_unit = string()
    supporting_units = many(fields.String())
    due_on = shaped(DAY_PATTERN)
    total = maybe(data_key="sum")
    gap = maybe()
    not_counted = many(fields.Integer())
    targets = whole()
    units = whole()
    broken = many(one_of(CHECKS))
    waived = many(one_of(CHECKS))
    cells = many(CellShape)


class LoadShape(Shape):
    """What a unit carries (S16, S17); `key_share` is the key targets' part of its points, in per
    cent to one place."""

    unit = string()
    name = string()
    front = maybe()
    targets = whole()
    key_targets = whole()
    supported = whole()
    points = string()
    key_points = string()
    key_share = maybe()
    most_rounds = whole()
    beyond_first_round = whole()
    imposed = whole()
    broken = many(one_of(CHECKS))
    waived = many(one_of(CHECKS))


class WaiverShape(Shape):
    """A failure that was excused; `lapsed` once what it excused has changed."""

    id = whole()
    check = one_of(CHECKS)
    about = string()
    digest = shaped(DIGEST)
    text = string()
    reason = string()
    document = string()
    by = string()
    by_name = string()
    post = string()
    post_name = string()
    at = moment()
    state = one_of(("live", "lapsed", "ended"))
    ended_at = moment(none=True)


class PlanDigestShape(Shape):
    """The digest of the plan in force, and of the one before it; `waivers` are the failures that
    were excused in it."""

    no = whole()
    digest = shaped(DIGEST)
    previous = shaped(DIGEST, none=True)
    waivers = many(shaped(DIGEST))
    act = string()
    at = moment()


class SumShape(Shape):
    """A key task that a target serves: the county's value, the units' together with the target's
    candidate, and by how much they miss it (`gap`) or go beyond it (`surplus`), by its direction
    (S14). `not_counted` are measured otherwise, so that they cannot be added."""

    key_task = string()
    title = string()
    direction = one_of(DIRECTIONS)
    unit_of_measure = string()
    county = shaped(DECIMAL_PATTERN)
    units = string()
    gap = maybe()
    surplus = maybe()
    not_counted = whole()


class CoverageShape(Shape):
    """How whole a year's plan is."""

    year = whole()
    state = one_of(YEAR_STATES)
    view = one_of(VIEWS)
    issued = yes()
    can_issue = yes()
    unapproved = whole()
    checks = many(CheckShape)
    failures = many(FailureShape)
    key_tasks = many(CarriedShape)
    units = many(LoadShape)
    waivers = many(WaiverShape)
    plan = nested(PlanDigestShape, none=True)
