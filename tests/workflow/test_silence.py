"""Silence is not consent: what stays unanswered is reported upward, once, and binds nobody."""

import json
import threading
from datetime import timedelta

import pytest

from models import statements
from tests.builders import DECISION, NOBODY, World, at, codes, open_year
from tests.storage import opened
from tests.workflow.arbitration_cases import reviewed_by_the_county_head
from tests.workflow.test_arbitration import shown, todo
from workflow.audit.verify import verify
from workflow.clock import Manual
from workflow.door import Door
from workflow.errors import NotPermitted, RulesRefused
from workflow.ticks import tick

# Monday to Friday before National Day 2013; Sunday the 29th and Saturday 12 October are worked.
THURSDAY = "2013-09-26T10:00:00"
FIFTH_DAY_OVER = "2013-10-10T00:00:00"


def on(world: World, moment: str) -> None:
    world.clock.set(at(moment))


def reports(world: World, target: int) -> list[dict]:
    """Every escalation of a target, ended or not."""
    return world.rows("SELECT * FROM escalation WHERE target_id = ? ORDER BY id", target)


def assigned_on(world: World, moment: str) -> int:
    on(world, moment)
    return world.assigned("leader1", due_on="2013-12-31", milestones=[])


# — scenario 4 of the issue —


def test_leader_assigns_and_five_working_days_pass_across_a_worked_weekend(fresh):
    """27, 29 (Sunday, worked), 30 September, 8 and 9 October: then one report, nothing binds."""
    target = assigned_on(fresh, THURSDAY)
    on(fresh, "2013-10-09T23:59:59")
    assert tick(fresh.door).escalated == ()
    on(fresh, FIFTH_DAY_OVER)
    assert tick(fresh.door).escalated == (target,)
    for _ in range(3):
        fresh.clock.forward(days=1)
        assert tick(fresh.door).escalated == ()
    row = fresh.target(target)
    assert (row["state"], row["turn"], row["round"]) == ("drafted", "unit", 1)
    assert fresh.hands(target) == []
    (report,) = reports(fresh, target)
    assert (report["kind"], report["level"], report["ended_at"]) == ("unanswered", "leader", None)
    assert codes(fresh.no("head", "approve", target)) == ["wrong_state"]


def test_days_are_counted_by_the_countys_calendar_as_it_stands(fresh):
    """The office makes the Sunday a day off: one more day is given."""
    target = assigned_on(fresh, THURSDAY)
    days = ["2013-10-01", "2013-10-02", "2013-10-03", "2013-10-04", "2013-10-07"]
    fresh.county(
        "office", "set_calendar", year=2013, holidays=days, workdays=[], document="县通〔2013〕3号"
    )
    on(fresh, FIFTH_DAY_OVER)
    assert tick(fresh.door).escalated == ()
    on(fresh, "2013-10-11T00:00:00")
    assert tick(fresh.door).escalated == (target,)


def test_after_being_off_it_is_caught_up_once(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, "2014-03-01T08:00:00")
    assert tick(fresh.door).escalated == (target,)
    assert tick(fresh.door).escalated == ()
    assert len(reports(fresh, target)) == 1


def test_scheduler_that_looked_before_another_acted_does_nothing(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    fresh.door.perform("escalate", "target", target, NOBODY)
    size = fresh.size()
    with pytest.raises(RulesRefused) as caught:
        fresh.door.perform("escalate", "target", target, NOBODY)
    assert codes(caught.value) == ["handover_is_not_reported_yet"]
    assert fresh.size() == size


def test_two_schedulers_at_once_report_each_hand_over_once(county_url):
    with opened(county_url) as database:
        world = World(database)
        targets = [assigned_on(world, THURSDAY) for _ in range(12)]
        told: list[int] = []

        def schedule() -> None:
            with database.connection_context():
                told.extend(tick(Door(database, Manual(at(FIFTH_DAY_OVER)))).escalated)

        threads = [threading.Thread(target=schedule) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == targets
        counted = "SELECT COUNT(*) FROM entry WHERE act = 'escalate'"
        assert statements.value(database, counted) == len(targets)


def test_clock_that_was_set_back_reports_nothing_early(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    other = fresh.draft(due_on="2013-12-31", milestones=[])
    on(fresh, "2013-10-09T12:00:00")
    assert tick(fresh.door).escalated == ()
    with pytest.raises(RulesRefused):
        fresh.door.perform("escalate", "target", target, NOBODY)
    assert fresh.state(other) == "drafted"


def test_people_cannot_do_it(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    for who in ("office", "head", "leader1", "auditor"):
        assert isinstance(fresh.no(who, "escalate", target), NotPermitted)


# — who is awaited, and who is told —


def to_leader(w: World) -> int:
    target = w.submitted()
    w.act("office", "precheck", target)
    return target


def _objected(w: World) -> int:
    return _then(w, w.assigned(), "xq.head", "object")


WAITS = {
    "unit, assigned": (lambda w: w.assigned(), "unit", "leader"),
    "unit, returned": (lambda w: _then(w, w.submitted(), "leader1", "return"), "unit", "leader"),
    "unit, countered": (
        lambda w: _then(w, w.submitted(), "leader1", "counter", target_value="12"),
        "unit",
        "leader",
    ),
    "supporter": (lambda w: w.submitted(supporting_units=["ZS"]), "supporter", "leader"),
    "office": (lambda w: w.submitted(), "office", "county_head"),
    "leader": (to_leader, "leader", "county_head"),
    "leader, objected": (_objected, "leader", "county_head"),
    "leader, who took it": (lambda w: _edited(w, "leader1"), "leader", "county_head"),
    "office, which took it": (lambda w: _edited(w, "office"), "office", "county_head"),
}  # fmt: skip


def _then(w: World, target: int, who: str, act: str, **fields) -> int:
    w.act(who, act, target, reason_code="other", **fields)
    return target


def _edited(w: World, who: str) -> int:
    target = w.submitted()
    w.act(who, "edit", target, target_value="12")
    return target


@pytest.mark.parametrize("case", WAITS)
def test_side_that_is_awaited_is_reported_to_the_next_higher_level(world, case):
    make, turn, level = WAITS[case]
    world.year_now = -1
    target = make(world)
    assert shown(world, "head", target)["waiting"]["turn"] == turn
    world.clock.forward(days=20)
    world.door.perform("escalate", "target", target, NOBODY)
    (report,) = reports(world, target)
    assert report["level"] == level
    assert world.target(target)["turn"] == turn
    who = {"leader": "leader1", "county_head": "head"}[level]
    assert target in todo(world, who)


@pytest.mark.parametrize(
    "make",
    [
        lambda w: w.draft(),
        lambda w: _then_plain(w, w.draft(), "xq.drafter", "hand_up"),
        lambda w: _then_plain(w, w.submitted(), "xq.head", "withdraw"),
        lambda w: w.reviewed(),
        lambda w: w.approved(),
        lambda w: w.running(),
        lambda w: w.discarded(),
    ],
    ids=["draft", "inside the unit", "taken back", "reviewed", "approved", "running", "discarded"],
)
def test_where_nobody_is_awaited_nothing_is_reported(world, make):
    world.year_now = -1
    target = make(world)
    assert world.case(target).known("handover") is None
    world.clock.forward(days=40)
    assert target not in tick(world.door).escalated


def _then_plain(w: World, target: int, who: str, act: str) -> int:
    w.act(who, act, target)
    return target


def test_common_item_is_handed_over_by_its_leaders_signature(world):
    world.year_now = -1
    item, (target,) = world.common("XQ")
    assert world.case(target).known("handover") is None
    world.item("leader1", "sign_item", item)
    waiting = shown(world, "head", target)["waiting"]
    assert (waiting["turn"], waiting["action"]) == ("unit", "review")


def test_where_the_county_head_reviews_silence_goes_to_the_deputy(world):
    target, head = reviewed_by_the_county_head(world)
    world.act(head, "submit", target)
    world.act("office", "precheck", target)
    world.clock.forward(days=20)
    world.door.perform("escalate", "target", target, NOBODY)
    assert reports(world, target)[-1]["level"] == "deputy"
    assert target in todo(world, "deputy")


def test_working_on_it_is_no_answer(fresh):
    """The unit edits while it is awaited: the days go on from when it was asked."""
    target = assigned_on(fresh, THURSDAY)
    on(fresh, "2013-10-08T09:00:00")
    fresh.act("xq.drafter", "edit", target, points="19")
    fresh.act("xq.drafter", "hand_up", target)
    on(fresh, FIFTH_DAY_OVER)
    assert tick(fresh.door).escalated == (target,)


def test_one_of_two_supporters_is_no_answer(fresh):
    on(fresh, THURSDAY)
    both = {"supporting_units": ["ZS", "JT"], "due_on": "2013-12-31", "milestones": []}
    target = fresh.submitted(**both)
    on(fresh, "2013-10-08T09:00:00")
    fresh.act("zs.head", "confirm_support", target)
    on(fresh, FIFTH_DAY_OVER)
    assert tick(fresh.door).escalated == (target,)


def test_answer_ends_it_and_a_new_hand_over_begins_anew(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    tick(fresh.door)
    assert target in todo(fresh, "leader1")
    fresh.act("xq.head", "object", target, reason_code="no_funds")
    (report,) = reports(fresh, target)
    assert report["ended_act"] == "object"
    assert shown(fresh, "leader1", target)["escalations"] == []
    fresh.act("leader1", "review", target)
    on(fresh, "2013-11-30T09:00:00")
    assert tick(fresh.door).escalated == (target,), "the unit is awaited again"
    assert [r["ended_act"] for r in reports(fresh, target)] == ["object", None]


def test_return_hands_it_over_anew_though_the_unit_was_awaited(fresh):
    on(fresh, THURSDAY)
    target = fresh.submitted(due_on="2013-12-31", milestones=[])
    fresh.act("leader1", "return", target, reason_code="other")
    on(fresh, "2013-10-09T09:00:00")
    fresh.act("leader1", "counter", target, reason_code="other", target_value="12")
    on(fresh, FIFTH_DAY_OVER)
    assert tick(fresh.door).escalated == ()


def test_report_is_in_the_list_the_target_and_the_history(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    tick(fresh.door)
    (escalation,) = shown(fresh, "xq.head", target)["escalations"]
    assert (escalation["kind"], escalation["level"], escalation["by"]) == (
        "unanswered", "leader", None,
    )  # fmt: skip
    body = json.loads(
        fresh.row("SELECT body FROM entry WHERE act = 'escalate' ORDER BY id DESC LIMIT 1")["body"]
    )
    assert (body["person"], body["capacity"], body["channel"]) == (None, "system", "clock")
    assert [w["table"] for w in body["writes"]] == ["escalation", "paper", "target"]


# — silence that lasts opens the decision —


def test_report_that_stays_unanswered_as_long_again_lets_the_county_head_decide(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    tick(fresh.door)
    # Five more from Thursday 10 October: 11, 12 (Saturday, worked), 14, 15, 16.
    on(fresh, "2013-10-16T23:59:00")
    assert codes(fresh.no("head", "arbitrate", target, **DECISION)) == ["arbitration_is_open"]
    on(fresh, "2013-10-17T00:00:00")
    fresh.act("leader1", "ask_arbitration", target, text="逾期一直未答复。")
    assert target in todo(fresh, "head")
    fresh.act("head", "arbitrate", target, **DECISION)
    assert (fresh.state(target), fresh.target(target)["imposed"]) == ("approved", 1)
    (decision,) = shown(fresh, "head", target)["arbitrations"]
    assert decision["ground"] == "unanswered"
    assert {r["ended_act"] for r in reports(fresh, target)} == {"arbitrate"}
    assert verify(fresh.database).ok


def test_answer_closes_the_decision_again_and_the_request_with_it(fresh):
    target = assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    tick(fresh.door)
    fresh.clock.forward(days=10)
    fresh.act("leader1", "ask_arbitration", target, text="逾期一直未答复。")
    fresh.act("xq.head", "object", target, reason_code="no_funds")
    assert {r["ended_act"] for r in reports(fresh, target)} == {"object"}
    assert target not in todo(fresh, "head")
    assert codes(fresh.no("head", "arbitrate", target, **DECISION)) == ["arbitration_is_open"]


def test_request_in_the_last_round_stays_until_there_is_a_yes_or_a_decision(world):
    target = world.quarrelled()
    world.act("xq.head", "ask_arbitration", target, text="差距较大。")
    world.act("office", "precheck", target)
    assert target in todo(world, "head")
    world.act("leader1", "review", target)
    assert reports(world, target)[-1]["ended_act"] == "review"


@pytest.mark.parametrize("days", [1, 8])
def test_days_are_the_schemes(world, days):
    year = world.next_year()
    world.clock.set(max(world.clock(), at(f"{year}-03-01T09:00:00")))
    open_year(world, year, days=days)
    target = world.assigned(year=year)
    begun = world.clock()
    waiting = shown(world, "head", target)["waiting"]
    world.clock.set(at(waiting["until"][:19]) + timedelta(hours=8) - timedelta(seconds=1))
    assert target not in tick(world.door).escalated
    world.clock.forward(seconds=1)
    assert target in tick(world.door).escalated
    assert (world.clock() - begun).days >= days - 1


def test_log_of_a_county_with_reports_and_decisions_verifies_and_tampering_is_found(fresh):
    assigned_on(fresh, THURSDAY)
    on(fresh, FIFTH_DAY_OVER)
    tick(fresh.door)
    assert verify(fresh.database).ok
    statements.run(fresh.database, "UPDATE escalation SET level = 'deputy'")
    assert not verify(fresh.database).ok
