"""Reading a workbook: what the cells say, and that no file harms the one who reads it."""

import io
import json
import sys
import time
import warnings
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.cell.cell import ERROR_CODES

from tests.workflow.workbooks import book_of, raw, workbook
from workflow.spreadsheets import child, reading
from workflow.spreadsheets.reading import Cell, Unreadable, read


def cells(body: bytes) -> dict[str, tuple[str, str]]:
    """Kind and text by cell name, of the first sheet."""
    return {
        reading.cell_name(column, row.number): (cell.kind, cell.text)
        for row in read(body).sheets[0].rows
        for column, cell in row.cells.items()
    }


def why(body: bytes) -> str:
    with pytest.raises(Unreadable) as no:
        read(body)
    assert no.value.words.zh != no.value.words.en
    return str(no.value.words)


# — what the cells say —


def test_every_kind_of_cell_comes_out_as_text_under_its_name():
    rows = [
        ["里程", 12, 12.5, date(2013, 3, 31), True],
        [],
        [
            None,
            datetime(2013, 3, 31, 8, 30),  # noqa: DTZ001  (a cell has no zone)
            "#REF!",
            " x ",
            None,
        ],
    ]
    assert cells(workbook(年=rows)) == {
        "A1": ("text", "里程"),
        "B1": ("number", "12"),
        "C1": ("number", "12.5"),
        "D1": ("date", "2013-03-31"),
        "E1": ("yesno", "true"),
        "B3": ("date", "2013-03-31T08:30:00"),
        "C3": ("error", "#REF!"),
        "D3": ("text", " x "),
    }


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("12.300000000000001", "12.3"),
        ("0.30000000000000004", "0.3"),
        ("12.0", "12"),
        ("1E3", "1000"),
        ("1.5E-3", "0.0015"),
        ("-0", "0"),
        ("-12.50", "-12.5"),
        ("999999999999999", "999999999999999"),
        ("0.1", "0.1"),
        ("8.4999999999999996", "8.5"),
    ],
)
def test_number_is_what_excel_shows_of_it(stored, shown):
    assert cells(raw(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')) == {
        "A1": ("number", shown)
    }


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"),
        ("0", "number"),
        ("@", "number"),
        ("#,##0.00", "dressed"),
        ("000", "dressed"),
        ('0.00"%"', "dressed"),
        ("0.0%", "scaled"),
        ("0.00%", "scaled"),
        ("#,##0,", "scaled"),
        ("0!.0,", "scaled"),
        (r"0\.0,", "scaled"),
    ],
)
def test_format_that_shows_another_number_is_told(code, kind):
    assert cells(book_of({"S": [[0.955]]}, {"A1": code}))["A1"] == (kind, "0.955")


def test_formula_gives_its_value_and_says_when_it_has_none():
    body = raw(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert cells(body) == {
        "A1": ("number", "2"),
        "B1": ("formula", ""),
        "D1": ("error", "#DIV/0!"),
    }


def test_workbook_goes_through_plain_values_unchanged():
    book = read(workbook(单位=[["代码", 1], [None, date(2013, 1, 2)]], 岗位=[["x"]]))
    assert reading.book_of(book.as_plain()) == book
    assert [sheet.name for sheet in book.sheets] == ["单位", "岗位"]


# — what is refused —


def test_what_is_no_workbook_is_told_apart():
    assert "no .xlsx" in why("代码,名称\n".encode())
    assert "no .xlsx" in why(b"")
    assert "old .xls" in why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    assert "damaged" in why(b"PK\x03\x04 and nothing more")
    assert "damaged" in why(workbook(S=[["x"]])[:-40])
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "no .xlsx" in why(other.getvalue())


def test_file_with_macros_is_refused():
    assert "macros" in why(raw("", members={"xl/vbaProject.bin": b"x"}))


def test_crooked_sheet_is_refused():
    assert "damaged" in why(raw('<row r="2"/><row r="1"><c r="A1"><v>1</v></c></row>'))
    assert "damaged" in why(raw('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    assert "damaged" in why(raw('<row r="1"><c r="A1"><v>one</v></c></row>'))
    assert "damaged" in why(raw('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))
    assert "damaged" in why(raw("<row"))


def test_entity_bomb_is_refused_at_once():
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    begun = time.monotonic()
    bomb = raw(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>',
        prolog=f"<!DOCTYPE x [{entities}]>",
    )
    assert "entities" in why(bomb)
    assert time.monotonic() - begun < 10


def test_file_of_the_machine_cannot_be_read_through_an_entity():
    bomb = raw(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>',
        prolog='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    )
    assert "entities" in why(bomb)


def test_zip_bomb_is_refused_before_it_is_unpacked():
    begun = time.monotonic()
    bomb = raw("", members={"xl/more.xml": b"0" * (200 * 1024**2)})
    assert len(bomb) < reading.MOST_BYTES
    assert "unpacks" in why(bomb)
    assert time.monotonic() - begun < 10


def test_huge_dimension_costs_nothing():
    begun = time.monotonic()
    body = raw('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>')
    assert cells(body) == {"A1": ("number", "1")}
    beyond = raw(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert "Sheet1!XFD1048576" in why(beyond)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("rows", "columns", "cell"), [(5001, 1, "S!A5001"), (1, 61, "S!BI1")], ids=["rows", "columns"]
)
def test_sheet_over_its_size_is_refused_by_cell(rows, columns, cell):
    assert cell in why(workbook(S=[["x"] * columns] * rows))
    read(workbook(S=[["x"] * min(columns, 60)] * min(rows, 5000)))


def test_text_over_its_length_is_refused_by_cell():
    assert "S!B2" in why(workbook(S=[["x"], ["x", "长" * 4001]]))
    read(workbook(S=[["长" * 4000]]))


def test_short_text_that_stands_everywhere_is_counted_each_time():
    row = "".join(f'<c r="{child.column_name(n)}{{0}}" t="s"><v>0</v></c>' for n in range(1, 61))
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 1200))
    assert "too much text" in why(raw(rows, strings=f"<si><t>{'x' * 3900}</t></si>"))


def test_file_that_is_too_large_is_not_even_handed_on(monkeypatch):
    monkeypatch.setattr(reading, "_asked", lambda body: pytest.fail("it was"))
    assert "larger than 5 MB" in why(b"PK" + b"\0" * reading.MOST_BYTES)


def test_workbook_of_many_sheets_is_refused():
    assert "20 sheets" in why(book_of({f"S{n}": [["x"]] for n in range(21)}))


# — the process —


def test_process_that_takes_too_long_is_killed(monkeypatch, tmp_path):
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading, "CHILD", sleeper)
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.5)
    begun = time.monotonic()
    assert "too long" in why(b"PK")
    assert time.monotonic() - begun < 10


def test_process_that_dies_is_a_damaged_file(monkeypatch, tmp_path):
    dying = tmp_path / "child.py"
    dying.write_text("import os, sys\nsys.exit(3)\n")
    monkeypatch.setattr(reading, "CHILD", dying)
    assert "damaged" in why(b"PK")


@pytest.mark.skipif(sys.platform == "win32", reason="limits that only this platform has")
def test_process_has_limits_and_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SHANGXIA_SECRET_KEY", "k" * 40)
    asking = tmp_path / "child.py"
    asking.write_text(
        f"import runpy, json, os, resource, sys\n"
        f"runpy.run_path({str(reading.CHILD)!r})['limit']()\n"
        "cells = [[1, 'text', json.dumps([sorted(os.environ), sys.flags.isolated,"
        " resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0],"
        " resource.getrlimit(resource.RLIMIT_FSIZE)[0]])]]\n"
        "print(json.dumps({'sheets': [{'name': 'S', 'rows': [[1, cells]]}]}))\n"
    )
    monkeypatch.setattr(reading, "CHILD", asking)
    (said,) = read(b"PK").sheets[0].rows[0].cells.values()
    assert isinstance(said, Cell)
    environment, isolated, memory, seconds, files = json.loads(said.text)
    assert not [name for name in environment if name.startswith("SHANGXIA")]
    assert isolated == 1
    assert seconds == child.MOST_CPU_SECONDS
    assert files == 0
    if sys.platform == "linux":
        assert memory == child.MOST_MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_process_that_eats_memory_is_stopped(monkeypatch, tmp_path):
    eating = tmp_path / "child.py"
    eating.write_text(
        "import runpy, sys\n"
        f"kept = runpy.run_path({str(reading.CHILD)!r})\n"
        "kept['main'].__globals__['book_of'] = lambda body: b'x' * 2**32\n"
        "kept['main']()\n"
    )
    monkeypatch.setattr(reading, "CHILD", eating)
    assert "unpacks" in why(b"PK")


def test_without_the_guarded_parser_nothing_is_read(monkeypatch, tmp_path):
    bare = tmp_path / "child.py"
    bare.write_text(
        "import os, runpy\n"
        "os.environ['OPENPYXL_DEFUSEDXML'] = 'False'\n"
        f"runpy.run_path({str(reading.CHILD)!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(reading, "CHILD", bare)
    assert "damaged" in why(workbook(S=[["x"]]))


def test_full_sheet_is_read_within_its_limits():
    """The largest sheet that is allowed stays far from the limits of time and memory."""
    begun = time.monotonic()
    book = read(workbook(S=[[f"单位 {n}", *[n + 0.1] * 59] for n in range(5000)]))
    assert len(book.sheets[0].rows) == 5000
    assert time.monotonic() - begun < reading.MOST_SECONDS


# — anything at all —

WHOLE = workbook(单位=[["代码", 1.5, True], ["=1+1", "x", None]], 岗位=[["y"]])


def answered(body: bytes) -> list | str:
    """What the reading program makes of these bytes: sheets, or the code of its refusal."""
    try:
        return child.book_of(body)
    except child.Refused as refused:
        return refused.code


def is_told(answer: list | str) -> bool:
    """Whether it is sheets with their names, or a refusal that has its sentence."""
    if isinstance(answer, str):
        return answer == "damaged" or answer in reading.WHY
    return all(sheet["name"] and isinstance(sheet["rows"], list) for sheet in answer)


@given(at=st.integers(0, len(WHOLE) - 1), new=st.binary(min_size=1, max_size=8))
def test_bent_bytes_are_read_or_refused_and_nothing_else(at, new):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert is_told(answered(WHOLE[:at] + new + WHOLE[at + len(new) :]))


@given(length=st.integers(0, len(WHOLE) - 1))
def test_cut_file_is_refused(length):
    assert answered(WHOLE[:length]) in ("damaged", "not_a_workbook")


@given(
    st.lists(
        st.text("<c r=\"A1\" t='s'>v/&;x0isf\n\x00", max_size=12)
        | st.sampled_from(['<row r="1">', "</row>", '<c r="A1">', "</c>", "<v>1</v>", "<f>1</f>"]),
        max_size=12,
    )
)
def test_any_sheet_is_read_or_refused_and_nothing_else(parts):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert is_told(answered(raw("".join(parts))))


@given(st.decimals(-(10**8), 10**8, places=6))
def test_number_of_fifteen_digits_comes_out_exactly(value):
    """Through the double that Excel keeps it in: no digit is lost or added."""
    assert Decimal(child.number_text(repr(float(value)))) == value


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=40))
def test_text_comes_out_as_it_went_in(text):
    assume(not text.startswith("=") and "_x" not in text and text not in ERROR_CODES)
    (sheet,) = child.book_of(workbook(S=[[text]]))
    (row,) = sheet["rows"]
    assert row[1][0][1:] == ["text", text]
