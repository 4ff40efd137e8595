"""The shapes of a year's results: publication, ranking, awards, score sheet."""

from __future__ import annotations

import marshmallow as ma

from web.api.shapes_findings import PartFoundShape
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
    AWARD_KINDS,
    AWARD_STATES,
    CAUSES,
    DIRECTIONS,
    QUALITIES,
    STATES,
    YEAR_STATES,
)

TIES = ("competition", "dense")


def _derivation(*, none: bool = False) -> ma.fields.Dict:
    """A tree of steps that anybody can reckon anew (workflow/scoring/outcome_node.py)."""
    return fields.Dict(keys=fields.String(), required=True, allow_none=none)


class StepShape(Shape):
    """A step of the year: who took it, when, on what document."""

    at = moment()
    by = string()
    by_name = string()
    document = maybe()


class RevisionOfResultsShape(StepShape):
    """A computation of the results that was put up for all to see."""

    no = whole()
    digest = shaped(DIGEST)
    act = one_of(("publish", "revise"))


class NoticeShape(Shape):
    """The days of public notice (S34)."""

    begun_at = moment()
    until = shaped(DAY_PATTERN)
    objections_until = shaped(DAY_PATTERN)


class GradeShape(Shape):
    """A grade of the scheme, best first."""

    code = string()
    name = string()
    at_least = shaped(DECIMAL_PATTERN, none=True)


class PublishedShape(Shape):
    """What stands above results."""

    year = whole()
    state = one_of(YEAR_STATES)
    scheme = string()
    scheme_digest = shaped(DIGEST)
    ties = one_of(TIES)
    grades = many(GradeShape)
    no = whole(allow_none=True)
    digest = shaped(DIGEST, none=True)
    revisions = many(RevisionOfResultsShape)
    notice = nested(NoticeShape, none=True)
    decided = nested(StepShape, none=True)
    announced = nested(StepShape, none=True)
    # The county head's correction of final results that this revision came of; one that is open.
    corrected = nested(StepShape, none=True)
    correcting = nested(StepShape, none=True)


class GradeRuleShape(Shape):
    """A grade rule that applied."""

    code = string()
    name = string()


class AwardShape(Shape):
    """An award or sanction; `amount` null where the scheme has not set one (S46)."""

    id = whole(allow_none=True)
    kind = one_of(AWARD_KINDS)
    code = string()
    name = string()
    place = whole(allow_none=True)
    amount = shaped(DECIMAL_PATTERN, none=True)
    state = one_of(AWARD_STATES)
    document = maybe()
    done_on = shaped(DAY_PATTERN, none=True)


class RegisteredAwardShape(Shape):
    """An award or sanction on the register; one that was revoked stays, with what revoked it."""

    id = whole()
    year = whole()
    unit = string()
    unit_name = string()
    kind = one_of(AWARD_KINDS)
    code = string()
    name = string()
    place = whole(allow_none=True)
    amount = shaped(DECIMAL_PATTERN, none=True)
    state = one_of(("granted", "done", "revoked"))
    document = maybe()
    done_on = shaped(DAY_PATTERN, none=True)
    granted_at = moment()
    revoked_at = moment(none=True)
    revoked_document = maybe()


class RegisterShape(Shape):
    """The register of awards and sanctions over the years, newest first."""

    items = many(RegisteredAwardShape)


class FiguresShape(Shape):
    """What a year came to for a unit; `digest` names the derivation of all of it."""

    unit = string()
    unit_name = string()
    rank = whole(allow_none=True)
    tied = yes()
    total = shaped(DECIMAL_PATTERN)
    exact_total = string()
    base_grade = maybe()
    grade = maybe()
    rules = many(GradeRuleShape)
    unfinished_key = whole()
    imposed = whole()
    lowered = whole()
    awards = many(AwardShape)
    digest = shaped(DIGEST, none=True)


class UnitResultShape(FiguresShape):
    """A unit in the table of its front."""

    categories = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class WeightShape(Shape):
    """A category whose points would have to change by `change`, to `points`: exact, as a decimal
    or "n/d"."""

    category = string()
    change = string()
    points = string()


class ScoreChangeShape(Shape):
    """The score of a target that would have to change by `change`."""

    target = whole()
    unit = string()
    change = string()


class MarginShape(Shape):
    """What keeps a unit before the next one of its front (workflow/scoring/robustness.py); null
    where no one weight, or no one score, could make them change places."""

    ahead = string()
    behind = string()
    tied = yes()
    foreseen = yes()
    gap = string()
    weight = nested(WeightShape, none=True)
    score = nested(ScoreChangeShape, none=True)


class FrontShape(Shape):
    """A front: its units by rank, the table from which the ranks follow, and how far each rank is
    from flipping."""

    front = string()
    name = string()
    table = _derivation()
    units = many(UnitResultShape)
    margins = many(MarginShape)


class CategoryOfSchemeShape(Shape):
    """A category of the scheme with its points."""

    code = string()
    name = string()
    points = shaped(DECIMAL_PATTERN)


class CheckpointOfResultsShape(Shape):
    """The entry of the decision, and the first checkpoint that covers it, once there is one."""

    entry = whole()
    origin = maybe()
    size = whole(allow_none=True)
    root = maybe()
    at = moment(none=True)


class RankingShape(PublishedShape):
    """The results of a year; `checkpoint` of the decision on this revision, if it was decided."""

    checkpoint = nested(CheckpointOfResultsShape, none=True)

    categories = many(CategoryOfSchemeShape)
    fronts = many(FrontShape)


class EventShape(Shape):
    """An event that a scoring rule counts."""

    event = string()
    name = string()


class PeriodOfPartShape(Shape):
    """A period whose value is found for itself."""

    period = string()
    name = string()


class PartOfRuleShape(Shape):
    """A part that a scoring rule asks a value for, or one of each period."""

    part = string()
    name = string()
    unit_of_measure = maybe()
    periods = many(PeriodOfPartShape)


class RuleOfTargetShape(Shape):
    """The scoring rule of a target."""

    code = string()
    name = string()
    events = many(EventShape)
    parts = many(PartOfRuleShape)


class FoundShape(Shape):
    """The finding that a score rests on."""

    found_value = shaped(DECIMAL_PATTERN, none=True)
    parts = many(PartFoundShape)
    quality = one_of(QUALITIES)
    on_time = yes()
    by = string()
    by_name = string()
    at = moment()


class CountedShape(EventShape):
    """An entry of the ledger, and whether this score counted it."""

    id = whole()
    count = whole()
    occurred_on = shaped(DAY_PATTERN)
    matter_code = maybe()
    document = maybe()
    amount = shaped(DECIMAL_PATTERN)
    matter = maybe()
    counted = yes()
    struck_at = moment(none=True)


class ScoredTargetShape(Shape):
    """A target as it was counted; without a score where it has none yet."""

    id = whole()
    title = string()
    state = one_of(STATES)
    measure = maybe()
    unit_of_measure = maybe()
    target_value = shaped(DECIMAL_PATTERN, none=True)
    direction = one_of(DIRECTIONS)
    points = shaped(DECIMAL_PATTERN)
    score = shaped(DECIMAL_PATTERN, none=True)
    met = yes(allow_none=True)
    cause = one_of(CAUSES, none=True)
    imposed = yes()
    rule = nested(RuleOfTargetShape, none=True)
    finding = nested(FoundShape, none=True)
    ledger = many(CountedShape)
    digest = shaped(DIGEST, none=True)
    derivation = _derivation(none=True)


class ScoredCategoryShape(CategoryOfSchemeShape):
    """A category of a unit: points it had, points scored, what of them is `reserve` that was not
    used (null: the scheme keeps none), and its targets."""

    score = string()
    reserve = maybe()
    targets = many(ScoredTargetShape)


class ExtraShape(Shape):
    """What a unit earned as a whole; `points` null for an adjustment, which is out of none."""

    kind = one_of(("evaluation", "adjustment"))
    code = string()
    name = string()
    points = shaped(DECIMAL_PATTERN, none=True)
    score = string()
    derivation = _derivation()


class ScoreSheetShape(PublishedShape, FiguresShape):
    """Everything that led to a unit's result; `before` is the unit ranked just above it."""

    results_digest = shaped(DIGEST, none=True)
    front = maybe()
    front_name = maybe()
    before = maybe()
    categories = many(ScoredCategoryShape)
    extras = many(ExtraShape)
    derivation = _derivation(none=True)
