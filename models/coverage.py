"""What excuses a gap of the plan, and the digests that name the plan as it stood. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row
from models.log import Text
from models.organisation import Person, Post
from models.plan import Year


class Waiver(Row):
    """A failure of the coverage gate is excused (豁免), by a signed reason.

    `failure` is the digest of the failure: of its check, of what it is about to the very revision,
    and of its figures; `binds` is what that digest is taken of. It excuses nothing else.
    """

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    code = TextField()
    about = TextField()
    failure = TextField()
    binds = TextField()
    # The sentence that was signed, as it read then.
    said_zh = TextField()
    said_en = TextField()
    document = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    channel = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "id"), False),)


class WaiverEnd(Row):
    """A waiver was taken back."""

    waiver = ForeignKeyField(Waiver, unique=True, on_delete="RESTRICT")
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True


class PlanDigest(Row):
    """The digest of a year's plan from an act on that changed what is in force, until the next.

    `waivers` holds the failures excused then, as a list of their digests.
    """

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    no = IntegerField()
    digest = TextField()
    previous = TextField(null=True)
    waivers = TextField()
    act = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("year", "no"), True),)
