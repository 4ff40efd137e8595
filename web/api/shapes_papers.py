"""The shapes of answers about papers."""

from __future__ import annotations

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
from workflow.queries.paper_check import KINDS, VERDICTS


class PaperEntryShape(Shape):
    """An entry of the log that made a paper say something, or ended that."""

    entry = whole()
    at = moment()
    action = string()
    label = string()
    by_name = maybe()


class ChangedShape(Shape):
    """A target of which two letters say other things."""

    target = whole()
    title = string()


class CheckedPaperShape(Shape):
    """A letter, score sheet, slip or signature sheet that bears the code."""

    kind = one_of(KINDS)
    verdict = one_of(("in_force", "superseded"))
    year = whole()
    unit = string()
    unit_name = string()
    target = whole(allow_none=True)
    title = maybe()
    no = whole(allow_none=True)
    escalation = whole(allow_none=True)
    digest = shaped(DIGEST)
    code = string()
    issued = nested(PaperEntryShape, none=True)
    ended = nested(PaperEntryShape, none=True)
    changed = many(ChangedShape)


class CheckedShape(Shape):
    """What a code on a paper says, and of which papers."""

    verdict = one_of(VERDICTS)
    papers = many(CheckedPaperShape)
