"""A year's results become the next year's baselines: estimated once published, final once decided,
shown with where they come from; nothing is recorded twice and nothing guessed."""

import pytest

from tests.workflow.own_year import signed_off
from tests.workflow.result_years import assessed, drafted, published, reader
from workflow.door import Done
from workflow.errors import NotFound, NotPermitted
from workflow.queries.baselines import baselines, knocks
from workflow.queries.target_view import representation

# One target a unit, so that its measure is its alone.
PLAN = {"XQ": (("key", "9"),), "ZS": (("key", "7"),)}


def recorded(world, year):
    return world.rows(
        "SELECT u.code, p.result, p.status, p.document FROM past_result p "
        "JOIN unit u ON u.id = p.unit_id WHERE p.year = ? ORDER BY u.code",
        year,
    )


def carry(world, year):
    found = baselines(reader(world, "office"), year)
    answers = world.door.perform_many(knocks(found), world.actor("office"))
    assert all(isinstance(answer, Done) for answer in answers)
    return found


def test_results_are_estimated_when_published_and_final_when_decided(world):
    made = published(world, PLAN)
    assert len(carry(world, made.year)["rows"]) == 2
    assert [tuple(row.values()) for row in recorded(world, made.year)] == [
        ("XQ", "9", "estimated", "云考公告1号"), ("ZS", "7", "estimated", "云考公告1号"),
    ]  # fmt: skip
    again = baselines(reader(world, "office"), made.year)
    assert (again["rows"], again["same"]) == ([], 2)
    world.clock.forward(days=20)
    signed_off(world, made.year)
    world.year("head", "decide", made.year, document="云政常纪2号")
    carry(world, made.year)
    assert [tuple(row.values()) for row in recorded(world, made.year)] == [
        ("XQ", "9", "final", "云政常纪2号"), ("ZS", "7", "final", "云政常纪2号"),
    ]  # fmt: skip
    assert baselines(reader(world, "office"), made.year)["rows"] == []


def test_a_final_figure_recorded_by_hand_is_left_alone(world):
    made = published(world, PLAN)
    world.county(
        "office", "record_past_result", year=made.year, unit="XQ", measure="建成里程",
        unit_of_measure="公里", result="8", status="final",
    )  # fmt: skip
    assert [row["unit"] for row in carry(world, made.year)["rows"]] == ["ZS"]
    assert recorded(world, made.year)[0]["result"] == "8"


def test_of_two_targets_by_one_measure_neither_is_recorded(world):
    made = published(world, {"XQ": (("key", "10"), ("routine", "9")), "ZS": (("key", "7"),)})
    found = carry(world, made.year)
    assert [row["unit"] for row in found["rows"]] == ["ZS"]
    assert {row["target"] for row in found["double"]} == {
        made.targets["XQ", "key"],
        made.targets["XQ", "routine"],
    }


def test_the_target_carried_over_shows_the_figure_and_where_it_comes_from(world):
    made = published(world, PLAN)
    carry(world, made.year)
    after = world.next_year()
    assert after == made.year + 1
    world.county("office", "open_year", year=after, scheme="county_2013")
    world.year("office", "open", after)
    world.year_now = after
    target = drafted(world, "XQ", "key")
    last = representation(reader(world, "xq.head"), target)["last_year"]
    assert [last[n] for n in ("result", "status", "document", "origin")] == [
        "9", "estimated", "云考公告1号", made.targets["XQ", "key"],
    ]  # fmt: skip


def test_it_is_the_offices_and_only_of_published_years(world):
    made, waiting = published(world, PLAN), assessed(world, PLAN)
    for who in ("head", "xq.head", "auditor"):
        with pytest.raises(NotPermitted):
            baselines(reader(world, who), made.year)
    with pytest.raises(NotFound):
        baselines(reader(world, "office"), waiting.year)
