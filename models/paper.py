"""Hands put on a paper signature sheet (审签单) and registered with its scan. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row
from models.organisation import Person
from models.plan import Signature
from models.running import File


class PaperHand(Row):
    """Beside a signature whose channel is paper: when it was signed, the scan, who registered."""

    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    file = ForeignKeyField(File, index=False, on_delete="RESTRICT")
    signed_on = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True
