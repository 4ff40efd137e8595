"""Acceptances (考核验收) and what inspectors found (S33–S39). Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.log import Text
from models.organisation import Person
from models.plan import Target

KINDS = ("milestone", "early", "final")
STATES = ("open", "assigned", "found", "accepted", "returned")
CAUSES = ("none", "lack_of_effort", "objective")


class Acceptance(Row):
    """One thing to be accepted: a milestone, an early claim, or the target when it falls due."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    kind = TextField()
    state = TextField()
    opened_at = TextField()
    closed_at = TextField(null=True)

    class Meta:
        constraints = [one_of("kind", KINDS), one_of("state", STATES)]
        indexes = ((("target", "id"), False), (("state", "id"), False))


class Finding(Row):
    """What an inspector found: value, quality, time, met or not, the proposed cause (S28, S44)."""

    acceptance = ForeignKeyField(Acceptance, on_delete="RESTRICT")
    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    found_value = TextField(null=True)
    events = TextField(null=True)
    quality = TextField()
    on_time = IntegerField()
    met = IntegerField()
    cause = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            one_of("quality", ("ok", "poor")),
            one_of("cause", CAUSES),
            yes_or_no("on_time"),
            yes_or_no("met"),
        ]
        indexes = ((("target", "id"), False),)
