"""Scores with their derivation, unit results, awards (S33, S40–S47). Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, IntegerField, TextField

from models.acceptance import Finding
from models.base import Row, one_of
from models.organisation import Front, Person, Unit
from models.plan import Target, Year


class Score(Row):
    """The score of a target: a decimal, and the tree of steps that gives it to anyone again."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    no = IntegerField()
    revision = IntegerField()
    finding = ForeignKeyField(Finding, on_delete="RESTRICT")
    value = TextField()
    derivation = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "no"), True),)


class YearResult(Row):
    """One computation of a year's results; after publication a further one is a visible revision.

    `digest` covers the derivations of all units; `fronts` holds each front's table once.
    """

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    no = IntegerField()
    digest = TextField()
    fronts = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "no"), True),)


class Reckoning(Row):
    """By which program, and up to which entry of the log, results were reckoned: what tells later
    whether they would come out the same, without reckoning them."""

    result = ForeignKeyField(YearResult, unique=True, on_delete="RESTRICT")
    entry = BigIntegerField()
    program = TextField()

    append_only: ClassVar[bool] = True


class UnitResult(Row):
    """A unit's total, grade and rank in its front, with the derivation of all three (S41–S44)."""

    result = ForeignKeyField(YearResult, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    front = ForeignKeyField(Front, index=False, on_delete="RESTRICT")
    total = TextField()
    base_grade = TextField()
    grade = TextField()
    rank = IntegerField()
    derivation = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("result", "unit"), True), (("unit", "id"), False))


class Award(Row):
    """An award or sanction of a unit in a year, and the state of its payment (S45–S47).

    `amount` NULL: the scheme has not set one.
    """

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    kind = TextField()
    code = TextField()
    place = IntegerField(null=True)
    amount = TextField(null=True)
    state = TextField()
    document = TextField(null=True)
    done_on = TextField(null=True)
    at = TextField()

    class Meta:
        constraints = [
            one_of("kind", ("award", "sanction")),
            one_of("state", ("granted", "done")),
        ]
        # Not unique: what was revoked by a correction may be granted again by another.
        indexes = ((("year", "unit", "kind", "code"), False),)


class AwardEnd(Row):
    """An award or sanction is no longer due since the results were corrected; it stays readable."""

    award = ForeignKeyField(Award, unique=True, on_delete="RESTRICT")
    result = ForeignKeyField(YearResult, index=False, on_delete="RESTRICT")
    document = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True
