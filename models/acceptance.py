"""Acceptances (考核验收), what was found, and what units say to it (S33–S39, S44). Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.log import Text
from models.organisation import Person
from models.plan import Target

KINDS = ("milestone", "early", "final")
STATES = ("open", "assigned", "found", "accepted", "returned")
CAUSES = ("none", "lack_of_effort", "objective")
OBJECTED_TO = ("ledger", "finding", "cause", "score")


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
    # Where the rule is made of parts: [{"part", "period", "value"}, …] as JSON, in its order.
    parts = TextField(null=True)

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            one_of("quality", ("ok", "poor")),
            one_of("cause", CAUSES),
            yes_or_no("on_time"),
            yes_or_no("met"),
        ]
        indexes = ((("target", "id"), False),)


class Ledger(Row):
    """One entry of a scoring unit's ledger (台账) about one unit (S7–S9).

    `amount` is what it gives or costs by the rule, signed, before caps and floors.
    """

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    event = TextField()
    count = IntegerField()
    occurred_on = TextField()
    matter = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    document = TextField(null=True)
    amount = TextField()
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = ((("target", "id"), False),)


class LedgerMatter(Row):
    """The code of the matter that an entry is about: within a group the same one counts once."""

    ledger = ForeignKeyField(Ledger, unique=True, on_delete="RESTRICT")
    code = TextField()

    append_only: ClassVar[bool] = True


class LedgerEnd(Row):
    """An entry was struck; it stays readable with the reason."""

    ledger = ForeignKeyField(Ledger, unique=True, on_delete="RESTRICT")
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True


class CauseDecision(Row):
    """Why a target was not met, decided by the leading group after hearing the unit (S44)."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    finding = ForeignKeyField(Finding, index=False, on_delete="RESTRICT")
    cause = TextField()
    heard_on = TextField()
    document = TextField()
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("cause", CAUSES)]
        indexes = ((("target", "id"), False),)


class Objection(Row):
    """A unit's objection (申请复核) to a ledger entry, a finding, a cause or a score (S34)."""

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    about = TextField()
    # The row objected to: an entry of the ledger, a finding, a decision, a score.
    ref = BigIntegerField()
    state = TextField()
    text = ForeignKeyField(Text, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    at = TextField()
    answer = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    document = TextField(null=True)
    answered_by = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    answered_at = TextField(null=True)

    class Meta:
        constraints = [
            one_of("about", OBJECTED_TO),
            one_of("state", ("open", "upheld", "dismissed")),
        ]
        indexes = ((("target", "id"), False), (("state", "id"), False))
