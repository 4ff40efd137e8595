"""What the log costs an act, beside a durable commit; and replaying it, beside reading its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from models import statements
from models.base import Database
from workflow.audit.entry import Log
from workflow.audit.reading import entry_of
from workflow.audit.replay import Replay
from workflow.bench.acts import Bare
from workflow.bench.county import Bench
from workflow.bench.measure import Result, Times, dearer, quicker, undisturbed
from workflow.words import Words

ACTS = 300
BATCH = 1_000
_BODIES = 'SELECT "id", "body" FROM "entry" ORDER BY "id"'


class Bent(Exception):
    """The bench's own county does not replay, so the time it took says nothing."""


def measure_cost(bench: Bench, acts: Times, count: int = ACTS) -> list[Result]:
    """An act's part of the log, from reading its head to moving it, beside the smallest commit.

    The log's part is done within one transaction that is taken back. What is committed beside it
    is one changed row, so that hardly anything but waiting for the disk is in it. `acts` are whole
    acts of the same run.
    """
    database = bench.door.database
    entries = _entries(database)[-count:]
    ours, beside = Times(), Times()
    bare = Bare(database, bench.path.with_name("cost.db"))
    try:
        with undisturbed(), database.atomic() as transaction:
            for entry in entries:
                ours.run(_logged(database, entry))
                beside.run(
                    lambda: bare.replay([("UPDATE county SET clock_shift = clock_shift + 1", ())])
                )
            transaction.rollback()
    finally:
        bare.close()
    about = Words(
        "日志的花费，对一行的耐久提交", "the log's part of an act : durable commit of a row"
    )
    of_act = Words("  对整个签署（耐久）", "  : the whole signing act, durable")
    return [dearer(about, ours, beside, 0.1), dearer(of_act, ours, acts)]


def _entries(database: Database) -> list[Any]:
    found = statements.run(database, _BODIES).fetchall()
    entries = [json.loads(body) for _, body in found]
    for entry in entries:
        del entry["index"]
    return entries


def _logged(database: Database, entry: Any) -> Callable[[], None]:
    def act() -> None:
        log = Log.open(database)
        log.append(entry)
        log.close(entry["at"])

    return act


def measure_replay(database: Database, rounds: int) -> Result:
    """Every entry read, applied and compared with the tables, beside reading entries alone."""
    ours, beside = Times(), Times()
    size = len(statements.run(database, _BODIES).fetchall())
    with undisturbed():
        for _ in range(rounds):
            beside.run(lambda: statements.run(database, _BODIES).fetchall())
            ours.run(lambda: _replayed(database))
    speed = round(size / ours.median)
    note = Words(f"重放每秒 {speed} 条。", f"replay: {speed} entries a second.")
    about = Words(f"重放 {size} 条，对只读日志行", f"replay of {size} entries : reading them")
    return Result(about, quicker(about, ours, beside).ratio, None, ours, beside, note)


def _replayed(database: Database) -> None:
    replay = Replay(database)
    for index, body in statements.run(database, _BODIES).fetchall():
        replay.apply(index, entry_of(body)["writes"])
        if index % BATCH == 0:
            replay.settle()
    replay.finish()
    if replay.rows.fault is not None:
        raise Bent(str(replay.rows.fault.words))
