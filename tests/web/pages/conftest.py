"""A county behind the pages, and visitors signed in to it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import World, copy_of, golden
from tests.storage import opened
from tests.web.visitor import MORNING, Visit, Visitor, app_of
from workflow.clock import Manual


@pytest.fixture(scope="session")
def golden_counties() -> dict[str, str]:
    """One county per kind of database, built once and copied."""
    return {}


@pytest.fixture
def world(request, golden_counties) -> Iterator[World]:
    """A county of this test's own; on SQLite but where a test asks for both kinds."""
    kind = getattr(request, "param", "sqlite")
    storage = request.getfixturevalue(f"{kind}_storage")
    if kind not in golden_counties:
        golden_counties[kind] = golden(storage)
    url = copy_of(storage, golden_counties[kind])
    with opened(url) as database:
        yield World(database, Manual(MORNING))
    storage.drop(url)


@pytest.fixture
def app(world) -> Flask:
    return app_of(world)


@pytest.fixture
def visit(app) -> Visit:
    """A visitor signed in as somebody."""

    def visitor(username: str, language: str = "zh-CN") -> Visitor:
        made = Visitor(app, language)
        made.sign_in(username)
        return made

    return visitor
