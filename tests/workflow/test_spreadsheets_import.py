"""Importing: a workbook becomes acts, or every wrong cell is named and nothing is changed."""

import io
from datetime import date

import openpyxl
import pytest

from tests.builders import World
from tests.workflow.workbooks import book_of, read_here
from workflow.case import Actor
from workflow.door import ManyRefused
from workflow.queries.importing import known
from workflow.queries.reader import reader_of
from workflow.spreadsheets.importing import KINDS, plan
from workflow.spreadsheets.plans import Plan, tried
from workflow.spreadsheets.templates import columns_of, template

FRONTS = ["代码", "中文名称", "英文名称"]
UNITS = ["代码", "中文名称", "英文名称", "类型", "上级单位", "战线", "分管领导岗位", "常设岗位"]
POSTS = ["代码", "中文名称", "英文名称", "身份", "单位", "分管单位"]
ROW = ["XQ", "兴泉乡", None, "乡镇"]
PEOPLE = ["用户名", "姓名", "岗位", "任命文号"]
RESULTS = ["年度", "单位", "指标", "计量单位", "目标值", "完成值", "口径", "文号"]

WHOLE = {
    "战线": [FRONTS, ["xz", "河谷战线", None], ["jj", "县直战线", "Economic departments"]],
    "单位": [
        UNITS,
        # The parent stands further down, and is named by its name.
        ["XQ", "兴泉乡", "Xingquan", "乡镇", "云岭县政府", "河谷战线", "FXZ-1", None],
        ["XZF", "云岭县政府", None, "县级", None, None, None, None],
        ["JT", "交通局", "Transport", "部门", "XZF", "jj", "FXZ-1", None],
        ["MBB", "目标办", "Target office", "目标办", "XZF", None, None, "否"],
    ],
    "岗位": [
        POSTS,
        ["XZ", "县长", None, "县长", None, None],
        ["FXZ-1", "副县长一", None, "审定领导", None, "MBB"],
        ["MBB-1", "目标办主任", None, "目标办", "MBB", None],
    ],
    "人员": [
        PEOPLE,
        ["wang", "王一", "XQ-YBS、XQ-KY", "云政发〔2013〕1号"],
        ["li", "李二", "MBB-1", "云政发〔2013〕1号"],
        ["zhao", "赵三", None, None],
    ],
}


@pytest.fixture
def empty(database) -> World:
    """A county that was founded and holds nothing but its administrator."""
    world = World(database)
    world.county("", "found", name_zh="云岭县", name_en="Yunling")
    world.county("", "add_person", username="admin", name="管理员")
    world.county("", "add_post", code="GL-1", name_zh="管理员", name_en="A", capacity="admin")
    world.county("", "appoint", username="admin", post="GL-1", document="init")
    return world


def planned(world: World, who: str, kind: str, body: bytes, **more) -> Plan:
    reader = reader_of(world.database, world.clock, world.actor(who)) if who else None
    return plan(kind, read_here(body), known(world.database, world.clock, reader), **more)


def imported(world: World, who: str, kind: str, sheets: dict, **more) -> Plan:
    made = planned(world, who, kind, book_of(sheets), **more)
    assert not made.faults, [fault.said.zh for fault in made.faults]
    world.door.perform_many(made.knocks, world.actor(who), together=True)
    return made


def faults(world: World, kind: str, sheets: dict, who: str = "office", **more) -> list[str]:
    """What is wrong, in English; nothing was changed by looking."""
    before = world.tables()
    made = planned(world, who, kind, book_of(sheets), **more)
    assert not made.knocks
    assert world.tables() == before
    assert all(f.said.zh != f.said.en for f in made.faults)
    return [str(fault.said) for fault in made.faults]


def only(found: list[str], cell: str, words: str) -> None:
    """There is this one fault, in this cell."""
    assert len(found) == 1, found
    assert found[0].startswith(f"{cell}: "), found
    assert words in found[0], found


def units(*rows: list) -> dict:
    return {"单位": [UNITS, *rows]}


# — a whole county —


def test_one_workbook_sets_up_an_empty_county(empty):
    made = imported(empty, "admin", "units", WHOLE)
    assert {str(label): count for label, count in made.counts} == {
        "Add a front": 2,
        "Add a unit": 4,
        "Add a post": 7,
        "Add a person": 3,
        "Appoint": 3,
    }
    held = known(empty.database, empty.clock)
    organisation = held.organisation
    assert held.parents == {"XQ": "XZF", "XZF": None, "JT": "XZF", "MBB": "XZF"}
    assert [front.name.en for front in organisation.fronts.values()] == [
        "xz",
        "Economic departments",
    ]
    charge = {organisation.unit_by_id[n].code for n in organisation.posts["FXZ-1"].in_charge_of}
    assert charge == {"XQ", "JT", "MBB"}
    assert organisation.posts["XQ-YBS"].name.zh == "兴泉乡一把手"
    assert organisation.posts["XQ-KY"].capacity == "drafter"
    assert "MBB-YBS" not in organisation.posts
    assert held.people["wang"].posts == {"XQ-YBS", "XQ-KY"}
    assert held.people["zhao"].posts == frozenset()


def test_same_workbook_places_the_units_of_a_year_by_the_office(empty):
    imported(empty, "admin", "units", WHOLE)
    empty.county("li", "open_year", year=2013)
    made = imported(empty, "li", "fronts", WHOLE, year=2013)
    assert [knock.act for knock in made.knocks] == ["place_unit"] * 2
    organisation = known(empty.database, empty.clock).organisation
    assert organisation.front(2013, organisation.units["XQ"].id).code == "xz"
    again = planned(empty, "li", "fronts", book_of(WHOLE), year=2013)
    assert (again.knocks, again.faults, again.same) == ([], (), 2)


def test_what_is_there_already_is_passed_over_and_the_rest_added(empty):
    imported(empty, "admin", "units", WHOLE)
    again = planned(empty, "admin", "units", book_of(WHOLE))
    assert (again.knocks, again.faults) == ([], ())
    assert again.same == 2 + 4 + 7 + 3
    more = {**WHOLE, "人员": [*WHOLE["人员"], ["qian", "钱四", "JT-KY", "云政发〔2013〕2号"]]}
    made = imported(empty, "admin", "units", more)
    assert [knock.act for knock in made.knocks] == ["add_person", "appoint"]


def test_letters_put_together_are_the_same_as_whole_ones(empty):
    """As every input keeps them (NFC), so that nothing is taken for a change."""
    whole, parts = "Xi\u0301ngquan", "X\u00edngquan"
    imported(empty, "admin", "units", units(["XQ", "兴泉乡", whole, "县级"]))
    again = planned(empty, "admin", "units", book_of(units(["XQ", "兴泉乡", parts, "县级"])))
    assert (again.faults, again.same) == ((), 1)
    again = planned(empty, "admin", "units", book_of(units(["XQ", "兴泉乡", whole, "县级"])))
    assert (again.faults, again.same) == ((), 1)


def test_people_come_from_a_sheet_of_any_name_or_from_the_whole_workbook(empty):
    imported(empty, "admin", "units", {n: WHOLE[n] for n in ("战线", "单位", "岗位")})
    imported(empty, "admin", "people", {"Sheet1": WHOLE["人员"][:2]})
    made = imported(empty, "admin", "people", WHOLE)
    assert made.same == 1
    assert {*known(empty.database, empty.clock).people} == {"admin", "wang", "li", "zhao"}


# — the sheet —


def test_headings_stand_in_either_language_in_any_order_below_a_title(empty):
    rows = [
        ["云岭县单位一览"],
        [],
        ["Kind", "中文名称\nName in Chinese", "代码", "NAME IN  ENGLISH"],
        ["township", "兴泉乡", "XQ", "Xingquan"],
    ]
    made = imported(empty, "admin", "units", {"Units": rows})
    assert made.knocks[0].raw["name_en"] == "Xingquan"


def test_wrong_headings_are_named(empty):
    def found(*headings: str) -> list[str]:
        return faults(empty, "units", {"单位": [list(headings), ["XQ", "兴泉乡", "乡镇"]]}, "admin")

    only(found("代码", "中文名称", "类型", "备注"), "单位!D1", "no column “备注”")
    assert "单位!C2: This column has no heading." in found("代码", "中文名称")
    assert "单位!1: The column “Kind” is missing." in found("代码", "中文名称")
    only(found("代码", "中文名称", "类型", "Code"), "单位!D1", "stands here twice")
    only(found("a", "b", "c"), "单位", "No headings in the first 10 rows")


def test_unknown_sheets_are_named_and_notes_passed_over(empty):
    extra = {**WHOLE, "单位 (2)": [["x"]], "说明 Notes": [["x"]], "空": []}
    only(faults(empty, "units", extra, "admin"), "单位 (2)", "not known")
    twice = {**units(ROW), "Units": WHOLE["单位"]}
    only(faults(empty, "units", twice, "admin"), "Units", "not known")
    assert "holds nothing" in faults(empty, "units", {"空": []}, "admin")[0]


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ([None, "兴泉乡", None, "乡镇"], "A2", "“Code” is required"),
        (["XQ", "  ", None, "乡镇"], "B2", "“Name in Chinese” is required"),
        (["X Q", "兴泉乡", None, "乡镇"], "A2", "letters, digits"),
        (["X" * 41, "兴泉乡", None, "县级"], "A2", "At most 40"),
        (["X" * 38, "兴泉乡", None, "乡镇"], "A2", "At most 40"),
        (["XQ", "兴" * 61, None, "县级"], "B2", "At most 60"),
        (["XQ", "兴\u202e泉", None, "县级"], "B2", "cannot be kept"),
        (["XQ", "兴泉乡", None, "乡"], "D2", "one of: township, bureau"),
        (["XQ", "兴泉乡", None, "乡镇", "ZZ"], "E2", "no such unit: “ZZ”"),
        (["XQ", "兴泉乡", None, "乡镇", "XQ"], "E2", "circle"),
        (["XQ", "兴泉乡", None, "乡镇", None, None, "FXZ-9"], "G2", "no such post: “FXZ-9”"),
        (["XQ", "兴泉乡", None, "乡镇", None, None, None, "也许"], "H2", "yes or no"),
        (["XQ", 1.5, None, "乡镇"], "B2", "must be text"),
        # Excel shows such a number as 1.23457E+11.
        (["XQ", 123456789012, None, "乡镇"], "B2", "now a number"),
        (["XQ", "#REF!", None, "乡镇"], "B2", "#REF!"),
        (["XQ", True, None, "乡镇"], "B2", "now true or false"),
    ],
)
def test_wrong_cell_of_a_unit_is_named(empty, row, cell, words):
    only(faults(empty, "units", units(row), "admin"), f"单位!{cell}", words)


def test_code_that_excel_turned_into_a_date_is_refused(empty):
    row = [date(2013, 1, 2), "兴泉乡", None, "县级"]
    only(faults(empty, "units", units(row), "admin"), "单位!A2", "now a date")


def test_number_in_a_format_is_no_code(empty):
    body = book_of(units([7, "兴泉乡", None, "县级"]), {"A2": "000"})
    (fault,) = planned(empty, "admin", "units", body).faults
    assert "a number in a format" in fault.said
    plain = planned(empty, "admin", "units", book_of(units([7, "兴泉乡", None, "县级"])))
    assert plain.knocks[0].raw["code"] == "7"


def test_rows_that_are_the_same_are_both_named(empty):
    found = faults(empty, "units", units(ROW, ["ZS", "招商局", None, "部门"], ROW), "admin")
    only(found, "单位!A4", "Rows 4 and 2 are the same: XQ")


def test_units_in_a_circle_are_all_named(empty):
    found = faults(
        empty,
        "units",
        units(["A", "甲", None, "县级", "B"], ["B", "乙", None, "县级", "A"]),
        "admin",
    )
    assert [line.split(":")[0] for line in found] == ["单位!E2", "单位!E3"]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_sheets(empty):
    sheets = {
        "人员": [PEOPLE, ["Wang", "王一", "ZZ-1", None], ["li", None, None, None]],
        "单位": [UNITS, ["XQ", "兴泉乡", None, "乡"]],
    }
    found = faults(empty, "units", sheets, "admin")
    places = [line.split(":")[0] for line in found]
    assert places == ["人员!A2", "人员!C2", "人员!B3", "单位!D2"]


def test_what_the_county_holds_is_not_changed_by_an_import(empty):
    imported(empty, "admin", "units", WHOLE)
    renamed = units(["XQ", "兴泉镇", "Xingquan", "乡镇", "XZF"])
    found = faults(empty, "units", renamed, "admin")
    assert found[0].startswith("单位!B2: “XQ” is there already, with “兴泉乡”")
    moved = units(["MBB", "目标办", "Target office", "目标办", None, None, None, "否"])
    only(faults(empty, "units", moved, "admin"), "单位!E2", "with “XZF”")
    charged = units(["XZF", "云岭县政府", None, "县级", None, None, "FXZ-1"])
    only(faults(empty, "units", charged, "admin"), "单位!G2", "without this unit")
    person = {"人员": [PEOPLE, ["wang", "王二", None, None]]}
    only(faults(empty, "people", person, "admin"), "人员!B2", "is there already as “王一”")


def test_front_under_another_code_is_not_a_second_one(empty):
    imported(empty, "admin", "units", WHOLE)
    again = {"战线": [FRONTS, ["river", "河谷战线", None]], "单位": [UNITS]}
    only(faults(empty, "units", again, "admin"), "战线!A2", "with the code “xz”")


def test_posts_are_checked(empty):
    def found(*row) -> list[str]:
        return faults(empty, "units", {**units(ROW), "岗位": [POSTS, list(row)]}, "admin")

    only(found("XQ-KY", "经办", None, "单位经办人", "XQ"), "岗位!A2", "Row 2 of Units")
    only(found("P-1", "某", None, "单位经办人", "ZZ"), "岗位!E2", "no such unit")
    only(found("P-1", "某", None, "审定领导", None, "XQ、ZZ"), "岗位!F2", "“ZZ”")
    only(found("P-1", "某", None, "审定领导", None, "XQ、、"), "岗位!F2", "nothing between")
    only(found("P-1", "某", None, "审定领导", None, "XQ，XQ"), "岗位!F2", "named twice")
    only(found("P-1", "某", None, "目标办", None, "XQ"), "岗位!D2", "Only a leader")


def test_appointment_needs_its_document(empty):
    sheets = {**units(ROW), "人员": [PEOPLE, ["wang", "王一", "XQ-KY", None]]}
    only(faults(empty, "units", sheets, "admin"), "人员!D2", "needs its document")


def test_name_that_two_units_bear_is_not_guessed(empty):
    found = faults(
        empty,
        "units",
        units(
            ["A", "办公室", None, "县级"],
            ["B", "办公室", None, "县级"],
            ["C", "丙", None, "县级", "办公室"],
        ),
        "admin",
    )
    only(found, "单位!E4", "write the code")


# — what the door says —


def test_refusal_of_the_door_is_named_by_row_and_undoes_everything(fresh):
    sheets = units(["N1", "新一", None, "乡镇"], ["N2", "新二", None, "乡镇"])
    made = planned(fresh, "admin", "units", book_of(sheets))
    # Somebody adds the same unit between the plan and its confirmation.
    fresh.county("admin", "add_unit", code="N2", name_zh="别的", name_en="Other", kind="county")
    before = fresh.tables()
    with pytest.raises(ManyRefused) as refused:
        fresh.door.perform_many(made.knocks, fresh.actor("admin"), together=True)
    assert fresh.tables() == before
    found = [str(fault.said) for fault in made.refused(refused.value)]
    assert "单位!A3: This code is in use already." in found


def test_trial_says_what_the_door_would_and_keeps_nothing(fresh):
    made = planned(fresh, "admin", "units", book_of(units(["N1", "新一", None, "乡镇"])))
    before, size = fresh.tables(), fresh.size()
    assert tried(fresh.door, made, fresh.actor("admin")) == ()
    (fault,) = tried(fresh.door, made, fresh.actor("office"))[:1]
    assert (fault.sheet, fault.cell) == ("单位", "2")
    assert (fresh.tables(), fresh.size()) == (before, size)
    # What was read of the organisation during the trial is forgotten with it.
    assert "N1" not in known(fresh.database, fresh.clock).organisation.units
    assert tried(fresh.door, Plan((), (), 0), fresh.actor("office")) == ()


def test_whoever_has_not_the_capacity_imports_nothing(fresh):
    made = planned(fresh, "office", "units", book_of(units(["N1", "新一", None, "县级"])))
    before = fresh.tables()
    with pytest.raises(ManyRefused) as refused:
        fresh.door.perform_many(made.knocks, fresh.actor("office"), together=True)
    assert fresh.tables() == before
    (fault,) = made.refused(refused.value)
    assert fault.cell == "2"


# — fronts of a year —


def test_front_of_a_unit_is_placed_once_a_year(fresh):
    def rows(*found) -> dict:
        return {"单位": [["代码", "战线"], *found]}

    wrong = rows(["XQ", "economy"], ["ZZ", "economy"], ["MBB", "山区"])
    found = faults(fresh, "fronts", wrong, year=2013)
    assert found[0].startswith("单位!B2: This unit is in “townships” for 2013")
    assert found[1].startswith("单位!A3: There is no such unit")
    assert found[2].startswith("单位!B4: There is no such front")
    assert "no such year" in faults(fresh, "fronts", rows(["XQ", "economy"]), year=2030)[0]
    made = imported(fresh, "office", "fronts", rows(["MBB", "economy 战线"]), year=2013)
    assert made.knocks[0].raw == {"year": 2013, "unit": "MBB", "front": "economy"}


# — last year's results —

LAST = [2012, "XQ", "通村公路", "公里", 10, 12.5, "最终", "云统〔2013〕1号"]


def results(*rows: list) -> dict:
    return {"上年完成": [RESULTS, *rows]}


def test_last_year_s_results_are_recorded_and_an_estimate_becomes_final(fresh):
    estimated = [2012, "单位 SM", "招商引资", "万元", None, 1000.1, "estimated", "007"]
    made = imported(fresh, "office", "results", results(LAST, estimated))
    assert made.knocks[1].raw["unit"] == "SM"
    rows = fresh.rows("SELECT * FROM past_result ORDER BY id")
    assert [(r["result"], r["status"]) for r in rows] == [
        ("12.5", "final"),
        ("1000.1", "estimated"),
    ]
    same = planned(fresh, "office", "results", book_of(results(LAST, estimated)))
    assert (same.knocks, same.same) == ([], 2)
    final = [2012, "SM", "招商引资", "万元", None, 1001, "final", "云统〔2013〕1号"]
    again = imported(fresh, "office", "results", results(LAST, final))
    assert (len(again.knocks), again.same) == (1, 1)
    row = fresh.row("SELECT * FROM past_result WHERE measure = ?", "招商引资")
    assert (row["result"], row["status"]) == ("1001", "final")
    changed = results([*LAST[:5], 13, *LAST[6:]])
    only(faults(fresh, "results", changed), "上年完成!F2", "final figure already, 12.5")


def one(**changes) -> list:
    names = ["year", "unit", "measure", "uom", "target", "result", "status", "document"]
    return [changes.get(name, value) for name, value in zip(names, LAST, strict=True)]


@pytest.mark.parametrize(
    ("changes", "cell", "words"),
    [
        ({"result": "十二"}, "F2", "here stands the text “十二”"),
        ({"result": "12.5"}, "F2", "here stands the text “12.5”"),
        ({"result": None}, "F2", "“Result” is required"),
        ({"result": 0.1234567}, "F2", "6 after"),
        ({"result": 1e16}, "F2", "15 digits"),
        ({"result": "#DIV/0!"}, "F2", "#DIV/0!"),
        ({"result": True}, "F2", "here stands true or false"),
        ({"unit": "ZZ"}, "B2", "no such unit: “ZZ”"),
        ({"unit": None}, "B2", "“Unit” is required"),
        ({"status": "大约"}, "G2", "one of: estimated, final"),
        ({"year": "去年"}, "A2", "must be a number"),
        ({"year": 2012.5}, "A2", "whole number"),
        ({"year": 1999}, "A2", "from 2000"),
        ({"measure": "路" * 201}, "C2", "At most 200"),
    ],
)
def test_wrong_cell_of_a_result_is_named(world, changes, cell, words):
    only(faults(world, "results", results(one(**changes))), f"上年完成!{cell}", words)


def test_per_cent_that_shows_another_number_is_refused(world):
    body = book_of(results(one(result=0.955)), {"F2": "0.0%"})
    (fault,) = planned(world, "office", "results", body).faults
    assert fault.cell == "F2"
    assert "than is stored, 0.955" in fault.said


def test_formula_without_a_value_is_refused(world):
    only(faults(world, "results", results(one(result="=1+1"))), "上年完成!F2", "recalculate")


def test_same_measure_of_a_unit_twice_is_refused_however_the_unit_is_named(world):
    found = faults(world, "results", results(LAST, one(unit="单位 XQ", result=1)))
    only(found, "上年完成!C3", "Rows 3 and 2 are the same")


def sums(*totals: list) -> dict:
    return results(
        one(target=10, result=12.1),
        one(unit="SM", target=None, result=0.2),
        *totals[:-1],
        one(unit="SM", measure="招商引资", uom="万元", target=5, result=7),
        totals[-1],
    )


def total(word: str, target, result, measure=None, uom=None, year=None) -> list:
    return [year, word, measure, uom, target, result, None, None]


@pytest.mark.parametrize(
    "totals",
    [
        [total("合计", 15, 19.3)],
        [total("Total", None, 19.3)],
        [total("小计", 10, 12.3), total("总计", 15, 19.3)],
        [total("小计", 10, 12.3), total("小计", 5, 7)],
        [total("合计", 10, 12.3, "通村公路"), total("合计", 5, 7, "招商引资", "万元", 2012)],
        [["合计", None, None, None, 15, 19.3, None, None]],
    ],
)
def test_right_sums_pass(world, totals):
    made = planned(world, "office", "results", book_of(sums(*totals)))
    assert not made.faults, [str(fault.said) for fault in made.faults]
    assert len(made.knocks) == 3


@pytest.mark.parametrize(
    ("totals", "cell", "words"),
    [
        ([total("合计", 15, 19.4)], "F5", "19.4 stands here, 19.3 is the sum"),
        ([total("合计", 16, 19.3)], "E5", "16 stands here, 15 is the sum"),
        ([total("小计", 10, 12.4), total("合计", 15, 19.3)], "F4", "12.3 is the sum"),
        ([total("小计", 10, 12.3), total("小计", 5, 19.3)], "F6", "7 is the sum"),
        ([total("合计", 10, 19.3, "通村公路")], "F5", "12.3 is the sum"),
        ([total("合计", 10, 12.3, "通村路")], "E5", "0 is the sum"),
        ([total("合计", "十五", 19.3)], "E5", "here stands the text"),
    ],
)
def test_wrong_sum_is_named_with_both_numbers(world, totals, cell, words):
    found = faults(world, "results", sums(*totals))
    assert found[0].startswith(f"上年完成!{cell}: "), found
    assert words in found[0]


def test_sum_is_not_judged_by_a_cell_that_is_no_number(world):
    found = faults(world, "results", results(one(result="x"), total("合计", None, 5)))
    only(found, "上年完成!F2", "the text “x”")


# — targets —

TARGETS = ["序号", "目标名称", "类别", "牵头单位", "计量单位", "目标值", "完成时限", "计分办法"]


def targets(*rows: list, milestones: list = ()) -> dict:
    steps = [["目标序号", "日期", "数量", "内容"], *milestones]
    return {"目标": [TARGETS, *rows], **({"时间节点": steps} if milestones else {})}


def road(no="1", title="新修通村公路", category="常规", unit="XQ", rule="proportional") -> list:
    return [no, title, category, unit, "公里", 10.5, "2013-06-30", rule]


def test_targets_are_assigned_by_the_office_and_drafted_by_a_unit(fresh):
    steps = [["1", "2013-03-31", 4, "开工"], ["1", "2013-05-31", 8.5, None]]
    sheets = targets(road(), road("2", "改造危桥", unit="单位 SM"), milestones=steps)
    imported(fresh, "office", "targets", sheets, year=2013)
    rows = fresh.rows("SELECT * FROM target ORDER BY id")
    assert [(r["title"], r["origin"]) for r in rows] == [
        ("新修通村公路", "top_down"),
        ("改造危桥", "top_down"),
    ]
    material = fresh.case(rows[0]["id"]).candidate.fields
    assert [step["quantity"] for step in material["milestones"]] == ["4", "8.5"]
    assert material["target_value"] == "10.5"
    mine = targets(road(title="绿化荒山", unit=None))
    imported(fresh, "xq.drafter", "targets", mine, year=2013, act="create")
    assert fresh.rows("SELECT origin FROM target ORDER BY id")[-1]["origin"] == "bottom_up"
    only(
        faults(fresh, "targets", mine, "xq.drafter", year=2013, act="create"),
        "目标!B2",
        "has a target of this title in 2013",
    )


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (road(category="其他"), "C2", "no such category"),
        (road(unit="ZZ"), "D2", "no such unit"),
        (road(unit=None), "D2", "is required"),
        (road(rule="magic"), "H2", "no such scoring rule"),
        (road(title=None), "B2", "“Title” is required"),
        ([*road()[:6], "6月30日", "proportional"], "G2", "a date such as"),
        ([*road()[:6], "2013-02-30", "proportional"], "G2", "a date such as"),
        ([*road()[:5], "many", "2013-06-30", None], "F2", "must be a number"),
    ],
)
def test_wrong_cell_of_a_target_is_named(world, row, cell, words):
    only(faults(world, "targets", targets(row), year=2013), f"目标!{cell}", words)


def test_milestone_of_no_target_and_title_twice_are_named(world):
    sheets = targets(road(), road("2"), milestones=[["3", "2013-03-31", 4, None]])
    found = faults(world, "targets", sheets, year=2013)
    assert found == [
        "目标!B3: Rows 3 and 2 are the same: XQ · 新修通村公路.",
        "时间节点!A2: The sheet Targets has no number 3.",
    ]


# — templates —


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", KINDS)
def test_template_is_importable_as_it_is_and_the_same_every_time(world, name, language):
    body = template(name, language)
    assert template(name, language) == body
    book = read_here(body)
    made = plan(name, book, known(world.database, world.clock), year=2013)
    assert (made.faults, made.steps) == ((), ())
    for table, sheet in zip(KINDS[name].tables, book.sheets, strict=False):
        headings = [cell.text for cell in sheet.rows[0].cells.values()]
        assert headings == [f"{c.label.zh}\n{c.label.en}" for c in columns_of(table)]


def test_template_s_drop_downs_say_what_is_taken(world):
    for language in ("zh-CN", "en"):
        book = openpyxl.load_workbook(io.BytesIO(template("units", language)))
        sheet = book["单位 Units"]
        lists = {
            str(check.sqref).split(":")[0]: check.formula1.strip('"').split(",")
            for check in sheet.data_validations.dataValidation
            if check.type == "list"
        }
        assert {*lists} == {"D2", "H2"}
        for choice in lists["D2"]:
            sheet["A2"], sheet["B2"], sheet["D2"], sheet["H2"] = "N1", "新", choice, lists["H2"][1]
            out = io.BytesIO()
            book.save(out)
            made = planned(world, "admin", "units", out.getvalue())
            assert [knock.act for knock in made.knocks] == ["add_unit"]


def test_operator_may_set_up_the_organisation(empty):
    """Whoever runs the program on its own machine does what an administrator does."""
    made = planned(empty, "", "units", book_of(WHOLE))
    operator = Actor(None, "operator", "cli")
    empty.door.perform_many(made.knocks, operator, together=True)
    assert "JT" in known(empty.database, empty.clock).organisation.units
