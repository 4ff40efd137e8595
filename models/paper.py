"""Hands put on a paper signature sheet (审签单) and registered with its scan; and the papers that
the county could have printed. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, TextField

from models.arbitration import Escalation
from models.base import Row, one_of
from models.organisation import Person, Unit
from models.plan import Signature, Target, Year
from models.running import File

PAPERS = ("letter", "score", "slip")


class PaperHand(Row):
    """Beside a signature whose channel is paper: when it was signed, the scan, who registered."""

    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    file = ForeignKeyField(File, index=False, on_delete="RESTRICT")
    signed_on = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True


class Paper(Row):
    """What a paper says from an act on, until the next row of its kind, unit and year: written
    whenever that changed, printed or not. `digest` stands on the paper; `entry` is the index of the
    act that made it so."""

    kind = TextField()
    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    # Of a supervision slip: what it is about.
    target = ForeignKeyField(Target, null=True, index=False, on_delete="RESTRICT")
    escalation = ForeignKeyField(Escalation, null=True, index=False, on_delete="RESTRICT")
    content = TextField()
    digest = TextField()
    entry = BigIntegerField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", PAPERS)]
        indexes = ((("digest",), False), (("year", "unit", "kind", "id"), False))
