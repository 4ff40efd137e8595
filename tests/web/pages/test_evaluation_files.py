"""Outcomes of evaluations by Excel: downloaded, filled in, checked by row, entered by one act."""

import pytest

from tests.counting import counted
from tests.web.pages.test_bureau_files import downloaded, saved, upload
from tests.web.visitor import on_both
from tests.workflow.whole_year import asked, at_the_end_of_it, done, evaluation, veto

CHECKED = {"press": ("confirmed", "yes")}


def address(year: int, step: str, query: str = "evaluation=public") -> str:
    return f"/years/{year}/entries/{step}?{query}"


def fill(sheet, **answers: tuple) -> None:
    """Write what is given for a unit, from the third column on."""
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=4)}
    for unit, values in answers.items():
        for place, value in enumerate(values, 3):
            sheet.cell(rows[unit], place, value)


def sent(visitor, year: int, query: str = "evaluation=public", change=None, **answers: tuple):
    """Download the sheet, fill it in as said, and upload it."""
    book, sheet = downloaded(visitor, address(year, "sheet.xlsx", query))
    fill(sheet, **answers)
    if change:
        change(sheet)
    return upload(visitor, address(year, "upload", query), saved(book))


@on_both
def test_the_office_fills_the_sheet_offline_and_enters_all_of_it_by_one_act(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    office.get(f"/years/{year}/acts/enter_evaluation?evaluation=public")
    assert address(year, "upload") in office.page.links
    book, sheet = downloaded(office, address(year, "sheet.xlsx"))
    assert sheet.cell(1, 1).value == f"{year} 年度群众满意度"
    assert sheet.cell(2, 1).value == f"shangxia/evaluation/{year}/public"
    assert [cell.value for cell in sheet[3]] == [
        "单位代码\nUnit code", "单位\nUnit", "满意\nContent", "不满意\nNot content",
    ]  # fmt: skip
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == ["XQ", "ZS"]
    fill(sheet, XQ=(3, 1))
    before = world.tables()
    page = upload(office, address(year, "upload"), saved(book))
    assert page.status == 200
    for said in ("登记 1 个单位的结果", "留空，不登记", "20 分 × 平均"):
        assert said in page.text, said
    assert world.tables() == before
    office.send("document", document="测〔2014〕1号", text="入户问卷", **CHECKED)
    assert office.page.location == f"/years/{year}/entries"
    assert "满意 3，不满意 1" in office.page.text
    rows = world.rows("SELECT code, period, counts, document FROM unit_entry")
    assert [tuple(row.values()) for row in rows] == [
        ("public", None, '{"bad":1,"good":3}', "测〔2014〕1号")
    ]
    made = [entry for entry in world.entries() if entry["act"] == "enter_evaluation"]
    assert [entry["outcome"] for entry in made] == ["done"]


@on_both
def test_a_score_is_entered_for_the_period_that_the_file_is_of(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office", "en")
    page = sent(office, year, "evaluation=half&period=h1", XQ=(87.5,), ZS=(100,))
    assert "Enter outcomes of 2 units" in page.text
    office.send("document", document="考1号", **CHECKED)
    rows = world.rows("SELECT period, value FROM unit_entry ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [("h1", "87.5"), ("h1", "100")]


def test_every_wrong_row_says_what_is_wrong_and_none_of_the_file_can_be_entered(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")

    def more(sheet) -> None:
        for row in (("XQ", None, 1, 1), ("NOSUCH", None, 1, 1), (None, "某单位", 1, 1)):
            sheet.append(row)

    page = sent(office, year, change=more, XQ=(3, 1), ZS=(-2, 1.5))
    assert page.status == 422
    assert page.text.count("单位“XQ”出现了不止一次。") == 4
    for said in (
        "不能为负数，而这里是 -2。",
        "应为整数，不是 1.5。",
        "本年度没有单位“NOSUCH”。",
        "“单位代码”必填。",
        "整个文件未采用",
    ):
        assert said in page.text, said
    assert not any("document" in form.names for form in page.forms)


@pytest.mark.parametrize(
    ("query", "typed", "words"),
    [
        ("evaluation=public", ("三", 1), "应为数字，而这里是文字“三”。"),
        ("evaluation=public", (0, 0), "没有人作答。"),
        ("evaluation=public", (3, None), "本行已填其他答复，此处不能留空；没有人选的填 0。"),
        ("evaluation=public", (99_999_999, 0), "应在 0 与 10000000 之间。"),
        ("evaluation=half&period=h1", (100.5,), "得分应为 0–100。"),
        ("evaluation=half&period=h1", (-1,), "得分应为 0–100。"),
    ],
)
def test_what_no_outcome_can_be_is_said_at_its_cell(world, visit, query, typed, words):
    year, _ = at_the_end_of_it(world)
    page = sent(visit("office"), year, query, XQ=typed)
    assert (page.status, words in page.text) == (422, True)
    assert ("D4" if typed == (3, None) else "C4") in page.text
    assert world.rows("SELECT * FROM unit_entry") == []


def test_a_column_sorted_without_the_other_is_noticed_by_the_units_names(world, visit):
    year, _ = at_the_end_of_it(world)

    def swapped(sheet) -> None:
        first, second = sheet.cell(4, 1), sheet.cell(5, 1)
        first.value, second.value = second.value, first.value

    page = sent(visit("office"), year, change=swapped, XQ=(3, 1))
    assert page.status == 422
    assert "代码“ZS”是" in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s.cell(3, 3, "很满意"), "没有“很满意”这一列。"),
        (lambda s: setattr(s.cell(3, 1), "value", None), "缺少“单位代码”这一列。"),
        (lambda s: s.cell(2, 1, "shangxia/evaluation/1999/public"), "这是另一事项的文件"),
        (lambda s: setattr(s.cell(2, 1), "value", None), "没有标明是哪一事项的文件"),
        (lambda s: s.delete_cols(4), "缺少“不满意”这一列。"),
    ],
)
def test_changed_headings_or_another_years_file_are_refused_whole(world, visit, change, words):
    year, _ = at_the_end_of_it(world)
    page = sent(visit("office"), year, change=change, XQ=(3, 1))
    assert page.status == 422
    assert words in page.text
    assert "整个文件未采用" in page.text


def test_the_file_of_another_period_is_refused_whole(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    book, sheet = downloaded(office, address(year, "sheet.xlsx", "evaluation=half&period=h2"))
    fill(sheet, XQ=(90,))
    page = upload(office, address(year, "upload", "evaluation=half&period=h1"), saved(book))
    assert (page.status, "这是另一事项的文件" in page.text) == (422, True)


def test_a_file_without_any_outcome_is_no_evaluation(world, visit):
    year, _ = at_the_end_of_it(world)
    page = sent(visit("office"), year)
    assert (page.status, "文件中没有任何单位的结果。" in page.text) == (422, True)


def test_what_will_be_replaced_stands_beside_it_and_who_is_not_in_the_file_is_named(world, visit):
    year, _ = at_the_end_of_it(world)
    for good in (9, 1):
        done(world, evaluation(year, asked("XQ", good, 1)))
    office = visit("office")
    page = sent(office, year, change=lambda sheet: sheet.delete_rows(5), XQ=(4, 1))
    assert "原登记（将被替换）" in page.text
    assert "满意 1，不满意 1" in page.text
    assert "满意 9" not in page.text
    assert "不在文件中 单位 ZS" in page.text
    office.send("document", document="更正1号", **CHECKED)
    rows = world.rows("SELECT document FROM unit_entry_end ORDER BY id")
    assert [row["document"] for row in rows][1:] == ["更正1号"]


def test_a_missing_document_is_asked_for_on_the_same_page_and_nothing_is_lost(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    sent(office, year, XQ=(3, 1))
    page = office.send("document", text="入户问卷", **CHECKED)
    assert page.status == 422
    assert "依据文号：此项必填。" in page.text
    assert dict(page.form("document").values)["text"] == "入户问卷"
    office.send("document", document="测1号", **CHECKED)
    assert len(world.rows("SELECT * FROM unit_entry")) == 1


def test_a_year_that_moved_meanwhile_is_shown_once_more_before_it_is_confirmed(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    sent(office, year, XQ=(3, 1))
    done(world, veto(year))
    page = office.send("document", document="测1号", **CHECKED)
    assert page.status == 409
    assert dict(page.form("document").values)["document"] == "测1号"
    address, values = office.filled("document", **CHECKED)
    told = [office.client.post(address, data=dict(values)).status_code for _ in range(2)]
    # Sent twice it is entered once, and both are told that it is done.
    assert told == [303, 303]
    rows = world.rows("SELECT id FROM unit_entry WHERE kind = 'evaluation'")
    assert len(rows) == 1


def test_a_seal_is_of_one_evaluation_and_period_alone(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    sent(office, year, "evaluation=half&period=h1", XQ=(90,))
    _, values = office.filled("document", document="考1号", **CHECKED)
    other = address(year, "upload/confirmed", "evaluation=half&period=h2")
    assert office.client.post(other, data=dict(values)).status_code == 422
    assert world.rows("SELECT * FROM unit_entry") == []


def test_only_the_office_gets_and_sends_the_file(world, visit):
    year, _ = at_the_end_of_it(world)
    for who in ("head", "leader1", "auditor", "xq.head", "admin"):
        for step in ("sheet.xlsx", "upload"):
            assert visit(who).get(address(year, step)).status == 403, (who, step)
    office = visit("office")
    for query in ("", "evaluation=none", "evaluation=half", "evaluation=half&period=h9"):
        for step in ("sheet.xlsx", "upload"):
            back = office.get(address(year, step, query))
            assert back.location == f"/years/{year}/entries"


def test_an_upload_asks_no_more_of_the_database_for_more_units(world, visit):
    year, _ = at_the_end_of_it(world)
    office, told = visit("office"), []
    for answers in ({"XQ": (3, 1)}, {"XQ": (3, 1), "ZS": (2, 2)}):
        book, sheet = downloaded(office, address(year, "sheet.xlsx"))
        fill(sheet, **answers)
        with counted(world.database) as statements:
            upload(office, address(year, "upload"), saved(book))
        assert f"登记 {len(answers)} 个单位的结果" in office.page.text
        told.append(len(statements))
    assert told[0] == told[1]
