"""`audit verify`: whether log and tables are what acts made of them (design.md section 4).

Reads only, in one snapshot, entries in batches. What it cannot see: somebody with the whole
database who rewrote log and tables alike; for that a checkpoint must be kept elsewhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import peewee

from models import statements
from models.base import is_sqlite
from workflow.audit.derived import Derived
from workflow.audit.growing import Growing
from workflow.audit.legality import Legality
from workflow.audit.outside import Outside
from workflow.audit.reading import Malformed, entry_of
from workflow.audit.replay import Replay
from workflow.audit.report import BENT_DATA, Check, Finder, Report
from workflow.audit.seals import Seals
from workflow.audit.told import HIGHEST, LOWEST
from workflow.audit.tree import Frontier, leaf_hash, tree_hash
from workflow.queries import leaves

Values = dict[str, Any]
Progress = Callable[[int, int], None]

# Entries read at once.
BATCH = 1_000
COLUMNS = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome")
_ENTRIES = f"""
SELECT {", ".join(f'"{name}"' for name in COLUMNS)}, "body", "leaf"
FROM "entry" WHERE "id" >= ? ORDER BY "id" LIMIT ?
"""


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
    with _snapshot(database):
        try:
            return _Verification(database, progress or _silent, outside).run()
        except Exception as error:  # the driver's own class: fetching is not wrapped by peewee
            if "Could not decode to UTF-8" not in str(error):
                raise
        # SQLite holds any bytes as text: read once more in a way that can show which they are.
        with _any_bytes(database):
            return _Verification(database, progress or _silent, Outside(checkpoint, vkey)).run()


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@contextlib.contextmanager
def _snapshot(database: peewee.Database) -> Iterator[None]:
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
        self.entries = Finder("entries", "记录完整、规范、有序", "Entries are whole and in order")
        self.tree = Finder("tree", "日志树根与库中所存一致", "The root is the one that is stored")
        self.derived = Derived(database)
        self.replay = Replay(database)
        self.legality = Legality(self.replay)
        self._at = ""

    @property
    def size(self) -> int:
        """How many entries were read."""
        return self.growing.size

    def run(self) -> Report:
        """Everything, in order."""
        highest = statements.value(self.database, 'SELECT MAX("id") FROM "entry"')
        total = 0 if highest is None else highest + 1
        for batch in self._batches():
            for row in batch:
                self._take(row)
            self.replay.settle()
            self.progress(self.size, total)
        frontier = self.growing.frontier()
        self._compare_head(frontier)
        self._compare_subtrees()
        self.seals.judge(self.growing.at, self.size)
        self.outside.judge(self.seals, self.growing.at, tree_hash(b""))
        self.replay.finish()
        self.derived.run()
        checks, signed = self._checks(), self.seals.signed
        return Report(self.size, frontier.root().hex(), checks, signed, self.outside.given)

    def _batches(self) -> Iterator[list[tuple[Any, ...]]]:
        start = LOWEST
        while start <= HIGHEST and (
            batch := statements.run(self.database, _ENTRIES, (start, BATCH)).fetchall()
        ):
            yield batch
            start = batch[-1][0] + 1

    # — one entry —

    def _take(self, row: tuple[Any, ...]) -> None:
        index, body, leaf = row[0], row[7], row[8]
        if index != self.size and self.entries.fault is None:
            # Said once, at the first gap; what follows is judged by its own index.
            self._bad(self.size, "缺失，其后为 {found}", "is missing, {found} follows", found=index)
        hashed = leaf_hash(_bytes_of(body))
        if hashed.hex() != leaf:
            self._bad(index, "的叶哈希与正文不符", "has another leaf hash than its body", "leaf")
        self.growing.append(hashed)
        try:
            entry = entry_of(body)
        except Malformed as error:
            self._bad(index, "的正文不规范：{why}", "is malformed: {why}", "body", why=str(error))
            return
        self._compare_columns(row, entry)
        if entry["at"] < self._at:
            self._bad(index, "的时间早于前一条", "is earlier than the one before it", "at")
        self._at = entry["at"]
        self._judge(index, entry)

    def _bad(self, index: int, zh: str, en: str, field: str | None = None, **values: Any) -> None:
        self.entries.fail(
            f"第 {{entry}} 条记录{zh}。",
            f"Entry {{entry}} {en}.",
            entry=index,
            table="entry",
            id=index,
            field=field,
            **values,
        )

    def _compare_columns(self, row: tuple[Any, ...], entry: Values) -> None:
        subject = entry["object"]
        told = (
            entry["index"],
            entry["at"],
            entry["act"],
            subject["kind"],
            subject["id"],
            entry["person"],
            entry["outcome"],
        )
        if told == row[:7]:
            return
        field = next(n for n, a, b in zip(COLUMNS, told, row[:7], strict=True) if a != b)
        self._bad(row[0], "的 {field} 列与正文不符", "has a {field} that its body has not", field)

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

    # — what stands beside the log —

    def _compare_head(self, frontier: Frontier) -> None:
        sql = 'SELECT "size", "frontier", "at" FROM "log_head" WHERE "id" = 1'
        head = statements.row(self.database, sql)
        told = (frontier.size, frontier.encode(), self._at)
        stored = (head["size"], head["frontier"], head["at"]) if head else (0, "", "")
        if told == stored:
            return
        field = next(
            n for n, a, b in zip(("size", "frontier", "at"), told, stored, strict=True) if a != b
        )
        self.tree.fail(
            "日志头的 {field} 与 {size} 条记录重算的不符。",
            "The head's {field} is not what {size} entries give.",
            table="log_head",
            id=1,
            field=field,
            size=frontier.size,
        )

    def _compare_subtrees(self) -> None:
        """The stored subtrees, by which proofs are made, are those of this tree."""
        for number, level, place, stored in leaves.subtrees(self.database):
            told = self.growing.subtrees.get((level, place))
            if told is None or told.hex() != stored:
                self.tree.fail(
                    "所存子树 {id}（第 {level} 层第 {place} 个）与日志不符。",
                    "The stored subtree {id} (level {level}, place {place}) is not the log's.",
                    table="subtree",
                    id=number,
                    field="hash",
                    level=level,
                    place=place,
                )

    def _checks(self) -> tuple[Check, ...]:
        legality, replay = self.legality, self.replay
        return (
            self.entries.check("{n} 条记录。", "{n} entries.", n=self.size),
            self.tree.check("{n} 片叶子，树根相同。", "{n} leaves, the same root.", n=self.size),
            *self.seals.checks(self.size),
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


def _bytes_of(body: object) -> bytes:
    """The very bytes that are stored, whatever they are."""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogateescape")
    return body if isinstance(body, bytes) else repr(body).encode()
