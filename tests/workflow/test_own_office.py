"""The target office's own unit: whoever the scheme names is the office towards its targets."""

import json

import pytest

from tests.builders import World, open_year, scheme_with_a_deputy
from tests.workflow.bending import forge, found, unguarded
from tests.workflow.delegation_cases import registered
from workflow.audit.verify import verify
from workflow.errors import InvalidInput, NotPermitted

OWN = '\n[office]\nunit = "{unit}"\nstands_in = "{post}"\n'


def scheme(year: int, unit: str = "SM", post: str = "FXZ-1") -> str:
    return scheme_with_a_deputy(year) + OWN.format(unit=unit, post=post)


@pytest.fixture
def year(world) -> int:
    """A year under a scheme by which the office is of SM and leader1 stands in."""
    number = world.next_year()
    world.clock.set(max(world.clock(), world.clock().replace(year=number, month=1, day=16)))
    open_year(world, number, scheme(number))
    world.year_now = number
    return number


def of_sm(world: World, **changes) -> int:
    return world.draft("sm.drafter", lead_unit="SM", responsible_post="SM-KY", **changes)


def test_office_neither_prechecks_nor_returns_nor_edits_what_is_its_own(world, year):
    target = of_sm(world)
    world.act("sm.head", "submit", target)
    for name, fields in (
        ("precheck", {}),
        ("return", {"reason_code": "incomplete"}),
        ("edit", {"points": "9"}),
    ):
        assert isinstance(world.no("office", name, target, **fields), NotPermitted)
    with pytest.raises(NotPermitted):
        world.assigned(lead_unit="SM", responsible_post="SM-KY")


def test_the_post_that_the_scheme_names_is_the_office_there(world, year):
    target = of_sm(world)
    world.act("sm.head", "submit", target)
    world.act("leader1", "precheck", target)
    entry = world.entries()[-1]
    assert (entry["capacity"], entry["post"]) == ("office", "FXZ-1")
    world.act("leader1b", "review", target)
    world.act("head", "approve", target)
    assert world.state(target) == "approved"
    assert verify(world.database).ok


def test_elsewhere_the_office_is_the_office(world, year):
    target = world.submitted()
    assert isinstance(world.no("leader1", "precheck", target), NotPermitted)
    world.act("office", "precheck", target)


def test_who_stands_in_for_that_leader_is_the_office_there_too(world, year):
    _, who = registered(world, post="FXZ-1", principal="leader1", until_on="2999-12-31")
    target = of_sm(world)
    world.act(who, "precheck", target)
    assert verify(world.database).ok


def test_ledger_and_findings_of_the_own_unit_are_his(world, year):
    """The scoring unit's own row is the office's; of the office's own unit it is the leader's."""
    _, (target,) = world.common("SM", scoring_unit="SM")
    world.act("sm.drafter", "edit", target, responsible_post="SM-KY")
    world.act("sm.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("head", "approve", target)
    world.issue(year)
    world.fall_due(target)
    assessed = {"met": True, "quality": "ok", "on_time": True, "found_value": "11", "text": "核实"}
    assert isinstance(world.no("office", "assess", target, **assessed), NotPermitted)
    world.act("leader1b", "assess", target, **assessed)
    assert world.state(target) == "inspected"
    assert verify(world.database).ok


@pytest.mark.parametrize(
    ("unit", "post"), [("SM", "FXZ-2"), ("SM", "MBB-1"), ("SM", "NO"), ("NO", "FXZ-1")]
)
def test_only_a_leader_in_charge_of_that_unit_is_named(world, unit, post):
    number = world.next_year()
    with pytest.raises(InvalidInput) as caught:
        world.county("office", "open_year", year=number, toml=scheme(number, unit, post))
    assert "office." in json.dumps(str(caught.value.fields))


def test_log_in_which_the_office_did_it_is_unlawful(world, year):
    target = of_sm(world)
    world.act("leader1", "precheck", target)
    office = world.actor("office").person
    with unguarded(world.database):
        forge(world.database, lambda log: log[-1].update(person=office, post="MBB-1"))
        assert "did not hold" in found(world.database)["moves"].words


def test_log_in_which_the_leader_did_it_elsewhere_is_unlawful(world, year):
    target = world.submitted()
    world.act("office", "precheck", target)
    leader = world.actor("leader1").person
    with unguarded(world.database):
        forge(world.database, lambda log: log[-1].update(person=leader, post="FXZ-1"))
        assert "did not hold" in found(world.database)["moves"].words


def test_what_waits_for_the_office_waits_for_that_leader(world, year):
    own, other = of_sm(world), world.submitted()
    world.act("sm.head", "submit", own)
    assert world.waits_for("leader1", own)
    assert not world.waits_for("leader1", other)
    assert not world.waits_for("office", own)
    assert world.waits_for("office", other)
