"""The pictures of the README, taken from a demo county: `make screenshots` writes them anew.

Every run takes them all, so that a page which is gone or broken is seen here; only that command
keeps them, since the same page differs by a pixel from one machine's fonts to the next.
"""

import os
import re
import struct
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.program import ROOT, Cli, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FOLDER = ROOT / "docs" / "screenshots"
KEEP = os.environ.get("SHANGXIA_SCREENSHOTS") == "write"
DESK, PHONE = (1366, 768), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: whose page it is, where it stands, in which language and size."""

    name: str
    who: str
    path: str
    language: str = "zh-CN"
    size: tuple[int, int] = DESK


SHOTS = (
    Shot("inbox", "leader1", "/inbox"),
    Shot("sheet", "xq.head", "/sheet"),
    Shot("bureau", "aj.assessor", "/items/{safety}/sheet"),
    Shot("ranking", "office", "/years/2012/results", "en"),
    Shot("score", "xq.head", "/years/2012/results/XQ"),
    Shot("phone", "inspector1", "/inbox", "en", PHONE),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('shots') / 'county.db'}"
    Cli(url)("demo", *(() if KEEP else ("--reduced",)))
    with served(url, "--demo") as (process, address):
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address


def open_page(browser, address, shot):
    width, height = shot.size
    size = {"width": width, "height": height}
    page = browser.new_context(locale=shot.language, viewport=size).new_page()
    page.goto(f"{address}/sign-in")
    page.click(f'button[name=username][value="{shot.who}"]')
    page.wait_for_url(re.compile("/inbox"))
    path = shot.path
    if "{safety}" in path:
        page.goto(f"{address}/items")
        link = page.locator("main table a[href*='/sheet']").first
        path = link.get_attribute("href")
    assert page.goto(f"{address}{path}").status == 200
    return page


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_is_taken_of_each_page_that_the_readme_shows(browser, address, tmp_path, shot):
    page = open_page(browser, address, shot)
    folder = FOLDER if KEEP else tmp_path
    folder.mkdir(exist_ok=True)
    file = folder / f"{shot.name}.png"
    page.screenshot(path=file)
    page.context.close()
    assert size_of(file) == shot.size
    # A page without content is nearly one colour and packs to a few thousand bytes.
    assert file.stat().st_size > 15_000


def size_of(file: Path) -> tuple[int, int]:
    """Width and height, as they stand in a PNG's header."""
    return struct.unpack(">II", file.read_bytes()[16:24])  # type: ignore[return-value]


def test_the_readme_shows_every_picture_and_no_other():
    shown = re.findall(r"docs/screenshots/([\w-]+)\.png", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted(shot.name for shot in SHOTS)
    for shot in SHOTS:
        assert size_of(FOLDER / f"{shot.name}.png") == shot.size
