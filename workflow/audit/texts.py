"""Erasable texts, told by the log as salted digests and compared with what is stored."""

from __future__ import annotations

import hashlib

import peewee

from models import statements
from models.base import Row
from workflow.audit.report import Finder
from workflow.audit.told import Stored, Streamed

_TEXTS = """
SELECT "digest", "id", "salt", "body" FROM "text" WHERE "id" BETWEEN ? AND ? ORDER BY "id"
"""


class Texts(Streamed):
    """Erasable texts: the log holds id and digest, the digest holds salt and body."""

    def __init__(
        self, database: peewee.Database, kind: type[Row], rows: Finder, texts: Finder
    ) -> None:
        super().__init__(database, kind, rows)
        self._texts = texts
        # Without a body: told from the log's erasures once it has been read to its end.
        self.emptied: set[int] = set()

    def stored_until(self, last: int) -> list[Stored]:
        cursor = statements.run(self.database, _TEXTS, (self.start, last))
        return [self._checked(*row) for row in cursor.fetchall()]

    def _checked(self, digest: str, number: int, salt: str, body: str) -> Stored:
        if body == "" and salt == "":
            # No act stores an empty text: this one was erased, and its digest stands for it.
            self.emptied.add(number)
        elif digest != _salted(salt, body):
            self._texts.fail(
                "{table} {id}：正文与其加盐摘要不符。",
                "{table} {id}: the body is not what its salted digest says.",
                table="text",
                id=number,
                field="body",
            )
        return (digest, number)


def _salted(salt: str, body: str) -> str | None:
    try:
        return hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
    except (ValueError, TypeError, AttributeError):
        return None
