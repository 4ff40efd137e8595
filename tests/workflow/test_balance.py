"""上下平衡: what is counted of how a plan came about, for whom, and that it is counted right."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DECISION
from tests.counting import counted
from workflow.balance import ABOVE, BELOW, FACTS, Course, behind, figures
from workflow.case import Shown
from workflow.clock import stamp
from workflow.door import Knock
from workflow.errors import NotFound
from workflow.lifecycle import ACTS
from workflow.queries.balance import ANSWERS, balance_of, targets_behind
from workflow.queries.reader import reader_of
from workflow.terms import Capacity, State

YEAR = 2013
NOTHING = {
    **dict.fromkeys((*FACTS, "most_rounds"), 0), "median_days": None, "longest_days": None
}  # fmt: skip


def reader(world, username):
    return reader_of(world.database, world.clock, world.actor(username))


def of_unit(world, code="XQ", who="office"):
    """The figures of a unit that are not nothing."""
    return told(balance_of(reader(world, who), YEAR)["units"], "unit", code)


def of_post(world, code="FXZ-1", who="office"):
    return told(balance_of(reader(world, who), YEAR)["leaders"], "post", code)


def told(rows, name, code):
    (row,) = [row for row in rows if row[name] == code]
    return {n: row[n] for n, zero in NOTHING.items() if row[n] != zero}


def numbers(world, fact, **whose):
    rows = targets_behind(reader(world, "office"), YEAR, **whose, fact=fact)
    return [row["id"] for row in rows]


def sign(world, username, act, target, *, after):
    """Sign as on a page that was opened so many seconds before."""
    world.clock.set(reader(world, username).now)
    digest = world.target(target)["digest"]
    shown = Shown(stamp(world.clock()), frozenset({("target", target, digest)}))
    world.clock.forward(seconds=after)
    actor = replace(world.actor(username), shown=shown)
    (answer,) = world.door.perform_many([Knock(act, "target", target, {"digest": digest})], actor)
    assert not isinstance(answer, Exception), answer


# — from where, and through what —


def test_where_a_target_began_and_what_the_other_side_made_of_it(fresh):
    world = fresh
    kept, changed = world.submitted(year=YEAR), world.submitted(year=YEAR)
    world.act("leader1", "counter", changed, reason_code="value_too_low", target_value="12")
    taken, answered = world.assigned(year=YEAR), world.assigned(year=YEAR)
    world.act("xq.head", "edit", answered, target_value="9")
    _, common = world.common("XQ", year=YEAR)
    world.act("xq.drafter", "edit", common[0], responsible_post="XQ-KY")
    seen = of_unit(world)
    assert {n: seen[n] for n in ("targets", "began_below", "began_above", "common")} == {
        "targets": 5, "began_below": 2, "began_above": 2, "common": 1
    }  # fmt: skip
    assert (seen["changed_above"], seen["changed_below"]) == (1, 1)
    assert numbers(world, "changed_above", unit="XQ") == [changed]
    assert numbers(world, "changed_below", unit="XQ") == [answered]
    assert numbers(world, "began_below", unit="XQ") == [kept, changed]
    assert numbers(world, "began_above", unit="XQ") == [taken, answered]


def test_own_edits_and_a_baseline_change_nothing_of_the_other_side(fresh):
    target = fresh.draft(year=YEAR)
    fresh.act("xq.head", "edit", target, target_value="11")
    fresh.act("office", "edit", target, baseline="9")
    assert "changed_above" not in of_unit(fresh)


def test_discarded_drafts_are_left_out_and_rounds_and_decisions_counted(fresh):
    fresh.discarded(year=YEAR)
    quarrelled, imposed = fresh.quarrelled(2, year=YEAR), fresh.imposed(year=YEAR)
    for seen in (of_unit(fresh), of_post(fresh)):
        assert (seen["targets"], seen["further_rounds"], seen["most_rounds"]) == (2, 2, 3)
        assert seen["imposed"] == 1
    assert numbers(fresh, "further_rounds", post="FXZ-1") == [quarrelled, imposed]
    assert numbers(fresh, "imposed", unit="XQ") == [imposed]


def test_what_is_proposed_after_issue_is_no_part_of_how_the_plan_came_about(fresh):
    """A change in the window, from above, sent back once: the facts stay as they were."""
    target = fresh.running(year=YEAR, due_on=f"{YEAR}-12-20")
    before = of_unit(fresh), of_post(fresh)
    fresh.on(7, 10)
    fresh.act("leader1", "change", target, target_value="12", text="任务调整")
    fresh.act("xq.head", "object", target, reason_code="no_funds")
    fresh.act("leader1", "counter", target, reason_code="other", target_value="11")
    fresh.act("xq.head", "submit", target)
    assert (of_unit(fresh), of_post(fresh)) == before
    fresh.act("head", "approve", target)
    assert (of_unit(fresh), of_post(fresh)) == before


def test_a_field_that_the_decision_settles_is_a_change_from_above(fresh):
    target = fresh.quarrelled(year=YEAR)
    fresh.act("head", "arbitrate", target, target_value="12", **DECISION)
    assert of_unit(fresh)["changed_above"] == 1


# — how long an answer took —


def forward(world, *, days):
    world.clock.forward(days=days)


def test_answers_are_counted_in_working_days_of_the_county(fresh):
    """The spring festival of 2013 was off from 9 to 15 February, and both weekends beside it worked
    in part; its days do not make a leader slow."""
    first = fresh.submitted(year=YEAR)
    fresh.act("office", "precheck", first)
    fresh.on(2, 8)
    second = fresh.submitted(year=YEAR)
    fresh.act("office", "precheck", second)
    fresh.act("leader1", "review", second)
    fresh.on(2, 18)
    fresh.act("leader1", "review", first)
    seen = of_post(fresh)
    calendar_days = [day for row in targets_behind(reader(fresh, "office"), YEAR, post="FXZ-1")
                     for day in row["answers"]]  # fmt: skip
    assert sorted(calendar_days) == [0, 20]
    assert (seen["answers"], seen["median_days"], seen["longest_days"]) == (2, "10", 20)


def test_only_the_awaited_sides_own_answer_is_its_answer(fresh):
    """What the office sends back was not answered by the leader; what waits stands apart."""
    by_leader, by_office = fresh.submitted(year=YEAR), fresh.submitted(year=YEAR)
    for target in (by_leader, by_office):
        fresh.act("office", "precheck", target)
    forward(fresh, days=1)
    fresh.act("leader1", "return", by_leader, reason_code="value_too_low")
    fresh.act("office", "return", by_office, reason_code="incomplete")
    assert numbers(fresh, "answers", post="FXZ-1") == [by_leader]
    assert (of_unit(fresh)["waiting"], "waiting" in of_post(fresh)) == (2, False)
    forward(fresh, days=1)
    fresh.act("xq.head", "submit", by_leader)
    fresh.act("xq.drafter", "edit", by_office, target_value="11")
    seen = of_unit(fresh)
    assert (seen["answers"], seen["longest_days"], seen["waiting"]) == (1, 1, 1)


def test_an_objection_is_an_answer_too(fresh):
    target = fresh.assigned(year=YEAR)
    fresh.act("xq.head", "object", target, reason_code="no_funds")
    seen = of_unit(fresh)
    assert (seen["answers"], of_post(fresh)["waiting"]) == (1, 1)
    assert "hands" not in seen, "a no is an answer, and no hand for it"


def test_a_wait_that_the_other_side_ended_was_not_answered(fresh):
    target = fresh.assigned(year=YEAR)
    fresh.act("office", "edit", target, target_value="12")
    seen = of_unit(fresh)
    assert ("answers" in seen, "waiting" in seen) == (False, False)


def test_every_act_by_which_an_awaited_side_alone_can_end_its_wait_is_an_answer():
    """By the table: acts of the unit's head or the leader that hand the target on. Those that end a
    wait and are nobody's answer stand here by hand."""
    no_answers = {"edit", "withdraw", "discard", "hand_up", "ask_arbitration", "escalate"}
    for turn, capacity in (("unit", Capacity.UNIT_HEAD), ("leader", Capacity.LEADER)):
        may = {a.name for a in ACTS if a.on == "target" and capacity in a.capacities
               and State.DRAFTED in a.sources and State.DUE not in a.sources}  # fmt: skip
        assert may - no_answers == {*ANSWERS[turn]}


# — hands, and how long they had looked —


def test_hands_within_a_minute_of_opening_and_those_of_which_nothing_is_known(fresh):
    quick, slow, unknown = (fresh.draft(year=YEAR) for _ in range(3))
    sign(fresh, "xq.head", "submit", quick, after=60)
    sign(fresh, "xq.head", "submit", slow, after=61)
    fresh.act("xq.head", "submit", unknown)
    seen = of_unit(fresh)
    assert (seen["hands"], seen["within_a_minute"], seen["not_known"]) == (3, 1, 1)
    assert numbers(fresh, "within_a_minute", unit="XQ") == [quick]
    assert numbers(fresh, "not_known", unit="XQ") == [unknown]
    rows = targets_behind(reader(fresh, "office"), YEAR, unit="XQ")
    assert [row["hands"] for row in rows] == [[60], [61], [None]]
    # The hands from below are not the leader's.
    assert "hands" not in of_post(fresh)


def test_looking_at_other_content_is_not_known_and_refuses_nothing(fresh):
    target, other = fresh.draft(year=YEAR), fresh.draft(year=YEAR)
    digest = fresh.target(target)["digest"]
    # The right digest, but of another target.
    shown = Shown(stamp(fresh.clock()), frozenset({("target", other, digest)}))
    actor = replace(fresh.actor("xq.head"), shown=shown)
    fresh.door.perform("submit", "target", target, actor, {"digest": digest})
    assert of_unit(fresh)["not_known"] == 1


def test_a_hand_that_ended_and_one_put_again_both_count(fresh):
    target = fresh.draft(year=YEAR)
    for _ in range(2):
        sign(fresh, "xq.head", "submit", target, after=5)
        fresh.act("xq.head", "withdraw", target)
    assert of_unit(fresh)["hands"] == of_unit(fresh)["within_a_minute"] == 2


# — for whom —


def shown_to(world, username):
    seen = balance_of(reader(world, username), YEAR)
    return {u["unit"] for u in seen["units"]}, {p["post"] for p in seen["leaders"]}


def test_figures_are_for_whom_they_concern(fresh):
    fresh.submitted(year=YEAR)
    fresh.submitted(year=YEAR, reviewing_post="FXZ-3")
    units = {"XQ", "SM", "ZS", "JT", "DA"}
    leaders = {"FXZ-1", "FXZ-3"}
    for everybody in ("office", "auditor"):
        assert shown_to(fresh, everybody) == (units, leaders)
    assert shown_to(fresh, "head") == (units, {*leaders, "XZ"})
    assert shown_to(fresh, "xq.head") == shown_to(fresh, "xq.drafter") == ({"XQ"}, set())
    assert shown_to(fresh, "leader1") == ({"XQ", "SM"}, {"FXZ-1"})
    assert shown_to(fresh, "leader3") == ({"XQ"}, {"FXZ-3"})
    for nobody in ("inspector1", "secretary", "assessor", "admin"):
        assert shown_to(fresh, nobody) == (set(), set())


def test_a_leader_sees_all_of_a_unit_in_charge_and_of_another_leader_nothing(fresh):
    other = fresh.submitted(year=YEAR, reviewing_post="FXZ-3")
    assert told(balance_of(reader(fresh, "leader1"), YEAR)["units"], "unit", "XQ")["targets"] == 1
    assert "targets" not in of_post(fresh, who="leader1")
    seen = targets_behind(reader(fresh, "leader1"), YEAR, unit="XQ")
    assert [row["id"] for row in seen] == [other]


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("xq.head", {"unit": "SM"}),
        ("xq.head", {"post": "FXZ-1"}),
        ("leader1", {"post": "FXZ-3"}),
        ("leader1", {"unit": "ZS"}),
        ("inspector1", {"unit": "XQ"}),
        ("office", {"unit": "nonsense"}),
        ("office", {"post": "MBB-1"}),
        ("office", {}),
    ],
)
def test_figures_that_are_not_ones_own_are_not_there(world, who, whose):
    world.submitted(year=YEAR)
    with pytest.raises(NotFound):
        targets_behind(reader(world, who), YEAR, **whose)


def test_a_year_that_does_not_exist_is_not_there(world):
    with pytest.raises(NotFound):
        balance_of(reader(world, "office"), 1066)


def test_it_asks_as_much_of_a_year_with_few_targets_as_of_one_with_many(fresh):
    asked = []
    for _ in range(2):
        for _ in range(4):
            target = fresh.submitted(year=YEAR)
            fresh.act("office", "precheck", target)
            fresh.act("leader1", "return", target, reason_code="value_too_low")
        with counted(fresh.database) as statements:
            balance_of(reader(fresh, "office"), YEAR)
            targets_behind(reader(fresh, "office"), YEAR, post="FXZ-1", fact="answers")
        asked.append(len(statements))
    assert asked[0] == asked[1]


# — counting —


def days():
    return st.lists(st.integers(0, 60), max_size=4).map(tuple)


def by_side(values):
    return st.fixed_dictionaries({BELOW: values, ABOVE: values})


COURSES = st.lists(
    st.builds(
        Course,
        id=st.integers(1, 99),
        unit=st.just(1),
        post=st.just("P"),
        origin=st.sampled_from(("bottom_up", "top_down", "common")),
        round=st.integers(1, 4),
        imposed=st.booleans(),
        changed_above=st.booleans(),
        changed_below=st.booleans(),
        answers=by_side(days()),
        waiting=by_side(st.integers(0, 1)),
        hands=by_side(st.lists(st.none() | st.integers(0, 200), max_size=3).map(tuple)),
    ),
    max_size=8,
)


@given(COURSES, st.sampled_from((BELOW, ABOVE)))
def test_parts_are_parts_of_their_whole_and_behind_each_figure_stand_its_targets(courses, side):
    seen = figures(courses, side)
    assert seen["targets"] == seen["began_below"] + seen["began_above"] + seen["common"]
    assert seen["changed_above"] <= seen["began_below"]
    assert seen["changed_below"] <= seen["began_above"]
    assert seen["within_a_minute"] + seen["not_known"] <= seen["hands"]
    for fact in FACTS:
        counted_there = behind(courses, side, fact)
        assert (seen[fact] == 0) == (counted_there == [])
        assert figures(counted_there, side)[fact] == seen[fact]


@given(COURSES, COURSES, st.sampled_from((BELOW, ABOVE)))
def test_figures_of_two_units_add_up_to_those_of_both(first, second, side):
    one, other = figures(first, side), figures(second, side)
    both = figures([*first, *second], side)
    assert all(both[fact] == one[fact] + other[fact] for fact in FACTS)


def test_the_middle_of_an_even_number_of_answers_is_between_the_two():
    course = Course(
        id=1, unit=1, post=None, origin="common", round=1, imposed=False, changed_above=False,
        changed_below=False, answers={BELOW: (1, 2, 2, 9, 3, 0), ABOVE: ()},
        waiting={BELOW: 0, ABOVE: 0}, hands={BELOW: (), ABOVE: ()},
    )  # fmt: skip
    assert figures([course], BELOW)["median_days"] == "2"
    assert figures([replace(course, answers={BELOW: (1, 2), ABOVE: ()})], BELOW)[
        "median_days"
    ] == "1.5"  # fmt: skip
    assert figures([course], ABOVE)["median_days"] is None
