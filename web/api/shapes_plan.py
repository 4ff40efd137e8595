"""The shapes of answers about lists, years, items, people and the log."""

from __future__ import annotations

import marshmallow as ma

from web.api.shapes import (
    ActionShape,
    RefusalShape,
    RevisionInListShape,
    SummaryShape,
    TargetShape,
    WaitingRowShape,
)
from web.api.shapes_coverage import PlanDigestShape
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
from workflow.queries.inbox import TABS
from workflow.terms import CAPACITIES, DIRECTIONS, STATES, TASK_KINDS, YEAR_STATES


def page_of(inner: type[ma.Schema], name: str) -> type[Shape]:
    """Some of a list, and the cursor of the rest."""
    made = Shape.from_dict({"items": many(inner), "next": maybe()}, name=name)
    return made  # type: ignore[return-value]


class CountsShape(Shape):
    """How many targets stand in each tab."""

    todo = whole()
    done = whole()
    mine = whole()


class InboxShape(Shape):
    """One page of a tab."""

    tab = one_of(TABS)
    counts = nested(CountsShape)
    items = many(WaitingRowShape)
    next = maybe()


class MovedShape(Shape):
    """The state before and after."""

    before = maybe(data_key="from")
    after = string(data_key="to")


class SaidShape(Shape):
    """A refusal as the log keeps it."""

    code = string()
    text = string()


class ObjectShape(Shape):
    """What an act was done to."""

    kind = string()
    id = whole(allow_none=True)
    table = fields.String(allow_none=True)


class EntryShape(Shape):
    """An act as people read it."""

    index = whole()
    at = moment()
    action = string()
    label = string()
    object = nested(ObjectShape)
    by = maybe()
    by_name = maybe()
    capacity = maybe()
    post = maybe()
    post_name = maybe()
    on_behalf_of = maybe()
    on_behalf_of_name = maybe()
    acting = yes()
    channel = string()
    outcome = one_of(("done", "refused"))
    refusals = many(SaidShape)
    reason = maybe()
    text = maybe()
    round = whole(allow_none=True)
    revision = whole(allow_none=True)
    digest = shaped(DIGEST, none=True)
    states = nested(MovedShape, none=True)


class CodedShape(Shape):
    """A category of the scheme."""

    code = string()
    name = string()
    points = maybe()


class RuleShape(Shape):
    """A scoring rule of the scheme."""

    code = string()
    kind = string()


class YearRowShape(Shape):
    """A year in a list."""

    year = whole()
    state = one_of(YEAR_STATES)
    document = maybe()
    issued_at = moment(none=True)
    version = whole()
    scheme = string()
    scheme_digest = shaped(DIGEST)


class YearEventShape(Shape):
    """A step of a year; a notice names its last day and the last day for objections (S34)."""

    action = string()
    label = string()
    document = maybe()
    at = moment()
    by = maybe()
    by_name = maybe()
    post_name = maybe()
    text = maybe()
    notice_until = shaped(DAY_PATTERN, none=True)
    objections_until = shaped(DAY_PATTERN, none=True)


class LetterShape(Shape):
    """A responsibility letter that was signed, and the digest of its scan (S2)."""

    unit = string()
    signed_on = shaped(DAY_PATTERN)
    scan = shaped(DIGEST, none=True)
    scan_erased = yes()
    media_type = maybe()
    size = whole(allow_none=True)
    at = moment()
    by = string()
    by_name = string()


class UnitReportShape(Shape):
    """A report of a unit, without its words (S30)."""

    unit = string()
    kind = one_of(("period", "self"))
    period = string()
    at = moment()
    by = string()
    by_name = string()
    late = yes()


class YearShape(YearRowShape):
    """A year with its acts."""

    counts = fields.Dict(
        keys=fields.String(validate=ma.validate.OneOf([str(s) for s in STATES])),
        values=fields.Integer(),
        required=True,
    )
    unapproved = many(fields.Integer())
    plan = nested(PlanDigestShape, none=True)
    categories = many(CodedShape)
    scoring_rules = many(RuleShape)
    events = many(YearEventShape)
    letters = many(LetterShape)
    reports = many(UnitReportShape)
    actions = many(ActionShape)


class KeyTaskShape(Shape):
    """A key task of the county (S5)."""

    id = whole()
    year = whole()
    code = string()
    title = string()
    kind = one_of(TASK_KINDS)
    measure = string()
    unit_of_measure = string()
    target_value = shaped(DECIMAL_PATTERN, none=True)
    additive = yes()
    direction = one_of(DIRECTIONS)
    lead_unit = string()
    supporting_units = many(fields.String())
    due_on = shaped(DAY_PATTERN)
    document = string()
    version = whole()
    ended = yes()


class ItemShape(Shape):
    """A common or stability item (S7–S9)."""

    id = whole()
    year = whole()
    code = string()
    digest = shaped(DIGEST)
    content = fields.Dict(keys=fields.String(), required=True, data_key="fields")
    waiting = whole()
    actions = many(ActionShape)


class DoneShape(Shape):
    """An act on the county that is on the disk."""

    action = string()
    id = whole(allow_none=True)
    entry = whole()


class HeldShape(Shape):
    """A post that a person holds."""

    code = string()
    name = string()
    capacity = one_of(CAPACITIES)
    unit = maybe()


class MeShape(Shape):
    """Who asks."""

    username = string()
    name = string()
    posts = many(HeldShape)
    language = string()
    today = shaped(DAY_PATTERN)
    csrf_token = maybe()


class ResultShape(Shape):
    """What became of one target of a batch."""

    id = whole()
    status = whole()
    code = string()
    detail = fields.String()
    target = fields.Nested(TargetShape)
    refusals = fields.List(fields.Nested(RefusalShape))
    wrong = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), data_key="fields"
    )
    current = fields.Dict(keys=fields.String())
    diff = fields.List(fields.Dict(keys=fields.String()))


class ResultsShape(Shape):
    """What became of each."""

    results = many(ResultShape)


class HealthShape(Shape):
    """The program runs."""

    status = one_of(("ok",))


class ReadyShape(Shape):
    """Whether the program can serve, and what stands in the way."""

    ready = yes()
    checks = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


TargetsPage = page_of(SummaryShape, "TargetsPage")


HistoryShape = Shape.from_dict({"items": many(EntryShape)}, name="History")
RevisionsShape = Shape.from_dict({"items": many(RevisionInListShape)}, name="Revisions")
YearsShape = Shape.from_dict({"items": many(YearRowShape)}, name="Years")
KeyTasksShape = Shape.from_dict({"items": many(KeyTaskShape)}, name="KeyTasks")
ItemsShape = Shape.from_dict({"items": many(ItemShape)}, name="Items")
