"""Fixtures for tests of the program as a whole: the demo county, and the command line on it."""

import pytest

from tests.program import Cli, copied, environment
from web.cli import run


@pytest.fixture(scope="session")
def demo_golden(tmp_path_factory) -> str:
    """The address of a demo county that nobody writes to, made as a user makes it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'golden.db'}"
    assert run(["demo"], environment(url)) == 0
    return url


@pytest.fixture
def demo_url(demo_golden, tmp_path) -> str:
    """A demo county of this test's own."""
    return copied(demo_golden, tmp_path)


@pytest.fixture
def cli(capsys, demo_url) -> Cli:
    """The command line on this test's demo county, in English."""
    return Cli(capsys, demo_url)


@pytest.fixture
def bare(capsys, tmp_path) -> Cli:
    """The command line where there is no database yet."""
    return Cli(capsys, f"sqlite:///{tmp_path / 'new' / 'county.db'}")
