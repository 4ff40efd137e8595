"""A hand that was put on paper: whose it is, on which side, and what its owner could do himself.

The office registers it; nothing is lent by that. It is judged as if its owner signed here, by the
same claims, and only on the very content whose digest stands on the sheet.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.case import Actor, Standing, TargetCase
from workflow.hands import consent
from workflow.standing import target_standings
from workflow.terms import Capacity

# In what a post's holder would sign, the first that is still missing.
SIGNING = (Capacity.UNIT_HEAD, Capacity.SUPPORTER, Capacity.LEADER, Capacity.COUNTY_HEAD)


def signer_of(case: TargetCase) -> TargetCase | None:
    """The case as if whoever signed the sheet acted; None where no post of his signs this."""
    row = case.known("signer")(case.data["signer"])
    if row is None:
        return None
    his = replace(case, actor=Actor(row["id"], row["username"], "paper"), standing=None)
    for standing in _signing(his):
        his.standing = standing
        if not _is_there(his, consent.SIDE_OF[standing.capacity]):
            return his
    return his if his.standing else None


def _signing(his: TargetCase) -> list[Standing]:
    """The standings in which he signs by a post of his own: a sheet is never signed for another."""
    return [
        standing
        for capacity in SIGNING
        for standing in target_standings(his)
        if standing.capacity == capacity and standing.delegation is None
    ]


def _is_there(his: TargetCase, side: str) -> bool:
    return any(his.person in hand.people for hand in consent.affirmed(his, side))


def side_of(his: TargetCase) -> str:
    """On which side the sheet's hand is put."""
    assert his.standing is not None
    return consent.SIDE_OF[his.standing.capacity]
