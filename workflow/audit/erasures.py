"""Whether what is empty was erased by law, and what was erased is empty; files by their digest.

A body that is gone is lawful only where the log has an erasure of that very text or file, and one
that stands although the log has its erasure was put back. Both are looked for from the log and the
tables alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

import peewee

from models import statements
from workflow.audit.report import Finder
from workflow.audit.told import LOWEST, Streamed

Values = dict[str, Any]
# One at a time: a file may have megabytes.
_FILE = 'SELECT "id", "digest", "body" FROM "file" WHERE "id" > ? ORDER BY "id" LIMIT 1'


class Erasures(Streamed):
    """The table `erasure`, and by its rows in the log the entry that erased each text and file."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.by: dict[str, dict[int, int]] = {"text": {}, "file": {}}

    def insert(self, index: int, number: int, after: Values) -> None:
        super().insert(index, number, after)
        for kind, entries in self.by.items():
            erased = after.get(f"{kind}_id")
            if isinstance(erased, int):
                entries[erased] = index


def account(kind: str, emptied: set[int], erased: dict[int, int], finder: Finder) -> None:
    """Hold what was found empty against what the log erased; the lowest id first."""
    for number in sorted(emptied - erased.keys()):
        finder.fail(
            "{table} {id}：正文已空，日志中却没有依法删除的记录。",
            "{table} {id}: its body is gone, and no entry of the log erased it.",
            table=kind,
            id=number,
            field="body",
        )
    for number in sorted(erased.keys() - emptied):
        finder.fail(
            "{table} {id}：第 {entry} 条记录已依法删除，正文却仍在库中。",
            "{table} {id}: entry {entry} erased it by law, yet its body is there.",
            entry=erased[number],
            table=kind,
            id=number,
            field="body",
        )


class Files:
    """The bytes of attached files, held against the digests that the log has."""

    def __init__(self, database: peewee.Database) -> None:
        self.finder = Finder("files", "附件与其摘要一致", "Files match their digests")
        self.checked = 0
        self.emptied: set[int] = set()
        self._database = database

    def check(self) -> None:
        """Every file that is stored, one after the other."""
        last = LOWEST
        while row := statements.row(self._database, _FILE, (last,)):
            last = row["id"]
            self.checked += 1
            if row["body"] == "":
                self.emptied.add(last)
            elif row["digest"] != _digest_of(row["body"]):
                self.finder.fail(
                    "{table} {id}：内容与其摘要不符。",
                    "{table} {id}: its bytes are not what its digest says.",
                    table="file",
                    id=last,
                    field="body",
                )


def _digest_of(body: object) -> str | None:
    try:
        return hashlib.sha256(base64.b64decode(body, validate=True)).hexdigest()  # type: ignore[arg-type]
    except (binascii.Error, ValueError, TypeError):
        return None
