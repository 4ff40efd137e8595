"""A bureau sheet at the year's end, as it is filled in: axe finds nothing on any step of it."""

import threading

import pytest

from tests.program import Cli, served
from tests.web.test_axe import LANGUAGES, SIZES, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('bureau') / 'county.db'}"
    Cli(url)("demo", "--reduced")
    Cli(url)("tick", SHANGXIA_DEMO="1", SHANGXIA_CLOCK="+110d")
    with served(url, "--demo", SHANGXIA_CLOCK="+110d") as (process, address):
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_of_a_sheet_has_a_violation(browser, axe, address, language, size):
    page = signed_in(browser, address, "zs.assessor", locale=language, viewport=size)
    page.goto(f"{address}/items")
    page.locator("main td.whole a").first.click()
    assert page.locator("input[name=item]").count() > 10
    wrong = [f"fill in: {fault}" for fault in faults(page, axe)]
    page.click(".foot button[value=check]")
    assert page.locator("[aria-invalid=true]").count() > 10
    wrong += [f"refused: {fault}" for fault in faults(page, axe)]
    for box in page.locator("input[name=item]").all()[1:]:
        box.uncheck()
    page.locator("input[name^=found_value]").first.fill("9999")
    page.click(".foot button[value=check]")
    assert page.locator("button[value=assess]").count() == 1
    wrong += [f"check: {fault}" for fault in faults(page, axe)]
    page.context.close()
    assert not wrong, "\n".join(wrong)
