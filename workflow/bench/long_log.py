"""Hashing a long log anew, with its checkpoints' signatures, beside merely reading its rows.

The log is made of the entries of the bench's own county, each with an index of its own, in a
database that holds nothing else. It is checked as a stranger would: leaves from the bodies, root,
the root at every checkpoint, and each checkpoint's signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from models import statements
from models.base import Database
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import SigningKey, Verifier, signed
from workflow.audit.rehash import STEP, Hashers, Rehashed, rehashed, stated
from workflow.audit.tree import Frontier, leaf_hashes, levels
from workflow.bench.measure import Goal, Result, Times, quicker, undisturbed
from workflow.county import open_county
from workflow.words import Words

EVERY = 100
"""Entries from one checkpoint to the next."""

_ENTRY = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome", "body", "leaf")
_CHECKPOINT = ("id", "origin", "size", "root", "note", "at")
_ROWS = 'SELECT "id", "body", "leaf" FROM "entry" WHERE "id" >= ? AND "id" < ? ORDER BY "id"'
_NOTES = 'SELECT "size", "root", "note" FROM "checkpoint" ORDER BY "size"'


class NotTheSame(Exception):
    """A log that nobody bent does not verify, so the time it took says nothing."""


@dataclass(frozen=True)
class LongLog:
    """A database with nothing but a log of `size` entries, signed every so often by one key."""

    url: str
    database: Database
    size: int
    root: bytes
    verifier: Verifier


def bodies_of(database: Database) -> list[str]:
    """The entries that a bench's county wrote, as they are stored."""
    found = statements.run(database, 'SELECT "body" FROM "entry" ORDER BY "id"').fetchall()
    return [body for (body,) in found]


def make(folder: Path, bodies: Sequence[str], size: int) -> LongLog:
    """A log of `size` entries in a new file in `folder`."""
    url = f"sqlite:///{folder / 'long.db'}"
    database: Any = open_county(url, make=True)
    statements.run(database, "PRAGMA synchronous = off")
    key = SigningKey.new("bench/log")
    written = texts(bodies, size)
    nodes = leaf_hashes(text.encode() for text in written)
    tree = levels(nodes)
    rows = (
        (n, "", "", "", None, None, "done", text, node.hex())
        for n, (text, node) in enumerate(zip(written, nodes, strict=True))
    )
    _insert(database, "entry", _ENTRY, rows)
    _insert(database, "checkpoint", _CHECKPOINT, _checkpoints(tree, size, key))
    return LongLog(url, database, size, Frontier.within(tree, size).root(), key.verifier)


def texts(bodies: Sequence[str], size: int) -> list[str]:
    """As many entries as asked for: these again and again, each with its own index."""
    again = enumerate(islice(cycle(enumerate(bodies)), size))
    return [body.replace(f'"index":{old},', f'"index":{n},', 1) for n, (old, body) in again]


def _checkpoints(
    tree: Sequence[Sequence[bytes]], size: int, key: SigningKey
) -> Iterator[tuple[Any, ...]]:
    for number, at in enumerate(range(EVERY, size + 1, EVERY), 1):
        root = Frontier.within(tree, at).root()
        note = signed(Checkpoint(key.name, at, root).text, key)
        yield number, key.name, at, root.hex(), note, ""


def _insert(database: Any, table: str, names: tuple[str, ...], rows: Any) -> None:
    with database.atomic():
        database.connection().executemany(statements.insert_sql(table, names), rows)


def measure(log: LongLog, rounds: int) -> list[Result]:
    """Reading, checking by one process and by two, in turn. Raises NotTheSame."""
    reading, bare, one, two = Times(), Times(), Times(), Times()
    with Hashers(log.url, 2) as hashers, undisturbed():
        check(log, hashers.rehashed, hashers.stated)  # both have started once this returns
        for _ in range(rounds):
            reading.run(lambda: read(log))
            bare.run(lambda: rehashed(log.database, log.size))
            one.run(lambda: check(log, _alone(log), stated))
            two.run(lambda: check(log, hashers.rehashed, hashers.stated))
    n = log.size
    leaves = Words(
        f"重算 {n} 条的叶与根，对只读这些行", f"leaves and root of {n} : reading the rows"
    )
    whole = Words(
        f"  连同每 {EVERY} 条一个检查点的签名", f"  with a signed checkpoint every {EVERY} entries"
    )
    both = Words("  两个进程对一个", "  two processes : one")
    return [
        quicker(leaves, bare, reading),
        quicker(whole, one, reading, 0.4),
        Result(both, one.median / two.median, Goal(1.5), two, one),
    ]


def _alone(log: LongLog) -> Callable[[int, Sequence[int]], Rehashed]:
    return lambda size, at: rehashed(log.database, size, at)


def read(log: LongLog) -> None:
    """What has to be read for it: every entry with its leaf hash, and every checkpoint."""
    for start in range(0, log.size, STEP):
        statements.run(log.database, _ROWS, (start, start + STEP)).fetchall()
    statements.run(log.database, _NOTES).fetchall()


def check(
    log: LongLog,
    hashing: Callable[[int, Sequence[int]], Rehashed],
    stating: Callable[[Sequence[str], Sequence[Verifier]], list[Checkpoint | None]],
) -> None:
    """Leaves, root, and every checkpoint's root and signature. Raises NotTheSame."""
    rows = statements.run(log.database, _NOTES).fetchall()
    found = hashing(log.size, [size for size, _, _ in rows])
    told = stating([note for _, _, note in rows], [log.verifier])
    if found.wrong is not None or found.frontier.root() != log.root:
        raise NotTheSame("the entries do not give the root")
    for (size, root, _), checkpoint in zip(rows, told, strict=True):
        wanted = Checkpoint(log.verifier.name, size, found.roots[size])
        if checkpoint != wanted or root != wanted.root.hex():
            raise NotTheSame(f"the checkpoint over {size} entries")
