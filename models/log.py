"""The audit log's own tables: entries, the head of the tree, and the erasable texts."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, Check, TextField

from models.base import Row, one_of


class Entry(Row):
    """One act, done or refused. `id` is its index in the log: 0, 1, 2 … without a gap.

    `body` is the RFC 8785 text whose RFC 6962 leaf hash is `leaf`; the other columns repeat parts
    of it so that it can be searched, and `audit verify` compares them.
    """

    at = TextField()
    act = TextField()
    object_kind = TextField()
    object_id = BigIntegerField(null=True)
    person_id = BigIntegerField(null=True)
    outcome = TextField()
    body = TextField()
    leaf = TextField()

    logged: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [one_of("outcome", ("done", "refused"))]
        indexes = (
            (("object_kind", "object_id", "id"), False),
            (("person_id", "id"), False),
            (("act", "id"), False),
        )


class LogHead(Row):
    """Size and frontier of the log's tree, and the time of its last entry: one row."""

    size = BigIntegerField()
    frontier = TextField()
    at = TextField()

    logged: ClassVar[bool] = False

    class Meta:
        constraints = [Check('"id" = 1')]


class Text(Row):
    """Free text or personal data. The log holds `digest` = SHA-256(salt ‖ body) only, so that the
    body can be erased by law and every proof stays valid (design.md section 4)."""

    salt = TextField()
    body = TextField()
    digest = TextField()

    erasable: ClassVar[frozenset[str]] = frozenset({"salt", "body"})
