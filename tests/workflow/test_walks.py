"""Random walks by the thousand, each chunk by a seed of its own that it prints.

Every run takes a share of them, with new seeds; `make walks` takes them all: 10,000 on SQLite and
2,000 on PostgreSQL. A chunk's seed follows from the run's: the same `--randomly-seed` repeats it.
What is walked, and what must hold after every step, stands in `test_state_machine.py`.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage import SqliteStorage, Storage
from tests.workflow.test_state_machine import walk

WHOLE = os.environ.get("SHANGXIA_WALKS") == "whole"
# Walks in all, and how many of them one test takes.
WALKS = {"sqlite": (10_000, 250), "postgresql": (2_000, 25)}
SHARE = {"sqlite": (750, 250), "postgresql": (75, 25)}
STEPS = 25
CHUNKS = [
    (kind, number)
    for kind, (walks, each) in (WALKS if WHOLE else SHARE).items()
    for number in range(walks // each)
]
MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)


@pytest.fixture(scope="module")
def sqlite_in_memory() -> Iterator[Storage]:
    """Real files and real commits, in memory where the system has such a folder: a walk asks
    nothing of the disk, and waiting for it is three quarters of the time."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    folder = Path(tempfile.mkdtemp(prefix="shangxia-", dir=MEMORY if usable else None))
    yield SqliteStorage(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def postgresql_in_a_hurry(postgresql_storage) -> Iterator[Storage]:
    """The server of all tests, which for these walks does not wait for its disk."""
    with postgresql_storage.hurried():
        yield postgresql_storage


@pytest.fixture(scope="module")
def golden_counties() -> dict[str, str]:
    """The counties of which every walk gets a copy."""
    return {}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("kind", "number"), CHUNKS)
def test_walks_keep_every_invariant(request, golden_counties, kind, number):
    name = "sqlite_in_memory" if kind == "sqlite" else "postgresql_in_a_hurry"
    storage, (_, each) = request.getfixturevalue(name), WALKS[kind]
    run = request.config.getoption("randomly_seed")
    seed = run * 1_000 + number + (500 if kind == "postgresql" else 0)
    tally: Counter[str] = Counter()
    try:
        walk(storage, golden_counties, examples=each, steps=STEPS, seed=seed, tally=tally)
    finally:
        print(f"{kind} walks {dict(tally)}, seed {seed}, of --randomly-seed={run}")
    assert tally["walks"] >= each
    assert tally["done"] > each, "walks lead somewhere"
