"""Hashing a whole log anew from its bodies, quickly: leaves, root, and the roots on the way.

Entries are read in aligned ranges of 2^12 and hashed level by level, so that a range gives one
root whatever lies before it. Ranges know nothing of each other: several processes take them in
turn, each with a connection of its own. What is added meanwhile is not looked at; entries are
never changed but by whoever is to be found.
"""

from __future__ import annotations

import multiprocessing
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

from models.base import Database, open_database
from workflow.audit.checkpoint import Checkpoint, vouched
from workflow.audit.note import BadNote, Verifier
from workflow.audit.tree import HASH_SIZE, Frontier, leaf_hashes, levels
from workflow.queries import leaves

LEVEL: Final = 12
STEP: Final = 1 << LEVEL
"""Entries read and hashed at once."""

Progress: TypeAlias = Callable[[int, int], None]
Sizes: TypeAlias = tuple[int, ...]
Row: TypeAlias = tuple[Any, Any, Any]
Job: TypeAlias = tuple[int, int, Sizes]


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Part:
    """One range: its own frontier, that of each size asked for, the first entry that is wrong."""

    frontier: Frontier
    at: tuple[Frontier, ...]
    wrong: int | None


@dataclass(frozen=True, slots=True)
class Rehashed:
    """What the bodies give: the frontier of the log, and its root at each size asked for.

    `wrong` is the first index whose entry is missing or has another leaf hash than its body; None
    where all is well. Nothing is hashed beyond the range in which an entry is missing.
    """

    frontier: Frontier
    roots: dict[int, bytes]
    wrong: int | None


def hashed(database: Database, start: int, end: int, at: Sizes = ()) -> Part:
    """Hash the entries of one range; `at` are sizes of the log, start < each ≤ end, rising."""
    rows = leaves.raw(database, start, end)
    nodes, wrong = _checked(rows, start)
    if wrong is None and len(rows) < end - start:
        wrong = start + len(rows)
    tree = levels(nodes)
    inner = tuple(Frontier.within(tree, size - start) for size in at if size - start <= len(nodes))
    return Part(Frontier.within(tree, len(nodes)), inner, wrong)


def rehashed(
    database: Database, size: int, at: Sequence[int] = (), progress: Progress = _silent
) -> Rehashed:
    """Hash the first `size` entries of an open county; `at` are sizes from 1 on, rising."""
    return _whole((hashed(database, *job) for job in _jobs(size, at)), size, at, progress)


class Hashers:
    """Processes that hash ranges of one county's log, each with a connection of its own."""

    def __init__(self, url: str, count: int) -> None:
        # Made anew: a forked process would share its parent's connections.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(count, context, initializer=_open, initargs=(url,))
        self._count = count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def rehashed(self, size: int, at: Sequence[int] = (), progress: Progress = _silent) -> Rehashed:
        """The same as the function, by all of them at once."""
        return _whole(self._pool.map(_hashed_there, _jobs(size, at)), size, at, progress)

    def stated(
        self, notes: Sequence[str], verifiers: Sequence[Verifier]
    ) -> list[Checkpoint | None]:
        """The same as the function, by all of them at once."""
        each = -(-len(notes) // self._count) or 1
        jobs = [(notes[n : n + each], verifiers) for n in range(0, len(notes), each)]
        return [found for some in self._pool.map(_stated_there, jobs) for found in some]


def stated(notes: Iterable[str], verifiers: Sequence[Verifier]) -> list[Checkpoint | None]:
    """What each note states, or None where it is no checkpoint that its log signed."""
    return [_stated(note, verifiers) for note in notes]


def _stated(note: str, verifiers: Sequence[Verifier]) -> Checkpoint | None:
    try:
        return vouched(note, verifiers).checkpoint
    except BadNote:
        return None


def _jobs(size: int, at: Sequence[int]) -> Iterator[Job]:
    """The ranges of a log of this size, each with the sizes that end in it."""
    for start in range(0, size, STEP):
        end = min(start + STEP, size)
        yield start, end, tuple(at[bisect_right(at, start) : bisect_right(at, end)])


def _whole(parts: Iterable[Part], size: int, at: Sequence[int], progress: Progress) -> Rehashed:
    whole, wrong, roots = Frontier.empty(), None, dict[int, bytes]()
    for part in parts:
        for inner in part.at:
            then = whole.joined(inner)
            roots[then.size] = then.root()
        wrong = part.wrong if wrong is None else wrong
        whole = whole.joined(part.frontier)
        progress(whole.size, size)
        if part.frontier.size != STEP:
            break
    return Rehashed(whole, roots, wrong)


def _checked(rows: list[Row], start: int) -> tuple[list[bytes], int | None]:
    """The leaf hashes of rows, and the first index where they are not what is stored."""
    if not rows:
        return [], None
    indexes, bodies, stored = zip(*rows, strict=True)
    try:
        nodes = leaf_hashes(bodies)
        if indexes == tuple(range(start, start + len(rows))) and _same(nodes, stored):
            return nodes, None
    except TypeError:  # a database that was bent may hold anything in place of text
        nodes = leaf_hashes(body if isinstance(body, bytes) else b"" for body in bodies)
    return nodes, _first_wrong(nodes, rows, start)


def _same(nodes: list[bytes], stored: tuple[str, ...]) -> bool:
    return b"".join(nodes).hex() == "".join(stored) and set(map(len, stored)) == {2 * HASH_SIZE}


def _first_wrong(nodes: list[bytes], rows: list[Row], start: int) -> int:
    for index, (node, row) in enumerate(zip(nodes, rows, strict=True), start):
        if (index, node.hex()) != (row[0], row[2]) or row[1] is None:
            return index
    raise AssertionError("what differs as a whole differs somewhere")


_databases: list[Database] = []


def _open(url: str) -> None:
    """In a process of its own: the connection that all its ranges are read by."""
    _databases.append(open_database(url))


def _hashed_there(job: Job) -> Part:
    return hashed(_databases[0], *job)


def _stated_there(job: tuple[Sequence[str], Sequence[Verifier]]) -> list[Checkpoint | None]:
    return stated(*job)
