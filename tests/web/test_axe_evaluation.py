"""An evaluation's outcomes by Excel in a real browser: axe finds nothing on any step of the way."""

import io
import threading

import openpyxl
import pytest

from tests.builders import World, golden
from tests.program import copied, served
from tests.storage import opened
from tests.web.test_axe import LANGUAGES, SIZES, faults, signed_in
from tests.workflow.whole_year import asked, at_the_end_of_it, done, evaluation
from workflow.clock import stamp

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def county(sqlite_storage, tmp_path_factory):
    """A served county with a year that evaluates its units, one outcome entered before."""
    url = golden(sqlite_storage)
    with opened(url) as database:
        world = World(database)
        year, _ = at_the_end_of_it(world)
        done(world, evaluation(year, asked("XQ", 1, 1)))
        world.clock.forward(minutes=1)
        at = stamp(world.clock())
    own = copied(url, tmp_path_factory.mktemp("evaluation"))
    with served(own, SHANGXIA_DEMO="1", SHANGXIA_CLOCK=at) as (process, address):
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address, year


def filled(page, address: str, path: str, *rows: tuple) -> dict:
    """The sheet as somebody fills it in, a row each from the third column on."""
    answer = page.context.request.get(f"{address}{path}")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    for number, row in enumerate(rows, 4):
        for place, value in enumerate(row, 3):
            book.worksheets[0].cell(number, place, value)
    out = io.BytesIO()
    book.save(out)
    return {"name": "filled.xlsx", "mimeType": KIND, "buffer": out.getvalue()}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_of_the_way_has_a_violation(browser, axe, county, language, size):
    address, year = county
    page = signed_in(browser, address, "office", locale=language, viewport=size)
    page.goto(f"{address}/years/{year}/acts/enter_evaluation?evaluation=public")
    wrong = [f"sheet: {fault}" for fault in faults(page, axe)]
    page.locator(".head a.button").click()
    wrong += [f"choose: {fault}" for fault in faults(page, axe)]
    path = page.locator("form a[href*='sheet.xlsx']").get_attribute("href")
    for what, row, forms in (("wrong", (-1, "many"), 0), ("right", (3, 1), 1)):
        file = filled(page, address, path, row)
        page.locator("#f-file").set_input_files(file)
        page.click("form.panel button.button")
        assert page.locator("#f-document").count() == forms
        wrong += [f"{what}: {fault}" for fault in faults(page, axe)]
        if not forms:
            page.locator("main p a.button").click()
    page.click("button[name=confirmed]")
    assert page.locator("#f-document[aria-invalid=true]").count() == 1
    wrong += [f"no document: {fault}" for fault in faults(page, axe)]
    page.context.close()
    assert not wrong, "\n".join(wrong)
