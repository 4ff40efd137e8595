"""A bureau sheet at the year's end, and tables that are uploaded: axe finds nothing on any step."""

import datetime
import io
import threading

import openpyxl
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


def filled_in(page, address: str, path: str, rows) -> dict:
    """A workbook of the page as somebody fills it in: `rows` get the sheet and its columns."""
    answer = page.context.request.get(f"{address}{path}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    sheet = book.worksheets[0]
    rows(book, sheet, {str(cell.value).split("\n")[0]: cell.column for cell in sheet[3]})
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "filled.xlsx", "mimeType": kind, "buffer": out.getvalue()}


def some_values(book, sheet, columns) -> None:
    for row, value in zip(range(4, sheet.max_row + 1), (9999, 9999, "many"), strict=False):
        sheet.cell(row, columns["核定值"], value)


def some_entries(book, sheet, columns) -> None:
    lists = book.worksheets[1]
    for row, unit in enumerate((lists.cell(2, 1).value, lists.cell(3, 1).value, "?"), 4):
        day = datetime.date(2013, 10, row)
        for heading, value in (
            ("单位", unit), ("事项", lists.cell(1, 2).value), ("发生日期", day), ("事由", "来访"),
        ):  # fmt: skip
            sheet.cell(row, columns[heading], value)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("who", "fill", "left", "button"),
    [("zs.assessor", some_values, 1, "button[value=assess]"),
     ("assessor", some_entries, 1, "button[name=confirmed]")],
    ids=["sheet", "ledger"],
)  # fmt: skip
def test_no_step_of_a_workbook_has_a_violation(
    browser, axe, address, language, size, who, fill, left, button
):
    page = signed_in(browser, address, who, locale=language, viewport=size)
    page.goto(f"{address}/items")
    path = page.locator("main td.whole a").first.get_attribute("href")
    path = path.replace("/sheet", "/ledger") if fill is some_entries else path
    file = filled_in(page, address, path, fill)
    page.goto(f"{address}{path}/upload")
    wrong = [f"choose: {fault}" for fault in faults(page, axe)]
    page.locator("#f-file").set_input_files(file)
    page.click("form.panel button.button")
    assert page.locator(button).count() == 1
    assert page.locator("main table").first.locator("tbody tr").count() == left
    wrong += [f"check: {fault}" for fault in faults(page, axe)]
    page.context.close()
    assert not wrong, "\n".join(wrong)


TABLE = """类别,类别分值,序号,考核内容,分值,考核责任单位
甲,60,1,项一（20+30）,60,无此局
乙,30,2,项二,30,
"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_of_a_published_table_has_a_violation(browser, axe, address, language, size):
    page = signed_in(browser, address, "office", locale=language, viewport=size)
    page.goto(f"{address}/years/2014/scheme/table")
    for summary in page.locator("main details summary").all():
        summary.click()
    wrong = [f"choose: {fault}" for fault in faults(page, axe)]
    page.locator("#f-file").set_input_files(
        {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.click("form.panel button.button")
    assert page.locator("main table tbody tr").count() == 3
    wrong += [f"read: {fault}" for fault in faults(page, axe)]
    page.click("button[name=change]")
    assert "项一（20+30）" in page.locator("textarea[name=toml]").input_value()
    page.context.close()
    assert not wrong, "\n".join(wrong)
