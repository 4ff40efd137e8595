"""The node that an objection points at, as it was when the unit saw it. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.acceptance import Objection
from models.base import Row, one_of

NODES = ("figure", "evidence", "deduction", "cause")


class ObjectionNode(Row):
    """One figure, piece of evidence, deduction or cause (workflow/scoring/nodes.py): its path and
    the digest that it had; an objection of an older program has none."""

    objection = ForeignKeyField(Objection, unique=True, on_delete="RESTRICT")
    what = TextField()
    path = TextField()
    digest = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("what", NODES)]
