"""The agreed matrix, the table and the door say the same of every cell (design.md section 3)."""

from collections import Counter
from dataclasses import replace

import pytest

from tests import matrix
from tests.builders import World
from tests.matrix import Cell, cells
from workflow.act import Move
from workflow.errors import InvalidInput, NotFound, NotPermitted, WrongState
from workflow.lifecycle import TARGET
from workflow.terms import Capacity, State

# The holders of these are tied to a target by unit or post; the others serve the whole county.
TIED = ("drafter", "unit_head", "supporter", "support_drafter", "leader", "secretary")


def differences(acts, agreed: list[Cell]) -> list[str]:
    """Every cell in which the table of acts and the agreed matrix differ."""
    wrong = []
    for cell in agreed:
        admitted = {
            act.name
            for act in acts
            if cell.state in act.sources and cell.capacity in act.capacities
            if cell.relation == "own" or cell.capacity not in TIED
        }
        for name in sorted(admitted ^ cell.acts):
            where = "only in the table" if name in admitted else "only in lifecycle.csv"
            wrong.append(f"{cell}: {name} is {where}")
    named = {name for cell in agreed for name in cell.acts}
    wrong += [f"{a.name}: no line of lifecycle.csv names it" for a in acts if a.name not in named]
    return wrong


def test_matrix_has_every_cell_once():
    keys = Counter((c.state, c.capacity, c.relation) for c in cells())
    states, capacities = [s.value for s in State], [c.value for c in Capacity]
    assert sorted(matrix.STATES) == sorted(states)
    assert sorted(matrix.CAPACITIES) == sorted(capacities)
    expected = {(s, c, r) for s in states for c in capacities for r in matrix.RELATIONS}
    assert set(keys) == expected
    assert set(keys.values()) == {1}


def test_table_says_what_the_matrix_says():
    assert not differences(TARGET, cells()), "agree on lifecycle.csv first, then change the table"


def test_row_without_a_line_in_the_matrix_is_found():
    melt = replace(TARGET[2], name="melt", moves=(Move((State.CANCELLED,), "="),))
    assert differences((*TARGET, melt), cells())
    nowhere = replace(melt, moves=())
    assert differences((*TARGET, nowhere), cells()) == ["melt: no line of lifecycle.csv names it"]


@pytest.mark.parametrize("act", TARGET, ids=lambda act: act.name)
def test_row_with_one_capacity_or_state_more_or_less_is_found(act):
    others = tuple(a for a in TARGET if a is not act)
    absent = next(c for c in Capacity if c not in act.capacities)
    further = next(s for s in State if s not in act.sources)
    for changed in (
        replace(act, capacities=act.capacities[1:]),
        replace(act, capacities=(*act.capacities, absent)),
        replace(act, moves=(*act.moves, Move((further,), State.SCORED))),
        replace(act, moves=()),
    ):
        assert differences((*others, changed), cells())


@pytest.fixture(scope="module")
def targets(shared_world) -> dict[str, int]:
    return matrix.one_of_each(shared_world)


def answer(world: World, cell: Cell, act: str, target: int | None) -> str:
    """What the door says: a field that no act knows keeps an admitted act from being done."""
    raw = {"nobody_knows_this_field": "x"}
    if target is None:
        raw |= {"lead_unit": "XQ", "year": 2014}
    try:
        world.door.perform(act, "target", target, world.actor(cell.person), raw)
    except InvalidInput as error:
        return "admitted" if "nobody_knows_this_field" in error.fields else str(error.fields)
    except NotPermitted:
        return "not your capacity"
    except WrongState:
        return "wrong state"
    except NotFound:
        return "not there"
    return "done"


@pytest.mark.parametrize("state", matrix.STATES)
def test_door_answers_as_the_matrix_says(shared_world, targets, state):
    target = targets.get(state)
    wrong = []
    for cell in (c for c in cells() if c.state == state):
        answers = {a.name: answer(shared_world, cell, a.name, target) for a in TARGET}
        admitted = {name for name, said in answers.items() if said == "admitted"}
        hidden = {said == "not there" for said in answers.values()}
        if admitted != cell.acts or hidden != {not cell.visible}:
            wrong.append(f"{cell}: {answers}")
    assert not wrong
    assert target is None or shared_world.state(target) == state


def test_unknown_act_is_not_there(world):
    with pytest.raises(NotFound):
        world.door.perform("destroy", "target", world.draft(), world.actor("office"), {})


def test_target_in_force_is_seen_by_everybody(world, targets):
    for username in {cell.person for cell in cells()}:
        assert world.case(targets["in_progress"], world.actor(username)).state == "in_progress"
