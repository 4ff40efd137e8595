"""`shangxia import`: a county set up from files, and every wrong cell a line."""

import json
from pathlib import Path

import pytest

from tests.program import Cli, Ran
from tests.workflow.test_spreadsheets_import import PEOPLE, RESULTS, TARGETS, UNITS, WHOLE
from tests.workflow.workbooks import book_of


@pytest.fixture
def county(bare) -> Cli:
    """A county that holds nothing but its administrator."""
    done = bare(
        "init", "--name-zh", "云岭县", "--name-en", "Yunling", "--admin", "root",
        "--admin-name", "管理员",
    )  # fmt: skip
    assert done.code == 0, done.err
    return bare


@pytest.fixture
def file(tmp_path):
    """Write a workbook and give its path."""

    def write(sheets: dict, name: str = "book.xlsx") -> str:
        path = tmp_path / name
        path.write_bytes(book_of(sheets))
        return str(path)

    return write


def told(ran: Ran) -> dict:
    return json.loads(ran.out)


def test_county_is_set_up_from_files_by_administrator_and_office(county, file):
    whole = file(WHOLE)
    checked = county("import", "units", whole, "--as", "root", "--check", "--json")
    assert checked.code == 0
    assert (told(checked)["done"], told(checked)["faults"]) == (False, [])
    done = county("import", "units", whole, "--as", "root", "--json")
    assert told(done)["done"] is True
    assert {one["label"]: one["count"] for one in told(done)["acts"]}["Add a unit"] == 4
    again = county("import", "units", whole, "--as", "root")
    assert again.out.splitlines() == ["There already\t16", "Imported; acts done: 0"]
    opened = county("county", "open-year", "--as", "li", "--year", "2013")
    assert opened.code == 0, opened.err
    placed = county("import", "fronts", whole, "--as", "li", "--year", "2013")
    assert placed.out.splitlines()[0] == "Place a unit in a front\t2", placed.err
    rows = [RESULTS, [2012, "兴泉乡", "通村公路", "公里", 10, 12.5, "预计", None]]
    recorded = county("import", "results", file({"上年完成": rows}, "r.xlsx"), "--as", "li")
    assert recorded.code == 0, recorded.err


def test_every_wrong_cell_is_a_line_and_nothing_is_changed(county, file):
    wrong = {
        "单位": [UNITS, ["XQ", "兴泉乡", None, "乡"], ["X Q", "水门乡", None, "乡镇"]],
        "人员": [PEOPLE, ["wang", "王一", "ZZ-1", None]],
    }
    path = file(wrong)
    for more in ((), ("--check",)):
        ran = county("import", "units", path, "--as", "root", *more)
        assert ran.code == 1
        assert ran.out == ""
        lines = ran.err.splitlines()
        assert [line.split(":")[0] for line in lines[:-1]] == ["单位!D2", "单位!A3", "人员!C2"]
        assert lines[-1] == "3 found wrong; nothing was changed."
    ran = county("import", "units", path, "--as", "root", "--json")
    assert ran.code == 1
    assert told(ran)["done"] is False
    assert [f["cell"] for f in told(ran)["faults"]] == ["D2", "A3", "C2"]
    chinese = county("import", "units", path, "--as", "root", SHANGXIA_LANGUAGE="zh-CN")
    assert chinese.err.splitlines()[-1] == "3 处有误，未作任何改动。"
    fine = county("import", "units", file(WHOLE), "--as", "root")
    assert "Add a unit\t4" in fine.out.splitlines()


def test_what_the_door_refuses_is_named_by_row(county, file):
    county("import", "units", file(WHOLE), "--as", "root")
    county("county", "open-year", "--as", "li", "--year", "2013")
    path = file({"目标": [TARGETS, ["1", "修路", "常规", "XQ", "公里", 10, "2013-06-30", None]]})
    order = ("import", "targets", path, "--as", "li", "--year", "2013")
    ran = county(*order)
    assert ran.code == 1
    assert ran.err.startswith("目标!2: ")
    checked = county(*order, "--check")
    assert (checked.code, checked.err) == (1, ran.err)


@pytest.mark.parametrize("kind", ["units", "people", "fronts", "results", "targets"])
def test_whoever_may_not_import_is_told_once(county, file, kind):
    assert county("import", "units", file(WHOLE), "--as", "root").code == 0
    year = ("--year", "2013") if kind in ("fronts", "targets") else ()
    path = file({"Sheet1": [UNITS, ["ZS", "招商局", None, "部门"]]})
    ran = county("import", kind, path, "--as", "zhao", *year)
    assert ran.code == 1
    assert ran.line.startswith("not_your_capacity: ") or "[not_your_capacity]" in ran.line


def test_files_that_are_no_workbooks_are_one_line(county, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_text("代码,名称\n", encoding="utf-8")
    assert county("import", "people", str(path)).line == "This is no .xlsx workbook."
    path.write_bytes(b"PK" + b"\0" * 6_000_000)
    assert "larger than 5 MB" in county("import", "people", str(path)).line
    missing = county("import", "people", str(tmp_path / "no.xlsx"))
    assert (missing.code, "no.xlsx" in missing.line) == (1, True)


def test_targets_are_drafted_or_assigned_by_whoever_can(county, file):
    assert county("import", "units", file(WHOLE), "--as", "root").code == 0
    path = file({"目标": [TARGETS, ["1", "修路", "常规", "XQ", "公里", 10, "2013-06-30", None]]})
    nobody = county("import", "targets", path)
    assert (nobody.code, "--as" in nobody.line) == (2, True)
    early = county("import", "targets", path, "--as", "li")
    assert (early.code, "--year" in early.line) == (2, True)
    assert county("county", "open-year", "--as", "li", "--year", "2013").code == 0
    preparing = county("import", "targets", path, "--as", "li", "--year", "2013")
    assert (preparing.code, preparing.err.startswith("目标!2: ")) == (1, True)
    assert county("year", "open", "2013", "--as", "li").code == 0
    both = county("import", "targets", path, "--as", "li", "--act", "create")
    assert both.code == 1
    assigned = county("import", "targets", path, "--as", "li")
    assert assigned.out.splitlines() == ["Assign\t1", "Imported; acts done: 1"], assigned.err
    mine = file({"目标": [TARGETS, ["1", "植树", "常规", None, "亩", 10, "2013-06-30", None]]})
    drafted = county("import", "targets", mine, "--as", "wang")
    assert drafted.out.splitlines() == ["Draft\t1", "Imported; acts done: 1"], drafted.err


def test_whoever_can_draft_and_assign_says_which(county, file):
    people = [PEOPLE, ["wang", "王一", "XQ-KY、MBB-1", "云政发〔2013〕1号"]]
    assert county("import", "units", file({**WHOLE, "人员": people}), "--as", "root").code == 0
    path = file({"目标": [TARGETS, ["1", "修路", "常规", "XQ", "公里", 10, None, None]]})
    ran = county("import", "targets", path, "--as", "wang", "--year", "2013")
    assert (ran.code, "--act create" in ran.line) == (2, True)


def test_template_is_made_once_and_filled_in_and_imported(county, tmp_path):
    path = tmp_path / "units.xlsx"
    assert county("import", "template", "units", str(path)).code == 0
    made = path.read_bytes()
    second = county("import", "template", "units", str(path))
    assert (second.code, "is there already" in second.line) == (1, True)
    assert path.read_bytes() == made
    assert county("import", "units", str(path)).out == "Imported; acts done: 0\n"
    assert county("import", "template", "magic", str(Path(tmp_path, "x"))).code == 2
