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
    shaped,
    string,
    whole,
    yes,
)


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
