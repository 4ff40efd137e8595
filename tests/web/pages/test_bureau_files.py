"""Bureau sheets and ledgers by Excel: downloaded, filled in, uploaded, checked by row, found."""

import io

import openpyxl
import pytest

from tests.counting import counted
from tests.sheets import entry, item_for
from tests.web.pages.test_scheme_tables import sent_file
from tests.web.visitor import on_both

ASSESS = ("step", "assess")
VALUED = {"scoring_rule": "proportional", "target_value": "10"}


def downloaded(visitor, path: str):
    """The one sheet of a workbook, to be filled in as a person would."""
    answer = visitor.client.get(path)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return book, book.worksheets[0]


def columns(sheet) -> dict[str, int]:
    """The columns by the Chinese half of their headings."""
    return {str(cell.value).split("\n")[0]: cell.column for cell in sheet[3] if cell.value}


def fill(sheet, unit: str, **answers) -> None:
    place, asked = columns(sheet), answers
    key = "单位代码" if "单位代码" in place else "单位"
    row = next(r for r in sheet.iter_rows(min_row=4) if r[place[key] - 1].value == unit)
    for heading, value in asked.items():
        row[place[heading] - 1].value = value


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(visitor, path: str, body: bytes | None):
    visitor.get(path)
    return sent_file(visitor, body, "表.xlsx")


def code_of(world, target: int) -> str:
    return world.row("SELECT u.code FROM unit u JOIN target t ON t.unit_id = u.id WHERE t.id = ?",
                     target)["code"]  # fmt: skip


# — the sheet —


@on_both
def test_a_sheet_is_filled_in_offline_and_found_and_the_row_that_moved_is_left_out(world, visit):
    item, (own, first, second, moved) = item_for(world, 4, due=True, **VALUED)
    assessor = visit("xq.assessor")
    page = assessor.get(f"/items/{item}/sheet")
    assert f"/items/{item}/sheet/upload" in page.links
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    fill(sheet, code_of(world, first), 核定值=12, 考核意见="实地核对")
    fill(sheet, code_of(world, second), 核定值=9, 未完成原因="客观原因")
    fill(sheet, code_of(world, moved), 核定值=10)
    world.act("many.drafter", "report_progress", moved, value="7", as_of=_day(world, moved))
    before = world.tables()
    page = upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    assert page.status == 200
    assert "核定 2 个单位" in page.text
    assert "“单位002”在下载之后有了变动，未采用此行：请重新下载。" in page.text
    assert "未填写而未采用的：1 行" in page.text
    assert world.tables() == before
    assessor.send("step", press=ASSESS)
    rows = world.rows("SELECT target_id, found_value, met, cause FROM finding ORDER BY target_id")
    assert [tuple(row.values()) for row in rows] == [
        (first, "12", 1, "none"), (second, "9", 0, "objective"),
    ]  # fmt: skip
    assert {world.state(n) for n in (own, moved)} == {"due"}


def _day(world, target: int) -> str:
    return world.target(target)["due_on"][:4] + "-01-01"


def test_every_wrong_row_is_named_by_its_cell_and_the_right_ones_go_on(world, visit):
    item, (_, first, second, third, fourth) = item_for(world, 5, **VALUED)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    place = columns(sheet)
    for target, value in ((first, "十二"), (second, 3), (third, 12), (fourth, 12)):
        fill(sheet, code_of(world, target), 核定值=value)
    fill(sheet, code_of(world, third), 质量="很好")
    sheet.cell(sheet.max_row + 1, place["单位代码"], "NOSUCH")
    sheet.cell(sheet.max_row, place["核定值"], 1)
    sheet.cell(sheet.max_row, place["核对码"], "1-x")
    page = upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    assert page.status == 200
    for said in (
        "应为数字，而这里是文字“十二”。",
        "应为其一：合格、较差；不是“很好”。",
        "本事项没有单位“NOSUCH”。",
        "未采用：4",
        "核定 1 个单位",
    ):
        assert said in page.text, said
    # Not met without its cause: the act's own rule, at its row.
    assert "单位001：" in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s, p: s.cell(3, p["核定值"], "得分值"), "没有“得分值”这一列。"),
        (lambda s, p: setattr(s.cell(3, p["核对码"]), "value", None), "缺少“核对码”这一列。"),
        (lambda s, p: s.cell(2, 1, "shangxia/sheet/1999/other"), "这是另一事项的文件"),
        (lambda s, p: setattr(s.cell(2, 1), "value", None), "没有标明是哪一事项的文件"),
    ],
)
def test_a_changed_heading_or_another_items_file_is_not_taken_at_all(world, visit, change, words):
    item, (_, first) = item_for(world, 2, **VALUED)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    fill(sheet, code_of(world, first), 核定值=12)
    change(sheet, columns(sheet))
    page = upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    assert (page.status, words in page.text) == (422, True)
    assert world.state(first) == "due"


def test_a_unit_that_stands_twice_is_left_out_with_both_its_rows(world, visit):
    item, (_, first, second) = item_for(world, 3, **VALUED)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    for target in (first, second):
        fill(sheet, code_of(world, target), 核定值=12)
    place = columns(sheet)
    row = next(r for r in sheet.iter_rows(min_row=4)
               if r[place["单位代码"] - 1].value == code_of(world, first))  # fmt: skip
    sheet.append([cell.value for cell in row])
    page = upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    assert page.text.count(f"单位“{code_of(world, first)}”出现了不止一次。") == 2
    assert "核定 1 个单位" in page.text


def test_a_ledgered_items_sheet_goes_out_as_usual_and_comes_back_in_english(world, visit):
    item, (own, first) = item_for(world, 2)
    assessor = visit("xq.assessor", "en")
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    assert "核定值" not in columns(sheet)
    page = upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    assert "Assess 1 units" in page.text
    # The scoring unit's own row is the office's, and goes out without answers.
    assert "Rows left empty: 1" in page.text
    assessor.send("step", press=ASSESS)
    assert (world.state(first), world.state(own)) == ("inspected", "due")


def test_what_was_uploaded_can_be_changed_on_the_sheet_before_it_counts(world, visit):
    item, (_, first) = item_for(world, 2, **VALUED)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
    fill(sheet, code_of(world, first), 核定值=12)
    upload(assessor, f"/items/{item}/sheet/upload", saved(book))
    page = assessor.send("step", press=("step", "change"))
    assert dict(page.form("step").values)[f"found_value-{first}"] == "12"


@pytest.mark.parametrize("path", ["sheet", "ledger"])
def test_only_who_fills_the_sheet_gets_and_sends_its_file(world, visit, path):
    item, _ = item_for(world, 2)
    for who in ("many.head", "xq.drafter"):
        assert visit(who).client.get(f"/items/{item}/{path}.xlsx").status_code == 404
        assert visit(who).get(f"/items/{item}/{path}/upload").status == 404
    # Who may look at it may take it away, and is led back where there is nothing to fill in.
    auditor = visit("auditor")
    assert auditor.client.get(f"/items/{item}/{path}.xlsx").status_code == 200
    assert auditor.get(f"/items/{item}/{path}/upload").location == f"/items/{item}/{path}"


def test_what_people_wrote_stays_text_in_the_file(world, visit):
    item, _ = item_for(world, 2, measure="=1+1", **VALUED)
    _, sheet = downloaded(visit("xq.assessor"), f"/items/{item}/sheet.xlsx")
    cell = sheet.cell(4, columns(sheet)["内容"])
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_upload_asks_no_more_of_the_database_for_more_units(world, visit):
    told = []
    for units in (3, 9):
        item, (_, *others) = item_for(world, units, **VALUED)
        assessor = visit("xq.assessor")
        book, sheet = downloaded(assessor, f"/items/{item}/sheet.xlsx")
        for target in others:
            fill(sheet, code_of(world, target), 核定值=12)
        assessor.get(f"/items/{item}/sheet/upload")
        with counted(world.database) as statements:
            page = sent_file(assessor, saved(book), "表.xlsx")
        assert f"核定 {units - 1} 个单位" in page.text
        told.append(len(statements))
    assert told[0] == told[1]


# — the ledger —


def entered(sheet, *rows: dict) -> None:
    place = columns(sheet)
    for number, row in enumerate(rows, 4):
        for heading, value in row.items():
            sheet.cell(number, place[heading], value)


def a_row(world, target: int, **more) -> dict:
    day = entry(world, target)["occurred_on"]
    return {"单位": code_of(world, target), "事项": "越级上访", "发生日期": day, "事由": "反映",
            **more}  # fmt: skip


@on_both
def test_entries_are_uploaded_shown_and_made_together_two_about_one_unit_too(world, visit):
    item, (_, first, second) = item_for(world, 3)
    assessor = visit("xq.assessor")
    page = assessor.get(f"/items/{item}/ledger")
    assert f"/items/{item}/ledger/upload" in page.html
    book, sheet = downloaded(assessor, f"/items/{item}/ledger.xlsx")
    entered(
        sheet,
        a_row(world, first, 次数=2, 依据文号="信发1号"),
        a_row(world, first, 事由="另一批"),
        a_row(world, second),
    )
    before = world.tables()
    page = upload(assessor, f"/items/{item}/ledger/upload", saved(book))
    assert (page.status, "记入台账 3 条" in page.text) == (200, True)
    assert world.tables() == before
    page = assessor.send("sealed", press=("confirmed", "yes"))
    assert "已记入台账 3 条" in page.text
    rows = world.rows("SELECT target_id, count, document FROM ledger ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        (first, 2, "信发1号"), (first, 1, None), (second, 1, None),
    ]  # fmt: skip


def test_wrong_entries_are_named_and_left_out_and_nothing_is_entered_twice(world, visit):
    item, (_, first, second) = item_for(world, 3)
    world.act("xq.assessor", "enter_ledger", first, **entry(world, first, matter="已记"))
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/ledger.xlsx")
    entered(
        sheet,
        a_row(world, first, 事由="已记"),
        a_row(world, first, 发生日期="1999-01-05"),
        a_row(world, first, 事项="无此事项"),
        a_row(world, first, 次数="两次"),
        a_row(world, second, 单位="NOSUCH"),
        a_row(world, second),
        a_row(world, second),
        a_row(world, first, 事由="另一批"),
        {"单位": code_of(world, second), "事项": "越级上访", "发生日期": "2013年"},
    )
    page = upload(assessor, f"/items/{item}/ledger/upload", saved(book))
    assert page.status == 200
    for said in (
        "台账中已有这一条。",
        "没有这个事项：“无此事项”。",
        "应为数字，而这里是文字“两次”。",
        "没有这个单位：“NOSUCH”。",
        "与第 9 行相同。",
        "应为日期，如 2013-03-31，而这里是“2013年”。",
        "发生日期",
        "未采用：7",
        "记入台账 2 条",
    ):
        assert said in page.text, said
    size = world.row("SELECT COUNT(*) AS n FROM ledger")["n"]
    address, values = assessor.filled("sealed", press=("confirmed", "yes"))
    told = [assessor.client.post(address, data=dict(values)).status_code for _ in range(2)]
    # Sent twice it is entered once: the second time everything is in the ledger already.
    assert told == [303, 409]
    assert world.row("SELECT COUNT(*) AS n FROM ledger")["n"] == size + 2


def test_entries_that_moved_between_check_and_confirmation_are_looked_at_again(world, visit):
    item, (_, first) = item_for(world, 2)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/ledger.xlsx")
    entered(sheet, a_row(world, first), a_row(world, first, 事由="另一批"))
    upload(assessor, f"/items/{item}/ledger/upload", saved(book))
    world.act("xq.assessor", "enter_ledger", first, **entry(world, first, matter="另一批"))
    page = assessor.send("sealed", press=("confirmed", "yes"))
    assert (page.status, "台账中已有这一条。" in page.text) == (409, True)
    assert world.row("SELECT COUNT(*) AS n FROM ledger")["n"] == 1


def test_a_sealed_ledger_is_of_one_item_alone(world, visit):
    item, (_, first) = item_for(world, 2)
    other, _ = item_for(world, 2)
    assessor = visit("xq.assessor")
    book, sheet = downloaded(assessor, f"/items/{item}/ledger.xlsx")
    entered(sheet, a_row(world, first))
    upload(assessor, f"/items/{item}/ledger/upload", saved(book))
    _, values = assessor.filled("sealed", press=("confirmed", "yes"))
    answer = assessor.client.post(f"/items/{other}/ledger/upload/confirmed", data=dict(values))
    assert answer.status_code == 422
    assert world.row("SELECT COUNT(*) AS n FROM ledger")["n"] == 0
