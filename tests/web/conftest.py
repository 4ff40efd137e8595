"""Fixtures for tests of the program as a whole: the demo county, and the command line on it."""

import json
from collections.abc import Iterator

import pytest

# The API's operations declare themselves when it is installed; tests read them before any app is.
import web.api.install  # noqa: F401
from config import Config
from tests.program import Cli, copied, shangxia
from tests.storage import opened
from tests.web.api_client import Api
from workflow.audit.keys import KeyFolder
from workflow.county import door_of


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory) -> tuple[str, dict[str, str]]:
    """A demo county as a user makes it: its address, and the tokens of its people."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'golden.db'}"
    ran = shangxia("demo", "--reduced", "--json", url=url)
    assert ran.code == 0, ran.err
    return url, {one["username"]: one["token"] for one in json.loads(ran.out)["people"]}


@pytest.fixture(scope="session")
def demo_golden(demo_made) -> str:
    """The address of a demo county that nobody writes to."""
    return demo_made[0]


@pytest.fixture(scope="session")
def demo_tokens(demo_made) -> dict[str, str]:
    """The bearer token of each of its people, by user name."""
    return demo_made[1]


@pytest.fixture
def demo_url(demo_golden, tmp_path) -> str:
    """A demo county of this test's own."""
    return copied(demo_golden, tmp_path)


@pytest.fixture
def cli(demo_url) -> Cli:
    """The command line on this test's demo county, in English."""
    return Cli(demo_url)


@pytest.fixture
def bare(tmp_path) -> Cli:
    """The command line where there is no database yet."""
    return Cli(f"sqlite:///{tmp_path / 'new' / 'county.db'}")


@pytest.fixture
def api(demo_url) -> Iterator[Api]:
    """The API of a demo county of this test's own, which signs its log."""
    with opened(demo_url) as database:
        yield Api(door_of(database, demo=True), KeyFolder.of(Config(database=demo_url)))
