"""What changed since somebody signed, and whether that is theirs to look at anew (design.md 2.2).

Any material edit takes every hand off. Whoever signed before is told what is different; where
nothing is, or only the list of supporting units and their own unit is not among those that came or
went, they may sign the present digest by one click. It is a new signature all the same.
"""

from __future__ import annotations

from typing import Any

from workflow.case import Hand, TargetCase
from workflow.hands.revision import Revision, diff

Values = dict[str, Any]

SUPPORTERS = "supporting_units"
# By which act the hand of a side is put on a draft.
SIGNED_BY = {
    "up": "submit",
    "support": "confirm_support",
    "down": "review",
    "approve": "approve",
}


def last_hand(case: TargetCase, person: int | None) -> Hand | None:
    """The last hand this person put, where it is on another revision than the candidate."""
    own = [hand for hand in case.hands if hand.actor == person]
    assert case.candidate is not None
    return own[-1] if own and own[-1].revision != case.candidate.no else None


def since(case: TargetCase, hand: Hand, old: Revision) -> Values:
    """What differs from the revision that was signed, and by which act it may be signed again at
    once; None where the signer has to look at it."""
    assert case.candidate is not None
    signed, present = old.material, case.candidate.material
    stood = hand.verdict == "affirm" and hand.ended == "outdated"
    again = None
    if stood and not concerns(signed, present, _unit_of(case, hand)):
        again = {"action": SIGNED_BY[hand.side], **came_and_went(signed, present)}
    changed = diff(old.fields, case.candidate.fields)
    return {"revision": old.no, "diff": changed, "again": again}


def concerns(signed: Values, present: Values, unit: str | None) -> bool:
    """Whether a signer of this unit (None: of no unit) has something new before them. Compared is
    the whole material: a scoring rule of the same code may have other terms by now."""
    if {**signed, SUPPORTERS: None} != {**present, SUPPORTERS: None}:
        return True
    moved = came_and_went(signed, present)
    return unit in moved["added"] or unit in moved["removed"]


def came_and_went(signed: Values, present: Values) -> dict[str, list[str]]:
    """The supporting units that joined since and those that left, by code."""
    old, new = set(signed[SUPPORTERS]), set(present[SUPPORTERS])
    return {"added": sorted(new - old), "removed": sorted(old - new)}


def _unit_of(case: TargetCase, hand: Hand) -> str | None:
    post = case.organisation.post_by_id.get(hand.post)
    return post.unit.code if post is not None and post.unit is not None else None
