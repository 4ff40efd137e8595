"""The shapes of answers about what is entered for units as a whole."""

from __future__ import annotations

from models.whole_unit import KINDS
from web.api.shaping import Shape, fields, many, maybe, moment, one_of, string, whole


class UnitEntryShape(Shape):
    """One entry: an evaluation's `counts` or `value`, an adjustment's `value`, or a veto."""

    id = whole()
    kind = one_of(KINDS)
    code = string()
    unit = string()
    unit_name = string()
    period = maybe()
    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, allow_none=True
    )
    value = maybe()
    document = string()
    text = maybe()
    by = string()
    by_name = string()
    at = moment()
    ended_by = maybe()
    ended_at = moment(none=True)
    end_text = maybe()


class UnitEntriesShape(Shape):
    """Everything ever entered in a year."""

    year = whole()
    items = many(UnitEntryShape)
