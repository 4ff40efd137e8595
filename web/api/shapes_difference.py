"""The shapes of the difference between two moments."""

from __future__ import annotations

from web.api.shaping import Shape, fields, many, maybe, moment, nested, string, whole, yes


class InstantShape(Shape):
    """One of the two moments, and the last entry of the log that counts in it."""

    at = moment()
    entry = whole()


class RowCountShape(Shape):
    """How many rows of a table were added and how many changed."""

    table = string()
    label = string()
    added = whole()
    changed = whole()


class FieldChangeShape(Shape):
    """A field before and after, as text; `entry` gave it its value last."""

    field = string()
    label = string()
    before = maybe()
    after = maybe()
    entry = whole()


class ActObjectShape(Shape):
    """The object of the act that touched the row last."""

    kind = string()
    id = whole(allow_none=True)


class ChangedRowShape(Shape):
    """A row that was added or changed, by which entries."""

    table = string()
    label = string()
    id = whole()
    name = maybe()
    added = yes()
    object = nested(ActObjectShape)
    entries = many(fields.Integer())
    changes = many(FieldChangeShape)


class BetweenShape(Shape):
    """What changed between two moments; `items` is one page of it."""

    to = nested(InstantShape)
    counts = many(RowCountShape)
    items = many(ChangedRowShape)
    next = maybe()

    class Meta:
        # A word of Python's own.
        include = {"from": nested(InstantShape)}  # noqa: RUF012
