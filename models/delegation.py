"""Who stands in for whom: substitutes and acting heads (代理, 主持工作). Rows only."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from models.base import Row, one_of
from models.organisation import Person, Post

DELEGATIONS = ("substitute", "acting")


class Delegation(Row):
    """A person acts in another's post, by a document, from one day to another.

    It ends with its last day or with the act that ends it; nothing has to happen for the day to
    pass. A substitute acts for `principal`; an acting head acts in a post that nobody holds.
    """

    post = ForeignKeyField(Post, index=False, on_delete="RESTRICT")
    principal = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    delegate = ForeignKeyField(Person, index=False, on_delete="RESTRICT")
    kind = TextField()
    from_on = TextField()
    until_on = TextField(null=True)
    # Codes of units and names of acts as ",A,B,"; empty: all of them.
    units = TextField()
    acts = TextField()
    document = TextField()
    given_by = ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT")
    at = TextField()
    ended_at = TextField(null=True)
    ended_document = TextField(null=True)

    class Meta:
        constraints = [one_of("kind", DELEGATIONS)]
