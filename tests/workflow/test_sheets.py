"""Rows of a sheet: what each says is what the target itself says, and none costs a statement."""

import pytest

from tests.counting import counted
from tests.matrix import one_of_each
from workflow.queries import sheets
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation

PEOPLE = ("xq.drafter", "xq.head", "zs.head", "leader1", "leader3", "head", "office", "inspector1")


def read_by(world, username):
    return reader_of(world.database, world.clock, world.actor(username))


@pytest.fixture(scope="module")
def in_each_state(shared_world):
    return one_of_each(shared_world)


@pytest.mark.parametrize("username", PEOPLE)
def test_a_row_offers_the_signatures_that_the_target_offers(world, in_each_state, username):
    reader = read_by(world, username)
    numbers = list(in_each_state.values())
    shown = {row["id"]: row for row in sheets.rows(reader, numbers)}
    assert shown, "somebody who sees nothing tests nothing"
    for number, row in shown.items():
        target = representation(reader, number)
        signing = {
            a["action"]: [r["code"] for r in a["refusals"]]
            for a in target["actions"]
            if a["signs"] or a["action"] == "edit"
        }
        free = {name for name, refused in signing.items() if not refused}
        offered = {o["act"].name for o in row["offers"] if not o["refusals"]}
        assert offered == free
        assert (row["digest"], row["hands"]) == (target["candidate"]["digest"], target["hands"])
        assert row["state"] == target["state"]


def test_what_may_not_be_seen_is_left_out_in_silence(world):
    number = world.draft()
    assert sheets.rows(read_by(world, "zs.head"), [number]) == []
    assert sheets.titles(read_by(world, "zs.head"), [number]) == {}
    assert [row["id"] for row in sheets.rows(read_by(world, "xq.head"), [number])] == [number]


def test_a_sheet_holds_what_its_unit_supports_and_nothing_cancelled(world):
    own = world.draft("zs.drafter", lead_unit="ZS", responsible_post="ZS-KY")
    gone = world.draft("zs.drafter", lead_unit="ZS", responsible_post="ZS-KY")
    world.act("zs.drafter", "discard", gone)
    supported, foreign = world.draft(supporting_units=["ZS"]), world.draft()
    reader = read_by(world, "zs.head")
    unit = reader.organisation.units["ZS"]
    listed = sheets.of_unit(reader, unit, world.drafting_year())
    assert {own, supported} <= set(listed)
    assert not {gone, foreign} & set(listed)
    assert world.drafting_year() in sheets.years_of_unit(reader, unit)


def test_what_changed_since_one_signed_is_said_for_each_row(world):
    changed, same, back = world.submitted(), world.submitted(), world.submitted()
    world.act("xq.drafter", "edit", changed, target_value="12")
    world.act("xq.drafter", "edit", back, target_value="12")
    world.act("xq.drafter", "edit", back, target_value="10")
    rows = sheets.rows(read_by(world, "xq.head"), [changed, same, back], since=True)
    told = {row["id"]: row["since_signed"] for row in rows}
    assert [(d["field"], d["old"], d["new"]) for d in told[changed]["diff"]] == [
        ("target_value", "10", "12")
    ]
    assert told[same] is None
    # The same bytes again are no difference, and yet must be signed again (design.md 2.2).
    assert (told[back]["revision"], told[back]["diff"]) == (1, [])


def test_what_changed_is_told_since_the_last_signature_not_the_first(world):
    number = world.submitted()
    for value in ("12", "13"):
        world.act("xq.drafter", "edit", number, target_value=value)
        if value == "12":
            world.act("xq.head", "submit", number)
    (row,) = sheets.rows(read_by(world, "xq.head"), [number], since=True)
    assert row["since_signed"]["revision"] == 2
    assert [(d["old"], d["new"]) for d in row["since_signed"]["diff"]] == [("12", "13")]


def test_a_key_target_that_is_no_better_asks_for_its_reason_once(world):
    target = world.draft(category="key", baseline="10", target_value="9")
    reader = read_by(world, "xq.head")
    assert [row["asks_reason"] for row in sheets.rows(reader, [target])] == [True]
    assert [row["growth"] for row in sheets.rows(reader, [target])] == ["-10"]
    world.act("xq.head", "submit", target, growth_reason="矿井关停")
    assert [row["asks_reason"] for row in sheets.rows(reader, [target])] == [False]


def test_many_rows_cost_no_more_statements_than_one(world):
    numbers = [world.submitted() for _ in range(7)]
    for number in numbers:
        world.act("xq.drafter", "edit", number, target_value="11")
    reader = read_by(world, "xq.head")
    with counted(world.database) as one:
        sheets.rows(reader, numbers[:1], since=True)
    with counted(world.database) as seven:
        assert len(sheets.rows(reader, numbers, since=True)) == 7
    assert len(seven) == len(one)
