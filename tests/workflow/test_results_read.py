"""A year's results as people read them: equal to what was stored, in every revision, for all."""

import json
from datetime import timedelta

import pytest

from models.statements import run
from tests.workflow.own_year import signed_off
from tests.workflow.result_years import (
    PLAN,
    assessed,
    decided,
    paid,
    published,
    reader,
    revised,
    running,
)
from workflow.clock import today
from workflow.errors import NotFound
from workflow.queries import publication, results, score_sheet
from workflow.queries.comparison import comparison
from workflow.scoring.outcome import UnitOutcome
from workflow.scoring.recompute_outcome import recompute_results
from workflow.scoring.results import results_digest

MONDAY = 0


def units(shown):
    return {unit["unit"]: unit for front in shown["fronts"] for unit in front["units"]}


def test_the_ranking_says_what_was_stored_front_by_front_in_rank_order(world):
    made = published(world)
    shown = results.results(reader(world, "zs.drafter"), made.year)
    assert [(f["front"], [u["unit"] for u in f["units"]]) for f in shown["fronts"]] == [
        ("economy", ["ZS"]),
        ("townships", ["SM", "XQ", "JT"]),
    ]
    for row in made.stored(1):
        unit = units(shown)[row["code"]]
        assert [unit[n] for n in ("total", "base_grade", "grade", "rank")] == [
            row[n] for n in ("total", "base_grade", "grade", "rank")
        ]
        assert unit["digest"] == json.loads(row["derivation"])["digest"]


def test_ties_categories_grade_rules_and_key_targets_not_met_stand_beside_the_total(world):
    made = published(world)
    found = units(results.results(reader(world, "auditor"), made.year))
    assert {code: (u["rank"], u["tied"], u["total"]) for code, u in found.items()} == {
        "XQ": (1, True, "38"),
        "SM": (1, True, "38"),
        "JT": (3, False, "36"),
        "ZS": (1, False, "34"),
    }
    zero = {"common": "0", "stability": "0"}
    assert found["ZS"]["categories"] == {"key": "14", "routine": "20", **zero}
    lowered = found["ZS"]
    assert (lowered["base_grade"], lowered["grade"]) == ("met", "not_met")
    assert [(r["code"], r["name"].zh) for r in lowered["rules"]] == [
        ("S43", "一项重点未完成，降一等")
    ]
    assert {code: u["unfinished_key"] for code, u in found.items()} == {
        "XQ": 0,
        "SM": 0,
        "JT": 0,
        "ZS": 1,
    }


def awards(shown, unit):
    return [
        (a["code"], a["amount"], a["state"], a["done_on"]) for a in units(shown)[unit]["awards"]
    ]


def test_awards_are_proposed_then_stand_then_are_carried_out_and_withheld_ones_say_so(world):
    made = published(world)
    known = reader(world, "office")
    before = results.results(known, made.year)
    assert awards(before, "XQ") == [("place_1", "5000", "proposed", None)]
    assert not results.may_pay(known, made.year)
    signed_off(world, made.year)
    world.clock.forward(days=20)
    world.year("head", "decide", made.year, document="云政常纪2号")
    paid(world, made, "XQ")
    known = reader(world, "office")
    after = results.results(known, made.year)
    today = world.clock().date().isoformat()
    assert awards(after, "XQ") == [("place_1", "5000", "done", today)]
    assert awards(after, "SM") == [("place_1", "5000", "granted", None)]
    assert awards(after, "JT") == [("place_3", None, "granted", None)]
    assert awards(after, "ZS") == [
        ("place_1", "5000", "withheld", None),
        ("talk", None, "granted", None),
    ]
    assert results.may_pay(known, made.year)
    assert not results.may_pay(reader(world, "head"), made.year)


def test_the_steps_of_publication_are_told_with_their_days_people_and_documents(world):
    made = revised(world)
    signed_off(world, made.year)
    world.clock.forward(days=20)
    world.year("head", "decide", made.year, document="云政常纪2号")
    world.year("office", "close", made.year, document="云政发5号")
    shown = results.results(reader(world, "xq.drafter"), made.year)
    told = [(r["no"], r["act"], r["by"], r["document"]) for r in shown["revisions"]]
    assert told == [(1, "publish", "office", "云考公告1号"), (2, "revise", "office", "云考公告2号")]
    assert (shown["decided"]["by"], shown["decided"]["document"]) == ("head", "云政常纪2号")
    assert shown["announced"]["document"] == "云政发5号"


def test_notice_and_objections_end_with_the_working_days_of_the_scheme(world):
    made = assessed(world)
    while world.clock().weekday() != MONDAY:
        world.clock.forward(days=1)
    world.year("office", "publish", made.year, document="云考公告1号")
    shown = results.results(reader(world, "xq.drafter"), made.year)
    monday = today(world.clock())
    until = {"until": monday + timedelta(days=7), "objections_until": monday + timedelta(days=14)}
    for name, day in until.items():
        assert shown["notice"][name] == day.isoformat()


def test_an_earlier_revision_stays_as_it_was_with_the_scores_that_it_counted(world):
    made = revised(world)
    known = reader(world, "sm.head")
    first, last = (results.results(known, made.year, no) for no in (1, None))
    assert [units(shown)["XQ"]["total"] for shown in (first, last)] == ["38", "40"]
    assert [units(shown)["SM"]["rank"] for shown in (first, last)] == [1, 2]
    assert last["no"] == 2
    for no, score, found in ((1, "18", "9"), (2, "20", "10")):
        sheet = score_sheet.sheet(known, made.year, "XQ", no)
        (target,) = sheet["categories"][1]["targets"]
        assert (target["score"], target["finding"]["found_value"]) == (score, found)
        assert target["derivation"]["result"] == score


def test_awards_of_an_earlier_revision_never_stood(world):
    made = revised(world)
    signed_off(world, made.year)
    world.clock.forward(days=20)
    world.year("head", "decide", made.year, document="云政常纪2号")
    first = results.results(reader(world, "office"), made.year, 1)
    assert awards(first, "XQ") == [("place_1", "5000", "proposed", None)]


def test_a_sheet_adds_up_to_what_the_ranking_says(world):
    made = decided(world)
    known = reader(world, "leader1")
    ranking = units(results.results(known, made.year))
    for code, unit in ranking.items():
        sheet = score_sheet.sheet(known, made.year, code)
        for name in ("total", "grade", "rank", "tied", "rules", "awards", "digest"):
            assert sheet[name] == unit[name]
        assert {c["code"]: c["score"] for c in sheet["categories"]} == unit["categories"]
        for target in (t for c in sheet["categories"] for t in c["targets"]):
            stored = world.row(
                "SELECT value, derivation FROM score WHERE target_id = ?", target["id"]
            )
            assert target["score"] == stored["value"]
            assert target["digest"] == target["derivation"]["digest"]
            assert target["derivation"] == json.loads(stored["derivation"])


def test_a_stranger_reckons_all_results_anew_from_what_is_shown(world):
    made = published(world)
    known = reader(world, "jt.drafter")
    shown = results.results(known, made.year)
    tables = {front["front"]: front["table"] for front in shown["fronts"]}
    trees = [score_sheet.sheet(known, made.year, code)["derivation"] for code in units(shown)]
    redone = recompute_results(trees, tables)
    assert sorted(each.rank for each in redone) == [1, 1, 1, 3]
    outcomes = [_only(tree) for tree in trees]
    assert results_digest(outcomes) == shown["digest"]


def _only(tree) -> UnitOutcome:
    """An outcome of which nothing but its derivation is asked."""
    return UnitOutcome("", "", {}, "", "", "", "", (), 0, (), (), tree)


def test_a_target_imposed_by_the_county_head_is_marked_and_counted(world):
    made = assessed(world)
    # What arbitration will write; nothing else reads it on the way to the results.
    run(world.database, "UPDATE target SET imposed = 1 WHERE id = ?", (made.targets["SM", "key"],))
    world.year("office", "publish", made.year, document="云考公告1号")
    known = reader(world, "sm.head")
    assert units(results.results(known, made.year))["SM"]["imposed"] == 1
    targets = score_sheet.sheet(known, made.year, "SM")["categories"][0]["targets"]
    assert [target["imposed"] for target in targets] == [True]


SO_FAR = ("xq.drafter", "xq.head", "leader1", "leader3", "office", "head", "auditor")
OTHERS = ("sm.head", "zs.drafter", "leader2", "inspector1", "assessor", "secretary", "admin")


def test_before_publication_scores_so_far_are_for_the_unit_and_those_above_it(world):
    made = assessed(world)
    for username in SO_FAR:
        sheet = score_sheet.sheet(reader(world, username), made.year, "XQ")
        assert (sheet["total"], sheet["grade"], sheet["rank"]) == ("38", None, None)
        assert sheet["derivation"] is None
    for username in OTHERS:
        with pytest.raises(NotFound):
            score_sheet.sheet(reader(world, username), made.year, "XQ")
        with pytest.raises(NotFound):
            results.results(reader(world, username), made.year)
    world.year("office", "publish", made.year, document="云考公告1号")
    for username in (*SO_FAR, *OTHERS):
        assert score_sheet.sheet(reader(world, username), made.year, "XQ")["rank"] == 1


def test_what_has_no_score_yet_stands_on_the_sheet_without_one(world):
    made = running(world)
    world.fall_due(made.targets["XQ", "key"])
    sheet = score_sheet.sheet(reader(world, "xq.head"), made.year, "XQ")
    waiting = [(t["score"], t["state"]) for c in sheet["categories"] for t in c["targets"]]
    assert waiting == [(None, "due"), (None, "in_progress")]
    assert sheet["total"] == "0"


def test_open_sheets_are_those_one_may_see(world):
    made = assessed(world)
    for username, seen in (
        ("xq.drafter", ["XQ"]),
        ("leader2", ["JT", "ZS"]),
        ("office", ["JT", "SM", "XQ", "ZS"]),
        ("inspector1", []),
    ):
        listed = score_sheet.open_sheets(reader(world, username), made.year)
        assert sorted(row["unit"] for row in listed) == seen, username


def test_what_was_never_published_is_not_found(world):
    made = published(world)
    known = reader(world, "office")
    for year, no in ((made.year, 2), (made.year, 0), (1999, None)):
        with pytest.raises(NotFound):
            results.results(known, year, no)
        with pytest.raises(NotFound):
            score_sheet.sheet(known, year, "XQ", no)
    for unit in ("DA", "MBB", "nobody"):
        with pytest.raises(NotFound):
            score_sheet.sheet(known, made.year, unit)


def test_years_are_listed_with_the_last_revision_of_their_results(world):
    made, later = revised(world), running(world)
    listed = {row["year"]: row["no"] for row in publication.years(reader(world, "auditor"))}
    assert (listed[made.year], listed[later.year]) == (2, None)


def test_two_units_are_compared_down_to_the_target_that_sets_them_apart(world):
    made = published(world)
    found = comparison(reader(world, "sm.head"), made.year, "XQ", "JT")
    told = [(d["rule"], d["category"], d["a"], d["b"]) for d in found["differences"]]
    assert told == [
        ("total", None, "38", "36"),
        ("category", "routine", "18", "16"),
        ("target", "routine", "18", "16"),
    ]
    last = found["differences"][-1]
    assert (last["a_target"]["title"], last["b_target"]["points"]) == ("XQ routine", "20")
    assert [row["unit"] for row in found["units"]] == ["SM", "XQ", "JT"]


def test_units_of_different_fronts_are_not_compared(world):
    made = published(world)
    known = reader(world, "office")
    assert comparison(known, made.year, "XQ", "ZS")["differences"] is None
    with pytest.raises(NotFound):
        comparison(known, made.year, "DA", "XQ")


@pytest.fixture
def asked(world, monkeypatch):
    """Every statement that the database is asked from here on."""
    statements: list[str] = []
    real = world.database.execute_sql
    monkeypatch.setattr(
        world.database,
        "execute_sql",
        lambda sql, *rest, **more: (statements.append(sql), real(sql, *rest, **more))[1],
    )
    return statements


READINGS = {
    "ranking": lambda known, year: results.results(known, year),
    "sheet": lambda known, year: score_sheet.sheet(known, year, "XQ"),
    "comparison": lambda known, year: comparison(known, year, "XQ", "SM"),
    "payable": lambda known, year: results.may_pay(known, year),
}


@pytest.mark.parametrize("reading", READINGS)
def test_more_units_and_targets_ask_for_no_more_statements(world, asked, reading):
    small = published(world, {"XQ": (("key", "10"),), "SM": (("key", "9"),)})
    large = published(world, PLAN)
    counted = []
    for made in (small, large):
        known = reader(world, "office")
        READINGS[reading](known, made.year)  # the scheme is kept from now on
        asked.clear()
        READINGS[reading](known, made.year)
        counted.append(len(asked))
    assert 0 < counted[0] == counted[1] <= 14
