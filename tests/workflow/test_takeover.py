"""A post that gets a new holder: what goes over with it, and who signs that (design.md 2.11)."""

import json
from typing import Any

import pytest

from models import statements
from tests.builders import World, codes
from tests.workflow.bending import unguarded
from tests.workflow.proposal_cases import issued
from workflow.audit.verify import verify
from workflow.errors import NotFound, NotPermitted, RulesRefused, StaleVersion, WorkflowError
from workflow.queries import takeover_view
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation


def read_by(world: World, username: str):
    return reader_of(world.database, world.clock, world.actor(username))


def shown(world: World, username: str, post: str) -> dict[str, Any]:
    return takeover_view.one(read_by(world, username), post)


def succeed(world: World, post: str, before: str) -> str:
    """Somebody new takes the post that this person leaves; the user name."""
    world.clock.forward(seconds=60)
    world.relieve(before, post)
    return world.newcomer(post)


def sign(world: World, username: str, post: str, seen: dict[str, Any] | None = None) -> None:
    """Sign the list of a post as it is shown, or was."""
    seen = seen or shown(world, username, post)
    targets = [{"id": row["id"], "digest": row["digest"]} for row in seen["targets"]]
    world.county(username, "sign_takeover", post=post, digest=seen["digest"], targets=targets)


def refused(world: World, username: str, post: str, **more: Any) -> WorkflowError:
    with pytest.raises(WorkflowError) as caught:
        world.county(username, "sign_takeover", **{"post": post, "digest": "0" * 64, **more})
    return caught.value


def test_head_takes_over_what_the_unit_leads_and_supports_with_what_is_open(fresh):
    world = fresh
    late = world.running(supporting_units=["ZS"], milestones=[])
    half, quarrelled = world.submitted(supporting_units=["ZS"]), world.quarrelled(2)
    foreign = world.draft("sm.drafter", lead_unit="SM", responsible_post="SM-KY")
    gone = world.discarded()
    world.clock.forward(days=365)
    head = succeed(world, "XQ-YBS", "xq.head")
    listed = {row["id"]: row for row in shown(world, head, "XQ-YBS")["targets"]}
    assert not {foreign, gone} & set(listed)
    assert listed[late]["open"] == ["late"]
    assert listed[late]["in_force"] == listed[late]["candidate"]
    assert listed[half]["open"] == ["half_signed"]
    assert listed[quarrelled]["open"] == ["half_signed", "quarrel"]
    assert {row["role"] for row in listed.values()} == {"leads"}
    supporter = succeed(world, "ZS-YBS", "zs.head")
    roles = {row["id"]: row["role"] for row in shown(world, supporter, "ZS-YBS")["targets"]}
    assert roles == {late: "supports", half: "supports"}
    leader = succeed(world, "FXZ-2", "leader2")
    assert shown(world, leader, "FXZ-2")["targets"] == []


def test_what_is_proposed_about_a_running_target_goes_over_too(fresh):
    target = issued(fresh, supporting_units=["ZS"])
    fresh.act("xq.head", "change", target, supporting_units=["JT"], text="改由交通局配合")
    head = succeed(fresh, "XQ-YBS", "xq.head")
    (row,) = shown(fresh, head, "XQ-YBS")["targets"]
    # Its milestone of March passed without a report.
    assert row["open"] == ["late", "proposed"]
    # Who would support it by the proposal is of its units already, and who still does is too.
    fresh.act("jt.head", "discuss", target, text="请说明分工")
    for username in ("jt.head", "zs.head"):
        assert representation(read_by(fresh, username), target)["thread"]


def test_leader_and_county_head_take_over_what_waits_for_them(fresh):
    world = fresh
    reviewed, asked = world.reviewed(), world.quarrelled()
    drafted = world.draft()
    world.act("xq.head", "ask_arbitration", asked, text="差距较大")
    leader = succeed(world, "FXZ-1", "leader1")
    assert {row["id"] for row in shown(world, leader, "FXZ-1")["targets"]} == {
        reviewed,
        asked,
        drafted,
    }
    head = succeed(world, "XZ", "head")
    roles = {row["id"]: row["role"] for row in shown(world, head, "XZ")["targets"]}
    assert roles == {reviewed: "decides", asked: "decides"}


def test_signed_list_is_kept_in_full_and_asked_for_no_more(fresh):
    world = fresh
    target = world.submitted()
    head = succeed(world, "XQ-YBS", "xq.head")
    own, _ = takeover_view.notices(read_by(world, head))
    assert [post.code for post in own] == ["XQ-YBS"]
    assert takeover_view.notices(read_by(world, "office"))[1] == 1
    sign(world, head, "XQ-YBS")
    row = world.row("SELECT * FROM takeover")
    assert [one["id"] for one in json.loads(row["listed"])["targets"]] == [target]
    assert row["side"] == "takes"
    assert world.entries()[-1]["post"] == "XQ-YBS"
    assert takeover_view.notices(read_by(world, head)) == ([], 0)
    assert takeover_view.notices(read_by(world, "auditor")) == ([], 0)
    # What moves afterwards does not move what was signed.
    world.act("xq.drafter", "edit", target, target_value="12")
    assert shown(world, head, "XQ-YBS")["digest"] == row["digest"]
    assert codes(refused(world, head, "XQ-YBS")) == ["a_hand_over_waits_for_the_actor"]
    assert verify(world.database).ok


def test_what_moved_since_it_was_shown_is_named_and_nothing_is_signed(fresh):
    world = fresh
    kept, moved, left = world.submitted(), world.submitted(), world.submitted(title="作废的")
    head = succeed(world, "XQ-YBS", "xq.head")
    seen = shown(world, head, "XQ-YBS")
    world.act("xq.drafter", "edit", moved, target_value="12")
    world.act("xq.drafter", "discard", left)
    joined = world.draft()
    with pytest.raises(StaleVersion) as caught:
        sign(world, head, "XQ-YBS", seen)
    told = {change["field"]: (change["old"], change["new"]) for change in caught.value.diff}
    assert set(told) == {f"target {number}" for number in (moved, left, joined)}
    assert told[f"target {left}"][1] is None
    assert told[f"target {joined}"][0] is None
    assert f"target {kept}" not in told
    assert "作废的" in {change["label"].zh for change in caught.value.diff}
    assert world.row("SELECT COUNT(*) AS n FROM takeover")["n"] == 0
    assert caught.value.current["digest"] == shown(world, head, "XQ-YBS")["digest"]
    # What counts for no digest on the list moves nothing.
    seen = shown(world, head, "XQ-YBS")
    world.act("office", "precheck", kept)
    sign(world, head, "XQ-YBS", seen)


def test_unsigned_list_keeps_nobody_from_work(fresh):
    world = fresh
    target = world.draft()
    head = succeed(world, "XQ-YBS", "xq.head")
    world.act(head, "submit", target)
    assert world.standing_hands(target) == {"up"}
    assert takeover_view.notices(read_by(world, "office"))[1] == 1


def test_predecessor_in_another_post_may_sign_what_was_taken_over(fresh):
    world = fresh
    world.submitted()
    head = succeed(world, "XQ-YBS", "xq.head")
    assert isinstance(refused(world, "xq.head", "XQ-YBS"), NotPermitted), "no post, no hand"
    world.appoint("xq.head", "SM-YBS")
    sign(world, head, "XQ-YBS")
    world.draft()
    sign(world, "xq.head", "XQ-YBS")
    rows = world.rows("SELECT side, digest FROM takeover ORDER BY id")
    assert [row["side"] for row in rows] == ["takes", "gives"]
    assert rows[0]["digest"] == rows[1]["digest"]
    summary = shown(world, "auditor", "XQ-YBS")
    assert summary["taken"]
    assert summary["given"]
    assert verify(world.database).ok


def test_only_who_is_concerned_or_oversees_sees_a_list(fresh):
    world = fresh
    head = succeed(world, "XQ-YBS", "xq.head")
    for username in (head, "office", "auditor", "head"):
        assert shown(world, username, "XQ-YBS")["post"] == "XQ-YBS"
    for username in ("sm.head", "leader1", "xq.drafter", "admin"):
        assert takeover_view.lists(read_by(world, username)) == []
        with pytest.raises(NotFound):
            shown(world, username, "XQ-YBS")
    error = refused(world, "sm.head", "XQ-YBS")
    assert isinstance(error, RulesRefused)
    assert isinstance(refused(world, "office", "XQ-YBS"), NotPermitted)
    assert codes(refused(world, "sm.head", "NOPE")) == ["a_hand_over_waits_for_the_actor"]


def test_first_holder_and_co_holder_of_a_post_take_nothing_over(fresh):
    world = fresh
    assert takeover_view.lists(read_by(world, "office")) == []
    world.newcomer("XQ-YBS")
    assert takeover_view.lists(read_by(world, "office")) == []


def test_bent_list_is_named_by_verification(fresh):
    world = fresh
    head = succeed(world, "XQ-YBS", "xq.head")
    sign(world, head, "XQ-YBS")
    with unguarded(world.database):
        statements.run(world.database, "UPDATE takeover SET listed = '{}' WHERE id = 1")
        assert not verify(world.database).ok
