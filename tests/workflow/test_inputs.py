"""Bad input is told apart field by field, and changes nothing, whatever somebody sends."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import FOUND, World
from workflow.errors import InvalidInput, NotFound, StaleVersion, WorkflowError
from workflow.lifecycle import ACTS, TARGET
from workflow.once import Once

HUGE = 10**30
LONE = "\ud800"

# field → values that may never be taken for it.
BAD: dict[str, list[Any]] = {
    "title": [None, "", "  ", "a\x00b", LONE, "字" * 121, 7, ["x"], {}, True, 1.5],
    "category": ["", "unknown", 1, None],
    "measure": ["a\x00", LONE, "x" * 201, 3, []],
    "unit_of_measure": ["x" * 31, 1],
    "baseline": ["abc", "1e3", "NaN", "Infinity", "-", "1.1234567", "1" * 16, 1.5, HUGE, True],
    "target_value": [
        "1e3", "NaN", "-Infinity", "", "0x10", "１２", "1,5", "1_000", "+5", ".5", "5.", 0.1,
        math.nan, math.inf, HUGE, True, [], {},
    ],
    "direction": ["upwards", "", None, 1],
    "available_on": ["2013-02-30", "2013-2-3", "20130203", "2013-02-03T00:00:00", 20130203, ""],
    "points": ["-1", "1001", "1000.1", "-0.1", "NaN", 2.5, HUGE],
    "due_on": [
        "2013-02-29", "0000-01-01", "9999-12-31", "1948-12-31", "2013-13-01", "2013-06-31",
        "tomorrow",        "２０１３-０１-０１", "2013-01-01\n", 5, True, [],
    ],
    "lead_unit": ["NOPE", "", 1, None, LONE],
    "supporting_units": ["ZS", ["NOPE"], ["XQ"], [1], [None], None, ["ZS"] * 101],
    "reviewing_post": ["NOPE", 1, None],
    "responsible_post": ["NOPE", 1, LONE],
    "key_tasks": ["K1", ["K99"], [1], None],
    "scoring_rule": ["guess", 1],
    "evidence": ["\x00", "x" * 201],
    "acceptance": ["x" * 201],
    "source_document": ["x" * 201, LONE],
    "year": [1999, 3000, "2013x", HUGE, 2013.0, -1],
    "milestones": ["x", [1], None, [{"title": "无日期"}], [{"due_on": "2013-01-01"}] * 61],
}  # fmt: skip


def cases() -> list[Any]:
    return [
        pytest.param(field, value, id=f"{field}-{number}")
        for field, values in BAD.items()
        for number, value in enumerate(values)
    ]


def mark(world: World) -> dict[str, Any]:
    """Moves with every write: each act adds an entry and moves its target's version."""
    return world.row(
        "SELECT COUNT(*), SUM(version), (SELECT COUNT(*) FROM entry) AS entries FROM target"
    )


def refused(world: World, act: str, target: int | None, who: str, raw: dict) -> InvalidInput:
    """The 422 that must come; nothing but that may have happened."""
    before = mark(world)
    with pytest.raises(InvalidInput) as caught:
        world.door.perform(act, "target", target, world.actor(who), raw)
    assert mark(world) == before
    assert caught.value.fields
    for sentences in caught.value.fields.values():
        assert all(s.zh and s.en for s in sentences)
    return caught.value


@pytest.mark.parametrize(("field", "value"), cases())
def test_bad_value_is_refused_on_create_and_named_by_its_field(world, field, value):
    raw = world.fields(year=2014, **{field: value} if field != "year" else {})
    if field == "year":
        raw["year"] = value
    if field == "lead_unit" and value in (None, ""):
        # No unit named is one's own unit.
        raw["lead_unit"] = "NOPE"
    error = refused(world, "create", None, "xq.drafter", raw)
    assert {name.split(".")[0] for name in error.fields} == {field}


@pytest.fixture(scope="module")
def draft(shared_world) -> int:
    return shared_world.draft(year=2014)


@pytest.mark.parametrize(
    ("field", "value"), [c for c in cases() if c.values[0] not in ("year",)]
)  # fmt: skip
def test_bad_value_is_refused_on_edit_and_named_by_its_field(world, draft, field, value):
    raw = {"version": world.target(draft)["version"], field: value}
    error = refused(world, "edit", draft, "xq.drafter", raw)
    assert {name.split(".")[0] for name in error.fields} == {field}


@pytest.mark.parametrize(
    ("bad", "path"),
    [
        ({"due_on": "2013-02-30"}, "milestones.1.due_on"),
        ({"due_on": "2013-03-01", "quantity": "x"}, "milestones.1.quantity"),
        ({"due_on": "2013-03-01", "title": "a\x00"}, "milestones.1.title"),
        ({"due_on": "2013-03-01", "who": "x"}, "milestones.1.who"),
        ({}, "milestones.1.due_on"),
    ],
)
def test_milestone_is_named_by_its_place(world, draft, bad, path):
    good = {"due_on": "2013-02-28", "title": "开工"}
    raw = {"version": world.target(draft)["version"], "milestones": [good, bad]}
    assert set(refused(world, "edit", draft, "xq.drafter", raw).fields) == {path}


def test_all_bad_fields_come_together(world, draft):
    raw = {"version": 1, "title": "", "points": "x", "due_on": "x", "nonsense": 1}
    error = refused(world, "edit", draft, "xq.drafter", raw)
    assert set(error.fields) == {"title", "points", "due_on", "nonsense"}


@pytest.mark.parametrize("act", TARGET, ids=lambda act: act.name)
def test_unknown_field_is_refused_by_every_act(world, act):
    with pytest.raises(Exception, match="nonsense") as caught:
        act.input().load({"nonsense": 1})
    assert "nonsense" in caught.value.messages


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.on}-{act.name}")
def test_every_input_refuses_what_is_no_object(act):
    for value in (None, [], "text", 7):
        with pytest.raises(Exception, match=r".") as caught:
            act.input().load(value)
        assert type(caught.value).__name__ == "ValidationError"


@pytest.mark.parametrize("version", [1.0, "one", [], {}, "1.0", "٣", -0.5, math.nan, math.inf])
def test_version_that_is_no_whole_number_is_refused(world, draft, version):
    error = refused(world, "edit", draft, "xq.drafter", {"version": version, "points": "1"})
    assert set(error.fields) == {"version"}


@pytest.mark.parametrize("version", [HUGE, -HUGE, 0, -1, 10**6, "9" * 400, str(HUGE)])
def test_version_that_is_not_this_one_is_stale(world, draft, version):
    raw = {"version": version, "points": "1"}
    before = world.tables()
    with pytest.raises((StaleVersion, InvalidInput)):
        world.door.perform("edit", "target", draft, world.actor("xq.drafter"), raw)
    assert world.tables() == before


@pytest.mark.parametrize("digest", ["a\x00b", LONE, "x" * 10_000, "'; DROP TABLE target; --"])
def test_digest_of_no_revision_is_stale(world, draft, digest):
    before = world.tables()
    with pytest.raises((StaleVersion, InvalidInput)):
        world.door.perform("submit", "target", draft, world.actor("xq.head"), {"digest": digest})
    assert world.tables() == before


@pytest.mark.parametrize("digest", [None, 5, 1.5, [], {}, True, ""])
def test_digest_that_is_no_text_is_refused(world, draft, digest):
    error = refused(world, "submit", draft, "xq.head", {"digest": digest})
    assert "digest" in error.fields or "version" in error.fields


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**53, 2**63 - 1, 2**63, HUGE, -HUGE])
@pytest.mark.parametrize("kind", ["target", "year", "item"])
def test_id_of_nothing_is_not_there(world, kind, number):
    act = {"target": "edit", "year": "issue", "item": "sign_item"}[kind]
    size = world.size()
    with pytest.raises(NotFound):
        world.door.perform(act, kind, number, world.actor("office"), {"version": 1, "digest": "x"})
    assert world.size() == size


@pytest.mark.parametrize("number", ["lead_unit", "year", "username", "post", "code", "digest"])
@pytest.mark.parametrize("value", ["a\x00b", LONE, HUGE, -HUGE, 1.5, math.nan, [], {}, None, True])
@pytest.mark.parametrize(
    "act", ["add_person", "appoint", "open_year", "add_key_task", "define_item"]
)
def test_county_acts_refuse_what_cannot_be_stored(world, act, number, value):
    before = mark(world)
    who = world.actor("admin" if act in ("add_person", "appoint") else "office")
    with pytest.raises(InvalidInput):
        world.door.perform(act, "county", None, who, {number: value})
    assert mark(world) == before


@pytest.mark.parametrize("key", ["a\x00b", LONE, "x" * 100_000])
def test_idempotency_key_that_cannot_be_stored_is_refused(world, draft, key):
    before = mark(world)
    with pytest.raises(WorkflowError):
        world.door.perform(
            "hand_up", "target", draft, world.actor("xq.drafter"), {"version": 1},
            idempotent=Once(key, "r"),
        )  # fmt: skip
    assert mark(world) == before


INSPECT_BAD = {
    "found_value": ["NaN", "1e9", 1.5, HUGE, "x"],
    "events": [[{"event": "case"}], [{"event": "case", "count": -1}], [{"count": 1}], "x",
               [{"event": "case", "count": 1.5}], [{"event": "case", "count": HUGE}]],
    "quality": ["good", None, 1],
    "on_time": ["perhaps", 2, None, "1", []],
    "met": ["perhaps", 2, None],
    "cause": ["weather", None],
    "text": ["\x00", LONE, "x" * 2001],
}  # fmt: skip


@pytest.fixture(scope="module")
def due(shared_world) -> int:
    return shared_world.due()


@pytest.mark.parametrize(
    ("field", "value"),
    [(field, value) for field, values in INSPECT_BAD.items() for value in values],
)
def test_bad_finding_is_refused(world, due, field, value):
    raw = {**FOUND, "version": world.target(due)["version"], field: value}
    error = refused(world, "inspect", due, "inspector1", raw)
    assert {name.split(".")[0] for name in error.fields} == {field}


@pytest.mark.parametrize("as_of", ["2013-02-30", "", None, 5, "2013-01-01 ", "31.03.2013"])
def test_bad_day_of_a_report_is_refused(world, due, as_of):
    raw = {"version": world.target(due)["version"], "value": "1", "as_of": as_of}
    assert set(refused(world, "report_progress", due, "xq.head", raw).fields) == {"as_of"}


@pytest.mark.parametrize("reason", ["because", "", None, 1, LONE])
def test_bad_reason_is_refused(world, draft, reason):
    raw = {"version": world.target(draft)["version"], "reason_code": reason}
    # The capacity is asked before the input, the rule after it.
    assert set(refused(world, "return", draft, "leader1", raw).fields) == {"reason_code"}


def test_text_is_kept_in_one_spelling(world):
    target = world.draft(title="  cafe\u0301 路  ")
    assert world.target(target)["title"] == "caf\u00e9 路"


def test_text_of_a_remark_is_kept_outside_the_log(world):
    target = world.draft()
    world.act("xq.drafter", "hand_up", target, text="请尽快审签 <b>&'\"")
    body = world.row("SELECT body FROM entry ORDER BY id DESC LIMIT 1")["body"]
    kept = world.row("SELECT * FROM text ORDER BY id DESC LIMIT 1")
    assert kept["body"] == "请尽快审签 <b>&'\""
    assert kept["body"] not in body
    assert kept["salt"] not in body
    assert kept["digest"] in body


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    "act", ["create", "assign", "edit", "counter", "inspect", "issue", "submit"]
)
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_sent_is_more_than_a_refusal(world, draft, due, act, data):
    names = [*next(a for a in TARGET if a.name == act).input().fields, "nonsense"]
    raw = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING, max_size=6))
    target = {"create": None, "assign": None, "inspect": due}.get(act, draft)
    who = {"inspect": "inspector1", "counter": "leader1", "submit": "xq.head"}.get(act, "office")
    try:
        world.door.perform(act, "target", target, world.actor(who), raw)
    except WorkflowError:
        return
