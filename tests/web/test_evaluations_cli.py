"""`shangxia import evaluations`: a filled-in sheet by one act, or every wrong cell a line."""

import io
import json
from collections.abc import Iterator

import openpyxl
import pytest

from tests.builders import World, found
from tests.program import Cli
from tests.storage import opened
from tests.workflow.whole_year import at_the_end_of_it
from workflow.queries import facts
from workflow.queries.organisation import organisation
from workflow.spreadsheets.evaluation_file import askings, outcomes_book

DOCUMENT = ("--document", "测〔2014〕1号")


@pytest.fixture
def assessed(storage) -> Iterator[tuple[str, dict[str, bytes]]]:
    """A county with a year that evaluates its units, and the empty sheet of each asking by mark."""
    url = storage.new()
    with opened(url) as database:
        world = World(database)
        found(world)
        year, _ = at_the_end_of_it(world)
        scheme = facts.scheme_of_year(database, facts.year(database, year))
        units = organisation(database, facts.county(database)["organisation"])
        sheets = {
            asking.mark.partition(f"/{year}/")[2]: outcomes_book(asking, "zh-CN")
            for asking in askings(year, scheme, units)
        }
    yield url, sheets
    storage.drop(url)


@pytest.fixture
def file(tmp_path):
    """Fill in a sheet from its third column on, and give its path."""

    def write(body: bytes, change=None, **answers: tuple) -> str:
        book = openpyxl.load_workbook(io.BytesIO(body))
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(min_row=4):
            for place, value in enumerate(answers.get(row[0].value, ()), 3):
                sheet.cell(row[0].row, place, value)
        if change:
            change(sheet)
        path = tmp_path / "filled.xlsx"
        book.save(path)
        return str(path)

    return write


def entries(url: str) -> list[tuple]:
    with opened(url) as database:
        rows = World(database).rows("SELECT code, period, document, value FROM unit_entry")
        return [tuple(row.values()) for row in rows]


def test_a_filled_in_sheet_is_checked_then_entered_and_says_so(assessed, file):
    url, sheets = assessed
    cli, path = Cli(url), file(sheets["half/h2"], XQ=(87.5,), ZS=(90,))
    order = ("import", "evaluations", path, *DOCUMENT, "--as", "office")
    checked = cli(*order, "--check")
    assert (checked.code, entries(url)) == (0, []), checked.err
    ran = cli(*order)
    assert ran.out.splitlines()[:2] == ["Enter an evaluation\t1", "Imported; acts done: 1"], ran.err
    assert ran.out.splitlines()[2].endswith("\tunits: 2")
    assert entries(url) == [
        ("half", "h2", DOCUMENT[1], "87.5"), ("half", "h2", DOCUMENT[1], "90"),
    ]  # fmt: skip
    assert cli("audit", "verify").code == 0


def test_every_wrong_cell_is_a_line_and_nothing_is_entered(assessed, file):
    url, sheets = assessed
    cli = Cli(url)

    def twice(sheet) -> None:
        sheet.append(("XQ", None, 1, 1))
        sheet.append(("NOSUCH", None, 1, 1))

    path = file(sheets["public"], twice, XQ=(3, 1), ZS=(-1, "两"))
    order = ("import", "evaluations", path, *DOCUMENT, "--as", "office")
    for more in ((), ("--check",)):
        ran = cli(*order, *more, SHANGXIA_LANGUAGE="zh-CN")
        lines = ran.err.splitlines()
        assert (ran.code, ran.out) == (1, "")
        assert [line.split("：")[0].split("!")[1] for line in lines[:-1]] == [
            "A4", "C5", "D5", "A6", "A7",
        ]  # fmt: skip
        assert lines[-1] == "5 处有误，未作任何改动。"
    told = json.loads(cli(*order, "--json").out)
    assert (told["done"], [fault["cell"] for fault in told["faults"]][:2]) == (False, ["A4", "C5"])
    assert entries(url) == []


def test_a_sheet_of_no_evaluation_of_the_county_is_refused_whole(assessed, file):
    url, sheets = assessed
    cli = Cli(url)
    for mark in ("shangxia/evaluation/1999/public", "nothing"):
        path = file(sheets["public"], lambda s, mark=mark: s.cell(2, 1, mark), XQ=(3, 1))
        ran = cli("import", "evaluations", path, *DOCUMENT, "--as", "office")
        assert (ran.code, "download the file" in ran.err) == (1, True)
    renamed = file(sheets["public"], lambda s: s.cell(3, 4, "很不满意"), XQ=(3, 1))
    ran = cli("import", "evaluations", renamed, *DOCUMENT, "--as", "office")
    assert (ran.code, "There is no column “很不满意”." in ran.err) == (1, True)
    assert entries(url) == []


def test_it_is_the_offices_with_a_document_and_the_door_has_the_last_word(assessed, file):
    url, sheets = assessed
    cli, path = Cli(url), file(sheets["public"], XQ=(3, 1))
    order = ("import", "evaluations", path)
    assert cli(*order, *DOCUMENT).code == 2
    assert cli(*order, "--as", "office").code == 2
    long = cli(*order, "--document", "号" * 61, "--as", "office")
    assert (long.code, "document" in long.line) == (2, True)
    for who in ("head", "xq.head", "admin"):
        ran = cli(*order, *DOCUMENT, "--as", who)
        assert (ran.code, "not_your_capacity" in ran.line) == (1, True)
    assert entries(url) == []
