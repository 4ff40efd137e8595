"""What proves the log to strangers: its keys over time, signed checkpoints, witnesses, subtrees.

Checkpoints and subtrees follow from the log and so are not in it; keys, witnesses and what those
cosigned are business of the county and enter the log like everything else.
"""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.organisation import Person

KEY_KINDS = ("first", "rotated", "reopened")


class LogKey(Row):
    """From the entry on that wrote this row, checkpoints bear this origin and this key's signature.

    `vkey` is a C2SP signed-note verifier key; the signing key is never in the database.
    """

    origin = TextField()
    vkey = TextField(unique=True)
    kind = TextField()
    at = TextField()
    person = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", KEY_KINDS)]


class Checkpoint(Row):
    """A signed checkpoint (C2SP signed note, tlog-checkpoint): of one origin no size can have
    two."""

    origin = TextField()
    size = BigIntegerField()
    root = TextField()
    note = TextField()
    at = TextField()

    logged: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("origin", "size"), True),)


class Witness(Row):
    """Somebody outside, such as the audit bureau, whose cosignatures are taken (C2SP witness)."""

    name = TextField(unique=True)
    vkey = TextField(unique=True)
    active = IntegerField()
    version = BigIntegerField()

    class Meta:
        constraints = [yes_or_no("active")]


class Cosignature(Row):
    """A witness's signature line under a checkpoint (C2SP tlog-cosignature, type 0x04)."""

    # Not a foreign key: the checkpoint is not in the log, and a replayed row must stand by itself.
    origin = TextField()
    size = BigIntegerField()
    witness = ForeignKeyField(Witness, index=False, on_delete="RESTRICT")
    line = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("origin", "size", "witness"), True),)


class Subtree(Row):
    """The root of a complete subtree: of the leaves from place × 2^level on, 2^level of them.

    Of a log whose signing began anew under another origin a place may have several; the last one
    is the log's.
    """

    level = IntegerField()
    place = BigIntegerField()
    hash = TextField()

    logged: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("level", "place"), False),)
