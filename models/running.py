"""What happens to a target in force before its acceptance: milestones and reports."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person
from models.plan import Target


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
