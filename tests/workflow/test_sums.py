"""The gap in the sum stands beside a target before anybody signs it (design.md, scenario 3)."""

from typing import Any

import pytest

from tests.builders import World
from tests.counting import counted
from tests.workflow.coverage_cases import done, of_task, own_year
from tests.workflow.proposal_cases import change, issued, on
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation

KEY = {"category": "key", "key_tasks": ["K1"]}
OF_SM = {"lead_unit": "SM", "responsible_post": "SM-KY"}


def opened(world: World, **fields: Any) -> None:
    """A year of this story's own, in which the county wants that."""
    own_year(world)
    wanted(world, **fields)


def wanted(world: World, **fields: Any) -> None:
    """What the county wants of its key task K1: 100 km, shared out, unless told otherwise."""
    year = world.drafting_year()
    done(world, of_task(world, "change_key_task", year, **{
        "kind": "shared_out", "target_value": "100", **fields,
    }))  # fmt: skip


def sums(world: World, target: int, who: str = "xq.head") -> list[dict[str, Any]]:
    reader = reader_of(world.database, world.clock, world.actor(who))
    return list(representation(reader, target)["sums"])


def figures(world: World, target: int, who: str = "xq.head") -> tuple[Any, ...]:
    (one,) = sums(world, target, who)
    return one["county"], one["units"], one["gap"], one["surplus"]


@pytest.fixture
def shared(world):
    """County 100; XQ is asked for 60, SM carries 40."""
    opened(world)
    world.draft("sm.drafter", **KEY, **OF_SM, target_value="40", milestones=[])
    return world.assigned("leader1", **KEY, target_value="60")


def test_a_unit_that_answers_less_leaves_a_gap_that_both_sides_see_before_they_sign(world, shared):
    world.act("leader1", "review", shared)
    assert figures(world, shared) == ("100", "100", None, None)
    world.act("xq.head", "edit", shared, target_value="50")
    assert not world.standing_hands(shared), "the leader's hand is outdated"
    for who in ("xq.head", "xq.drafter", "leader1", "office", "head"):
        assert figures(world, shared, who) == ("100", "90", "10", None)


def test_what_goes_beyond_is_told_as_well(world, shared):
    world.act("xq.head", "edit", shared, target_value="72.5")
    assert figures(world, shared) == ("100", "112.5", None, "12.5")


@pytest.mark.parametrize(
    ("direction", "gap", "surplus"),
    [("at_most", None, "10"), ("exactly", "10", None)],
)
def test_a_gap_is_what_the_direction_of_the_task_says(world, shared, direction, gap, surplus):
    wanted(world, direction=direction)
    world.act("xq.head", "edit", shared, target_value="50")
    assert figures(world, shared) == ("100", "90", gap, surplus)


def test_an_upper_bound_is_missed_from_above(world, shared):
    wanted(world, direction="at_most")
    world.act("xq.head", "edit", shared, target_value="65")
    assert figures(world, shared) == ("100", "105", "5", None)


@pytest.mark.parametrize("changes", [{"additive": False}, {"direction": "between"}])
def test_what_cannot_be_added_up_has_no_sum(world, shared, changes):
    wanted(world, **changes)
    assert sums(world, shared) == []


def test_a_target_without_key_task_asks_nothing_more(world):
    target = world.draft()
    assert sums(world, target) == []


def test_what_is_measured_otherwise_is_told_and_not_added(world, shared):
    world.draft("zs.drafter", **KEY, lead_unit="ZS", responsible_post="ZS-KY",
                unit_of_measure="条", target_value="3", milestones=[])  # fmt: skip
    (one,) = sums(world, shared)
    assert (one["units"], one["not_counted"]) == ("100", 1)


def test_what_was_discarded_counts_nothing_and_has_no_sum(world, shared):
    gone = world.draft("sm.drafter", **KEY, **OF_SM, target_value="7", milestones=[])
    assert figures(world, shared)[1] == "107"
    world.act("sm.head", "discard", gone)
    assert figures(world, shared)[1] == "100"
    assert sums(world, gone, "sm.head") == []


def test_beside_a_change_stands_the_sum_that_it_would_make(world):
    opened(world)
    target = issued(world, **KEY, target_value="60", points="40")
    change(world, "xq.head", target, target_value="50")
    assert figures(world, target) == ("100", "50", "50", None)
    assert world.case(target).in_force.material["target_value"] == "60"


def test_beside_a_cancellation_stands_what_is_left(world):
    opened(world)
    target = issued(world, **KEY, target_value="60", points="40")
    world.act("xq.head", "cancel", target, text="项目取消。")
    assert figures(world, target) == ("100", "0", "100", None)


def test_a_change_that_leaves_a_task_is_told_of_the_task_it_leaves(world):
    opened(world)
    target = issued(world, **KEY, target_value="60", points="40")
    change(world, "xq.head", target, key_tasks=["K2"])
    told = {one["key_task"]: one["units"] for one in sums(world, target)}
    assert told == {"K1": "0", "K2": "60"}


def test_others_count_by_what_is_in_force_and_not_by_what_is_proposed(world):
    opened(world)
    first = world.approved(**KEY, target_value="60", due_on=f"{world.year_now}-12-31")
    second = world.approved(**KEY, target_value="40", due_on=f"{world.year_now}-12-31")
    world.issue(world.year_now)
    on(world, "07-02")
    change(world, "xq.head", first, target_value="10")
    assert figures(world, second)[1] == "100"


def test_a_sum_of_many_costs_no_more_statements_than_of_few(world, shared):
    assert figures(world, shared)[1] == "100"
    with counted(world.database) as few:
        sums(world, shared)
    for _ in range(6):
        world.draft("sm.drafter", **KEY, **OF_SM, target_value="1", milestones=[])
    with counted(world.database) as many:
        assert figures(world, shared)[1] == "106"
    assert len(many) == len(few)
