"""Published schemes as tables: what is wrong in them is named by row, and left as it is. The real
ones are read in place, in ../shared/data."""

import re
from pathlib import Path

import pytest

from tests.workflow.workbooks import book_of
from workflow.published.files import table_file
from workflow.published.headings import NoTable
from workflow.published.scheme_table import SchemeTable, Wanted, scheme_table
from workflow.queries.importing import known
from workflow.scheme.scheme import body_of, canonical_text, check, scheme_of
from workflow.spreadsheets.reading import Unreadable

CHINESE = re.compile(r"[一-鿿]")


def made(body: bytes, **wanted) -> SchemeTable:
    book = table_file("table", body)
    return scheme_table(book, Wanted("draft", 2018, **wanted))


def published(folder: Path, name: str, **wanted) -> SchemeTable:
    return made((folder / "data" / f"shicheng_2018_{name}_scheme.csv").read_bytes(), **wanted)


def sheet(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def wrong(table: SchemeTable) -> list[tuple[str, int]]:
    return [(finding.code, finding.row) for finding in table.wrong]


# — the real ones —


def test_the_township_table_loads_as_a_scheme_and_its_two_faults_are_named_by_row(shared_dir):
    table = published(shared_dir, "township")
    assert wrong(table) == [("parts", 19), ("outside", 26)]
    sand, bonus = table.wrong
    assert (
        "'illegal sand mining (1+1 printed)' is worth 3, while its parts 1+1 add to 2" in sand.said
    )
    assert sand.said.zh.startswith("第 19 行“item_points”：")
    assert "prints 7 points, and lies outside the total" in bonus.said
    assert table.faults == ()
    scheme = scheme_of(canonical_text(table.body))
    points = [category.points for category in scheme.categories.values()]
    assert (points, scheme.total) == (["31", "2", "15", "45", "7"], "100")
    # As it is printed: item 18 keeps its three points.
    assert len(scheme.items) == 24
    assert next(item.points for item in scheme.items if item.code == "i18") == "3"


def test_what_lies_outside_the_total_is_an_adjustment_up_and_down_to_what_is_printed(shared_dir):
    table = published(shared_dir, "township")
    (adjustment,) = table.body["adjustment"]
    assert (adjustment["cap"], adjustment["floor"]) == ("7", "-7")
    # What the row says of it stands above it, as it is printed.
    assert "# 第 26 行 row 26: provincial/municipal commendation +20/+10; named" in table.toml


def test_the_department_table_with_its_common_points_loads_and_names_the_mining_office(shared_dir):
    table = published(shared_dir, "department", common="40")
    assert wrong(table) == [("parts", 16)]
    assert "'县矿管局' is worth 60, while its parts 20+10+20 add to 50" in table.wrong[0].said
    assert table.faults == ()
    body = table.body
    assert {c["code"]: c["points"] for c in body["category"]} == {"function": "60", "common": "40"}
    assert [front["code"] for front in body["front"]] == ["key", "general"]
    assert "县矿管局 60 = 20 + 10 + 20" in table.toml


def test_without_the_common_points_every_department_falls_short_of_the_whole(shared_dir):
    table = published(shared_dir, "department")
    short = {finding.row for finding in table.wrong if finding.code == "department"}
    assert len(short) == 31


def test_the_draft_says_above_everything_what_is_wrong_and_at_its_end_what_is_open(shared_dir):
    table = published(shared_dir, "township")
    top = table.toml[: table.toml.index("\ncode =")]
    assert top.count("# ! ") == 4
    assert "第 19 行" in top
    assert "row 19" in top
    assert {entry["field"] for entry in table.body["open"]} == {
        "item.*.target_value", "item.*.scoring_unit",
    }  # fmt: skip
    assert "# 考核责任单位 scoring unit: publicity dept; education; river office" in table.toml


# — tables made for one fault each —

ITEMS = "类别,类别分值,序号,考核内容,分值,考核责任单位"
DEPARTMENTS = "组别,序号,单位,分值,分项"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((ITEMS, "甲,60,1,项一,60,", "乙,40,2,项二,30,", "乙,40,3,项三,10,"), []),
        ((ITEMS, "甲,60,1,项一,59,", "乙,40,2,项二,40,"), [("section", 2)]),
        ((ITEMS, "甲,60,1,项一,60,", "乙,30,2,项二,30,"), [("total", 0)]),
        ((ITEMS, "甲,60,1,项一,60,", "乙,30,2,项二,30,", "合计,,,,90,"), []),
        ((ITEMS, "甲,60,1,项一,60,", "乙,30,2,项二,30,", "合计,,,,91,"), [("total", 4)]),
        ((ITEMS, "甲,60,1,项一,60,", "乙,40,1,项二,40,"), [("number_twice", 3)]),
        ((ITEMS, "甲,100,1,项一（2+3分）,60,", "甲,,2,项二,40,"), [("parts", 2)]),
        ((ITEMS, "甲,100,1,项一,六十,", "甲,,2,项二,100,"), [("not_a_number", 2)]),
        ((ITEMS, "甲,60,1,项一,60,", "甲,61,2,项二,0,", "乙,40,3,项三,40,"),
         [("section_differs", 3)]),
        ((ITEMS, "甲,100,1,项一,100,", "加分项,5,2,项二,5,"), [("outside", 3)]),
        # Merged cells: the first holds the section, the rows below it are empty there.
        ((ITEMS, "甲,60,1,项一,30,", ",,2,项二,30,", "乙,40,3,项三,40,"), []),
        # What stood beside one section is not the next one's.
        ((ITEMS, "甲,60,1,项一,60,", "乙,,2,项二,40,"), []),
        # A section's heading may be a row of its own.
        ((ITEMS, "甲,60,,,,", ",,1,项一,60,", "乙,40,,,,", ",,2,项二,40,"), []),
        ((DEPARTMENTS, "甲,1,一局,100,60+40"), []),
        ((DEPARTMENTS, "甲,30,一局,100,60+40", "甲,30,二局,100,"), [("number_twice", 3)]),
        ((DEPARTMENTS, "甲,30,一局,60,60", ",,,40,", "甲,31,二局,100,"), []),
        ((DEPARTMENTS, "甲,1,一局,60,60", "甲,1,一局,30,"), [("department", 2)]),
        ((DEPARTMENTS, "甲,1,一局,60,", "乙,1,一局,40,"), [("two_groups", 3)]),
    ],
)  # fmt: skip
def test_each_fault_is_found_in_its_row_and_what_is_right_is_not(rows, found):
    table = made(sheet(*rows))
    assert wrong(table) == found
    for finding in table.findings:
        assert CHINESE.search(finding.said.zh)
        assert "{" not in finding.said.zh + finding.said.en


def test_two_departments_of_one_number_are_named_with_both_rows():
    rows = (DEPARTMENTS, "甲,29,一局,100,", "甲,30,二局,100,", "乙,30,三局,100,")
    (finding,) = made(sheet(*rows)).wrong
    assert finding.said.zh == "第 4 行“序号”：编号 30 与第 3 行重复。"
    assert finding.said.en == "row 4, 序号: Number 30 stands in row 3 already."


def test_bands_of_grades_that_overlap_or_leave_a_gap_are_named():
    items = [["Item", "Points"], ["甲", 100]]
    bands = [["等次", "下限", "上限"], ["优秀", 90, 100], ["良好", 80, 92], ["一般", 60, 79],
             ["较差", None, 60]]  # fmt: skip
    table = made(book_of({"方案": items, "等次": bands}))
    assert wrong(table) == [("overlap", 3), ("gap", 4)]
    assert [grade.get("at_least") for grade in table.body["grade"]] == ["90", "80", "60", None]


def test_a_total_above_100_and_categories_of_ones_own_are_no_fault():
    table = made(sheet(ITEMS, "甲,80,1,项一,80,", "乙,40,2,项二,40,"), total="120")
    assert (table.wrong, table.faults, table.body["total"]) == ((), (), "120")


def test_a_fault_of_the_table_stays_in_the_draft_and_its_check_finds_it_too():
    table = made(sheet(ITEMS, "甲,60,1,项一,59,", "乙,40,2,项二,40,"))
    assert [item["points"] for item in table.body["item"]] == ["59", "40"]
    assert [fault.field for fault in table.faults] == ["item.1.points"]


def test_other_headings_are_read_by_saying_which_they_are():
    rows = ("要点,满分,来源", "甲,100,某地")
    with pytest.raises(NoTable) as refused:
        made(sheet(*rows))
    assert "分项的考核方案（考核项目、分值）" in refused.value.words.zh
    table = made(sheet(*rows), columns={"item": "要点", "item_points": "满分"})
    assert (table.wrong, table.unread) == ((), ("来源",))
    assert table.body["item"][0]["zh"] == "甲"


def test_the_same_table_is_the_same_as_a_workbook_and_as_csv_of_either_encoding():
    rows = [ITEMS, "甲,60,1,项一,59,信访局", "乙,40,2,项二,40,"]
    cells = [[cell or None for cell in row.split(",")] for row in rows]
    for row in cells[1:]:
        row[1:3] = [int(row[1]), int(row[2])]
        row[4] = int(row[4])
    told = [
        made(body)
        for body in (
            book_of({"table": cells}),
            "\r\n".join(rows).encode("gb18030"),
            "\n".join(rows).encode("utf-8-sig"),
        )
    ]
    assert told[0] == told[1] == told[2]
    assert wrong(told[0]) == [("section", 2)]


def test_units_are_looked_up_in_the_county_by_name_and_the_unknown_are_named(world):
    organisation = known(world.database, world.clock).organisation
    name = organisation.units["XQ"].name.zh
    rows = (ITEMS, f"甲,60,1,项一,60,{name}", "乙,40,2,项二,40,无此局")
    table = scheme_table(table_file("t", sheet(*rows)), Wanted("draft", 2018), organisation)
    assert wrong(table) == [("unknown_unit", 3)]
    assert [item.get("scoring_unit") for item in table.body["item"]] == ["XQ", None]
    groups = (DEPARTMENTS, f"甲,1,{name},100,", "乙,2,无此局,100,")
    table = scheme_table(table_file("t", sheet(*groups)), Wanted("draft", 2018), organisation)
    assert wrong(table) == [("unknown_unit", 3)]
    assert [front.get("units") for front in table.body["front"]] == [["XQ"], None]
    assert not check(body_of(table.toml), units=organisation.units)


def test_the_blocks_of_departments_that_the_county_has_become_items_of_their_own(world):
    organisation = known(world.database, world.clock).organisation
    one, two = (organisation.units[code].name.zh for code in ("XQ", "SM"))
    rows = (
        "组别,单位,内容,分值,分项",
        *(f"甲,{one},甲事,40,30+10", f"甲,{one},乙事,20,", f"甲,{two},丙事,60,"),
    )
    wanted = Wanted("draft", 2018, common="40")
    table = scheme_table(table_file("t", sheet(*rows)), wanted, organisation)
    assert (table.wrong, table.faults) == ((), ())
    items = [(item["code"], item["zh"], item["units"], item["points"])
             for item in table.body["item"]]  # fmt: skip
    assert items == [
        ("XQ-1", "甲事", ["XQ"], "40"),
        ("XQ-2", "乙事", ["XQ"], "20"),
        ("SM-1", "丙事", ["SM"], "60"),
    ]
    # A department that falls short is named by its row, and by the check of the draft.
    short = scheme_table(table_file("t", sheet(*rows[:2], rows[3])), wanted, organisation)
    assert wrong(short) == [("department", 2)]
    assert [fault.field for fault in short.faults] == ["item.1.points"]


@pytest.mark.parametrize("body", [b"\xff\xfe\x00a", b"PK\x03\x04", b'a,b\n"unended,1\n'])
def test_what_is_no_table_is_refused_in_both_languages(body):
    with pytest.raises(Unreadable) as refused:
        table_file("t", body)
    assert CHINESE.search(refused.value.words.zh)


def test_a_comment_cannot_end_and_become_a_line_of_the_scheme():
    rows = (DEPARTMENTS, '甲\x01,1,"一局\x01\n[x]\ny=1\x7f",100,')
    table = made(sheet(*rows))
    assert table.body.keys() == body_of(table.toml).keys()
    assert "x" not in table.body
