"""Knocks for the rules on rounds, silence and the county head's decision.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from collections.abc import Callable
from typing import Any

from tests.builders import DECISION, World

Knock = tuple[str, str, str, int | None, dict[str, Any]]
ASKED = {"text": "目标值相差较大，协商未果。"}


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def clocks(w: World, target: int, days: int) -> Knock:
    w.clock.forward(days=days)
    return "", "target", "escalate", target, {}


def reported(w: World) -> Knock:
    """Silence that has been reported once already."""
    target = w.assigned()
    w.clock.forward(days=20)
    w.door.perform("escalate", "target", target, w.actor(""))
    return clocks(w, target, 20)


def asked_twice(w: World) -> Knock:
    target = w.quarrelled()
    w.act("xq.head", "ask_arbitration", target, **ASKED)
    return on("leader1", "ask_arbitration", target, **ASKED)


def reviewed_by_the_county_head(w: World) -> tuple[int, str]:
    """A target in its last round whose reviewing post is the county head's, and its unit's head."""
    unit = w.newcomers_unit()
    head = w.newcomer(f"{unit}-YBS")
    target = w.draft(head, lead_unit=unit, responsible_post=f"{unit}-KY")
    for _ in range(2):
        w.act(head, "submit", target)
        w.act("head", "return", target, reason_code="value_too_low")
    return target, head


def objected(w: World) -> Knock:
    """Asked from above, refused twice: a third no would open the fourth round."""
    target = w.assigned()
    for _ in range(2):
        w.act("leader1", "review", target)
        w.act("xq.head", "object", target, reason_code="no_funds")
    w.act("leader1", "review", target)
    return on("xq.head", "object", target, reason_code="no_funds")


def signed_otherwise(w: World) -> Knock:
    """In the last round the leader signed, and the office changed it afterwards."""
    target = w.quarrelled()
    w.act("xq.head", "withdraw", target)
    w.act("leader1", "review", target)
    w.act("office", "edit", target, points="19")
    return on("xq.head", "submit", target)


def common_settled(w: World) -> Knock:
    _, (target,) = w.common("XQ")
    w.item("leader1", "sign_item", w.target(target)["item_id"])
    for _ in range(2):
        w.act("xq.head", "object", target, reason_code="no_funds")
        w.act("leader1", "review", target)
    return on("head", "arbitrate", target, points="19", **DECISION)


def turned(post: str, before: str, act: str, fields: dict[str, Any]) -> Callable[[World], Knock]:
    """By somebody who stood on another side of this target, in another post, before."""

    def make(w: World) -> Knock:
        mover = w.newcomer(before)
        target = w.draft()
        w.act(mover, "edit", target, baseline="1")
        for _ in range(2):
            w.act("xq.head", "submit", target)
            w.act("leader1", "return", target, reason_code="other")
        w.relieve(mover, before)
        w.appoint(mover, post)
        return on(mover, act, target, **fields)

    return make


def decided_with(**wrong: Any) -> Callable[[World], Knock]:
    return lambda w: on("head", "arbitrate", w.quarrelled(), **{**DECISION, **wrong})


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("target", "escalate"): lambda w: clocks(w, w.assigned(), 20),
    ("target", "ask_arbitration"): lambda w: on(
        "xq.head", "ask_arbitration", w.quarrelled(), **ASKED
    ),
    ("target", "arbitrate"): lambda w: on("head", "arbitrate", w.quarrelled(), **DECISION),
}
# The post in which each act is done, for a newcomer who is auditor or administrator too.
POSTS = {"ask_arbitration": "XQ-YBS", "arbitrate": "XZ"}
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("target", "return", "a_round_is_left"): lambda w: on(
        "leader1", "return", w.quarrelled(), reason_code="other"
    ),
    ("target", "counter", "a_round_is_left"): lambda w: on(
        "leader1", "counter", w.quarrelled(), reason_code="other", points="9"
    ),
    ("target", "object", "a_round_is_left"): objected,
    ("target", "edit", "edit_opens_no_further_round"): lambda w: on(
        "leader1", "edit", w.quarrelled(), points="9"
    ),
    ("target", "submit", "submit_opens_no_further_round"): signed_otherwise,
    ("target", "escalate", "an_answer_is_awaited"): lambda w: clocks(w, w.draft(), 20),
    ("target", "escalate", "handover_is_not_reported_yet"): reported,
    ("target", "escalate", "days_for_an_answer_are_over"): lambda w: clocks(w, w.assigned(), 0),
    ("target", "ask_arbitration", "arbitration_is_open"): lambda w: on(
        "xq.head", "ask_arbitration", w.quarrelled(2), **ASKED
    ),
    ("target", "ask_arbitration", "arbitration_is_not_asked_yet"): asked_twice,
    ("target", "ask_arbitration", "actor_stands_on_no_other_side"): turned(
        "XQ-YBS", "MBB-1", "ask_arbitration", ASKED
    ),
    ("target", "arbitrate", "actor_stands_on_no_other_side"): turned(
        "XZ", "XQ-KY", "arbitrate", DECISION
    ),
    ("target", "arbitrate", "arbitration_is_open"): lambda w: on(
        "head", "arbitrate", w.quarrelled(2), **DECISION
    ),
    ("target", "arbitrate", "arbiter_is_no_party"): lambda w: on(
        "head", "arbitrate", reviewed_by_the_county_head(w)[0], **DECISION
    ),
    ("target", "arbitrate", "deputy_decides_only_for_a_party"): lambda w: on(
        "deputy", "arbitrate", w.quarrelled(), **DECISION
    ),
    ("target", "arbitrate", "common_item_is_decided_as_it_is"): common_settled,
    ("target", "arbitrate", "reviewing_post_is_in_charge"): decided_with(reviewing_post="FXZ-2"),
    ("target", "arbitrate", "responsible_post_is_the_lead_units"): decided_with(
        responsible_post="SM-KY"
    ),
}
