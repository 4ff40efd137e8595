"""The clock's acts: a day ends at 24:00 in the county; each due date fires once, never early."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import NOBODY, World, at
from tests.children import Child
from workflow.clock import end_of, moment_of
from workflow.errors import NotPermitted, RulesRefused, WrongState
from workflow.ticks import tick

DUE = "2013-06-30"


def running(world: World, *days: str) -> list[int]:
    """Targets in progress that fall due on these days; the year is issued by this."""
    targets = []
    for day in days:
        target = world.draft(due_on=day, milestones=[])
        world.act("xq.head", "submit", target)
        world.act("leader1", "review", target)
        world.act("head", "approve", target)
        targets.append(target)
    world.issue(2013)
    return targets


def fired(world: World) -> list[int]:
    """The targets that fell due, once for each done entry."""
    rows = world.rows(
        "SELECT object_id FROM entry WHERE act = 'fall_due' AND outcome = 'done' ORDER BY id"
    )
    return [row["object_id"] for row in rows]


@pytest.mark.parametrize(
    ("moment", "falls"),
    [
        ("2013-06-29T23:59:59", False),
        ("2013-06-30T00:00:00", False),
        ("2013-06-30T23:59:59", False),
        ("2013-06-30T23:59:59.999999", False),
        ("2013-07-01T00:00:00", True),
        ("2013-07-01T00:00:01", True),
        ("2014-02-01T12:00:00", True),
    ],
)
def test_day_ends_at_midnight_in_the_county(fresh, moment, falls):
    (target,) = running(fresh, DUE)
    fresh.clock.set(at(moment))
    assert tick(fresh.door).fell_due == ((target,) if falls else ())
    assert fresh.state(target) == ("due" if falls else "in_progress")


def test_clock_act_itself_waits_for_midnight_whoever_asks_for_it(fresh):
    """The tick's list is only a first look; the rule decides under the county's lock."""
    (target,) = running(fresh, DUE)
    for moment in ("2013-06-30T00:00:00", "2013-06-30T23:59:59.999999"):
        fresh.clock.set(at(moment))
        with pytest.raises(RulesRefused):
            fresh.door.perform("fall_due", "target", target, NOBODY)
    fresh.clock.set(at("2013-07-01T00:00:00"))
    fresh.door.perform("fall_due", "target", target, NOBODY)
    assert fresh.state(target) == "due"


def test_midnight_of_the_county_is_not_that_of_utc(fresh):
    (target,) = running(fresh, DUE)
    fresh.clock.set(datetime(2013, 6, 30, 16, 0, tzinfo=UTC) - timedelta(microseconds=1))
    assert tick(fresh.door).fell_due == ()
    fresh.clock.set(datetime(2013, 6, 30, 16, 0, tzinfo=UTC))
    assert tick(fresh.door).fell_due == (target,)


def test_after_being_off_everything_that_fell_due_is_caught_up_in_order(fresh):
    late, early, later = running(fresh, "2013-05-31", "2013-02-28", "2013-12-31")
    fresh.clock.set(at("2013-09-01T08:00:00"))
    assert tick(fresh.door).fell_due == (early, late)
    assert fresh.state(later) == "in_progress"


def test_tick_is_idempotent(fresh):
    (target,) = running(fresh, DUE)
    fresh.clock.set(at("2013-07-01T00:00:00"))
    tick(fresh.door)
    before, size = fresh.tables(), fresh.size()
    for _ in range(3):
        assert tick(fresh.door).fell_due == ()
    assert (fresh.tables(), fresh.size(), fired(fresh)) == (before, size, [target])


def test_what_is_not_in_force_never_falls_due(fresh):
    targets = [fresh.draft(), fresh.submitted(), fresh.reviewed(), fresh.approved()]
    fresh.clock.set(at("2015-01-01T00:00:00"))
    assert tick(fresh.door).fell_due == ()
    assert {fresh.state(t) for t in targets} == {"drafted", "reviewed", "approved"}


def test_falling_due_opens_the_final_acceptance(fresh):
    (target,) = running(fresh, DUE)
    fresh.clock.set(at("2013-07-01T00:00:00"))
    tick(fresh.door)
    acceptances = fresh.rows("SELECT kind, state FROM acceptance WHERE target_id = ?", target)
    assert acceptances == [{"kind": "final", "state": "open"}]
    assert fresh.target(target)["turn"] == "inspector"


def test_early_claim_still_open_goes_over_to_the_final_acceptance(fresh):
    (target,) = running(fresh, DUE)
    fresh.act("xq.head", "report_done", target)
    fresh.clock.set(at("2013-07-01T00:00:00"))
    tick(fresh.door)
    acceptances = fresh.rows(
        "SELECT kind, state FROM acceptance WHERE target_id = ? ORDER BY id", target
    )
    assert [(a["kind"], a["state"]) for a in acceptances] == [
        ("early", "returned"), ("final", "open")
    ]  # fmt: skip


def test_clock_that_was_set_back_fires_nothing_early(fresh):
    (target,) = running(fresh, DUE)
    fresh.clock.set(at("2013-07-02T00:00:00"))
    fresh.act("xq.drafter", "report_progress", target, value="1", as_of=DUE)
    fresh.clock.set(at("2013-06-29T00:00:00"))
    assert tick(fresh.door).fell_due == ()
    with pytest.raises(RulesRefused):
        fresh.door.perform("fall_due", "target", target, NOBODY)


def test_log_times_never_decrease_however_the_clock_jumps(fresh):
    target = fresh.draft()
    for days in (0, 3, -3, 6, -30, 400, 1):
        fresh.clock.forward(days=days)
        fresh.act("xq.drafter", "edit", target, evidence=f"佐证 {days}")
    times = [row["at"] for row in fresh.rows("SELECT at FROM entry ORDER BY id")]
    assert times == sorted(times)


def test_people_cannot_do_the_clocks_act(fresh):
    (target,) = running(fresh, DUE)
    fresh.clock.set(at("2013-07-01T00:00:00"))
    for who in ("office", "head", "xq.head", "admin"):
        assert isinstance(fresh.no(who, "fall_due", target), NotPermitted)


def test_second_fall_is_refused_by_the_state(fresh):
    (target,) = running(fresh, DUE)
    fresh.fall_due(target)
    with pytest.raises(WrongState):
        fresh.door.perform("fall_due", "target", target, NOBODY)
    assert fired(fresh) == [target]


@pytest.mark.slow
def test_two_schedulers_killed_and_on_bad_clocks_fire_each_date_once_and_never_early(
    fresh, county_url
):
    first = date(2013, 3, 1)
    days = [(first + timedelta(days=n // 3)).isoformat() for n in range(90)]
    targets = dict(zip(running(fresh, *days), days, strict=True))
    said: list[str] = []
    for seed in range(4):
        both = [
            Child(
                "schedule", county_url, seed=seed * 2 + n, start="2013-02-25T00:00+08:00", days=40
            )
            for n in range(2)
        ]
        for child in both:
            child.ready()
        for child in both:
            child.go()
        for _ in range(5 + seed * 3):
            line = both[0].line()
            if line in ("", "end"):
                break
            said.append(line)
        said += both[0].kill()
        said += both[1].kill() if seed < 3 else both[1].rest()
    fresh.clock.set(at("2014-01-01T00:00:00"))
    tick(fresh.door)
    assert sorted(fired(fresh)) == sorted(targets)
    told = [line.split() for line in said if line != "end"]
    assert len(told) > 45, "the schedulers must have fired most of it themselves"
    for number, clock in told:
        assert moment_of(clock) >= end_of(date.fromisoformat(targets[int(number)]))
    times = [row["at"] for row in fresh.rows("SELECT at FROM entry ORDER BY id")]
    assert times == sorted(times)
