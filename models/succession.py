"""Posts outlive people: who signed which hand-over list when a post got a new holder."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row, one_of
from models.organisation import Holding, Person, Post

SIDES = ("takes", "gives")


class Takeover(Row):
    """A hand on a hand-over list (交接清单): of the successor who takes the post over (`takes`), or
    of the predecessor who gives it (`gives`). The list that was signed stands in full, as canonical
    JSON with its digest."""

    holding = ForeignKeyField(Holding, index=False, on_delete="RESTRICT")
    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    side = TextField()
    listed = TextField()
    digest = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    channel = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("side", SIDES)]
        indexes = ((("holding", "side"), True),)
