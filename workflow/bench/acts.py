"""Durable acts through the door, beside the bare library that writes the same rows.

Both work on their own copy of one database file with the same pragmas. What the door executed is
noted as it runs; its INSERTs and UPDATEs are then replayed on the copy between BEGIN IMMEDIATE and
COMMIT. So the other side also writes entry, head of the log and all indexes, and what is compared
is only what the door does beside writing: reading the facts, judging, canonical JSON, hashing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from models import statements
from models.base import Database
from models.tables import TABLES
from workflow.bench import county
from workflow.bench.county import Bench
from workflow.bench.measure import Goal, Result, Times, quicker, undisturbed
from workflow.queries.coverage_view import coverage_of
from workflow.queries.reader import reader_of
from workflow.words import Words

Statement = tuple[str, Sequence[Any]]
# The signing acts that are timed, each with who does it; precheck prepares, and is replayed too.
SIGNING = ("submit", "review", "approve")
WARM_UP = 5


class NotTheSame(Exception):
    """The two sides do not hold the same rows, so their times say nothing."""


@dataclass
class Recorder:
    """What went through the handle, in order."""

    statements: list[Statement] = field(default_factory=list)

    @property
    def writes(self) -> list[Statement]:
        """The statements that change something."""
        return [s for s in self.statements if s[0].startswith(("INSERT", "UPDATE"))]


@contextmanager
def recording(database: Database) -> Iterator[Recorder]:
    """Note every statement that goes through the handle for a while."""
    recorder = Recorder()
    hooks: list[Any] = database.query_hooks

    def note(event: Any) -> None:
        recorder.statements.append((event.sql, event.params or ()))

    hooks.append(note)
    try:
        yield recorder
    finally:
        hooks.remove(note)


class Bare:
    """The library that peewee stands on, with a copy of the county and the same pragmas."""

    def __init__(self, database: Database, path: Path) -> None:
        source = cast(Any, database).connection()
        # The connection's own class is the library's `connect`: the very same build of SQLite.
        self.connection: sqlite3.Connection = type(source)(str(path), isolation_level=None)
        source.backup(self.connection)
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "cache_size"):
            (value,) = source.execute(f"PRAGMA {pragma}").fetchone()
            self.connection.execute(f"PRAGMA {pragma} = {value}")

    def replay(self, writes: list[Statement]) -> None:
        """One durable transaction of these statements."""
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for sql, values in writes:
            execute(sql, values)
        execute("COMMIT")

    def close(self) -> None:
        """Close the copy."""
        self.connection.close()


@dataclass
class _Sides:
    """Times of both sides by act, and how many statements the door needed."""

    ours: dict[str, Times] = field(default_factory=lambda: {a: Times() for a in SIGNING})
    beside: dict[str, Times] = field(default_factory=lambda: {a: Times() for a in SIGNING})
    trips: dict[str, int] = field(default_factory=dict)

    def all_of(self, side: dict[str, Times]) -> Times:
        """The times of all acts together."""
        return Times(
            [s for times in side.values() for s in times.seconds],
            [s for times in side.values() for s in times.computing],
        )


def _acts(number: int) -> Iterator[tuple[str, str]]:
    unit = county.unit_code(number % county.UNITS).lower()
    yield f"h{unit}", "submit"
    yield "office", "precheck"
    yield f"leader{number % county.LEADERS}", "review"
    yield "head", "approve"


def measure(bench: Bench, count: int) -> list[Result]:
    """Sign `count` targets three times each; ratios over all acts and of each.

    Raises NotTheSame where the replayed copy differs in any row of any table.
    """
    database = bench.door.database
    targets = [_create(bench, number) for number in range(count)]
    bare = Bare(database, bench.path.with_name("bare.db"))
    sides = _Sides()
    try:
        with recording(database) as recorder, undisturbed():
            for number, target in enumerate(targets):
                _carry(bench, bare, recorder, sides, number, target)
        _compare(database, bare)
    finally:
        bare.close()
    for side in (sides.ours, sides.beside):
        side |= {act: times.without_first(min(WARM_UP, count - 1)) for act, times in side.items()}
    return _results(sides)


def _create(bench: Bench, number: int) -> int:
    drafter = f"d{county.unit_code(number % county.UNITS).lower()}"
    return bench.play.new(drafter, "create", **county.content(number))


def _carry(
    bench: Bench, bare: Bare, recorder: Recorder, sides: _Sides, number: int, target: int
) -> None:
    """One target from draft to approval, each act first through the door, then bare."""
    door, play = bench.door, bench.play
    for username, act in _acts(number):
        row = statements.row(
            door.database, "SELECT version, digest FROM target WHERE id = ?", (target,)
        )
        assert row is not None
        actor = play.actor(username)
        seen = {"version": row["version"]}
        if act in SIGNING:
            seen["digest"] = row["digest"]
        recorder.statements.clear()
        play.clock.forward(seconds=1)
        ours, beside = sides.ours.get(act, Times()), sides.beside.get(act, Times())
        ours.run(
            lambda act=act, actor=actor, seen=seen: door.perform(  # type: ignore[misc]
                act, "target", target, actor, seen
            )
        )
        writes = recorder.writes
        sides.trips[act] = len(recorder.statements)
        beside.run(lambda writes=writes: bare.replay(writes))  # type: ignore[misc]


def _compare(database: Database, bare: Bare) -> None:
    for table in TABLES:
        sql = f'SELECT * FROM "{table._meta.table_name}" ORDER BY "id"'
        if statements.run(database, sql).fetchall() != bare.connection.execute(sql).fetchall():
            raise NotTheSame(table._meta.table_name)


def _results(sides: _Sides) -> list[Result]:
    ours, beside = sides.all_of(sides.ours), sides.all_of(sides.beside)
    every = Words("经门的签署（耐久），对裸 sqlite3", "signing act through the door : bare sqlite3")
    tail = Words("其 p99 对裸 p99", "its p99 : bare p99")
    results = [
        quicker(every, ours, beside, 0.5),
        Result(tail, ours.p99 / beside.p99, Goal(2, at_least=False), ours, beside),
        quicker(
            Words("  只算运算，不算等待", "  computing alone, without waiting"),
            ours.only_computing(),
            beside.only_computing(),
        ),
    ]
    results += [
        quicker(Words(f"  其中 {act}", f"  of these, {act}"), sides.ours[act], sides.beside[act])
        for act in SIGNING
    ]
    trips = ", ".join(f"{act} {sides.trips[act]}" for act in SIGNING)
    note = Words(
        f"每次办理的语句数，不计 BEGIN 与 COMMIT：{trips}。",
        f"statements per act, beside BEGIN and COMMIT: {trips}.",
    )
    return [replace(results[0], note=note), *results[1:]]


def _waive(bench: Bench) -> None:
    """What a bench's plan lacks is excused, so that it can be issued at all."""
    reader = reader_of(bench.door.database, bench.play.clock, bench.play.actor("head"))
    found = coverage_of(reader, county.DRAFTING, "issue")["failures"]
    named = [failure["digest"] for failure in found if failure["waivable"]]
    bench.play.year("head", "waive", county.DRAFTING, failures=named, text="bench", document="1")


def measure_bulk(bench: Bench, one: Times) -> Result:
    """Issue the plan of all that were approved, per target, beside signing `one` by one."""
    count = int(
        statements.value(
            bench.door.database, "SELECT COUNT(*) FROM target WHERE state = 'approved'"
        )
    )
    whole = Times()
    _waive(bench)
    whole.run(lambda: bench.play.year("office", "issue", county.DRAFTING, document="1"))
    each = Times([whole.seconds[0] / count])
    about = Words(
        f"成批印发 {count} 项，每项对逐项签署", f"{count} issued by one act, each : signed singly"
    )
    return quicker(about, each, one, 10)
