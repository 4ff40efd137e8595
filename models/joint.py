"""Working together on a target: what its units say to each other, and tasks inside one of them."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person, Post, Unit
from models.plan import Target

ENDS = ("done", "dropped")


class Coordination(Row):
    """A line of the thread of a joint target (协调记录, S23): a note, a question to one of its
    units (`asked`, by a day or not), or the answer to such a question (`answers`)."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    asked = ForeignKeyField(Unit, null=True, index=False, on_delete="RESTRICT")
    due_on = TextField(null=True)
    answers = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")
    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "id"), False), (("asked", "id"), False))


class InternalTask(Row):
    """A task inside a unit of a target (内部任务, S22): to whom, in which section, by when, and how
    it ended. Nobody outside the unit sees it; no score and no hand depends on it."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    section = TextField(null=True)
    assignee = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    due_on = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()
    ended = TextField(null=True)
    ended_at = TextField(null=True)
    ended_by = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    ended_text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")

    class Meta:
        constraints = [one_of("ended", ENDS)]
        indexes = ((("target", "id"), False), (("assignee", "ended"), False))
