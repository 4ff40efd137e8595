"""The same measure in other units, beside a proposal (S12, S18)."""

from workflow.queries.comparable import comparable
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation


def beside(world, username, number):
    reader = reader_of(world.database, world.clock, world.actor(username))
    return comparable(reader, representation(reader, number))


def of_sm(world, **changes):
    own = {"lead_unit": "SM", "responsible_post": "SM-KY", "milestones": [], **changes}
    return world.draft("sm.drafter", **own)


def test_leader_sees_what_others_promise_by_the_same_measure_with_its_growth(world):
    measure = "油菜面积"
    own = world.draft(measure=measure)
    other = of_sm(world, measure=measure, target_value="12", baseline="10")
    shown = beside(world, "leader1", own)
    assert [(r["id"], r["target_value"], r["last_year"], r["growth"]) for r in shown] == [
        (other, "12", "10", "20")
    ]


def test_last_year_is_the_imported_result_where_there_is_one(world):
    measure = "茶园面积"
    own = world.draft(measure=measure)
    of_sm(world, measure=measure, target_value="12", baseline="10")
    world.county(
        "office", "record_past_result", year=world.year_now - 1, unit="SM", measure=measure,
        unit_of_measure="公里", result="8", status="final",
    )  # fmt: skip
    (row,) = beside(world, "leader1", own)
    assert (row["last_year"], row["growth"]) == ("8", "50")


def test_another_measure_unit_of_measure_or_letter_case_is_not_the_same(world):
    own = world.draft(measure="GDP 100%_\\")
    of_sm(world, measure="GDP 100%_\\x")
    of_sm(world, measure="gdp 100%_\\")
    of_sm(world, measure="GDP 100%_\\", unit_of_measure="万元")
    same = of_sm(world, measure="GDP 100%_\\")
    assert [row["id"] for row in beside(world, "leader1", own)] == [same]
    slashed = world.draft(measure="长\\度")
    assert [row["id"] for row in beside(world, "leader1", slashed)] == []
    same = of_sm(world, measure="长\\度")
    assert [row["id"] for row in beside(world, "leader1", slashed)] == [same]


def test_nobody_sees_drafts_of_others_by_this(world):
    measure = "竹林面积"
    own = world.draft(measure=measure)
    of_sm(world, measure=measure)
    assert beside(world, "xq.head", own) == []
    assert len(beside(world, "office", own)) == 1


def test_what_was_cancelled_the_own_unit_and_common_items_are_not_compared(world):
    measure = "果园面积"
    own = world.draft(measure=measure)
    world.draft(measure=measure)
    world.act("sm.head", "discard", of_sm(world, measure=measure))
    assert beside(world, "office", own) == []
    _, (common, _) = world.common("XQ", "SM", measure=measure)
    assert beside(world, "office", common) == []
