"""`shangxia scheme`: a county reads, checks and takes over the rules of a year."""

import json
import re

import pytest

from tests.builders import golden
from tests.program import Cli, copied
from tests.workflow.scheme_cases import SOUND
from workflow.scheme.scheme import SHIPPED, body_of, schema_text, shipped

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The small county has no such year yet.
NEW_YEAR = 2019


@pytest.fixture(scope="module")
def small_county(sqlite_storage) -> str:
    """A small county in 2013, which nobody writes to."""
    return golden(sqlite_storage)


@pytest.fixture
def cli(small_county, tmp_path) -> Cli:
    """The command line on a small county of this test's own."""
    return Cli(copied(small_county, tmp_path))


@pytest.fixture
def write(tmp_path):
    """Writes a file and returns its path."""

    def write(text: str | bytes, name: str = "scheme.toml") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def of_year(text: str, year: int) -> str:
    """A shipped scheme as a county would take it into another year."""
    return re.sub(r"(?m)^year = [0-9]{4}$", f"year = {year}", text)


@pytest.mark.parametrize("code", SHIPPED)
def test_shipped_scheme_is_shown_as_the_file_it_is_and_passes_the_check(code, bare, write):
    shown = bare("scheme", "show", code)
    assert (shown.code, shown.out) == (0, shipped(code))
    checked = bare("scheme", "check", write(shown.out))
    assert (checked.code, "can be used" in checked.out) == (0, True)


def test_faults_are_told_line_by_line_and_the_exit_code_is_1(bare, write):
    text = SOUND.replace('ties = "dense"', 'ties = "loose"').replace('"12-20"', '"02-30"')
    ran = bare("scheme", "check", write(text))
    told = [line.split("\t") for line in ran.out.splitlines()]
    assert ran.code == 1
    assert [(line, field) for line, field, _ in told[:2]] == [
        (str(1 + text[: text.index("02-30")].count("\n")), "item.1.due"),
        (str(1 + text[: text.index("loose")].count("\n")), "ranking.ties"),
    ]
    assert told[2:] == [["There is no county here: its units and posts were not compared."]]
    assert ran.err == ""


def test_faults_are_told_in_the_reader_s_language(bare, write):
    file = write("year = 2013\n")
    for language, has in (("zh-CN", True), ("en", False)):
        ran = bare("scheme", "check", file, SHANGXIA_LANGUAGE=language)
        assert (ran.code, bool(CHINESE.search(ran.out))) == (1, has)
        assert "-\tgrade\t" in ran.out


def test_faults_are_data_for_programs(bare, write):
    ran = bare("scheme", "check", write("year = 2013\nyear = 2014\n"), "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["ok"], told["county"]) == (1, False, False)
    (fault,) = told["faults"]
    assert (fault["line"], fault["field"]) == (2, "")
    assert "not valid TOML" in fault["text"]


def test_county_s_own_units_and_posts_are_compared(cli, bare, write):
    text = SOUND.replace('"ZS", "JT"', '"NOWHERE"').replace('"FXZ-1"', '"NOBODY"')
    there = {
        fault["text"]
        for fault in json.loads(cli("scheme", "check", write(text), "--json").out)["faults"]
    }
    assert {"there is no unit 'NOWHERE'", "there is no post 'NOBODY'"} <= there
    assert "there is no unit 'XQ'" not in there
    assert json.loads(bare("scheme", "check", write(text), "--json").out)["ok"] is True


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe", "not UTF-8"), (b"#" * 1_000_001, "too large")],
)
def test_file_that_cannot_be_a_scheme_is_one_line(content, words, bare, write):
    ran = bare("scheme", "check", write(content))
    assert (ran.code, words in ran.line) == (2, True)


def test_missing_file_is_one_line(bare, tmp_path):
    ran = bare("scheme", "check", str(tmp_path / "none.toml"))
    assert (ran.code, "none.toml" in ran.line) == (1, True)
    assert bare("scheme", "check", str(tmp_path)).code == 1


def test_mark_that_windows_editors_put_first_does_not_hurt(bare, write):
    assert bare("scheme", "check", write(b"\xef\xbb\xbf" + SOUND.encode())).code == 0


def test_schema_is_printed_as_published(bare):
    ran = bare("scheme", "schema")
    assert (ran.code, ran.out) == (0, schema_text())
    assert json.loads(ran.out)["$schema"].endswith("2020-12/schema")


def test_scheme_of_a_year_is_shown_as_it_is_stored(cli):
    shown = json.loads(cli("scheme", "show", "2013").out)
    assert (shown["year"], len(shown["category"])) == (2013, 4)


@pytest.mark.parametrize(
    ("which", "code", "words"),
    [
        ("county_1999", 2, "county_2013"),
        ("../x", 2, "county_2013"),
        ("1999", 1, "no year 1999"),
        ("9" * 30, 2, "whole number"),
    ],
)
def test_scheme_that_is_not_there_is_one_line(which, code, words, cli):
    ran = cli("scheme", "show", which)
    assert (ran.code, words in ran.line) == (code, True)


def test_year_s_scheme_needs_a_county(bare):
    ran = bare("scheme", "show", "2013")
    assert (ran.code, "shangxia init" in ran.line) == (1, True)


# — putting a scheme in force —


def test_import_sets_up_a_year_and_then_changes_its_scheme(cli, write):
    text = of_year(shipped("county_2013"), NEW_YEAR)
    file = write(text)
    arguments = ("scheme", "import", file, "--year", str(NEW_YEAR), "--as", "office", "--json")
    made = json.loads(cli(*arguments).out)
    assert (made["year"], made["state"], made["scheme"]) == (NEW_YEAR, "preparing", "county_2013")
    assert json.loads(cli("scheme", "show", str(NEW_YEAR)).out) == body_of(text)

    other = text.replace('ties = "competition"', 'ties = "dense"')
    write(other)
    changed = json.loads(cli(*arguments).out)
    assert changed["scheme_digest"] != made["scheme_digest"]
    assert changed["version"] == made["version"] + 1
    assert json.loads(cli("scheme", "show", str(NEW_YEAR)).out) == body_of(other)
    assert cli("audit", "verify").code == 0


@pytest.mark.parametrize("year", [2011, 2012])
def test_shipped_scheme_is_put_in_force_as_it_is(year, cli, write):
    """With all that it leaves open: the year is set up, and its fronts are the source's."""
    text = shipped(f"county_{year}")
    ran = cli("scheme", "import", write(text), "--year", str(year), "--as", "office")
    assert ran.code == 0, ran.err
    assert json.loads(cli("scheme", "show", str(year)).out) == body_of(text)
    again = cli("scheme", "import", write(text), "--year", "2015", "--as", "office")
    assert (again.code, str(year) in again.line) == (2, True)


def test_import_with_a_fault_names_it_and_changes_nothing(cli, write):
    text = of_year(shipped("county_2013"), NEW_YEAR).replace('points = "40"', 'points = "41"')
    line = 1 + text[: text.index('points = "41"')].count("\n")
    ran = cli("scheme", "import", write(text), "--year", str(NEW_YEAR), "--as", "office")
    assert ran.code == 2
    assert f"line {line}, category.1.points" in ran.line
    assert cli("scheme", "show", str(NEW_YEAR)).code == 1


def test_only_the_office_puts_a_scheme_in_force(cli, write):
    file = write(of_year(shipped("county_2013"), NEW_YEAR))
    ran = cli("scheme", "import", file, "--year", str(NEW_YEAR), "--as", "xq.head")
    assert (ran.code, ran.line.startswith("not_your_capacity")) == (1, True)
    assert cli("scheme", "import", file, "--year", str(NEW_YEAR)).code == 2
