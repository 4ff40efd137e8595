"""The door itself: once only, after the commit only, all of an act or nothing of it."""

import json

import pytest

from tests.builders import World
from workflow.door import Done
from workflow.errors import KeyReused, RulesRefused, StaleVersion
from workflow.once import once


def hand_up(world: World, target: int, key: str, version: int = 1) -> Done:
    raw = {"version": version}
    return world.door.perform(
        "hand_up", "target", target, world.actor("xq.drafter"), raw,
        idempotent=once(key, "target", target, "hand_up", raw),
    )  # fmt: skip


def test_same_key_does_the_act_once_and_answers_the_same(world):
    target = world.draft()
    first, size = hand_up(world, target, f"a{target}"), world.size()
    again = hand_up(world, target, f"a{target}")
    assert (again.object_id, again.entry, again.replayed) == (first.object_id, first.entry, True)
    assert not first.replayed
    assert world.size() == size
    assert world.target(target)["version"] == 2


def test_same_key_for_another_request_is_refused(world):
    target, other = world.draft(), world.draft()
    hand_up(world, target, f"b{target}")
    before = world.tables()
    with pytest.raises(KeyReused):
        hand_up(world, other, f"b{target}")
    assert world.tables() == before


def test_key_belongs_to_its_person(world):
    target = world.draft()
    hand_up(world, target, f"c{target}")
    raw = {"version": 2}
    done = world.door.perform(
        "precheck", "target", target, world.actor("office"), raw,
        idempotent=once(f"c{target}", "target", target, "precheck", raw),
    )  # fmt: skip
    assert not done.replayed


def test_refused_request_leaves_its_key_free(world):
    target = world.draft()
    with pytest.raises(StaleVersion):
        hand_up(world, target, f"d{target}", version=7)
    assert not hand_up(world, target, f"d{target}").replayed


def test_created_target_comes_once_too(world):
    raw = world.fields()
    wanted = once(f"e{world.size()}", "target", None, "create", raw)
    actor = world.actor("xq.drafter")
    first, again = (
        world.door.perform("create", "target", None, actor, raw, idempotent=wanted)
        for _ in range(2)
    )
    assert first.object_id == again.object_id


def test_what_follows_an_act_is_called_after_its_commit_and_never_after_a_refusal(fresh):
    heard: list[tuple[Done, bool]] = []
    fresh.door.after.append(lambda done: heard.append((done, fresh.database.in_transaction())))
    target = fresh.draft(measure=None)
    fresh.no("xq.head", "submit", target)
    fresh.no("sm.head", "submit", target)
    assert [(done.object_id, inside) for done, inside in heard] == [(target, False)]


def test_act_with_others_in_it_happens_whole_or_not_at_all(world):
    """One of the item's units is unknown to the year's rules: none gets its target."""
    world.year_now = -1
    year = world.target(world.approved())["year_id"]
    world.issue(year)
    before, size = world.tables(), world.size()
    content = world.fields(year=year)
    for name in ("lead_unit", "responsible_post", "baseline", "milestones"):
        content.pop(name)
    raw = {**content, "category": "common", "code": f"X{size}", "units": ["XQ", "SM"]}
    with pytest.raises(RulesRefused):
        world.door.perform("define_item", "county", None, world.actor("office"), raw)
    assert world.tables() == before
    assert world.size() == size + 1


def test_entry_says_who_in_what_post_by_what_way_and_under_which_rules(world):
    target = world.draft()
    world.act("xq.head", "submit", target)
    row = world.row("SELECT * FROM entry ORDER BY id DESC LIMIT 1")
    entry = json.loads(row["body"])
    assert entry["index"] == row["id"]
    assert (entry["capacity"], entry["post"], entry["channel"]) == ("unit_head", "XQ-YBS", "api")
    assert (entry["round"], entry["revision"]) == (1, 1)
    assert entry["digest"] == world.target(target)["digest"]
    assert len(entry["scheme"]) == len(entry["lifecycle"]) == 64
    assert (row["act"], row["object_id"], row["person_id"]) == ("submit", target, entry["person"])


def test_clock_acts_without_a_person(world):
    target = world.running()
    world.fall_due(target)
    entry = json.loads(world.row("SELECT body FROM entry ORDER BY id DESC LIMIT 1")["body"])
    assert (entry["person"], entry["post"], entry["channel"]) == (None, None, "clock")
    assert entry["capacity"] == "system"
