"""The shapes of what auditors' programs read of the log."""

from __future__ import annotations

from web.api.shapes_plan import EntryShape, SaidShape
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
from workflow.terms import CAPACITIES, DELEGATIONS, ORIGINS, SIDES, STATES


class LogRowShape(EntryShape):
    """An entry that a search found, with the title of the target that it is about."""

    title = maybe()


class LogPage(Shape):
    """Some entries, the cursor of the rest, and, where the search stopped before its page was
    full, the oldest index that was looked at."""

    items = many(LogRowShape)
    next = maybe()
    looked_to = whole(allow_none=True)


class FieldShape(Shape):
    """A column before and after, in words."""

    field = string()
    label = string()
    before = maybe()
    after = maybe()


class WriteShape(Shape):
    """A row that an act wrote."""

    table = string()
    id = whole()
    name = string()
    new = yes()
    fields_ = fields.List(fields.Nested(FieldShape), required=True, data_key="fields")


class WholeEntryShape(LogRowShape):
    """One entry with all that it holds; `body` is the text of which `leaf` is the RFC 6962 hash."""

    table = maybe()
    object_name = maybe()
    within = whole(allow_none=True)
    brought = whole(allow_none=True)
    request = string()
    named = fields.Dict(keys=fields.String(), required=True)
    scheme = shaped(DIGEST, none=True)
    lifecycle = shaped(DIGEST)
    leaf = shaped(DIGEST)
    body = string()
    writes = many(WriteShape)
    previous = whole(allow_none=True)
    following = whole(allow_none=True)


class SectionShape(Shape):
    """One kind of thing that did not happen, and how much of it there is."""

    section = string()
    label = string()
    about = string()
    count = whole()


class LogSectionShape(SectionShape):
    """The same in the log, with the filters by which a search finds it."""

    search = fields.Dict(keys=fields.String(), required=True)


class RefusedShape(Shape):
    """Who was refused what, why, and how often."""

    by = maybe()
    by_name = maybe()
    action = string()
    label = string()
    kind = string()
    refusals = many(SaidShape)
    count = whole()
    newest = whole()
    at = moment()


class AbsentShape(Shape):
    """What did not happen in a year's plan, and in a period of the log."""

    year = whole(allow_none=True)
    plan = many(SectionShape)
    log = many(LogSectionShape)
    refusals = many(RefusedShape)


class MissingShape(Shape):
    """A row of one section: of a target or of a unit, since when, and what is missing."""

    target = whole(allow_none=True)
    title = maybe()
    unit = string()
    unit_name = string()
    since = maybe()
    what = maybe()


class MissingPage(Shape):
    """Some rows of a section, and the cursor of the rest."""

    items = many(MissingShape)
    next = maybe()


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


class RunningShape(Shape):
    """A verification that runs: for whom, since when, how far."""

    by = string()
    since = moment()
    done = whole()
    total = whole()


class VerificationShape(Shape):
    """What a verification found; `report` holds every check, in both languages."""

    index = whole()
    at = moment()
    by = maybe()
    by_name = maybe()
    ok = yes()
    outside = yes()
    size = whole()
    root = shaped(DIGEST)
    report = anything(none=True)


class VerificationsShape(Shape):
    """The verification that runs, if one does, and the last ones, newest first."""

    running = nested(RunningShape, none=True)
    items = many(VerificationShape)
