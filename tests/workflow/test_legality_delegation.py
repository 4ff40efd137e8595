"""Legality of what was done for others: lawful exactly when the delegation stood, and by both."""

import pytest

from tests.builders import World
from tests.workflow.bending import act, forge, found, unguarded, write
from tests.workflow.delegation_cases import acting, registered
from workflow.audit.verify import verify

EARLIER = "2012-12-31T00:00:00.000000Z"


@pytest.fixture(scope="module")
def told(shared_world: World):
    """A target reviewed by a substitute, one submitted by an acting head, and nothing else so."""
    world = shared_world
    _, who = registered(world, post="FXZ-1", principal="leader1")
    target = world.submitted()
    world.act(who, "review", target)
    world.act(who, "withdraw", target)
    unit = world.newcomers_unit()
    *_, fields = acting(world, f"{unit}-YBS", until_on=None)
    world.county("admin", "delegate", **fields)
    drafted = world.draft(fields["username"], lead_unit=unit, responsible_post=f"{unit}-KY")
    world.act(fields["username"], "submit", drafted)
    return world.database


def given(log, kind):
    """The row that registered a delegation of this kind."""
    rows = [w for e in log for w in e["writes"] if w["table"] == "delegation"]
    return next(w["after"] for w in rows if w["after"]["kind"] == kind)


def fault(database, change, check):
    with unguarded(database):
        forge(database, change)
        faults = found(database)
        assert check in faults, faults
        return faults[check].words


def test_what_was_done_by_a_delegation_that_stood_is_lawful(told):
    report = verify(told)
    assert report.ok, report.first


@pytest.mark.parametrize(
    "bent",
    [
        {"until_on": "2012-12-31"},
        {"from_on": "2098-01-01"},
        {"ended_at": EARLIER},
        {"units": ",SM,"},
        {"acts": ",return,withdraw,"},
        {"post_id": 1},
        {"delegate_id": 1},
        {"principal_id": 1},
        {"principal_id": None},
    ],
    ids=lambda values: "-".join(f"{k}={v}" for k, v in values.items()),
)
def test_substitute_outside_of_what_was_given_held_no_post(told, bent):
    words = fault(told, lambda log: given(log, "substitute").update(bent), "moves")
    assert "did not hold that post" in words
    assert "review" in words


@pytest.mark.parametrize(
    "bent", [{"until_on": "2012-12-31"}, {"units": ",SM,"}, {"acts": ",edit,"}]
)
def test_nor_did_an_acting_head(told, bent):
    words = fault(told, lambda log: given(log, "acting").update(bent), "moves")
    assert "did not hold that post" in words


def test_acting_head_of_a_post_that_somebody_held_held_none(told):
    def appointed(log):
        post = given(log, "acting")["post_id"]
        first = next(w for e in log for w in e["writes"] if w["table"] == "holding")
        first["after"]["post_id"] = post

    assert "did not hold that post" in fault(told, appointed, "moves")


def test_substitute_of_somebody_who_had_left_held_no_post(told):
    def relieved(log):
        who = given(log, "substitute")["principal_id"]
        for entry in log:
            for each in entry["writes"]:
                if each["table"] == "holding" and each["after"].get("person_id") == who:
                    each["after"]["until"] = EARLIER

    assert "did not hold that post" in fault(told, relieved, "moves")


def test_substitute_who_hides_for_whom_held_no_post(told):
    def hide(log):
        act(log, "review")["on_behalf_of"] = None

    assert "did not hold that post" in fault(told, hide, "moves")


def test_hand_that_names_another_than_its_act_is_not_its_actors(told):
    def swap(log):
        write(act(log, "review"), "signature")["after"]["on_behalf_of_id"] = None

    assert "not its actor's" in fault(told, swap, "hands")


def test_hand_for_somebody_who_is_not_said_to_stand_there_is_named(told):
    """The principal stands where his substitute signed: to leave that out would free him."""

    def forget(log):
        entry = act(log, "review")
        mine = entry["person"]
        entry["writes"] = [
            w for w in entry["writes"] if w["table"] != "stand" or w["after"]["person_id"] == mine
        ]

    assert "does not stand" in fault(told, forget, "hands")
