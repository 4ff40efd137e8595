"""Who stands on which side of a target, by what that person did in its life (design.md 2.9)."""

from __future__ import annotations

from workflow.case import TargetCase
from workflow.hands import proposal
from workflow.terms import UNIT_SIDE, UPPER_SIDE, Capacity


def side_of(capacity: str) -> str | None:
    """The side a capacity acts on; None for those that hold no hand."""
    if capacity in UNIT_SIDE or capacity in (Capacity.SUPPORTER, Capacity.SUPPORT_DRAFTER):
        return "unit"
    if capacity in UPPER_SIDE:
        return "upper"
    return "inspection" if capacity in (Capacity.INSPECTOR, Capacity.ASSESSOR) else None


def other_sides(case: TargetCase) -> set[str]:
    """The sides other than this act's capacity's on which the actor stands, or he for whom the
    actor stands in: by what they did, and as head of the unit that the target is of."""
    own = side_of(case.capacity)
    stood = {side for person, side in case.stands if person in case.people and side != own}
    return stood | {"unit"} if own == "upper" and heads_the_unit(case) else stood


def heads_the_unit(case: TargetCase) -> bool:
    """Whether one of those who act heads the lead unit now, or the one that a transfer names, by an
    own post or by one lent."""
    units = {unit for unit in (case.unit, proposal.lead_unit(case)) if unit is not None}
    known, at = case.organisation, case.at
    return any(known.heads(person, unit, at) for person in case.people for unit in units)
