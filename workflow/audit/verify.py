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
from workflow.audit.drafts import bare_case
from workflow.audit.legality import Legality
from workflow.audit.reading import Malformed, entry_of
from workflow.audit.replay import Replay
from workflow.audit.report import Check, Finder, Report
from workflow.audit.told import HIGHEST, LOWEST
from workflow.audit.tree import Frontier, leaf_hash, node_hash
from workflow.hands import consent
from workflow.queries import facts
from workflow.queries.organisation import organisation

Values = dict[str, Any]
Progress = Callable[[int, int], None]

# Entries read at once.
BATCH = 1_000
# What reading bent data runs into; any of it in an entry or a row is a fault of that.
BENT_DATA = (KeyError, TypeError, ValueError, AttributeError, AssertionError)
COLUMNS = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome")
_ENTRIES = f"""
SELECT {", ".join(f'"{name}"' for name in COLUMNS)}, "body", "leaf"
FROM "entry" WHERE "id" >= ? ORDER BY "id" LIMIT ?
"""
_OPEN = """
SELECT "id", "unit_id", "state", "round", "candidate", "digest", "in_force" FROM "target"
WHERE "id" > ? AND "in_force" IS NULL AND "state" IN ('drafted', 'reviewed', 'approved')
ORDER BY "id" LIMIT ?
"""


def verify(database: peewee.Database, progress: Progress | None = None) -> Report:
    """Check the whole log and every logged table of an open county.

    `progress` is called now and then with the entries done and their number. Changes nothing and
    never raises for what it finds: that is what the report is for.
    """
    with _snapshot(database):
        try:
            return _Verification(database, progress or _silent).run()
        except Exception as error:  # the driver's own class: fetching is not wrapped by peewee
            if "Could not decode to UTF-8" not in str(error):
                raise
        # SQLite holds any bytes as text: read once more in a way that can show which they are.
        with _any_bytes(database):
            return _Verification(database, progress or _silent).run()


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

    def __init__(self, database: peewee.Database, progress: Progress) -> None:
        self.database = database
        self.progress = progress
        self.entries = Finder("entries", "记录完整、规范、有序", "Entries are whole and in order")
        self.tree = Finder("tree", "日志树根与库中所存一致", "The root is the one that is stored")
        self.states = Finder("states", "状态与签署一致", "States are what the hands say")
        self.replay = Replay(database)
        self.legality = Legality(self.replay)
        self.size = 0
        self.derived = 0
        self._at = ""
        self._roots: list[bytes] = []

    def run(self) -> Report:
        """Everything, in order."""
        highest = statements.value(self.database, 'SELECT MAX("id") FROM "entry"')
        total = 0 if highest is None else highest + 1
        for batch in self._batches():
            for row in batch:
                self._take(row)
            self.replay.settle()
            self.progress(self.size, total)
        frontier = Frontier(self.size, tuple(self._roots))
        self._compare_head(frontier)
        self.replay.finish()
        self._derive()
        return Report(self.size, frontier.root().hex(), self._checks())

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
        self._append(hashed)
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

    def _append(self, leaf: bytes) -> None:
        """RFC 6962 on a list of our own: `Frontier.append` makes a value of every step."""
        roots, rest = self._roots, self.size
        while rest & 1:
            leaf = node_hash(roots.pop(), leaf)
            rest >>= 1
        roots.append(leaf)
        self.size += 1

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

    def _derive(self) -> None:
        """The stored state of every target whose plan is not issued, asked of the stored hands."""
        last = LOWEST
        while found := statements.rows(self.database, _OPEN, (last, BATCH)):
            last = found[-1]["id"]
            for row in found:
                self._derive_one(row)

    def _derive_one(self, row: Values) -> None:
        self.derived += 1
        try:
            same, derived = self._asked(row)
        except BENT_DATA:
            same, derived = False, None
        if not same or derived != row["state"]:
            self.states.fail(
                "target {id}：{field} 与其稿和签署不符。",
                "Target {id}: its {field} is not what its revision and hands say.",
                table="target",
                id=row["id"],
                field="state" if same else "digest",
            )

    def _asked(self, row: Values) -> tuple[bool, str]:
        """Whether the candidate is the stored one, and the state that its hands give."""
        case, number = bare_case(row), row["id"]
        county = facts.county(self.database)
        case.organisation = organisation(self.database, county["organisation"] if county else 0)
        case.unit = case.organisation.unit_by_id[row["unit_id"]]
        case.candidate = facts.revision(self.database, number, row["candidate"])
        case.hands = facts.hands(self.database, number)
        case.stands = {stand for _, stand in facts.stands_of(self.database, [number])}
        assert case.candidate is not None
        return case.candidate.digest == row["digest"], consent.derived_state(case)

    def _checks(self) -> tuple[Check, ...]:
        legality, replay = self.legality, self.replay
        return (
            self.entries.check("{n} 条记录。", "{n} entries.", n=self.size),
            self.tree.check("{n} 片叶子，树根相同。", "{n} leaves, the same root.", n=self.size),
            replay.rows.check("{n} 行全部一致。", "{n} rows, all the same.", n=replay.compared),
            replay.texts.check("{n} 条文本已依法清除。", "{n} texts are erased.", n=replay.erased),
            legality.moves.check(
                "全部合规；其中 {n} 条依据另一版生命周期表，未判。",
                "All lawful; {n} under another lifecycle table, not judged.",
                n=legality.unjudged,
            ),
            legality.hands.check("{n} 次批准。", "{n} approvals.", n=legality.approvals),
            self.states.check("{n} 个未印发目标。", "{n} targets not yet issued.", n=self.derived),
        )


def _bytes_of(body: object) -> bytes:
    """The very bytes that are stored, whatever they are."""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogateescape")
    return body if isinstance(body, bytes) else repr(body).encode()
