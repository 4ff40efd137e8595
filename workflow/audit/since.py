"""Verification that goes on from an earlier one: new entries, new checkpoints, rows they wrote.

What was looked at then is not looked at again: a row that no entry wrote since, and an entry from
before, are believed. The head, and every new checkpoint, still bind all of it.
"""

from __future__ import annotations

from typing import Any

import peewee

from models import statements
from models.tables import BY_NAME, columns
from models.unit_of_work import logged_values
from workflow.audit.entries import Entries
from workflow.audit.growing import Growing
from workflow.audit.outside import NotGiven, Outside
from workflow.audit.report import BENT_DATA, Check, Finder, Report
from workflow.audit.seals import Seals
from workflow.audit.tree import tree_hash
from workflow.audit.verified import Verified
from workflow.audit.verify import Progress, silent, snapshot
from workflow.queries import leaves

Values = dict[str, Any]
Row = tuple[str, int]


def verify_since(
    database: peewee.Database,
    verified: Verified,
    progress: Progress | None = None,
    checkpoint: str | None = None,
    vkey: str | None = None,
) -> Report:
    """Check what came after `verified`. Raises NotGiven where the checkpoint is an older one."""
    outside = Outside(checkpoint, vkey)
    if any(size < verified.size for size in outside.sizes):
        raise NotGiven(
            "给出的检查点早于上次核验，请作完整核验。",
            "The checkpoint is older than the verification to go on from: verify the whole.",
        )
    with snapshot(database):
        return _Since(database, verified, outside, progress or silent).run()


class _Since:
    def __init__(
        self,
        database: peewee.Database,
        verified: Verified,
        outside: Outside,
        progress: Progress,
    ) -> None:
        self.verified = verified
        self.outside = outside
        self.progress = progress
        self.seals = Seals(database)
        wanted = self.seals.sizes | outside.sizes
        self.growing = Growing(wanted, leaves.LOWEST_LEVEL, verified.tree())
        self.growing.at[verified.size] = verified.tree().root()
        self.rows = Written(database)
        self.entries = Entries(database, self.growing, self.rows.note, verified.at)

    def run(self) -> Report:
        """Everything, in order."""
        total = self.entries.total()
        if total < self.verified.size:
            self.entries.tree.fail(
                "日志只有 {size} 条，比上次核验时短。",
                "The log has {size} entries, fewer than were verified.",
                table="log_head",
                id=1,
                field="size",
                size=total,
            )
        for done in self.entries.batches():
            self.progress(done, total)
        size, frontier = self.entries.size, self.growing.frontier()
        self.entries.compare()
        self.seals.judge(self.growing.at, size, self.verified.size, self.verified.signed)
        self.outside.judge(self.seals, self.growing.at, tree_hash(b""))
        self.rows.compare()
        return Report(
            size,
            frontier.root().hex(),
            self._checks(size),
            self.seals.signed,
            self.outside.given,
            Verified.of_run(frontier, self.entries.at, self.seals.signed),
        )

    def _checks(self, size: int) -> tuple[Check, ...]:
        before, new = self.verified.size, size - self.verified.size
        return (
            self.entries.found.check(
                "新增 {n} 条；此前 {before} 条上次已核验，未再看。",
                "{n} new ones; the {before} before were verified then and not looked at again.",
                n=new,
                before=before,
            ),
            self.entries.tree.check("{n} 片叶子，树根相同。", "{n} leaves, the same root.", n=size),
            *self.seals.checks(size),
            *([self.outside.check()] if self.outside.given else []),
            self.rows.found.check(
                "新记录所写的 {n} 行全部一致。",
                "{n} rows that new entries wrote, all the same.",
                n=len(self.rows.last),
            ),
        )


class Written:
    """What entries wrote: of each row the last value of every field, and who wrote it."""

    def __init__(self, database: peewee.Database) -> None:
        self.database = database
        self.found = Finder("replay", "新记录与数据一致", "What new entries wrote is in the tables")
        self.last: dict[Row, Values] = {}
        self._writer: dict[Row, int] = {}

    def note(self, index: int, entry: Values) -> None:
        """Keep what one entry wrote; what it says was there before must be what was known."""
        try:
            for write in entry["writes"]:
                self._note(index, write)
        except BENT_DATA as error:
            self._bad(index, None, None, None, f"无法理解（{error}）", f"cannot be read ({error})")

    def _note(self, index: int, write: Values) -> None:
        row = (write["table"], write["id"])
        known = self.last.setdefault(row, {})
        for name, value in (write["before"] or {}).items():
            if known.get(name, value) != value:
                zh, en = f"{name} 的旧值与此前不符", f"tells another {name} before it"
                self._bad(index, *row, name, zh, en)
        known.update(write["after"])
        self._writer[row] = index

    def compare(self) -> None:
        """Each of these rows as it is stored, a statement for each table."""
        by_table: dict[str, list[int]] = {}
        for table, number in self.last:
            by_table.setdefault(table, []).append(number)
        for table, numbers in by_table.items():
            if table not in BY_NAME or not BY_NAME[table].logged:
                self._bad(None, table, None, None, "不是入日志的表", "is no table of the log")
                continue
            stored = self._stored(table, set(numbers))
            for number in numbers:
                self._compare(table, number, stored.get(number))

    def _stored(self, table: str, numbers: set[int]) -> dict[int, Values]:
        listed = ", ".join(f'"{name}"' for name in columns(BY_NAME[table]))
        sql = f'SELECT {listed} FROM "{table}" WHERE "id" BETWEEN ? AND ?'
        found = statements.rows(self.database, sql, (min(numbers), max(numbers)))
        return {row["id"]: logged_values(table, row) for row in found if row["id"] in numbers}

    def _compare(self, table: str, number: int, stored: Values | None) -> None:
        writer = self._writer[table, number]
        if stored is None:
            self._bad(writer, table, number, None, "库中没有此行", "the table has no such row")
            return
        for name, value in self.last[table, number].items():
            if name not in stored or stored[name] != value or type(stored[name]) is not type(value):
                zh, en = f"字段 {name} 与日志不符", f"field {name} is not what the log says"
                self._bad(writer, table, number, name, zh, en)
                return

    def _bad(
        self,
        entry: int | None,
        table: str | None,
        number: int | None,
        field: str | None,
        zh: str,
        en: str,
    ) -> None:
        zh, en = (text.replace("{", "{{").replace("}", "}}") for text in (zh, en))
        self.found.fail(
            f"{{table}} {{id}}：{zh}（第 {{entry}} 条记录）。",
            f"{{table}} {{id}}: {en} (entry {{entry}}).",
            entry=entry,
            table=table,
            id=number,
            field=field,
        )
