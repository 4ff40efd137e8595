"""A secretary's opinion (代拟意见): for those above, on one content, no hand and on no side."""

import pytest

from tests.builders import World, codes
from tests.workflow.delegation_cases import OPINION
from workflow.audit.verify import verify
from workflow.errors import NotFound, NotPermitted
from workflow.queries import history
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation


def reader(world: World, username: str):
    return reader_of(world.database, world.clock, world.actor(username))


def seen(world: World, username: str, target: int) -> list[tuple[str, str, bool]]:
    shown = representation(reader(world, username), target)["advice"]
    return [(one["suggests"], one["text"], one["current"]) for one in shown]


def advised(world: World) -> int:
    target = world.submitted()
    world.act("xq.secretary", "advise", target, **OPINION)
    return target


@pytest.mark.parametrize("who", ["leader1", "office", "head", "auditor", "xq.secretary"])
def test_opinion_is_shown_to_those_above(world, who):
    target = advised(world)
    assert seen(world, who, target) == [("return", OPINION["text"], True)]
    acts = [e["action"] for e in history.of_target(reader(world, who), target)]
    assert acts == ["advise", "submit", "create"]


@pytest.mark.parametrize("who", ["xq.drafter", "xq.head"])
def test_and_hidden_from_the_unit_in_its_history_too(world, who):
    target = advised(world)
    assert seen(world, who, target) == []
    acts = [e["action"] for e in history.of_target(reader(world, who), target)]
    assert acts == ["submit", "create"]


def test_it_moves_no_hand_no_turn_and_puts_nobody_on_a_side(world):
    target = world.submitted()
    before = world.target(target)
    stands = world.rows("SELECT * FROM stand WHERE target_id = ?", target)
    world.act("xq.secretary", "advise", target, **OPINION)
    after = world.target(target)
    assert after == {**before, "version": after["version"]}
    assert world.standing_hands(target) == {"up"}
    assert world.rows("SELECT * FROM stand WHERE target_id = ?", target) == stands
    assert verify(world.database).ok


@pytest.mark.parametrize("act", ["submit", "review", "approve", "edit", "precheck", "return"])
def test_secretary_never_signs_nor_acts_for_anybody(world, act):
    target = world.submitted()
    fields = {"edit": {"points": "9"}, "return": {"reason_code": "incomplete"}}.get(act, {})
    assert isinstance(world.no("xq.secretary", act, target, **fields), NotPermitted)


def test_opinion_on_an_earlier_content_says_so(world):
    target = advised(world)
    world.act("xq.drafter", "edit", target, points="19")
    assert seen(world, "leader1", target) == [("return", OPINION["text"], False)]


def test_secretary_of_other_units_sees_no_draft(world):
    assert isinstance(world.no("secretary", "advise", world.submitted(), **OPINION), NotFound)


def test_who_drafted_it_prepares_no_opinion_on_it(world):
    drafter = world.newcomer("XQ-KY")
    target = world.draft(drafter)
    world.relieve(drafter, "XQ-KY")
    world.appoint(drafter, "XQ-MS")
    found = codes(world.no(drafter, "advise", target, **OPINION))
    assert found == ["adviser_is_not_of_the_units_side"]
