"""Replay: the log's `writes` applied from zero must give every logged table as it is stored.

Reads only. What cannot be applied is noted and passed over, so that the first bad row is named and
the rest is still compared.
"""

from __future__ import annotations

from typing import Any

import peewee

from models.base import Row
from models.erasing import Erasure
from models.log import Text
from models.tables import LOGGED
from workflow.audit.erasures import Erasures, Files, account
from workflow.audit.report import Finder
from workflow.audit.texts import Texts
from workflow.audit.told import Kept, Streamed, Told

Values = dict[str, Any]


class Replay:
    """The tables as the log tells them; `apply` entries in order, `settle` now and then."""

    def __init__(self, database: peewee.Database) -> None:
        self.rows = Finder("replay", "重放日志与数据一致", "Replaying the log gives the tables")
        self.texts = Finder("texts", "文本与其摘要一致", "Texts match their digests")
        self._tables = {
            table._meta.table_name: _table_of(database, table, self.rows, self.texts)
            for table in LOGGED
        }
        self.files = Files(database)

    @property
    def compared(self) -> int:
        """How many stored rows were compared."""
        return sum(table.compared for table in self._tables.values())

    @property
    def erased(self) -> int:
        """How many texts were found erased: their digest stands, their body is gone."""
        return len(self._emptied)

    @property
    def _emptied(self) -> set[int]:
        texts = self._tables["text"]
        assert isinstance(texts, Texts)
        return texts.emptied

    def apply(self, index: int, writes: list[Values]) -> None:
        """Apply one entry's writes; what cannot be applied is noted."""
        for write in writes:
            table = self._tables.get(write["table"])
            if table is None:
                self.rows.fail(
                    "第 {entry} 条记录写入了不入日志的表 {table}。",
                    "Entry {entry} writes to {table}, which is not a table of the log.",
                    entry=index,
                    table=write["table"],
                    id=write["id"],
                )
            elif write["before"] is None:
                table.insert(index, write["id"], write["after"])
            else:
                table.update(index, write["id"], write["before"], write["after"])

    def value(self, table: str, number: int | None, column: str) -> Any:
        """A column of a changeable row as the log has it so far; None where there is no row."""
        kept = self._tables[table]
        assert isinstance(kept, Kept)
        return kept.value(number, column)

    def settle(self) -> None:
        """Compare the append-only rows applied since the last time, and forget them."""
        for table in self._tables.values():
            table.settle()

    def finish(self) -> None:
        """Compare all that is left; nothing can be applied afterwards."""
        for table in self._tables.values():
            table.finish()
        self.files.check()
        erasures = self._tables["erasure"]
        assert isinstance(erasures, Erasures)
        account("text", self._emptied, erasures.by["text"], self.texts)
        account("file", self.files.emptied, erasures.by["file"], self.files.finder)


def _table_of(database: peewee.Database, kind: type[Row], rows: Finder, texts: Finder) -> Told:
    if kind is Text:
        return Texts(database, kind, rows, texts)
    if kind is Erasure:
        return Erasures(database, kind, rows)
    return (Streamed if kind.append_only else Kept)(database, kind, rows)
