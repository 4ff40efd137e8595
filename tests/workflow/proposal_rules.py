"""Knocks for the rules on what is proposed after issue: for each row one that is let in, for each
rule one that is turned down; test_rules.py compares them with the table."""

from collections.abc import Callable
from typing import Any

from tests.builders import DECISION, World, at
from tests.workflow.delegation_cases import OWN, unit_heads_leader
from tests.workflow.proposal_cases import ahead, change, cleared, day, issued, paired

Knock = tuple[str, str, str, int | None, dict[str, Any]]
REASON = {"text": "上级任务有调整。"}
TRANSFER = {**REASON, "document": "云编发〔2013〕4号", "lead_unit": "SM"}
POSTS = {"change": "XQ-KY", "cancel": "XQ-YBS", "transfer": "MBB-1"}
TO = {
    "hand_up": ("xq.drafter", {}),
    "submit": ("xq.head", {}),
    "withdraw": ("xq.head", {}),
    "precheck": ("office", {}),
    "return": ("leader1", {"reason_code": "other"}),
    "counter": ("leader1", {"reason_code": "other", "points": "9"}),
    "object": ("xq.head", {"reason_code": "no_funds"}),
    "confirm_support": ("zs.head", {}),
    "review": ("leader1", {}),
    "approve": ("head", {}),
    "discard": ("xq.head", {}),
    "ask_arbitration": ("xq.head", REASON),
    "arbitrate": ("head", DECISION),
}


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def added(w: World, **fields: Any) -> Knock:
    """A further target of the plan that runs."""
    issued(w)
    content = w.fields(year=w.year_now, due_on=day(w, "11-30"))
    return "office", "target", "add", None, {**content, "document": "市政发〔2013〕19号", **fields}


def added_while_drafting(w: World) -> Knock:
    content = w.fields(year=ahead(w))
    return "office", "target", "add", None, {**content, "document": "市政发〔2013〕19号"}


def nothing_asked(act: str) -> Callable[[World], Knock]:
    who, fields = TO[act]
    return lambda w: on(who, act, issued(w, supporting_units=["ZS"]), **fields)


def outside(act: str, **fields: Any) -> Callable[[World], Knock]:
    """On a running target, in a month in which no changes are taken."""

    def make(w: World) -> Knock:
        target = issued(w)
        w.clock.set(at(day(w, "08-02T10:00")))
        return on("xq.head", act, target, **fields)

    return make


def twice(act: str) -> Callable[[World], Knock]:
    who, fields = {
        "change": ("leader1", {**REASON, "target_value": "9"}),
        "cancel": ("leader1", REASON),
        "transfer": ("office", TRANSFER),
    }[act]
    return lambda w: on(who, act, change(w, "xq.head", issued(w), target_value="8"), **fields)


def unreasoned(act: str) -> Callable[[World], Knock]:
    """A change that somebody began without saying why."""

    def make(w: World) -> Knock:
        target = issued(w, supporting_units=["ZS"])
        w.act("office", "edit", target, target_value="12")
        return on(TO[act][0], act, target)

    return make


def undone(act: str) -> Callable[[World], Knock]:
    """A change that was edited back to what is in force."""

    def make(w: World) -> Knock:
        target = change(w, "xq.head", issued(w, supporting_units=["ZS"]), target_value="8")
        w.act("xq.head", "edit", target, target_value="10")
        return on(TO[act][0], act, target)

    return make


def too_late(act: str) -> Callable[[World], Knock]:
    """The deadline that was proposed has passed meanwhile."""

    def make(w: World) -> Knock:
        target = issued(w, supporting_units=["ZS"])
        change(w, "xq.head", target, due_on=day(w, "07-20"))
        if act == "approve":
            w.act("zs.head", "confirm_support", target)
            cleared(w, target)
        w.clock.set(at(day(w, "07-21T10:00")))
        return on(TO[act][0], act, target)

    return make


def due(act: str) -> Callable[[World], Knock]:
    """The day has passed, and the clock has not yet said so."""

    def make(w: World) -> Knock:
        year = ahead(w)
        target = issued(w, due_on=f"{year}-07-10", supporting_units=["ZS"], milestones=[])
        if act in TO:
            change(w, "xq.head", target, target_value="8")
        if act == "approve":
            w.act("zs.head", "confirm_support", target)
            cleared(w, target)
        if act == "arbitrate":
            quarrelled(w, target)
        w.clock.set(at(day(w, "07-11T00:01")))
        who, fields = {
            **TO,
            "edit": ("xq.head", {"target_value": "8"}),
            "change": ("xq.head", {**REASON, "target_value": "8"}),
            "cancel": ("xq.head", REASON),
            "transfer": ("office", TRANSFER),
        }[act]
        return on(who, act, target, **fields)

    return make


def cancelling(act: str, who: str, **fields: Any) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        target = issued(w)
        w.act("xq.head", "cancel", target, **REASON)
        return on(who, act, target, **fields)

    return make


def moving(act: str, who: str, **fields: Any) -> Callable[[World], Knock]:
    """On a target that is to go to another unit."""

    def make(w: World) -> Knock:
        target = issued(w)
        w.act("office", "transfer", target, **TRANSFER)
        return on(who, act, target, **fields)

    return make


def reported_by_the_new_unit(act: str, **fields: Any) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        who, _, name, target, more = moving(act, "sm.head", **fields)(w)
        as_of = {"as_of": day(w, "07-01")} if act == "report_progress" else {}
        return who, "target", name, target, {**more, **as_of}

    return make


def quarrelled(w: World, target: int) -> int:
    """Handed up and returned until the rounds of the proposal are used."""
    for _ in range(2):
        w.act("xq.head", "submit", target)
        w.act("leader1", "return", target, reason_code="value_too_low")
    w.act("xq.head", "submit", target)
    return target


def decided(**fields: Any) -> Callable[[World], Knock]:
    """A change over which both sides could not agree."""
    return lambda w: on(
        "head",
        "arbitrate",
        quarrelled(w, change(w, "xq.head", issued(w), target_value="8")),
        **DECISION,
        **fields,
    )


def cancellation_decided(w: World) -> Knock:
    # In a year of its own: what the unit's points are without it is known.
    w.year_now = -1
    target = issued(w)
    w.act("xq.head", "cancel", target, **REASON)
    return on("head", "arbitrate", quarrelled(w, target), points="5", **DECISION)


def claimed(act: str) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        target = change(w, "xq.head", issued(w), target_value="8")
        cleared(w, target) if act == "approve" else quarrelled(w, target)
        w.act("xq.head", "report_done", target)
        return on("head", act, target, **TO[act][1])

    return make


def half_signed(w: World) -> Knock:
    target = change(w, "xq.head", issued(w), target_value="8")
    w.act("xq.head", "submit", target)
    return on("head", "approve", target)


def points_off(act: str) -> Callable[[World], Knock]:
    """One of two that share the points of their category would take more."""

    def make(w: World) -> Knock:
        target = change(w, "xq.head", paired(w)[0], points="18")
        cleared(w, target) if act == "approve" else quarrelled(w, target)
        return on("head", act, target, **TO[act][1])

    return make


def common(act: str, who: str, **fields: Any) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        _, (target,) = w.common("XQ", due_on=f"{ahead(w)}-12-31")
        w.act("xq.head", "edit", target, responsible_post="XQ-YBS")
        for by, hand in (("xq.head", "submit"), ("leader1", "review"), ("head", "approve")):
            w.act(by, hand, target)
        w.issue(w.year_now)
        w.clock.set(at(day(w, "07-02T10:00")))
        return on(who, act, target, **fields)

    return make


def as_another(act: str, *posts: str) -> Callable[[World], Knock]:
    """The knock that is let in, by somebody who is auditor or administrator as well."""

    def make(w: World) -> Knock:
        _, *asked = PASSES["target", act](w)
        return (w.newcomer(POSTS[act], *posts), *asked)

    return make


def turned(act: str) -> Callable[[World], Knock]:
    """By somebody who stood on another side of this target, in another post, before."""

    def make(w: World) -> Knock:
        before, after = ("XQ-KY" if POSTS[act] == "MBB-1" else "MBB-1"), POSTS[act]
        year = ahead(w)
        target = w.draft(target_value="10", due_on=f"{year}-12-31")
        mover = w.newcomer(before)
        w.act(mover, "edit", target, baseline="1")
        for by, hand in (("xq.head", "submit"), ("leader1", "review"), ("head", "approve")):
            w.act(by, hand, target)
        w.issue(year)
        w.clock.set(at(day(w, "07-02T10:00")))
        w.relieve(mover, before)
        w.appoint(mover, after)
        fields = {"change": {**REASON, "target_value": "8"}, "transfer": TRANSFER}
        return on(mover, act, target, **fields.get(act, REASON))

    return make


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("target", "add"): added,
    ("target", "change"): lambda w: on("xq.head", "change", issued(w), target_value="8", **REASON),
    ("target", "cancel"): lambda w: on("xq.head", "cancel", issued(w), **REASON),
    ("target", "transfer"): lambda w: on("office", "transfer", issued(w), **TRANSFER),
}

_POST = {"reviewing_post": "FXZ-3"}
_CHANGE = {**REASON, "target_value": "8"}
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("target", "add", "plan_is_running"): added_while_drafting,
    ("target", "add", "reviewing_post_is_in_charge"): lambda w: added(w, reviewing_post="FXZ-2"),
    ("target", "add", OWN): lambda w: added(w, reviewing_post=unit_heads_leader(w)[0]),
    ("target", "change", OWN): lambda w: on(
        "xq.head", "change", issued(w), reviewing_post=unit_heads_leader(w)[0], **REASON
    ),
    ("target", "add", "responsible_post_is_the_lead_units"): lambda w: added(
        w, responsible_post="SM-KY"
    ),
    ("target", "edit", "actor_is_of_the_unit_named"): moving("edit", "xq.head", points="9"),
    ("target", "edit", "change_window_is_open"): outside("edit", target_value="8"),
    ("target", "edit", "cancellation_is_not_edited"): cancelling("edit", "xq.head", points="9"),
    ("target", "edit", "reviewing_post_stays"): lambda w: on("xq.head", "edit", issued(w), **_POST),
    ("target", "counter", "cancellation_is_not_edited"): cancelling(
        "counter", "leader1", reason_code="other", points="9"
    ),
    ("target", "counter", "reviewing_post_stays"): lambda w: on(
        "leader1",
        "counter",
        change(w, "xq.head", issued(w), target_value="8"),
        reason_code="other",
        **_POST,
    ),
    ("target", "hand_up", "actor_is_of_the_unit_named"): moving("hand_up", "xq.drafter"),
    ("target", "submit", "actor_is_of_the_unit_named"): moving("submit", "xq.head"),
    ("target", "object", "actor_is_of_the_unit_named"): moving(
        "object", "xq.head", reason_code="no_funds"
    ),
    ("target", "ask_arbitration", "actor_is_of_the_unit_named"): moving(
        "ask_arbitration", "xq.head", **REASON
    ),
    ("target", "approve", "proposal_is_reviewed"): half_signed,
    ("target", "arbitrate", "cancellation_is_decided_as_it_is"): cancellation_decided,
    ("target", "arbitrate", "reviewing_post_stays"): decided(**_POST),
    ("target", "report_progress", "actor_is_of_the_answering_unit"): reported_by_the_new_unit(
        "report_progress", value="1"
    ),
    ("target", "report_done", "actor_is_of_the_answering_unit"): reported_by_the_new_unit(
        "report_done"
    ),
    ("target", "change", "content_changes"): lambda w: on(
        "xq.head", "change", issued(w), target_value="10", **REASON
    ),
    ("target", "change", "common_item_stays_the_same"): common("change", "xq.head", **_CHANGE),
    ("target", "change", "reviewing_post_stays"): lambda w: on(
        "xq.head", "change", issued(w), **_POST, **REASON
    ),
    ("target", "change", "reviewing_post_is_in_charge"): lambda w: on(
        "xq.head", "change", issued(w), reviewing_post="FXZ-2", **REASON
    ),
    ("target", "change", "responsible_post_is_the_lead_units"): lambda w: on(
        "xq.head", "change", issued(w), responsible_post="SM-KY", **REASON
    ),
    ("target", "change", "change_window_is_open"): outside("change", **_CHANGE),
    ("target", "cancel", "change_window_is_open"): outside("cancel", **REASON),
    ("target", "cancel", "common_item_stays_where_it_is"): common("cancel", "leader1", **REASON),
    ("target", "transfer", "common_item_stays_where_it_is"): common(
        "transfer", "office", **TRANSFER
    ),
    ("target", "transfer", "transfer_goes_elsewhere"): lambda w: on(
        "office", "transfer", issued(w), **{**TRANSFER, "lead_unit": "XQ"}
    ),
    ("target", "transfer", "receiving_unit_has_a_head"): lambda w: on(
        "office", "transfer", issued(w), **{**TRANSFER, "lead_unit": "MBB"}
    ),
}
for _act in ("approve", "arbitrate"):
    REFUSES["target", _act, "early_claim_is_answered"] = claimed(_act)
    REFUSES["target", _act, "points_stay_whole"] = points_off(_act)
for _act in TO:
    REFUSES["target", _act, "something_is_proposed"] = nothing_asked(_act)
for _act in ("submit", "confirm_support", "review"):
    REFUSES["target", _act, "proposal_has_its_reason"] = unreasoned(_act)
    REFUSES["target", _act, "change_changes_something"] = undone(_act)
    REFUSES["target", _act, "proposed_deadline_is_ahead"] = too_late(_act)
REFUSES["target", "approve", "proposed_deadline_is_ahead"] = too_late("approve")
for _act in (
    "edit", "submit", "confirm_support", "review", "approve", "arbitrate", "change", "cancel",
    "transfer",
):  # fmt: skip
    REFUSES["target", _act, "target_is_not_due_yet"] = due(_act)
for _act in POSTS:
    REFUSES["target", _act, "nothing_is_proposed_yet"] = twice(_act)
    REFUSES["target", _act, "actor_stands_on_no_other_side"] = turned(_act)
    REFUSES["target", _act, "actor_is_no_administrator_or_auditor"] = as_another(_act, "SJ-1")

# What else such a knock is told, because it cannot be otherwise.
ALSO: dict[tuple[str, str], tuple[str, ...]] = {
    ("submit", "something_is_proposed"): ("unit_has_not_signed_yet",),
    ("hand_up", "something_is_proposed"): ("unit_has_not_signed_yet",),
    ("confirm_support", "something_is_proposed"): ("supporter_has_not_signed_yet",),
    ("review", "something_is_proposed"): ("leader_has_not_signed_yet",),
    ("approve", "something_is_proposed"): ("not_approved_yet",),
    ("object", "something_is_proposed"): (),
    ("discard", "something_is_proposed"): ("other_side_has_not_signed",),
    ("ask_arbitration", "something_is_proposed"): ("arbitration_is_open",),
    ("arbitrate", "something_is_proposed"): ("arbitration_is_open",),
    ("submit", "actor_is_of_the_unit_named"): ("responsible_post_is_named",),
    ("ask_arbitration", "actor_is_of_the_unit_named"): ("arbitration_is_open",),
    ("change", "reviewing_post_is_in_charge"): ("reviewing_post_stays",),
    **{
        (act, "target_is_not_due_yet"): ("proposed_deadline_is_ahead",)
        for act in ("submit", "confirm_support", "review", "approve")
    },
    ("change", OWN): ("reviewing_post_stays",),
    ("counter", "reviewing_post_stays"): ("counter_names_its_own_post",),
    ("arbitrate", "cancellation_is_decided_as_it_is"): ("points_stay_whole",),
}
