"""Who stands on which side of a target, by what that person did in its life (design.md 2.9)."""

from __future__ import annotations

from workflow.case import TargetCase
from workflow.terms import UNIT_SIDE, UPPER_SIDE, Capacity


def side_of(capacity: str) -> str | None:
    """The side a capacity acts on; None for those that hold no hand."""
    if capacity in UNIT_SIDE or capacity in (Capacity.SUPPORTER, Capacity.SUPPORT_DRAFTER):
        return "unit"
    if capacity in UPPER_SIDE:
        return "upper"
    return "inspection" if capacity in (Capacity.INSPECTOR, Capacity.ASSESSOR) else None


def other_sides(case: TargetCase) -> set[str]:
    """The sides the actor stood on before that are not the side of this act's capacity."""
    own = side_of(case.capacity)
    return {side for person, side in case.stands if person == case.person and side != own}
