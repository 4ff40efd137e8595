"""What counts for a unit as a whole besides its targets. Rows only (mission.md, real rules)."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row, one_of
from models.log import Text
from models.organisation import Person, Unit
from models.plan import Year

KINDS = ("evaluation", "adjustment", "veto")


class UnitEntry(Row):
    """An evaluation's outcome, points added or deducted, or a veto, each by its document.

    `code` is that of the scheme's table of this kind. An evaluation has `counts` (JSON, answer →
    how many) or a score as `value`; an adjustment has points as `value`; a veto neither.
    """

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    kind = TextField()
    code = TextField()
    period = TextField(null=True)
    counts = TextField(null=True)
    value = TextField(null=True)
    document = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", KINDS)]
        indexes = ((("year", "id"), False),)


class UnitEntryEnd(Row):
    """An entry counts no more: taken back or lifted by a document, or replaced by a later one."""

    entry = ForeignKeyField(UnitEntry, unique=True, on_delete="RESTRICT")
    document = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True
