"""Substitutes and acting heads (代理, 主持工作): for a time, on a scope, both names, no chain."""

from datetime import timedelta

import pytest

from tests.builders import World, codes
from tests.workflow.delegation_cases import acting, lent, registered
from workflow.audit.verify import verify
from workflow.clock import end_of, today
from workflow.errors import InvalidInput, NotFound, NotPermitted, RulesRefused


def substitute(world: World, post: str = "FXZ-1", principal: str = "leader1", **more) -> str:
    """A newcomer who stands in; the user name."""
    return registered(world, post=post, principal=principal, **more)[1]


def last_hand(world: World, target: int) -> dict:
    return world.row(
        "SELECT a.username AS by, b.username AS behalf, s.capacity, p.code AS post "
        "FROM signature s JOIN person a ON a.id = s.actor_id JOIN post p ON p.id = s.post_id "
        "LEFT JOIN person b ON b.id = s.on_behalf_of_id WHERE s.target_id = ? ORDER BY s.id DESC",
        target,
    )


def stood(world: World, target: int, side: str) -> set[str]:
    found = world.rows(
        "SELECT p.username FROM stand s JOIN person p ON p.id = s.person_id "
        "WHERE s.target_id = ? AND s.side = ?",
        target, side,
    )  # fmt: skip
    return {row["username"] for row in found}


# — what a substitute's hand is —


@pytest.mark.parametrize(
    ("post", "principal", "act", "begin", "capacity"),
    [
        ("XQ-YBS", "xq.head", "submit", "draft", "unit_head"),
        ("ZS-YBS", "zs.head", "confirm_support", "draft", "unit_head:ZS"),
        ("FXZ-1", "leader1", "review", "submitted", "leader"),
        ("XZ", "head", "approve", "reviewed", "county_head"),
    ],
)
def test_substitutes_hand_counts_as_the_posts_and_bears_both_names(
    world, post, principal, act, begin, capacity
):
    who = substitute(world, post, principal)
    more = {"supporting_units": ["ZS"]} if act == "confirm_support" else {}
    target = getattr(world, begin)(**more)
    world.act(who, act, target)
    assert last_hand(world, target) == {
        "by": who, "behalf": principal, "capacity": capacity, "post": post,
    }  # fmt: skip
    entry = world.entries()[-1]
    ids = [world.actor(name).person for name in (who, principal)]
    assert [entry["person"], entry["on_behalf_of"]] == ids
    assert entry["post"] == post
    side = "unit" if act in ("submit", "confirm_support") else "upper"
    assert {who, principal} <= stood(world, target, side)
    assert verify(world.database).ok


def test_a_whole_approval_by_substitutes_alone(world):
    heads = [("XQ-YBS", "xq.head"), ("FXZ-1", "leader1"), ("XZ", "head")]
    unit, leader, county = (substitute(world, post, who) for post, who in heads)
    target = world.draft()
    for who, act in ((unit, "submit"), (leader, "review"), (county, "approve")):
        world.act(who, act, target)
    assert world.state(target) == "approved"
    assert verify(world.database).ok


def test_acting_head_of_a_vacant_post_acts_for_nobody(world):
    unit = world.newcomers_unit()
    *_, fields = acting(world, f"{unit}-YBS", until_on=None)
    world.county("admin", "delegate", **fields)
    who = fields["username"]
    target = world.draft(who, lead_unit=unit, responsible_post=f"{unit}-KY")
    world.act(who, "submit", target)
    assert last_hand(world, target)["behalf"] is None
    known = world.desk().organisation
    assert known.is_acting(world.actor(who).person, f"{unit}-YBS", world.entries()[-1]["at"])
    assert verify(world.database).ok
    # Once somebody is appointed nobody presides any more.
    world.newcomer(f"{unit}-YBS")
    assert isinstance(world.no(who, "withdraw", target), NotFound)


def test_who_was_stood_in_for_may_take_the_hand_back(world):
    who = substitute(world)
    target = world.submitted()
    world.act(who, "review", target)
    world.act("leader1", "withdraw", target)
    assert world.standing_hands(target) == {"up"}
    assert verify(world.database).ok


def test_substitute_does_not_take_back_what_the_principal_signed(world):
    who = substitute(world)
    target = world.reviewed()
    assert codes(world.no(who, "withdraw", target)) == ["actor_has_a_hand_here"]


# — for how long, and on what —


def test_it_ends_with_its_last_day_at_midnight_without_any_act(world):
    last = today(world.clock()) + timedelta(days=20)
    who = substitute(world, until_on=last.isoformat())
    first, second = world.submitted(), world.submitted()
    world.clock.set(end_of(last) - timedelta(seconds=1))
    world.act(who, "review", first)
    world.clock.set(end_of(last))
    size = world.size()
    assert isinstance(world.no(who, "review", second), NotFound)
    assert world.size() == size  # it is not there any more, so nothing was refused
    assert world.state(first) == "reviewed"  # what was signed in time stands


def test_it_begins_with_its_first_day(world):
    day = today(world.clock()) + timedelta(days=10)
    who = substitute(world, from_on=day.isoformat())
    target = world.submitted()
    world.clock.set(end_of(day - timedelta(days=1)) - timedelta(seconds=30))
    assert isinstance(world.no(who, "review", target), NotFound)
    world.clock.set(end_of(day - timedelta(days=1)))
    world.act(who, "review", target)
    assert world.state(target) == "reviewed"


def test_it_ends_at_once_by_an_act(world):
    number, who = registered(world, post="FXZ-1", principal="leader1")
    target = world.submitted()
    world.county("admin", "end_delegation", delegation=number, document="云政干〔2013〕4号")
    assert isinstance(world.no(who, "review", target), NotFound)


@pytest.mark.parametrize("how", ["relieve", "disable"])
def test_it_lapses_when_the_principal_leaves_the_post(world, how):
    leader = world.newcomer("FXZ-1")
    who = substitute(world, "FXZ-1", leader)
    target = world.submitted()
    if how == "relieve":
        world.relieve(leader, "FXZ-1")
    else:
        world.county("admin", "disable_person", username=leader)
    assert isinstance(world.no(who, "review", target), NotFound)


def test_it_reaches_only_the_units_it_names(world):
    who = substitute(world, units=["SM"])
    own = world.submitted()
    other = world.draft("sm.head", lead_unit="SM", responsible_post="SM-KY")
    world.act("sm.head", "submit", other)
    assert isinstance(world.no(who, "review", own), NotFound)
    world.act(who, "review", other)
    assert world.state(other) == "reviewed"
    assert verify(world.database).ok


def test_it_covers_only_the_acts_it_names(world):
    who = substitute(world, acts=["return"])
    target = world.submitted()
    assert isinstance(world.no(who, "review", target), NotPermitted)
    world.act(who, "return", target, reason_code="incomplete")
    assert world.target(target)["round"] == 2


def test_one_hand_on_a_common_item_may_be_a_substitutes(world):
    who = substitute(world)
    item, targets = world.common("XQ", "SM")
    world.item(who, "sign_item", item)
    assert [last_hand(world, target)["behalf"] for target in targets] == ["leader1", "leader1"]
    assert all({who, "leader1"} <= stood(world, target, "upper") for target in targets)
    assert verify(world.database).ok


def test_county_heads_substitute_approves_the_plan_of_a_year(world):
    who = substitute(world, "XZ", "head")
    target = world.reviewed()
    row = world.target(target)
    named = [{"id": target, "digest": row["digest"]}]
    world.year(who, "approve", row["year_id"], targets=named, document="云政常纪〔2013〕1号")
    assert last_hand(world, target)["behalf"] == "head"
    assert verify(world.database).ok


# — no chain —


def test_what_was_lent_is_not_lent_on(world):
    who = substitute(world)
    *_, fields = lent(world, "FXZ-1", who)
    with pytest.raises(RulesRefused) as caught:
        world.county("admin", "delegate", **fields)
    assert codes(caught.value) == ["principal_holds_the_post"]


def test_acting_head_does_not_lend_on(world):
    post = f"{world.newcomers_unit()}-YBS"
    *_, fields = acting(world, post)
    world.county("admin", "delegate", **fields)
    *_, chained = lent(world, post, fields["username"])
    with pytest.raises(RulesRefused) as caught:
        world.county("admin", "delegate", **chained)
    assert codes(caught.value) == ["principal_holds_the_post"]


@pytest.mark.parametrize(
    ("post", "principal", "username"),
    [
        ("XQ-YBS", "xq.head", "leader1"),
        ("XQ-YBS", "xq.head", "leader3"),
        ("XQ-YBS", "xq.head", "office"),
        ("XQ-YBS", "xq.head", "head"),
        ("XQ-YBS", "xq.head", "inspector1"),
        ("FXZ-1", "leader1", "xq.head"),
        ("FXZ-1", "leader1", "sm.drafter"),
        ("FXZ-1", "leader1", "inspector1"),
        ("XZ", "head", "xq.head"),
    ],
)
def test_nobody_of_another_side_stands_in(world, post, principal, username):
    *_, fields = lent(world, post, principal, username=username)
    with pytest.raises(RulesRefused) as caught:
        world.county("admin", "delegate", **fields)
    assert codes(caught.value) == ["delegate_is_of_no_other_side"]


def test_a_leader_stands_in_for_another_of_the_same_side(world):
    *_, fields = lent(world, "FXZ-1", "leader1", username="leader2")
    world.county("admin", "delegate", **fields)
    target = world.submitted()
    world.act("leader2", "review", target)
    assert last_hand(world, target)["behalf"] == "leader1"


def test_head_of_a_unit_stands_in_above_other_units_only(world):
    *_, fields = lent(world, "FXZ-1", "leader1", username="xq.head", units=["SM"])
    world.county("admin", "delegate", **fields)
    other = world.draft("sm.head", lead_unit="SM", responsible_post="SM-KY")
    world.act("sm.head", "submit", other)
    world.act("xq.head", "review", other)
    assert world.state(other) == "reviewed"
    assert isinstance(world.no("xq.head", "review", world.draft()), NotPermitted)


def test_only_by_a_document_and_by_the_administrator(world):
    *_, fields = lent(world)
    with pytest.raises(NotPermitted):
        world.county("office", "delegate", **fields)
    del fields["document"]
    with pytest.raises(InvalidInput) as caught:
        world.county("admin", "delegate", **fields)
    assert set(caught.value.fields) == {"document"}
