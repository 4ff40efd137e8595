"""The protocol of both hands, explored to the end: no step of anybody breaks a claim.

Every state that can be reached is visited, and in each of them everybody tries everything, also
from pages that were opened earlier (`world.py`). The rules, predicates and effects are the
program's own; the claims are a second statement (`claims.py`).
"""

import pytest

from tests.protocol.claims import CLAIMS, a_repeated_act_does_nothing_twice
from tests.protocol.county import FROM_THE_UNIT, TO_THE_TOP
from tests.protocol.explorer import Explored, explore
from tests.protocol.moment import Moment, begun
from tests.protocol.world import World

BOTH = "AB"


def explored(origin: str, career: tuple[str, str]) -> Explored[Moment]:
    """All states; pages that still show any content are open from the start, more than can be."""
    world = World()
    claims = (*CLAIMS, a_repeated_act_does_nothing_twice(world))
    return explore(world, [begun(origin, career, BOTH)], claims)


def ends(found: Explored[Moment]) -> set[Moment]:
    return {moment for moment in found.came_from if moment.in_force is not None}


def able_to_end(found: Explored[Moment]) -> set[Moment]:
    """The states from which somebody can still bring the target into force."""
    before: dict[Moment, set[Moment]] = {}
    for state, onward in found.leads_to.items():
        for after in onward:
            before.setdefault(after, set()).add(state)
    reached, todo = set(ends(found)), list(ends(found))
    while todo:
        for state in before.get(todo.pop(), set()) - reached:
            reached.add(state)
            todo.append(state)
    return reached


@pytest.mark.slow
@pytest.mark.parametrize(
    ("origin", "career"),
    [("bottom_up", FROM_THE_UNIT), ("top_down", TO_THE_TOP)],
    ids=["drafted-below", "assigned-from-above"],
)
def test_no_step_that_anybody_can_take_breaks_a_claim(origin, career):
    found = explored(origin, career)
    print(f"{len(found.came_from)} states, {found.tried} acts tried")
    # Ways into force there are: with a supporter, without, by a decision, before and after issue.
    assert {moment.in_force for moment in ends(found)} == {"A", "B"}
    assert any(sign.imposed for moment in ends(found) for sign in moment.hands)
    open_ones = {m for m in found.came_from if m.state != "cancelled"}
    assert open_ones <= able_to_end(found), "some quarrel can never be ended"
