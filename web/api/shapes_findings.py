"""The shapes of what was found about a target: last year, findings, ledger, causes, objections."""

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
from workflow.inputs.fields import DAY_PATTERN, DECIMAL_PATTERN
from workflow.terms import (
    CAUSES,
    MISSING,
    OBJECTED_TO,
    OBJECTION_STATES,
    PAST_STATUSES,
    POINTED,
    QUALITIES,
)


class LastYearShape(Shape):
    """Last year's figures beside this year's; growth in per cent.

    `document` is what the figure rests on, `origin` the unit's own target of last year by this
    measure; null where there is none.
    """

    result = shaped(DECIMAL_PATTERN)
    target_value = shaped(DECIMAL_PATTERN, none=True)
    status = one_of(PAST_STATUSES, none=True)
    document = maybe()
    origin = whole(allow_none=True)
    growth = shaped(DECIMAL_PATTERN, none=True)
    no_growth_reason = maybe()


class CauseShape(Shape):
    """Why a target was not met, as the leading group decided."""

    id = whole()
    cause = one_of(CAUSES)
    heard_on = shaped(DAY_PATTERN)
    document = string()
    text = maybe()
    by = string()
    by_name = string()
    at = moment()


class LedgerShape(Shape):
    """An entry of the ledger; the amount is signed, before caps and floors."""

    id = whole()
    event = string()
    count = whole()
    occurred_on = shaped(DAY_PATTERN)
    matter = maybe()
    matter_code = maybe()
    document = maybe()
    amount = shaped(DECIMAL_PATTERN)
    by = string()
    by_name = string()
    at = moment()
    struck_at = moment(none=True)
    struck_text = maybe()


class NodeShape(Shape):
    """The one node that an objection points at: a figure or deduction of the score's derivation
    (`0`, `0.1` …: the root, then child by child), an entry (`ledger.17`), `finding` or `cause`."""

    what = one_of(POINTED)
    path = string()
    digest = shaped(DIGEST)


class ObjectionShape(Shape):
    """A unit's objection and its answer; `late`: the scheme's days for it had passed."""

    id = whole()
    about = one_of(OBJECTED_TO)
    ref = whole()
    node = nested(NodeShape, none=True)
    state = one_of(OBJECTION_STATES)
    text = maybe()
    by = string()
    by_name = string()
    at = moment()
    answer = maybe()
    document = maybe()
    answer_until = shaped(DAY_PATTERN)
    late = yes()
    answered_by_name = maybe()
    answered_at = moment(none=True)


class PartFoundShape(Shape):
    """The value found for a part of the scoring rule, or for one period of it."""

    part = string()
    period = maybe()
    value = shaped(DECIMAL_PATTERN)


class FindingShape(Shape):
    """A finding."""

    found_value = shaped(DECIMAL_PATTERN, none=True)
    parts = many(PartFoundShape)
    missing = one_of(MISSING, none=True)
    quality = one_of(QUALITIES)
    on_time = yes()
    met = yes()
    cause = one_of(CAUSES)
    text = maybe()
    by = string()
    by_name = string()
    at = moment()


class AcceptanceShape(Shape):
    """The last acceptance."""

    kind = string()
    state = string()
    opened_at = moment()
    closed_at = moment(none=True)
    finding = nested(FindingShape, none=True)


class ScoreShape(Shape):
    """The last score with its derivation."""

    value = shaped(DECIMAL_PATTERN)
    derivation = fields.Dict(keys=fields.String(), required=True)
    at = moment()
