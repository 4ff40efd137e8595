"""Scores with their derivation (S33, S40). Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.acceptance import Finding
from models.base import Row
from models.plan import Target


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
