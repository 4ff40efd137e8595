"""What an evaluation's workbook asks for, and how its marks and headings keep things apart."""

from tests.workflow.workbooks import book_of
from workflow.organisation import Unit
from workflow.scheme.unit_rules import Answer, Evaluation
from workflow.spreadsheets.evaluation_file import (
    Asking,
    asking_of,
    outcomes_book,
    read_outcomes,
)
from workflow.spreadsheets.reading import read
from workflow.words import Words, both

UNITS = (Unit(1, "XQ", Words("溪桥镇", "Xiqiao"), "township"),)


def asked(*names: str, period: str | None = None) -> Asking:
    answers = tuple(Answer(f"a{n}", both(name), "1") for n, name in enumerate(names))
    declared = Evaluation("e", Words("测评", "Evaluation"), "10", answers)
    return Asking(2014, declared, period, UNITS)


def headings(asking: Asking) -> list[str]:
    return [column.label.zh for column in asking.table.columns]


def test_answers_called_alike_or_as_a_column_of_ours_are_told_apart_by_their_code():
    asking = asked("好", "好", "单位")
    assert headings(asking)[2:] == ["好（a0）", "好（a1）", "单位（a2）"]
    read_back = read_outcomes(read(outcomes_book(asking, "en")), asking)
    assert read_back.refused == ()
    assert [row.unit for row in read_back.rows] == [*UNITS]


def test_a_unit_is_known_by_its_name_in_either_language():
    asking = asked("好", "差")
    for name, wrong in (("溪桥镇", 0), ("xiqiao", 0), ("水门乡", 1), (None, 0)):
        rows = [[asking.mark], ["单位代码", "单位", "好", "差"], ["XQ", name, 3, 1]]
        found = read_outcomes(read(book_of({"任意": rows})), asking)
        assert len(found.faults) == wrong, name
        assert len(found.units) == 1 - wrong


def test_a_file_is_of_one_period_alone():
    first, second, without = (asked("好", period=one) for one in ("h1", "h2", None))
    book = read(outcomes_book(second, "zh-CN"))
    assert asking_of(book, [without, first, second]) is second
    assert asking_of(book, [without, first]) is None
    assert read_outcomes(book, first).refused != ()
