"""Many acts in one transaction: each for itself, or all of them or nothing."""

import json

import pytest

from tests.program import shangxia
from workflow import lifecycle
from workflow.door import Done, Knock, ManyRefused
from workflow.errors import InvalidInput, NotFound, RulesRefused, StaleVersion
from workflow.once import once


def submits(world, *targets):
    """The head's hand on each, as one who has just looked."""
    return [Knock("submit", "target", t, {"digest": world.target(t)["digest"]}) for t in targets]


def new_unit(code, kind="bureau"):
    return Knock("add_unit", "county", None, {
        "code": code, "name_zh": "新单位", "name_en": code, "kind": kind,
    })  # fmt: skip


def since(world, size):
    rows = world.rows("SELECT body FROM entry WHERE id >= ? ORDER BY id", size)
    return [json.loads(row["body"]) for row in rows]


def test_one_that_is_refused_leaves_the_others(fresh):
    first, moved, last = (fresh.draft() for _ in range(3))
    asked = submits(fresh, first, moved, last)
    fresh.act("xq.drafter", "edit", moved, points="9")
    size = fresh.size()
    answers = fresh.door.perform_many(asked, fresh.actor("xq.head"))
    assert [type(a) for a in answers] == [Done, StaleVersion, Done]
    assert [answers[0].object_id, answers[2].object_id] == [first, last]
    assert [fresh.standing_hands(t) for t in (first, moved, last)] == [{"up"}, set(), {"up"}]
    told = [(e["object"]["id"], e["outcome"]) for e in since(fresh, size)]
    assert told == [(first, "done"), (moved, "refused"), (last, "done")]


def test_each_is_judged_after_the_ones_before_it(fresh):
    target = fresh.draft()
    again = submits(fresh, target) * 2
    first, second = fresh.door.perform_many(again, fresh.actor("xq.head"))
    assert isinstance(first, Done)
    assert [r.code for r in second.refusals] == ["unit_has_not_signed_yet"]


def test_what_is_not_there_or_not_sound_leaves_no_entry(fresh):
    size = fresh.size()
    asked = [
        Knock("submit", "target", 999_999, {"digest": "0" * 64}),
        Knock("nonsense", "target", 1),
        new_unit("no code at all"),
    ]
    answers = fresh.door.perform_many(asked, fresh.actor("admin"))
    assert [type(a) for a in answers] == [NotFound, NotFound, InvalidInput]
    assert fresh.size() == size


def test_together_is_all_or_nothing(fresh):
    good, other = fresh.draft(), fresh.draft(measure=None)
    before, size = fresh.tables(), fresh.size()
    with pytest.raises(ManyRefused) as caught:
        fresh.door.perform_many(submits(fresh, good, other), fresh.actor("xq.head"), together=True)
    assert [(n, type(why)) for n, why in caught.value.refused] == [(1, RulesRefused)]
    assert fresh.tables() == before
    assert fresh.size() == size


def test_units_that_never_were_are_forgotten(fresh, county_url):
    admin = fresh.actor("admin")
    with pytest.raises(ManyRefused):
        fresh.door.perform_many([new_unit("U1"), new_unit("U1")], admin, together=True)
    # Another process adds another unit: the counter by which the organisation is known reaches the
    # number at which U1 was seen here.
    names = ("--name-zh", "新单位", "--name-en", "U2", "--kind", "bureau")
    ran = shangxia("county", "add_unit", "--code", "U2", *names, url=county_url)
    assert ran.code == 0, ran.err
    post = {"code": "U1-YBS", "name_zh": "一把手", "name_en": "Head", "capacity": "unit_head"}
    with pytest.raises(InvalidInput) as caught:
        fresh.county("admin", "add_post", **post, unit="U1")
    assert list(caught.value.fields) == ["unit"]
    fresh.county("admin", "add_post", **post, unit="U2")


def test_a_fault_of_the_program_in_the_middle_writes_nothing(fresh, monkeypatch):
    first, second = fresh.draft(), fresh.draft()
    before, size = fresh.tables(), fresh.size()
    submit = lifecycle.act_named("target", "submit")
    effect, done = submit.effect, []

    def fails_the_second_time(case):
        done.append(case)
        if len(done) == 2:
            raise ZeroDivisionError
        effect(case)

    monkeypatch.setitem(submit.__dict__, "effect", fails_the_second_time)
    with pytest.raises(ZeroDivisionError):
        fresh.door.perform_many(submits(fresh, first, second), fresh.actor("xq.head"))
    assert fresh.tables() == before
    assert fresh.size() == size


def test_two_hundred_stand_in_the_log_in_order_and_none_before_the_last(fresh):
    targets = [fresh.draft() for _ in range(20)]
    knocks = [
        Knock("edit", "target", t, {"version": 1 + round, "points": str(10 + round)})
        for round in range(10)
        for t in targets
    ]
    size, heard = fresh.size(), []
    fresh.door.after.append(heard.append)
    answers = fresh.door.perform_many(knocks, fresh.actor("xq.drafter"))
    fresh.door.after.pop()
    assert all(isinstance(a, Done) for a in answers)
    assert [a.entry for a in answers] == list(range(size, size + 200))
    assert heard == answers, "each is told once it is on the disk"
    times = [entry["at"] for entry in since(fresh, 0)]
    assert times == sorted(times)


def test_the_same_request_again_does_nothing_more(fresh):
    target = fresh.draft()
    (knock,) = submits(fresh, target)
    key = once("key-1", "target", target, "submit", knock.raw)
    again = Knock(knock.act, knock.kind, target, knock.raw, key)
    head, heard = fresh.actor("xq.head"), []
    (first,) = fresh.door.perform_many([again], head)
    size = fresh.size()
    fresh.door.after.append(heard.append)
    (second,) = fresh.door.perform_many([again], head)
    fresh.door.after.pop()
    assert (second.replayed, second.entry) == (True, first.entry)
    assert (fresh.size(), heard) == (size, [])
