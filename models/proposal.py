"""Proposals after issue (design.md 2.10): what would change, end, move or join what binds."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.log import Text
from models.organisation import Person, Unit
from models.plan import TURNS, Target

KINDS = ("add", "change", "cancel", "transfer")
OUTCOMES = ("adopted", "dropped", "lapsed")


class Proposal(Row):
    """What is proposed about one target; at most one stands at a time.

    While it stands the target's candidate is the proposal's, and what is in force keeps binding.
    `turn` and `handed_up` are the proposal's own, since the target's say whose work the running of
    what is in force is; of an addition, of which nothing is in force yet, the target's are used.
    """

    target = ForeignKeyField(Target, index=False, on_delete="RESTRICT")
    kind = TextField()
    # Its first and last revision, and the round in which it began: rounds are counted from there.
    first = IntegerField()
    last = IntegerField(null=True)
    first_round = IntegerField()
    # The revision that was in force when it was adopted.
    replaced = IntegerField(null=True)
    turn = TextField()
    handed_up = IntegerField()
    # Who would answer, review and support: the candidate's, for inboxes.
    unit = ForeignKeyField(Unit, index=False, on_delete="RESTRICT")
    reviewing_post = TextField(null=True)
    supporting = TextField()
    document = TextField(null=True)
    text = ForeignKeyField(Text, null=True, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    capacity = TextField()
    at = TextField()
    ended_at = TextField(null=True)
    ended_act = TextField(null=True)
    outcome = TextField(null=True)
    # Whether what was adopted asks for less than what it replaced (S15).
    lowered = IntegerField()

    class Meta:
        constraints = [
            one_of("kind", KINDS),
            one_of("turn", TURNS),
            yes_or_no("handed_up"),
            yes_or_no("lowered"),
            one_of("outcome", OUTCOMES),
        ]
        indexes = ((("target", "first"), True), (("ended_at", "turn"), False))
