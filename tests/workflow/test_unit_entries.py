"""What is entered for units as a whole: by whom, what it comes to, how it ends, what is refused."""

import pytest

from tests.builders import START
from tests.workflow import own_year
from tests.workflow.whole_year import (
    DOCUMENT,
    adjustment,
    asked,
    at_the_end_of_it,
    done,
    end,
    evaluation,
    veto,
)
from workflow.errors import InvalidInput, NotPermitted
from workflow.queries.reader import reader_of
from workflow.queries.results import results
from workflow.queries.score_sheet import sheet
from workflow.queries.unit_entries_view import listed
from workflow.scoring.outcome_parts import extras_below, parts


def shown(world, year, unit="XQ", who="office"):
    reader = reader_of(world.database, world.clock, world.actor(who))
    found = sheet(reader, year, unit)
    return found, {
        n["inputs"]["code"]: n["result"] for n in extras_below(parts(found["derivation"]).total)
    }


def published(world, year):
    world.year("office", "publish", year, document="公告")
    reader = reader_of(world.database, world.clock, world.actor("office"))
    return {u["unit"]: u for front in results(reader, year)["fronts"] for u in front["units"]}


def test_what_is_entered_for_units_is_in_their_results(fresh):
    year, _ = at_the_end_of_it(fresh)
    done(fresh, evaluation(year, asked("XQ", 3, 1), asked("ZS", 1, 1)))
    done(fresh, evaluation(year, {"unit": "XQ", "value": "80"}, evaluation="half", period="h1"))
    done(fresh, evaluation(year, {"unit": "XQ", "value": "90"}, evaluation="half", period="h2"))
    done(fresh, adjustment(year, "1.5"))
    done(fresh, adjustment(year, "1"))
    done(fresh, adjustment(year, "-0.25"))
    done(fresh, veto(year, unit="ZS"))
    found = published(fresh, year)
    # 3 of 4 are content: 15 of 20; (80 + 90) ÷ 2 % of 10; at most 2.
    _, extras = shown(fresh, year)
    assert extras == {"public": "15", "half": "8.5", "honours": "2", "faults": "-0.25"}
    assert found["XQ"]["grade"] == "exceeded"
    assert found["ZS"]["grade"] == "not_met"
    assert [rule["code"] for rule in found["ZS"]["rules"]] == ["safety"]
    # What ZS was never given counts as declared: the half-year check is left out.
    assert shown(fresh, year, "ZS")[1] == {
        "public": "10",
        "half": "0",
        "honours": "0",
        "faults": "0",
    }


def test_a_second_outcome_of_the_same_asking_replaces_the_first(fresh):
    year, _ = at_the_end_of_it(fresh)
    done(fresh, evaluation(year, asked("XQ", 1, 1)))
    done(fresh, evaluation(year, asked("XQ", 4, 1), document="更正1号"))
    published(fresh, year)
    assert shown(fresh, year)[1]["public"] == "16"
    reader = reader_of(fresh.database, fresh.clock, fresh.actor("office"))
    rows = listed(reader, year)
    assert [(row["document"], row["ended_by"]) for row in rows] == [
        ("更正1号", None), (DOCUMENT, "更正1号"),
    ]  # fmt: skip
    assert rows[0]["counts"] == {"good": 4, "bad": 1}


def test_a_veto_that_is_lifted_lets_the_grade_be_what_it_was(fresh):
    year, _ = at_the_end_of_it(fresh)
    done(fresh, veto(year))
    assert published(fresh, year)["XQ"]["grade"] == "not_met"
    done(fresh, end(fresh, year, document="云安委〔2014〕9号"))
    fresh.year("office", "revise", year, document="更正公告")
    reader = reader_of(fresh.database, fresh.clock, fresh.actor("office"))
    after = {u["unit"]: u for front in results(reader, year)["fronts"] for u in front["units"]}
    assert after["XQ"]["grade"] == "exceeded"
    row = listed(reader, year)[0]
    assert (row["ended_by"], row["text"], row["end_text"]) == (
        "云安委〔2014〕9号", "较大事故", "登记有误",
    )  # fmt: skip


def test_the_unit_sees_what_is_entered_before_results_are_out(fresh):
    year, _ = at_the_end_of_it(fresh)
    done(fresh, adjustment(year, "1.5"))
    reader = reader_of(fresh.database, fresh.clock, fresh.actor("xq.head"))
    found = sheet(reader, year, "XQ")
    assert found["total"] == "21.5"


@pytest.mark.parametrize(
    ("knock", "field"),
    [
        (lambda y: evaluation(y, evaluation="none"), "evaluation"),
        (lambda y: evaluation(y, units=[]), "units"),
        (lambda y: evaluation(y, asked("XQ", 1, 0), asked("XQ", 1, 0)), "units.1.unit"),
        (lambda y: evaluation(y, asked("SM", 1, 0)), "units.0.unit"),
        (lambda y: evaluation(y, asked("XQ", 0, 0)), "units.0.counts"),
        (lambda y: evaluation(y, {"unit": "XQ", "value": "80"}), "units.0.counts"),
        (lambda y: evaluation(y, period="h1"), "period"),
        (lambda y: evaluation(y, {"unit": "XQ", "value": "80"}, evaluation="half"), "period"),
        (lambda y: evaluation(y, {"unit": "XQ", "value": "101"}, evaluation="half", period="h1"),
         "units.0.value"),
        (lambda y: evaluation(y, asked("XQ", 1, 0), evaluation="half", period="h1"),
         "units.0.value"),
        (lambda y: adjustment(y, "0"), "points"),
        (lambda y: adjustment(y, "-1", adjustment="honours"), "points"),
        (lambda y: adjustment(y, "1", adjustment="faults"), "points"),
        (lambda y: adjustment(y, adjustment="none"), "adjustment"),
        (lambda y: adjustment(y, unit="SM"), "unit"),
        (lambda y: veto(y, veto="none"), "veto"),
        (lambda y: veto(y, unit="QQ"), "unit"),
    ],
)  # fmt: skip
def test_bad_input_names_its_field_and_changes_nothing(world, whole, knock, field):
    before = world.tables()
    with pytest.raises(InvalidInput) as caught:
        done(world, knock(whole))
    assert list(caught.value.fields) == [field]
    assert all(words.zh and words.en for words in caught.value.fields[field])
    assert world.tables() == before


@pytest.fixture
def whole(world):
    year, _ = at_the_end_of_it(world)
    return year


@pytest.mark.parametrize("who", ["xq.head", "leader1", "inspector1", "auditor"])
def test_nobody_else_enters_anything(world, whole, who):
    for knock in (evaluation(whole), adjustment(whole), veto(whole)):
        with pytest.raises(NotPermitted):
            done(world, (who, *knock[1:]))


def test_the_county_head_enters_what_concerns_the_offices_own_unit(world):
    year, _ = at_the_end_of_it(world, '[office]\nunit = "ZS"\nstands_in = "FXZ-2"\n')
    done(world, adjustment(year, who="head", unit="ZS"))
    assert len(listed(reader_of(world.database, world.clock, world.actor("head")), year)) == 1


def test_an_item_for_a_group_is_given_to_its_units_alone(fresh):
    year = fresh.next_year()
    group = '[[group]]\ncode = "towns"\nzh = "乡镇"\nen = "Towns"\nunits = ["XQ"]\n'
    toml = own_year.scheme(year, more=group).replace(
        'rule = "petitions"\n', 'rule = "petitions"\ngroups = ["towns"]\n'
    )
    fresh.clock.set(START.replace(year=year))
    fresh.county("office", "open_year", year=year, toml=toml)
    for unit, front in (("XQ", "townships"), ("ZS", "economy")):
        fresh.county("office", "place_unit", year=year, unit=unit, front=front)
    fresh.year("office", "open", year)
    fresh.year("office", "give_items", year)
    given = fresh.rows(
        "SELECT u.code FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.year_id = ?", year
    )
    assert [row["code"] for row in given] == ["XQ"]
    # Whom the group holds is part of what was given: it stays.
    other = toml.replace('units = ["XQ"]', 'units = ["ZS"]')
    with pytest.raises(Exception, match="stay as they are"):
        fresh.year("office", "change_scheme", year, toml=other)
