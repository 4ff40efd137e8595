"""`shangxia scheme table` and `shangxia recompute`: what is said, what is left behind."""

import json
import re

import pytest

from workflow.scheme.scheme import body_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WRONG = "类别,类别分值,序号,考核内容,分值\n甲,60,1,项一（20+30）,60\n乙,40,2,项二,40\n"


@pytest.fixture
def write(tmp_path):
    """Writes a file and returns its path."""

    def write(text: str, name: str = "table.csv") -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_draft_is_written_whatever_is_wrong_and_strict_ends_with_1(
    bare, write, tmp_path, language
):
    draft = tmp_path / "draft.toml"
    more = ("--out", str(draft), "--year", "2018")
    ran = bare("scheme", "table", write(WRONG), *more, "--strict", SHANGXIA_LANGUAGE=language)
    row, column, kind, sentence = ran.out.splitlines()[0].split("\t")
    assert (ran.code, row, column, kind) == (1, "2", "分值", "parts")
    said = "分项 20+30 相加为 50" if language == "zh-CN" else "its parts 20+30 add to 50"
    assert said in sentence
    assert body_of(draft.read_text("utf-8"))["year"] == 2018
    checked = bare("scheme", "check", str(draft))
    assert (checked.code, "can be used" in checked.out) == (0, True)


def test_without_a_file_the_draft_stands_alone_on_standard_output(bare, write):
    ran = bare("scheme", "table", write(WRONG))
    assert ran.code == 0
    assert body_of(ran.out)["total"] == "100"
    assert "parts" in ran.err


def test_a_draft_never_takes_the_place_of_a_file(bare, write):
    kept = write("mine", "kept.toml")
    ran = bare("scheme", "table", write(WRONG), "--out", kept)
    assert (ran.code, "was left as it is" in ran.err) == (1, True)
    with open(kept, encoding="utf-8") as file:
        assert file.read() == "mine"


def test_findings_and_draft_are_data_for_programs(bare, write):
    ran = bare("scheme", "table", write(WRONG), "--json")
    told = json.loads(ran.out)
    assert [(f["row"], f["code"], f["wrong"]) for f in told["findings"]] == [(2, "parts", True)]
    assert body_of(told["toml"])["code"] == "draft"


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--column", "nonsense=考核内容"), 2, "not nonsense="),
        (("--column", "item"), 2, "FIELD=HEADING"),
        (("--total", "many"), 2, "not many"),
        (("--common", "-4"), 2, "not -4"),
        (("--column", "item=无此列"), 1, "There is no table"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(bare, write, more, code, words):
    ran = bare("scheme", "table", write(WRONG), *more)
    assert (ran.code, words in ran.line) == (code, True)


def test_a_published_table_of_results_is_recomputed_by_the_scheme_that_is_named(bare, write):
    file = write("单位,总分,位次,等次\n甲,96,1,超标\n乙,96,2,达标\n")
    ran = bare("recompute", file, "--scheme", "county_2013", "--strict")
    told = sorted(line.split("\t")[:3] for line in ran.out.splitlines()[:-1])
    assert (ran.code, told) == (1, [["3", "位次", "rank"], ["3", "等次", "grade"]])
    # Without a scheme nobody can say what a grade should be.
    ran = bare("recompute", file, "--json")
    assert [f["code"] for f in json.loads(ran.out)["findings"]] == ["rank"]
    assert ran.code == 0


def test_recomputing_speaks_the_reader_s_language(bare, write):
    file = write("单位,总分,位次\n甲,96,2\n")
    for language, has in (("zh-CN", True), ("en", False)):
        ran = bare("recompute", file, SHANGXIA_LANGUAGE=language)
        assert bool(CHINESE.search(ran.out.replace("位次\t", ""))) is has
