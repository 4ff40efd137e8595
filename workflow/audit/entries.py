"""The log as it is stored: every entry read, hashed anew, and held against what stands beside it.

Judging what an entry says is somebody else's: `judge` is called with each that can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import peewee

from models import statements
from workflow.audit.growing import Growing
from workflow.audit.reading import Malformed, entry_of
from workflow.audit.report import Finder
from workflow.audit.told import HIGHEST, LOWEST
from workflow.audit.tree import leaf_hash
from workflow.queries import leaves

Values = dict[str, Any]
Judge = Callable[[int, Values], None]

# Entries read at once.
BATCH = 1_000
COLUMNS = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome")
_ENTRIES = f"""
SELECT {", ".join(f'"{name}"' for name in COLUMNS)}, "body", "leaf"
FROM "entry" WHERE "id" >= ? ORDER BY "id" LIMIT ?
"""


class Entries:
    """The entries from where `growing` stands, the first of them no earlier than `at`."""

    def __init__(
        self, database: peewee.Database, growing: Growing, judge: Judge, at: str = ""
    ) -> None:
        self.database = database
        self.growing = growing
        self.found = Finder("entries", "记录完整、规范、有序", "Entries are whole and in order")
        self.tree = Finder("tree", "日志树根与库中所存一致", "The root is the one that is stored")
        self.at = at
        self._judge = judge
        self._first = growing.size

    @property
    def size(self) -> int:
        """How many entries were read, those before the first one included."""
        return self.growing.size

    def batches(self) -> Iterator[int]:
        """Read all, batch by batch; after each, how many there were so far."""
        # From the lowest id of all: what stands before entry 0 was put there by nobody's act.
        start = self._first or LOWEST
        while start <= HIGHEST and (
            batch := statements.run(self.database, _ENTRIES, (start, BATCH)).fetchall()
        ):
            for row in batch:
                self._take(row)
            yield self.size
            start = batch[-1][0] + 1

    def compare(self) -> None:
        """Head and stored subtrees against the tree that was hashed."""
        self._compare_head()
        self._compare_subtrees()

    def total(self) -> int:
        """How many entries there are to be read."""
        highest = statements.value(self.database, 'SELECT MAX("id") FROM "entry"')
        return 0 if highest is None else int(highest) + 1

    # — one entry —

    def _take(self, row: tuple[Any, ...]) -> None:
        index, body, leaf = row[0], row[7], row[8]
        if index != self.size and self.found.fault is None:
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
        if entry["at"] < self.at:
            self._bad(index, "的时间早于前一条", "is earlier than the one before it", "at")
        self.at = entry["at"]
        self._judge(index, entry)

    def _bad(self, index: int, zh: str, en: str, field: str | None = None, **values: Any) -> None:
        self.found.fail(
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

    # — what stands beside the log —

    def _compare_head(self) -> None:
        frontier = self.growing.frontier()
        sql = 'SELECT "size", "frontier", "at" FROM "log_head" WHERE "id" = 1'
        head = statements.row(self.database, sql)
        told = (frontier.size, frontier.encode(), self.at)
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
            if place + 1 << level <= self._first:
                continue
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


def _bytes_of(body: object) -> bytes:
    """The very bytes that are stored, whatever they are."""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogateescape")
    return body if isinstance(body, bytes) else repr(body).encode()
