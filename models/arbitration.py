"""Who waits for whom over a target, what was reported upward, and what the county head decided."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person
from models.plan import Signature, Target


class Calendar(Row):
    """A version of one year's days off and days worked; lists of ISO days as canonical JSON."""

    year = IntegerField()
    no = IntegerField()
    holidays = TextField()
    workdays = TextField()
    document = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "no"), True),)


class Handover(Row):
    """A side is awaited: since when, by which act, and by which act that ended."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    turn = TextField()
    act = TextField()
    round = IntegerField()
    at = TextField()
    ended_at = TextField(null=True)
    ended_act = TextField(null=True)

    class Meta:
        constraints = [one_of("turn", ("unit", "supporter", "office", "leader"))]
        indexes = ((("target", "id"), False), (("ended_at", "at"), False))


class Escalation(Row):
    """A target in a higher level's inbox: a hand-over stayed unanswered, or somebody asked.

    `post` is the deputy's where the level is `deputy`; the others are found by capacity.
    """

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    handover = ForeignKeyField(Handover, null=True, unique=True, on_delete="RESTRICT")
    kind = TextField()
    level = TextField()
    post = TextField(null=True)
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    at = TextField()
    ended_at = TextField(null=True)
    ended_act = TextField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ("unanswered", "asked")),
            one_of("level", ("leader", "county_head", "deputy")),
        ]
        indexes = ((("target", "id"), False), (("ended_at", "level"), False))


class Arbitration(Row):
    """The county head's decision over a quarrel (县长审定下达): the hand it put, the document, the
    fields it settled, and the unanswered escalation that opened it; NULL: the rounds were used."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    escalation = ForeignKeyField(Escalation, null=True, index=False, on_delete="RESTRICT")
    # The names of the fields that differ from the draft it found, as canonical JSON.
    settled = TextField()
    document = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "id"), False),)
