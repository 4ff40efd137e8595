"""The shape of every answer, declared once: the description is made of it.

Tests hold real answers to it.
Answers are the plain values of the query modules; nothing is converted on the way out.
"""

from __future__ import annotations

from web.api.shapes_coverage import SumShape
from web.api.shapes_delegation import AdviceShape
from web.api.shapes_findings import (
    AcceptanceShape,
    CauseShape,
    LastYearShape,
    LedgerShape,
    ObjectionShape,
    ScoreShape,
)
from web.api.shapes_hands import (
    DifferenceShape,
    HandsShape,
    LoweredShape,
    ProposalShape,
    SignatureShape,
    SinceSignedShape,
)
from web.api.shapes_joint import BecauseShape, LineShape, TaskShape
from web.api.shapes_quarrel import (
    ArbitrationShape,
    EscalationShape,
    RoundsShape,
    WaitingShape,
)
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
from workflow.inputs.fields import DAY_PATTERN, DECIMAL_PATTERN
from workflow.terms import (
    CAPACITIES,
    DIRECTIONS,
    LEVELS,
    LIGHTS,
    ORIGINS,
    PROPOSAL_KINDS,
    STATES,
    TURNS,
)


class RefusalShape(Shape):
    """One "no" and who could clear it: capacities, `system` where time does, or `nobody`."""

    code = string()
    text = string()
    who = many(fields.String())


class ProblemShape(Shape):
    """RFC 9457."""

    type = string()
    title = string()
    status = whole()
    code = string()
    detail = string()
    request_id = string()
    refusals = fields.List(fields.Nested(RefusalShape))
    wrong = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), data_key="fields"
    )
    current = fields.Dict(keys=fields.String())
    diff = fields.List(fields.Nested(DifferenceShape))


class InputShape(Shape):
    """A field an act may be given."""

    name = string()
    label = string()
    required = yes()


class ActionShape(Shape):
    """An act: allowed now, or why not."""

    action = string()
    label = string()
    button = string()
    allowed = yes()
    refusals = many(RefusalShape)
    input = many(InputShape)
    signs = yes()


class MilestoneShape(Shape):
    """A dated step."""

    due_on = shaped(DAY_PATTERN)
    quantity = shaped(DECIMAL_PATTERN, none=True)
    title = string()


class ContentShape(Shape):
    """The fields of a revision."""

    title = maybe()
    category = maybe()
    measure = maybe()
    unit_of_measure = maybe()
    baseline = shaped(DECIMAL_PATTERN, none=True)
    target_value = shaped(DECIMAL_PATTERN, none=True)
    direction = one_of(DIRECTIONS, none=True)
    data_source = maybe()
    available_on = shaped(DAY_PATTERN, none=True)
    points = shaped(DECIMAL_PATTERN, none=True)
    due_on = shaped(DAY_PATTERN, none=True)
    milestones = many(MilestoneShape)
    lead_unit = string()
    supporting_units = many(fields.String())
    reviewing_post = maybe()
    responsible_post = maybe()
    key_tasks = many(fields.String())
    scoring_rule = maybe()
    evidence = maybe()
    acceptance = maybe()
    source_document = maybe()


class RevisionShape(ContentShape):
    """A revision as it stands."""

    no = whole()
    digest = shaped(DIGEST)
    round = whole()
    act = string()
    capacity = one_of(CAPACITIES)
    at = moment()


class RevisionInListShape(RevisionShape):
    """A revision with who wrote it, its material, and what it changed."""

    by = maybe()
    by_name = maybe()
    material = fields.Dict(keys=fields.String(), required=True)
    diff = many(DifferenceShape)


class TargetShape(Shape):
    """A target with both hands and every act."""

    id = whole()
    year = whole()
    unit = string()
    unit_name = string()
    front = maybe()
    category = string()
    origin = one_of(ORIGINS)
    state = one_of(STATES)
    turn = one_of(TURNS)
    round = whole()
    version = whole()
    imposed = yes()
    item = whole(allow_none=True)
    title = string()
    due_on = shaped(DAY_PATTERN, none=True)
    candidate = nested(RevisionShape)
    in_force = nested(RevisionShape, none=True)
    proposal = nested(ProposalShape, none=True)
    signatures = many(SignatureShape)
    hands = nested(HandsShape)
    since_signed = nested(SinceSignedShape, none=True)
    sums = many(SumShape)
    lowered_last_year = many(LoweredShape)
    waiting = nested(WaitingShape, none=True)
    escalations = many(EscalationShape)
    rounds = nested(RoundsShape)
    arbitrations = many(ArbitrationShape)
    thread = fields.List(fields.Nested(LineShape), required=True, allow_none=True)
    tasks = fields.List(fields.Nested(TaskShape), required=True, allow_none=True)
    last_year = nested(LastYearShape, none=True)
    acceptance = nested(AcceptanceShape, none=True)
    cause = nested(CauseShape, none=True)
    ledger = many(LedgerShape)
    objections = many(ObjectionShape)
    score = nested(ScoreShape, none=True)
    # Digests of the finding, the cause and standing entries of the ledger, by their paths.
    nodes = fields.Dict(keys=fields.String(), values=shaped(DIGEST), required=True)
    advice = many(AdviceShape)
    actions = many(ActionShape)


class SummaryShape(Shape):
    """A row of a list."""

    id = whole()
    year = whole()
    unit = string()
    unit_name = string()
    title = string()
    category = string()
    origin = one_of(ORIGINS)
    state = one_of(STATES)
    turn = one_of(TURNS)
    round = whole()
    version = whole()
    imposed = yes()
    revision = whole()
    digest = shaped(DIGEST)
    in_force = whole(allow_none=True)
    due_on = shaped(DAY_PATTERN, none=True)
    light = one_of(LIGHTS)
    escalated = one_of(LEVELS, none=True)
    proposed = one_of(PROPOSAL_KINDS, none=True)


class WaitingRowShape(SummaryShape):
    """A row of an inbox: what else than the turn makes it wait for the reader."""

    because = many(BecauseShape)
