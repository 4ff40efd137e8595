"""Counties for tests of what may happen. After every act, wherever it was performed, the stored
state of a target must be the derived one; no test has to ask for that."""

from collections.abc import Iterator

import pytest

from tests.builders import Watch, World, copy_of, golden, open_year
from tests.storage import opened


@pytest.fixture(scope="session")
def goldens() -> dict:
    """One county per kind of database, built once and copied."""
    return {}


def _copy(storage, goldens) -> str:
    kind = type(storage).__name__
    if kind not in goldens:
        goldens[kind] = golden(storage)
    return copy_of(storage, goldens[kind])


def _opened(url: str) -> Iterator[World]:
    with opened(url) as database:
        world = World(database)
        watch = Watch(world)
        yield world
        assert not watch.drifted, "the stored state is a cache of what the hands say"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_world(request, goldens) -> Iterator[World]:
    """A county that the tests of one file share: each acts on targets of its own."""
    storage = request.getfixturevalue(f"{request.param}_storage")
    url = _copy(storage, goldens)
    yield from _opened(url)
    storage.drop(url)


@pytest.fixture
def world(shared_world) -> World:
    """The shared county; the clock goes on from where the last test left it."""
    return shared_world


@pytest.fixture(scope="module")
def years_of(shared_world) -> dict:
    """Drafting years by how many rounds their scheme gives; `nobody`: one without a deputy."""
    found: dict = {}
    for rounds in (1, 2, 3, 4):
        found[rounds] = shared_world.next_year()
        open_year(shared_world, found[rounds], rounds=rounds)
    found["nobody"] = shared_world.next_year()
    shared_world.county("office", "open_year", year=found["nobody"], scheme="county_2013")
    shared_world.year("office", "open", found["nobody"])
    return found


@pytest.fixture
def many_rounds(shared_world) -> int:
    """A drafting year of the shared county whose scheme gives eight rounds."""
    year = shared_world.next_year()
    open_year(shared_world, year, rounds=8)
    return year


@pytest.fixture
def county_url(storage, goldens) -> Iterator[str]:
    """The address of a county of this test's own."""
    url = _copy(storage, goldens)
    yield url
    storage.drop(url)


@pytest.fixture
def fresh(county_url) -> Iterator[World]:
    """A county of this test's own, open."""
    yield from _opened(county_url)
