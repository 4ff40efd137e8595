"""A year played through the door with an item of parts and periods, from ledger to score."""

import json

import pytest

from tests.builders import FOUND
from tests.stranger import recompute as recompute_year
from tests.workflow.part_years import MONTHS, inspected_due, item_due, values
from tests.workflow.result_years import reader
from workflow.audit.verify import verify
from workflow.errors import InvalidInput, RulesRefused
from workflow.queries import bureau, score_sheet
from workflow.scoring.recompute import recompute


def entered(w, target, event, count=1):
    day = f"{w.target(target)['due_on'][:4]}-01-05"
    w.act(
        "assessor", "enter_ledger", target, event=event, count=count, occurred_on=day, matter="事"
    )


def last_score(w, target):
    row = w.row("SELECT * FROM score WHERE target_id = ? ORDER BY no DESC", target)
    derivation = json.loads(row["derivation"])
    assert str(recompute(derivation)) == row["value"]
    return row["value"], derivation


def test_a_year_of_parts_periods_and_adjustments_comes_to_a_published_score(fresh):
    w = fresh
    year, _, (xq, zs) = item_due(w)
    entered(w, xq, "late", 3)
    entered(w, zs, "late", 9)
    # 3.6 + 5.6 − 1.5; 4 + 3 − 2, for all the late reports cost no more together.
    w.act("assessor", "assess", xq, met=True, parts=values("108", MONTHS))
    w.act("assessor", "assess", zs, met=True, parts=values("120", dict.fromkeys("123456", "10")))
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    w.year("office", "publish", year, document="云考公告1号")
    assert (last_score(w, xq)[0], last_score(w, zs)[0]) == ("7.7", "5")

    entries = w.entries()
    assert recompute_year(entries, year) == []
    assert verify(w.database).ok

    sheet = score_sheet.sheet(reader(w, "zs.head"), year, "ZS", None)
    (target,) = [t for c in sheet["categories"] for t in c["targets"]]
    assert [v["value"] for v in target["finding"]["parts"]] == ["120", *["10"] * 6]
    assert [(p["name"].zh, len(p["periods"])) for p in target["rule"]["parts"]] == [
        ("全年收入", 0),
        ("各月收入", 12),
    ]
    # One value bent where it stands is not what the stranger finds.
    for entry in entries:
        for write in entry["writes"]:
            if write["table"] == "finding" and write["after"]["target_id"] == xq:
                bent = json.loads(write["after"]["parts"])
                bent[0]["value"] = "60"
                write["after"]["parts"] = json.dumps(bent)
    assert f"target {xq}: score 7.7, recomputed 61/10" in recompute_year(entries, year)[0]


def test_values_are_kept_in_the_order_of_the_rule_whatever_order_they_came_in(fresh):
    _, _, (xq, zs) = item_due(fresh)
    given = values("108", MONTHS)
    fresh.act("assessor", "assess", xq, met=True, parts=given)
    fresh.act("assessor", "assess", zs, met=True, parts=given[::-1])
    one, other = (
        fresh.row("SELECT parts FROM finding WHERE target_id = ?", target)["parts"]
        for target in (xq, zs)
    )
    assert one == other
    assert json.loads(one)[0] == {"part": "year", "period": None, "value": "108"}


@pytest.mark.parametrize("who", ["assessor", "inspector1"])
def test_what_is_missing_unknown_or_there_twice_is_named_in_both_languages(fresh, who):
    if who == "assessor":
        target, act = item_due(fresh)[2][0], "assess"
        answers = {"met": True}
    else:
        target, act = inspected_due(fresh), "inspect"
        answers = {**FOUND, "found_value": None}
    given = [*values(None, {"1": "10", "13": "4"}), *values(None, {"1": "9"})]
    size = fresh.size()
    error = fresh.no(who, act, target, **answers, parts=given)
    assert isinstance(error, RulesRefused)
    (refusal,) = error.refusals
    assert refusal.code == "values_are_those_of_the_parts"
    assert refusal.text.en == (
        "The values by part are not those that the scoring rule asks for: there is no part months "
        "13, months 1 stands twice, Income of the year is missing"
    )
    assert refusal.text.zh == (
        "分项核定值与计分办法要求的不符：没有分项 months 13、months 1 重复、缺全年收入"
    )
    assert (fresh.size(), fresh.state(target)) == (size + 1, "due")


def test_a_period_that_must_be_found_is_named_where_it_is_missing(fresh):
    target = inspected_due(fresh, "strict")
    half = [{"part": "half", "period": "1", "value": "100"}]
    error = fresh.no("inspector1", "inspect", target, **FOUND, parts=half)
    assert "半年数下半年" in error.refusals[0].text.zh
    assert "By half-year, second half is missing" in error.refusals[0].text.en
    whole = [*half, {"part": "half", "period": "2", "value": "120"}]
    fresh.act("inspector1", "inspect", target, **{**FOUND, "found_value": None}, parts=whole)
    fresh.act("office", "score", target)
    # 100 and 120 of 120: the mean of 10 × 5/6 and 10 is 55/6.
    assert last_score(fresh, target)[0] == "9.17"


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"part": "year", "value": "viel"}, "parts.0.value"),
        ({"part": "year", "value": 1.5}, "parts.0.value"),
        ({"part": "year"}, "parts.0.value"),
        ({"value": "1"}, "parts.0.part"),
        ({"part": "year", "value": "1", "more": "2"}, "parts.0.more"),
    ],
)
def test_a_value_that_is_no_number_is_told_at_its_place(fresh, value, field):
    target = inspected_due(fresh)
    error = fresh.no("inspector1", "inspect", target, **FOUND, parts=[value])
    assert isinstance(error, InvalidInput)
    assert list(error.fields) == [field]


def test_a_finding_without_values_is_refused_and_one_under_another_rule_takes_none(fresh):
    target = inspected_due(fresh)
    error = fresh.no("inspector1", "inspect", target, **FOUND)
    assert [r.code for r in error.refusals] == ["values_are_those_of_the_parts"]
    plain = fresh.due()
    error = fresh.no("inspector1", "inspect", plain, **FOUND, parts=values("1", {}))
    assert "there is no part year" in error.refusals[0].text.en


def test_an_inspector_counts_the_events_that_adjust_a_score(fresh):
    target = inspected_due(fresh)
    events = [{"event": "late", "count": 1}, {"event": "honour", "count": 3}]
    fresh.act("inspector1", "inspect", target, **FOUND, parts=values("108", MONTHS), events=events)
    fresh.act("office", "score", target)
    value, derivation = last_score(fresh, target)
    # 9.2 + 2, for no more than that is added; and no more than the item is worth.
    assert value == "10"
    rules, node = [], derivation
    while node["children"]:
        rules.append(node["rule"])
        node = node["children"][0]
    assert rules[:6] == ["round", "late", "quality", "adjusted", "parts", "part"]


def test_the_sheet_predicts_nothing_and_says_what_is_met_by_the_parts(fresh):
    _, item, (xq, zs) = item_due(fresh)
    sheet = bureau.sheet(reader(fresh, "assessor"), item)
    assert [row["predicted"] for row in sheet.rows] == [None, None]
    full = {"parts": values("120", dict.fromkeys(MONTHS, "10"))}
    short = {"parts": values("120", MONTHS)}
    assert (sheet.completed(xq, full)["met"], sheet.completed(zs, short)["met"]) == (True, False)
    assert [p["part"] for p in sheet.parts] == ["year", "months"]
