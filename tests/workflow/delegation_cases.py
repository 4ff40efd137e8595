"""Knocks for the rules of substitutes, acting heads and leaders who head a unit themselves.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from collections.abc import Callable
from typing import Any

from tests.builders import DECISION, World
from tests.workflow.own_year import Knock

DAYS = {"from_on": "2013-01-01", "until_on": "2999-12-31", "document": "云政干〔2013〕3号"}


OPINION = {"suggests": "return", "text": "目标值偏低，建议退回。"}


def adviser_of_the_unit(w: World) -> Knock:
    return w.newcomer("XQ-MS", "XQ-KY"), "target", "advise", w.submitted(), OPINION


def lent(w: World, post: str = "FXZ-2", principal: str | None = "leader2", **more: Any) -> Knock:
    """A knock that registers somebody new as substitute, or what is said otherwise."""
    asked = {"kind": "substitute", "post": post, "principal": principal, **DAYS, **more}
    asked.setdefault("username", w.newcomer())
    return "admin", "county", "delegate", None, {k: v for k, v in asked.items() if v is not None}


def acting(w: World, post: str, **more: Any) -> Knock:
    return lent(w, post, None, kind="acting", **more)


def vacant(w: World) -> str:
    """The head's post of a new unit, which nobody holds."""
    return f"{w.newcomers_unit()}-YBS"


def registered(w: World, **more: Any) -> tuple[int, str]:
    """A delegation that stands; its id and the delegate."""
    *_, fields = lent(w, **more)
    return w.county("admin", "delegate", **fields), fields["username"]


def ended(w: World, number: int) -> Knock:
    fields = {"delegation": number, "document": "云政干〔2013〕4号"}
    return "admin", "county", "end_delegation", None, fields


def ended_twice(w: World) -> Knock:
    number, _ = registered(w)
    *_, fields = ended(w, number)
    w.county("admin", "end_delegation", **fields)
    return ended(w, number)


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("county", "delegate"): lent,
    ("county", "end_delegation"): lambda w: ended(w, registered(w)[0]),
    ("target", "advise"): lambda w: ("xq.secretary", "target", "advise", w.submitted(), OPINION),
}


def unit_heads_leader(w: World, *, heads: bool = True) -> tuple[str, str]:
    """A further leader's post in charge of XQ, whose one holder heads XQ too; both names."""
    code = f"FXZ-{w.size()}"
    w.post(code, "leader", in_charge_of=["XQ"])
    return code, w.newcomer(code, *(["XQ-YBS"] if heads else []))


def naming(who: str, act: str) -> Callable[[World], Knock]:
    """A content that names such a post as its reviewing post."""

    def make(w: World) -> Knock:
        code, _ = unit_heads_leader(w)
        if act in ("create", "assign"):
            return who, "target", act, None, w.fields(reviewing_post=code)
        number = w.quarrelled() if act == "arbitrate" else w.draft()
        more = {"counter": {"reason_code": "other"}, "arbitrate": DECISION}.get(act, {})
        return who, "target", act, number, {"reviewing_post": code, **more}

    return make


def signing(who: str, act: str) -> Callable[[World], Knock]:
    """A hand on a draft whose reviewing leader became head of its unit after it was drafted."""

    def make(w: World) -> Knock:
        code, leader = unit_heads_leader(w, heads=False)
        number = w.draft(reviewing_post=code, supporting_units=["ZS"])
        w.appoint(leader, "XQ-YBS")
        return who or leader, "target", act, number, {}

    return make


OWN = "reviewing_post_is_not_the_units_own_head"
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("county", "delegate", "post_can_be_lent"): lambda w: lent(w, "MBB-1", "office"),
    ("county", "delegate", "principal_holds_the_post"): lambda w: lent(w, principal="leader1"),
    ("county", "delegate", "post_is_vacant_for_an_acting_head"): lambda w: acting(w, "XQ-YBS"),
    ("county", "delegate", "delegate_does_not_hold_the_post"): lambda w: lent(
        w, "FXZ-1", "leader1", username="leader1b"
    ),
    ("county", "delegate", "delegate_may_hold_a_hand"): lambda w: lent(w, username="secretary"),
    ("county", "delegate", "delegate_is_of_no_other_side"): lambda w: lent(w, username="zs.head"),
    ("county", "delegate", "substitute_has_a_last_day"): lambda w: lent(w, until_on=None),
    ("county", "delegate", "days_are_ahead"): lambda w: lent(w, until_on="2012-12-31"),
    ("county", "delegate", "acts_are_the_posts_own"): lambda w: lent(w, acts=["submit"]),
    ("county", "end_delegation", "delegation_has_not_ended"): ended_twice,
    ("target", "advise", "adviser_is_not_of_the_units_side"): adviser_of_the_unit,
    ("target", "advise", "something_is_proposed"): lambda w: (
        "xq.secretary",
        "target",
        "advise",
        w.running(),
        OPINION,
    ),
    ("target", "create", OWN): naming("xq.drafter", "create"),
    ("target", "assign", OWN): naming("office", "assign"),
    ("target", "edit", OWN): naming("xq.drafter", "edit"),
    ("target", "counter", OWN): naming("leader1", "counter"),
    ("target", "arbitrate", OWN): naming("head", "arbitrate"),
    ("target", "submit", OWN): signing("xq.head", "submit"),
    ("target", "confirm_support", OWN): signing("zs.head", "confirm_support"),
    ("target", "review", OWN): signing("", "review"),
}
# Who could sign for such a post is barred by himself; a counter-draft names one's own post.
ALSO = {
    ("review", OWN): ["actor_stands_on_no_other_side"],
    ("counter", OWN): ["counter_names_its_own_post"],
}
