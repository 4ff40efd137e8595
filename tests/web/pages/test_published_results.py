"""An earlier year's published results are imported as printed; what does not come out is told."""

import json

from tests.program import shangxia
from tests.web.pages.test_scheme_tables import sent_file
from tests.web.visitor import on_both
from tests.workflow.workbooks import book_of

HEAD = ["年度", "战线", "单位", "重点", "常规", "总分", "位次", "等次", "文号"]


def rows_of(world) -> list[list]:
    """Two townships as they were printed, with a wrong sum and a wrong rank, and a stranger."""
    names = {row["code"]: row["name_zh"] for row in world.rows("SELECT code, name_zh FROM unit")}
    return [
        HEAD,
        [2011, "乡镇", names["XQ"], 60, 38, 98, 1, "超标", "云发〔2012〕3号"],
        [2011, "乡镇", names["SM"], 50, 30, 81, 3, "达标", None],
        [2011, "乡镇", "无此乡", 50, 30, 80, 3, "达标", None],
    ]


def kept(world) -> list[tuple]:
    rows = world.rows(
        "SELECT u.code, r.measure, r.result, r.status, r.document FROM past_result r "
        "JOIN unit u ON u.id = r.unit_id WHERE r.year = 2011 ORDER BY u.code"
    )
    return [tuple(row.values()) for row in rows]


@on_both
def test_totals_are_kept_as_printed_and_what_is_wrong_is_shown_by_row(world, visit):
    office = visit("office")
    office.get("/import/published")
    page = sent_file(office, book_of({"结果": rows_of(world)}), "结果.xlsx")
    assert page.status == 200
    for said in (
        "3 总分：总分印为 81，各部分相加为 80。",
        "3 位次：位次印为 3，按总分为 2。",
        "4 单位：本县没有单位“无此乡”。",
        "4 不知是哪个单位，未登记。",
        "不符之处：4",
    ):
        assert said in page.text, said
    assert kept(world) == []
    office.send("sealed", press=("confirmed", "yes"))
    assert kept(world) == [
        ("SM", "年度考核总分", "81", "final", None),
        ("XQ", "年度考核总分", "98", "final", "云发〔2012〕3号"),
    ]


def test_a_unit_that_stands_twice_is_not_recorded_and_a_final_figure_stays(world, visit):
    rows = rows_of(world)
    office = visit("office", "en")
    office.get("/import/published")
    page = sent_file(office, book_of({"结果": [*rows, rows[1]]}), "结果.xlsx")
    assert page.text.count("This unit has several rows; none of them is recorded.") == 2
    office.send("sealed", press=("confirmed", "yes"))
    assert [row[0] for row in kept(world)] == ["SM"]
    # Printed anew with another total: what is final stays, and the file is refused for that.
    changed = [HEAD, [*rows[2][:5], 82, *rows[2][6:]]]
    office.get("/import/published")
    page = sent_file(office, book_of({"结果": changed}), "结果.xlsx")
    assert (page.status, "has its final figure already, 81" in page.text) == (422, True)


def test_a_workbook_that_is_no_table_of_results_is_refused(world, visit):
    office = visit("office")
    office.get("/import/published")
    page = sent_file(office, book_of({"结果": [["甲", "乙"], [1, 2]]}), "结果.xlsx")
    assert (page.status, "没有找到可读的表" in page.text) == (422, True)


def test_the_command_line_tells_the_remarks_and_imports_all_the_same(world, tmp_path):
    path = tmp_path / "results.xlsx"
    path.write_bytes(book_of({"结果": rows_of(world)}))
    url = f"sqlite:///{world.database.database}"
    ran = shangxia("import", "published", str(path), "--as", "office", "--json", url=url)
    told = json.loads(ran.out)
    assert (ran.code, told["done"], told["faults"]) == (0, True, [])
    assert [remark["cell"] for remark in told["remarks"]] == ["3", "3", "4", "4"]
    assert len(kept(world)) == 2
