"""The running year: milestones and reports of targets, letters, reports and events of the year."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person, Unit
from models.plan import Target, Year


class Milestone(Row):
    """A date and quantity fixed at the start (S26), copied from the revision that took effect."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    revision = IntegerField()
    position = IntegerField()
    due_on = TextField()
    quantity = TextField(null=True)
    title = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "revision", "position"), True),)


class Report(Row):
    """A report from the unit upward (S30): progress so far, or done."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    kind = TextField()
    value = TextField(null=True)
    as_of = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", ("progress", "done"))]
        indexes = ((("target", "id"), False),)


class File(Row):
    """A file that somebody attached: base64 in the database, so that a backup and a second machine
    have it too. The log holds its SHA-256 digest; the bytes may be erased by law."""

    digest = TextField(unique=True)
    name = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    media_type = TextField()
    size = IntegerField()
    body = TextField()
    person = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    at = TextField()

    erasable: ClassVar[frozenset[str]] = frozenset({"body"})


class Letter(Row):
    """The responsibility letter (目标责任书) of a unit was signed on paper on that day (S2)."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    signed_on = TextField()
    file = ForeignKeyField(File, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "unit"), True),)


class UnitReport(Row):
    """A unit's report of a period, or its self-assessment at the year's end (S30)."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    kind = TextField()
    period = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", ("period", "self"))]
        indexes = ((("year", "unit", "id"), False),)


class YearEvent(Row):
    """A step of the year that rests on a document: approval, half-year check, notice, decision."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    kind = TextField()
    document = TextField(null=True)
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "id"), False),)
