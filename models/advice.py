"""Secretaries' opinions on targets (代拟意见). Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person, Post
from models.plan import Target

SUGGESTED = ("review", "return", "counter")


class Advice(Row):
    """What a secretary proposes to whoever signs from above, on one content; never a hand."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    revision = IntegerField()
    digest = TextField()
    suggests = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("suggests", SUGGESTED)]
        indexes = ((("target", "id"), False),)
