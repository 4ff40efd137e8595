"""Published results and progress: what does not recompute is named by row; nothing is mended."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.published.files import table_file
from workflow.published.recomputing import Recomputing, recomputing
from workflow.published.results import Rules, ranks, rules_of
from workflow.scheme.scheme import body_of, canonical_text, scheme_of, shipped

CHINESE = re.compile(r"[一-鿿]")


def found(*rows: str, rules: Rules | None = None, **columns: str) -> Recomputing:
    book = table_file("t", "\n".join(rows).encode())
    return recomputing(book, rules or Rules(), columns)


def told(table: Recomputing) -> list[tuple[str, int]]:
    return [(finding.code, finding.row) for finding in table.findings]


def source_rules(**more) -> Rules:
    text = shipped("county_2013")
    return rules_of(scheme_of(canonical_text(body_of(text))), None, **more)


# — progress —


def test_of_the_published_progress_exactly_the_two_slips_are_named(shared_dir: Path):
    path = shared_dir / "data" / "imihigo_progress_formula_examples.csv"
    table = recomputing(table_file("t", path.read_bytes()), Rules())
    assert table.rows == 25
    assert [finding.said.en for finding in table.findings] == [
        "row 5, printed_progress_pct: '2 Apr': 23.00 is printed; it recomputes to 22.99.",
        "row 20, printed_progress_pct: '5 rice': 37.81 is printed; it recomputes to 37.82 "
        "(what is printed was cut off, not rounded).",
    ]
    assert [finding.row for finding in table.findings] == [5, 20]


PROGRESS = "类型,指标,目标值,完成值,完成率"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("累计,a,200,50,25.00", "累计,b,200,50,25.01"), [("percentage", 3)]),
        (("递减,a,27,35,77.14", "递减,b,27,35,129.63"), [("percentage", 3)]),
        (("累计,a,200,300,100", "累计,b,200,300,150"), [("percentage", 3)]),
        (("累计,a,70,75,100 (107.14 capped)", "累计,b,70,75,100（107.15 封顶前）"),
         [("percentage", 3)]),
        (("分项,a,10,5,50", "分项,b,10,10,100", "综合,c,,,75"), []),
        (("分项,a,10,5,50", "分项,b,10,10,100", "综合,c,,,74"), [("percentage", 4)]),
        # No part of a mean counts above what is full.
        (("分项,a,10,20,100", "分项,b,10,5,50", "综合,c,,,75"), []),
        # A mean is that of the parts right above it, not of the ones above another mean.
        (("分项,a,10,5,50", "综合,b,,,50", "分项,c,10,10,100", "综合,d,,,100"), []),
        (("累计,a,0,5,50", "综合,b,,,50"), [("not_recomputed", 2), ("not_recomputed", 3)]),
        (("累计,a,十,5,50",), [("not_a_number", 2), ("not_recomputed", 2)]),
        # What is printed without decimals is compared without.
        (("累计,a,3,1,33", "累计,b,3,2,66"), [("percentage", 3)]),
    ],
)  # fmt: skip
def test_a_percentage_is_recomputed_by_its_kind_as_printed(rows, expected):
    table = found(PROGRESS, *rows)
    assert told(table) == expected
    assert all(CHINESE.search(finding.words.zh) for finding in table.findings)


# — results —

RESULTS = "年度,战线,单位,重点,常规,通用,稳定,扣分,总分,位次,等次"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("2013,乡镇,甲,40,30,18,10,,98,1,超标", "2013,乡镇,乙,38,28,18,8,2,90,2,达标"), []),
        (("2013,乡镇,甲,40,30,18,10,,97,1,超标",), [("sum", 2)]),
        # A deduction may be printed with its sign or without.
        (("2013,乡镇,甲,40,30,18,10,2,96,1,超标", "2013,经济,乙,40,30,18,10,-2,96,1,超标"), []),
        (("2013,乡镇,甲,,,,,,90,2,达标", "2013,乡镇,乙,,,,,,96,1,超标",
          "2013,乡镇,丙,,,,,,96,1,超标"), [("sum", 2), ("sum", 3), ("sum", 4), ("rank", 2)]),
        (("2013,乡镇,甲,40,30,18,10,,98,1,达标",), [("grade", 2)]),
        (("2013,乡镇,甲,40,30,18,10,,98,1,优秀",), [("unknown_grade", 2)]),
        (("2013,乡镇,甲,40,30,18,10,,98,1,超标", "2013,乡镇,甲,40,30,18,10,,98,1,超标"),
         [("unit_twice", 3)]),
        (("2013,乡镇,甲,四十,30,18,10,,98,1,超标",), [("not_a_number", 2)]),
    ],
)  # fmt: skip
def test_a_published_result_is_recomputed_from_what_it_prints(rows, expected):
    table = found(RESULTS, *rows, rules=source_rules())
    assert sorted(told(table)) == sorted(expected)
    assert all(CHINESE.search(finding.words.zh) for finding in table.findings)


TIED = ("单位,总分,位次", "甲,99,1", "乙,98,2", "丙,98,2", "丁,97,4")


def test_ranks_are_told_by_the_ties_of_the_scheme():
    assert told(found(*TIED)) == []
    assert told(found(*TIED, rules=Rules(ties="dense"))) == [("rank", 5)]


def test_where_something_unprinted_breaks_ties_each_shared_place_is_right_and_no_other():
    broken = Rules(breaks_ties=True)
    head, *rows = TIED
    rows[2] = "丙,98,3"
    assert told(found(head, *rows, rules=broken)) == []
    rows[2] = "丙,98,4"
    assert told(found(head, *rows, rules=broken)) == [("rank", 4)]


def test_a_grade_with_a_quota_may_be_missed_and_can_never_be_had_below_its_points():
    text = shipped("county_2013").replace('at_least = "95"', 'at_least = "95"\ntop = 1')
    rules = rules_of(scheme_of(canonical_text(body_of(text))), None)
    rows = ("2013,乡镇,甲,40,30,18,10,,98,1,达标", "2013,乡镇,乙,40,28,15,10,,93,2,超标")
    assert told(found(RESULTS, *rows, rules=rules)) == [("grade", 3)]


def test_ranks_are_of_each_front_and_the_same_in_any_order_of_rows():
    rows = ["乡镇,甲,90,1", "经济,乙,95,1", "经济,丙,80,3"]
    head = "战线,单位,总分,位次"
    assert told(found(head, *rows)) == [("rank", 4)]
    assert [f.words for f in found(head, *rows).findings] == [
        f.words for f in found(head, *rows[::-1]).findings
    ]


def test_a_grade_below_its_limits_is_said_to_need_a_reason_that_is_not_printed():
    (finding,) = found(
        RESULTS, "2013,乡镇,甲,40,30,18,10,,98,1,未达标", rules=source_rules()
    ).findings
    assert "what lowered it is not in the table" in finding.words.en
    assert "超标" in finding.words.zh


def test_parts_that_somebody_names_are_the_parts_and_no_others():
    head, row = "单位,实绩,民调,重点,总分", "甲,60,30,7,90"
    assert told(found(head, row)) == [("sum", 2)]
    assert told(found(head, row, rules=Rules(named=("实绩", "民调")))) == []


def test_units_that_the_county_does_not_have_are_named():
    table = found("单位,总分", "甲,90", "乙,80", rules=Rules(units={"甲": "A"}))
    assert told(table) == [("unknown_unit", 3)]


@given(st.lists(st.integers(0, 6), max_size=12), st.sampled_from(["competition", "dense"]))
def test_ranks_are_what_counting_gives(totals, ties):
    own = ranks(dict(enumerate(totals)), ties)
    for row, total in enumerate(totals):
        better = [other for other in totals if other > total]
        assert own[row] == 1 + (len(set(better)) if ties == "dense" else len(better))
