"""The plan of a year: scheme, key tasks, common items, targets, revisions and signatures.

A foreign key has an index of its own only where rows are sought by it and no other index begins
with it: each index is written again by every act.
"""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.log import Text
from models.organisation import Person, Post, Unit

YEAR_STATES = ("preparing", "drafting", "issued", "assessing", "published", "closed")
TARGET_STATES = (
    "drafted",
    "reviewed",
    "approved",
    "in_progress",
    "due",
    "inspected",
    "scored",
    "cancelled",
)
ORIGINS = ("bottom_up", "top_down", "common")
TURNS = ("unit", "supporter", "office", "leader", "county_head", "inspector", "none")
SIDES = ("up", "down", "support", "approve")
PURPOSES = ("plan", "add", "change", "cancel")
VERDICTS = ("affirm", "object")
CHANNELS = ("page", "api", "cli", "clock", "paper", "import")


class Scheme(Row):
    """The rules of one year as data (S3); `digest` names them in every entry of the log."""

    year = IntegerField()
    code = TextField()
    digest = TextField()
    body = TextField()

    append_only: ClassVar[bool] = True


class Year(Row):
    """A plan year; `id` is the year itself."""

    state = TextField()
    scheme = ForeignKeyField(Scheme, on_delete="RESTRICT")
    document = TextField(null=True)
    issued_at = TextField(null=True)
    version = IntegerField()

    class Meta:
        constraints = [one_of("state", YEAR_STATES)]


class KeyTask(Row):
    """A key task of the county in one year (S5): what key targets must serve."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    code = TextField()
    title = TextField()
    kind = TextField()
    measure = TextField()
    unit_of_measure = TextField()
    target_value = TextField(null=True)
    additive = IntegerField()
    direction = TextField()
    lead_unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    due_on = TextField()
    document = TextField()

    class Meta:
        constraints = [
            one_of("kind", ("joint", "shared_out")),
            one_of("direction", ("at_least", "at_most", "exactly", "between")),
            yes_or_no("additive"),
        ]
        indexes = ((("year", "code"), True),)


class KeyTaskRevision(Row):
    """What a key task said from an act on, until the next; the last one of them ends it where
    `ended`. A task without any is as it was added, and names no supporting unit."""

    key_task = ForeignKeyField(KeyTask, index=False, on_delete="RESTRICT")
    no = IntegerField()
    # Codes of the supporting units as ",A,B,".
    supporting = TextField()
    ended = IntegerField()
    material = TextField()
    digest = TextField()
    document = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [yes_or_no("ended")]
        indexes = ((("key_task", "no"), True),)


class Item(Row):
    """A common or stability item (S7–S9): defined once, given to every unit as a target."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    code = TextField()
    digest = TextField()
    fields = TextField()

    class Meta:
        indexes = ((("year", "code"), True),)


class ItemScorer(Row):
    """The scoring unit (考核责任单位) whose assessor finds an item for all units; without one,
    inspectors find it like any other target."""

    item = ForeignKeyField(Item, unique=True, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")

    append_only: ClassVar[bool] = True


class Target(Row):
    """A target and the cache of what its candidate says; `state` is derived until issue."""

    year = ForeignKeyField(Year, index=False, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    item = ForeignKeyField(Item, null=True, index=False, on_delete="RESTRICT")
    origin = TextField()
    state = TextField()
    turn = TextField()
    handed_up = IntegerField()
    round = IntegerField()
    version = IntegerField()
    imposed = IntegerField()
    candidate = IntegerField()
    digest = TextField()
    prechecked = IntegerField()
    in_force = IntegerField(null=True)
    title = TextField()
    category = TextField()
    due_on = TextField(null=True)
    reviewing_post = TextField(null=True)
    # Codes of the supporting units as ",A,B,", so that LIKE finds them on both databases.
    supporting = TextField()
    baseline = TextField(null=True)
    created_at = TextField()

    class Meta:
        constraints = [
            one_of("origin", ORIGINS),
            one_of("state", TARGET_STATES),
            one_of("turn", TURNS),
            yes_or_no("handed_up"),
            yes_or_no("imposed"),
        ]
        indexes = (
            # A common item is given to a unit once.
            (("item", "unit"), True),
            (("year", "id"), False),
            (("year", "unit", "id"), False),
            (("year", "state", "id"), False),
            (("year", "category", "id"), False),
            (("state", "id"), False),
            (("state", "due_on"), False),
            (("unit", "id"), False),
            (("unit", "turn", "id"), False),
            (("turn", "id"), False),
        )


class Revision(Row):
    """An immutable content of a target; `material` is the canonical text that `digest` names."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    no = IntegerField()
    round = IntegerField()
    digest = TextField()
    material = TextField()
    template = TextField(null=True)
    author = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    capacity = TextField()
    act = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "no"), True), (("digest",), False))


class Signature(Row):
    """A hand put on a revision (签署). Append-only: what ends it is a record of its own."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    round = IntegerField()
    revision = IntegerField()
    digest = TextField()
    template = TextField(null=True)
    side = TextField()
    purpose = TextField()
    verdict = TextField()
    reason = TextField(null=True)
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    actor = ForeignKeyField(Person, on_delete="RESTRICT")
    capacity = TextField()
    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    on_behalf_of = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    channel = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            one_of("side", SIDES),
            one_of("purpose", PURPOSES),
            one_of("verdict", VERDICTS),
            one_of("channel", CHANNELS),
        ]
        indexes = ((("target", "id"), False),)


class SignatureEnd(Row):
    """Why and when a hand stopped counting: outdated by a revision or round, or withdrawn."""

    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    kind = TextField()
    act = TextField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    revision = IntegerField()
    digest = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("kind", ("outdated", "withdrawn"))]


class Stand(Row):
    """A person stood on one side of a target once, and so for its whole life (design.md 2.9)."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    side = TextField()
    act = TextField()
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("side", ("unit", "upper", "inspection"))]
        indexes = ((("target", "person", "side"), True),)


class KeyTaskLink(Row):
    """The key tasks named by the candidate of a target, for coverage and lists."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    revision = IntegerField()
    key_task = BigIntegerField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "revision", "key_task"), True), (("key_task",), False))


class PastResult(Row):
    """Last year's target and result of one measure of a unit (S18): estimated, then final."""

    year = IntegerField()
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    measure = TextField()
    unit_of_measure = TextField()
    target_value = TextField(null=True)
    result = TextField()
    status = TextField()
    document = TextField(null=True)
    at = TextField()

    class Meta:
        constraints = [one_of("status", ("estimated", "final"))]
        indexes = ((("year", "unit", "measure"), True),)


class GrowthReason(Row):
    """Why a key target is no better than last year's result; the leader signs knowing it (S18)."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    revision = IntegerField()
    digest = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "id"), False),)
