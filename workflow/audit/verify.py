"""`audit verify`: whether log and tables are what acts made of them (design.md section 4).

Reads only, in one snapshot, entries in batches. What it cannot see: somebody with the whole
database who rewrote log and tables alike; for that a checkpoint must be kept elsewhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import peewee

from models.base import is_sqlite
from workflow.audit.derived import Derived
from workflow.audit.entries import Entries
from workflow.audit.growing import Growing
from workflow.audit.legality import Legality
from workflow.audit.outside import Outside
from workflow.audit.replay import Replay
from workflow.audit.report import BENT_DATA, Check, Report
from workflow.audit.seals import Seals
from workflow.audit.tree import tree_hash
from workflow.audit.verified import Verified
from workflow.queries import leaves

Values = dict[str, Any]
Progress = Callable[[int, int], None]


def verify(
    database: peewee.Database,
    progress: Progress | None = None,
    checkpoint: str | None = None,
    vkey: str | None = None,
) -> Report:
    """Check the whole log and every logged table of an open county.

    `progress` is called now and then with the entries done and their number. `checkpoint` is a
    signed note that was kept elsewhere, `vkey` the log's verifier key; NotGiven is raised where
    they are none. Changes nothing and never raises for what it finds: that is what the report is
    for.
    """
    outside = Outside(checkpoint, vkey)
    with snapshot(database):
        try:
            return _Verification(database, progress or silent, outside).run()
        except Exception as error:  # the driver's own class: fetching is not wrapped by peewee
            if "Could not decode to UTF-8" not in str(error):
                raise
        # SQLite holds any bytes as text: read once more in a way that can show which they are.
        with _any_bytes(database):
            return _Verification(database, progress or silent, Outside(checkpoint, vkey)).run()


def silent(done: int, total: int) -> None:
    """Nobody watches."""


@contextlib.contextmanager
def snapshot(database: peewee.Database) -> Iterator[None]:
    """One view of the database for all reads, while others go on writing."""
    kind = "DEFERRED" if is_sqlite(database) else "REPEATABLE READ, READ ONLY"
    with database.atomic(kind):
        yield


@contextlib.contextmanager
def _any_bytes(database: peewee.Database) -> Iterator[None]:
    connection = database.connection()  # type: ignore[no-untyped-call]
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


class _Verification:
    """One run: entries by batches through every check, then the tables."""

    def __init__(self, database: peewee.Database, progress: Progress, outside: Outside) -> None:
        self.database = database
        self.progress = progress
        self.outside = outside
        self.seals = Seals(database)
        self.growing = Growing(self.seals.sizes | outside.sizes, leaves.LOWEST_LEVEL)
        self.entries = Entries(database, self.growing, self._judge)
        self.derived = Derived(database)
        self.replay = Replay(database)
        self.legality = Legality(self.replay)

    def run(self) -> Report:
        """Everything, in order."""
        total = self.entries.total()
        for done in self.entries.batches():
            self.replay.settle()
            self.progress(done, total)
        size, frontier = self.entries.size, self.growing.frontier()
        self.entries.compare()
        self.seals.judge(self.growing.at, size)
        self.outside.judge(self.seals, self.growing.at, tree_hash(b""))
        self.replay.finish()
        self.derived.run()
        return Report(
            size,
            frontier.root().hex(),
            self._checks(size),
            self.seals.signed,
            self.outside.given,
            Verified.of_run(frontier, self.entries.at, self.seals.signed),
        )

    def _judge(self, index: int, entry: Values) -> None:
        try:
            self.legality.before(index, entry)
            self.replay.apply(index, entry["writes"])
            self.legality.after(index, entry)
        except BENT_DATA as error:
            # A body may hold anything; what no act of ours could have written is bent.
            self.legality.moves.fail(
                "第 {entry} 条记录无法理解（{why}）。",
                "Entry {entry} cannot be understood ({why}).",
                entry=index,
                why=f"{type(error).__name__}: {error}",
            )

    def _checks(self, size: int) -> tuple[Check, ...]:
        legality, replay = self.legality, self.replay
        return (
            self.entries.found.check("{n} 条记录。", "{n} entries.", n=size),
            self.entries.tree.check("{n} 片叶子，树根相同。", "{n} leaves, the same root.", n=size),
            *self.seals.checks(size),
            *([self.outside.check()] if self.outside.given else []),
            replay.rows.check("{n} 行全部一致。", "{n} rows, all the same.", n=replay.compared),
            replay.texts.check("{n} 条文本已依法清除。", "{n} texts are erased.", n=replay.erased),
            replay.files.finder.check(
                "{n} 个附件，其中 {erased} 个已依法删除。",
                "{n} files, {erased} of them erased.",
                n=replay.files.checked,
                erased=len(replay.files.emptied),
            ),
            legality.moves.check(
                "全部合规；其中 {n} 条依据另一版生命周期表，未判。",
                "All lawful; {n} under another lifecycle table, not judged.",
                n=legality.unjudged,
            ),
            legality.hands.check("{n} 次批准。", "{n} approvals.", n=legality.approvals),
            self.derived.check(),
        )
