"""Sign-offs (签认) of units' results by the office and by the county head. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row, one_of
from models.organisation import Person, Unit
from models.plan import Year
from models.results import YearResult

SIGNING_SIDES = ("office", "county_head")


class SignOff(Row):
    """One side's hand on the score and grade of one unit: `digest` is that of its grade node, so
    that what becomes of other units' ranks does not touch it; `result` is the revision shown."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    result = ForeignKeyField(YearResult, index=False, on_delete="RESTRICT")
    side = TextField()
    digest = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    on_behalf_of = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("side", SIGNING_SIDES)]
        indexes = ((("year", "unit", "id"), False),)


class SignOffEnd(Row):
    """The unit's score or grade moved: from this revision of the results on the sign-off counts no
    more, whatever becomes of them later."""

    sign_off = ForeignKeyField(SignOff, unique=True, on_delete="RESTRICT")
    result = ForeignKeyField(YearResult, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True
