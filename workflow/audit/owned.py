"""Whose a hand in the log is: its actor's own, or his who signed a sheet of paper."""

from __future__ import annotations

from typing import Any

from workflow.audit.lent import Lent
from workflow.lifecycle_digest import LIFECYCLE_DIGEST

Values = dict[str, Any]

# The acts that put a hand, and on which side; no other may.
HANDS = {
    "submit": ("up", "affirm"),
    "object": ("up", "object"),
    "confirm_support": ("support", "affirm"),
    "review": ("down", "affirm"),
    "counter": ("down", "affirm"),
    "approve": ("approve", "affirm"),
    "arbitrate": ("approve", "affirm"),
}
# Puts the hand of whoever signed a sheet of paper, on any side.
PAPER = "register_paper"


def is_own(entry: Values, write: Values, lent: Lent) -> bool:
    """Whether a hand is its actor's own, put by an act that puts hands on that side, or a signer's
    own that was registered from paper."""
    signature = write["after"]
    if entry["act"] == PAPER and entry["lifecycle"] == LIFECYCLE_DIGEST:
        return _is_from_paper(entry, write, lent)
    own = (signature["actor_id"], signature["on_behalf_of_id"])
    if own != (entry["person"], entry["on_behalf_of"]):
        return False
    if entry["lifecycle"] != LIFECYCLE_DIGEST:
        return True  # which acts put hands under another table is not known here
    if signature["channel"] != entry["channel"]:
        return False
    return HANDS.get(entry["act"]) == (signature["side"], signature["verdict"])


def _is_from_paper(entry: Values, write: Values, lent: Lent) -> bool:
    """Registered with a scan of its own, for somebody else who held the post then, for nobody."""
    hand = write["after"]
    scans = [w["after"] for w in entry["writes"] if w["table"] == "paper_hand"]
    return (
        (hand["channel"], hand["verdict"]) == ("paper", "affirm")
        and hand["on_behalf_of_id"] is None
        and hand["actor_id"] != entry["person"]
        and [row["signature_id"] for row in scans] == [write["id"]]
        and lent.holds(hand["actor_id"], hand["post_id"], entry["at"])
    )
