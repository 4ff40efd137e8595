"""Knocks for the rules about what was found: ledgers, assessments, causes, objections.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from datetime import timedelta
from typing import Any

from tests.builders import FOUND, World
from tests.workflow.own_year import Knock, brought_due, objected_to, on, published, ruled

# — targets that a scoring unit finds —


def ledgered(w: World, state: str, *, rule: str = "petitions", touch: Any = None) -> int:
    """A common item of XQ that a scoring unit finds from its ledger, in this state."""
    item, (target,) = w.common("XQ", scoring_unit="YSZ", scoring_rule=rule)
    if touch:
        touch(w, target)
    w.act("xq.drafter", "edit", target, responsible_post="XQ-KY")
    w.act("xq.head", "submit", target)
    w.item("leader1", "sign_item", item)
    w.act("head", "approve", target)
    w.issue(w.target(target)["year_id"])
    if state != "in_progress":
        w.fall_due(target)
    return target


def entry(w: World, target: int, **changes: Any) -> dict[str, Any]:
    day = w.target(target)["due_on"][:4] + "-01-05"
    return {"event": "越级上访", "occurred_on": day, "matter": "越级反映", **changes}


def entered(w: World, state: str = "in_progress", who: str = "assessor", **more: Any) -> int:
    target = ledgered(w, "in_progress", **more)
    w.act(who, "enter_ledger", target, **entry(w, target))
    if state == "due":
        w.fall_due(target)
    return target


def last_entry(w: World) -> int:
    return int(w.row("SELECT MAX(id) AS id FROM ledger")["id"])


def ledger_act(act: str, state: str = "in_progress", **fields: Any) -> Any:
    def knock(w: World) -> Knock:
        target = ledgered(w, state)
        filled = entry(w, target, **fields) if act == "enter_ledger" else fields
        return on("assessor", act, target, **filled)

    return knock


def plain(who: str, act: str, make: str = "due", **fields: Any) -> Any:
    """The same on a target that has no scoring unit."""

    def knock(w: World) -> Knock:
        target = getattr(w, make)()
        filled = entry(w, target) if act == "enter_ledger" else fields
        return on(who, act, target, **filled)

    return knock


def by_another(act: str) -> Any:
    """By an assessor of another unit than the scoring unit."""

    def knock(w: World) -> Knock:
        target = entered(w, "due" if act == "assess" else "in_progress")
        fields = {
            "enter_ledger": entry(w, target),
            "strike_ledger": {"ledger": last_entry(w), "text": "误记"},
            "assess": {"met": True},
        }[act]
        return on("xq.assessor", act, target, **fields)

    return knock


# — findings, causes, objections —


def unmet(w: World, *, touch: Any = None) -> int:
    """A target of XQ that was found not to be met."""
    target = w.draft()
    if touch:
        touch(w, target)
    brought_due(w, target)
    finding = {**FOUND, "met": False, "cause": "lack_of_effort", "found_value": "7"}
    w.act("inspector1", "inspect", target, **finding)
    return target


def decision(w: World, **changes: Any) -> dict[str, Any]:
    today = (w.clock() + timedelta(hours=8)).date().isoformat()
    return {"cause": "objective", "heard_on": today, "document": "云考领纪1号", **changes}


def objected(w: World, *, touch: Any = None) -> tuple[int, int]:
    target = unmet(w, touch=touch)
    return target, objected_to(w, target)


def answered(w: World, who: str = "office", **changes: Any) -> Knock:
    target, number = objected(w)
    fields = {"objection": number, "upheld": True, "text": "属实", **changes}
    return on(who, "answer_objection", target, **fields)


def scored_and_answers(w: World) -> Knock:
    """The office that scored the target would answer what its unit says to the score."""
    target = unmet(w)
    w.act("office", "score", target)
    fields = {"objection": objected_to(w, target), "upheld": True, "text": "属实"}
    return on("office", "answer_objection", target, **fields)


def moved_since(w: World) -> Knock:
    """The root of the score's derivation, by another digest than it has."""
    target = w.scored()
    node = {"what": "figure", "path": "0", "node": "0" * 64}
    return on("xq.head", "object_result", target, **node, text="漏计")


def objection_again(w: World) -> Knock:
    target, _ = objected(w)
    return on("xq.head", "object_result", target, about="finding", text="再次申请")


def too_late(w: World) -> Knock:
    _, target = published(w)
    w.clock.forward(days=40)
    return on("xq.head", "object_result", target, about="finding", text="漏计")


PASSES = {
    ("target", "enter_ledger"): ledger_act("enter_ledger"),
    ("target", "strike_ledger"): lambda w: on(
        "assessor", "strike_ledger", entered(w), ledger=last_entry(w), text="误记"
    ),
    ("target", "assess"): ledger_act("assess", "due", met=True),
    ("target", "decide_cause"): lambda w: on("head", "decide_cause", unmet(w), **decision(w)),
    ("target", "object_result"): lambda w: on(
        "xq.head", "object_result", unmet(w), about="finding", text="漏计"
    ),
    ("target", "answer_objection"): answered,
}


# — findings without a value —

NOT_APPLICABLE = """
[[rule]]
code = "or_not_applicable"
kind = "proportional"
missing = "not_applicable"
[normalise]
to = "100"
"""
UNMET = {"no_value": True, "met": False, "cause": "objective"}


def inapplicable(w: World) -> Knock:
    target = w.due(year=ruled(w, NOT_APPLICABLE), scoring_rule="or_not_applicable")
    return on("inspector1", "inspect", target, **{**FOUND, **UNMET, "found_value": None})


def inapplicable_item(w: World) -> Knock:
    ruled(w, NOT_APPLICABLE)
    return on("assessor", "assess", ledgered(w, "due", rule="or_not_applicable"), **UNMET)


# — somebody who stood on another side before —

FOUND_POSTS = {
    "enter_ledger": "YSZ-2", "strike_ledger": "YSZ-2", "assess": "YSZ-2", "decide_cause": "XZ",
    "answer_objection": "MBB-1", "object_result": "XQ-YBS",
}  # fmt: skip


def turned(act: str) -> Any:
    """A knock by somebody who stood on another side of this target, in another post, before."""

    def knock(w: World) -> Knock:
        before = "MBB-1" if act == "object_result" else "XQ-KY"
        mover = w.newcomer(before)

        def touch(world: World, target: int) -> None:
            given = world.target(target)["item_id"] is not None
            fields = {"responsible_post": "XQ-YBS"} if given else {"baseline": "1"}
            world.act(mover, "edit", target, **fields)
            world.relieve(mover, before)
            world.appoint(mover, FOUND_POSTS[act])

        if act in ("enter_ledger", "strike_ledger", "assess"):
            target = ledgered(w, "in_progress", touch=touch)
            if act == "strike_ledger":
                w.act("assessor", "enter_ledger", target, **entry(w, target))
            if act == "assess":
                w.fall_due(target)
            fields = {
                "enter_ledger": lambda: entry(w, target),
                "strike_ledger": lambda: {"ledger": last_entry(w), "text": "误记"},
                "assess": lambda: {"met": True},
            }[act]()
            return on(mover, act, target, **fields)
        if act == "answer_objection":
            target, number = objected(w, touch=touch)
            return on(mover, act, target, objection=number, upheld=True, text="属实")
        target = unmet(w, touch=touch)
        fields = decision(w) if act == "decide_cause" else {"about": "finding", "text": "漏计"}
        return on(mover, act, target, **fields)

    return knock


REFUSES = {
    ("target", "reinspect", "scored_is_reopened_by_a_correction_only"): lambda w: on(
        "office", "reinspect", w.scored(), reason_code="other"
    ),
    ("target", "submit", "growth_or_its_reason"): lambda w: on(
        "xq.head", "submit", w.draft(category="key", target_value="8")
    ),
    ("target", "inspect", "inspectors_find_it"): lambda w: on(
        "inspector1", "inspect", ledgered(w, "due"), **FOUND
    ),
    ("target", "enter_ledger", "item_has_a_scoring_unit"): plain("assessor", "enter_ledger"),
    ("target", "strike_ledger", "actor_speaks_for_the_scoring_unit"): by_another("strike_ledger"),
    ("target", "assess", "item_has_a_scoring_unit"): plain("assessor", "assess", met=True),
    ("target", "enter_ledger", "actor_speaks_for_the_scoring_unit"): by_another("enter_ledger"),
    ("target", "assess", "actor_speaks_for_the_scoring_unit"): by_another("assess"),
    ("target", "enter_ledger", "event_is_in_the_rule"): ledger_act("enter_ledger", event="其他"),
    ("target", "enter_ledger", "event_lies_in_the_year"): ledger_act(
        "enter_ledger", occurred_on="2999-01-01"
    ),
    ("target", "enter_ledger", "matter_code_fits_the_event"): ledger_act(
        "enter_ledger", matter_code="植树"
    ),
    ("target", "strike_ledger", "entry_stands"): lambda w: on(
        "assessor", "strike_ledger", entered(w), ledger=999, text="误记"
    ),
    ("target", "assess", "cause_goes_with_not_met"): ledger_act("assess", "due", met=False),
    ("target", "decide_cause", "unit_was_heard"): lambda w: on(
        "head", "decide_cause", unmet(w), **decision(w, heard_on="2999-01-01")
    ),
    ("target", "object_result", "same_objection_is_not_open"): objection_again,
    ("target", "object_result", "objection_names_something"): lambda w: on(
        "xq.head", "object_result", unmet(w), about="ledger", ref=999, text="无此事"
    ),
    ("target", "answer_objection", "this_objection_waits"): lambda w: answered(w, objection=999),
    ("target", "assess", "assessment_can_be_scored"): lambda w: on(
        "assessor", "assess", ledgered(w, "due", rule="proportional"), met=True
    ),
    ("target", "assess", "values_are_those_of_the_parts"): ledger_act(
        "assess", "due", met=True, parts=[{"part": "year", "value": "1"}]
    ),
    ("target", "decide_cause", "finding_is_not_met"): lambda w: on(
        "head", "decide_cause", w.inspected(), **decision(w)
    ),
    ("target", "object_result", "something_was_found"): lambda w: on(
        "xq.head", "object_result", w.running(), about="finding", text="漏计"
    ),
    ("target", "object_result", "objection_is_in_time"): too_late,
    ("target", "strike_ledger", "item_has_a_scoring_unit"): plain(
        "assessor", "strike_ledger", ledger=1, text="误记"
    ),
    ("target", "strike_ledger", "ledger_holds_something"): ledger_act(
        "strike_ledger", ledger=1, text="误记"
    ),
    ("target", "answer_objection", "an_objection_waits"): lambda w: on(
        "office", "answer_objection", unmet(w), objection=1, upheld=True, text="属实"
    ),
    ("target", "answer_objection", "answer_is_somebody_elses"): scored_and_answers,
    ("target", "object_result", "node_is_as_shown"): moved_since,
    ("target", "inspect", "absence_of_a_value_is_said"): lambda w: on(
        "inspector1", "inspect", w.due(), **FOUND, no_value=True
    ),
    ("target", "assess", "absence_of_a_value_is_said"): ledger_act(
        "assess", "due", met=True, no_value=True
    ),
    ("target", "inspect", "what_does_not_apply_is_not_unmet"): inapplicable,
    ("target", "assess", "what_does_not_apply_is_not_unmet"): inapplicable_item,
}
for _act in FOUND_POSTS:
    REFUSES["target", _act, "actor_stands_on_no_other_side"] = turned(_act)

# Where one rule cannot say no without another beside it.
ALSO = {
    ("enter_ledger", "item_has_a_scoring_unit"): ["event_is_in_the_rule"],
    ("assess", "item_has_a_scoring_unit"): ["assessment_can_be_scored"],
    ("strike_ledger", "item_has_a_scoring_unit"): ["ledger_holds_something", "entry_stands"],
    ("strike_ledger", "ledger_holds_something"): ["entry_stands"],
    ("object_result", "something_was_found"): ["objection_names_something"],
    ("answer_objection", "an_objection_waits"): ["this_objection_waits"],
}
DECIDED = "what is decided is scored, so its state says no first"
OUT_OF_REACH = {
    ("target", "assess", "an_acceptance_is_open"): "`due` always has an open acceptance",
}
for _act in ("reinspect", *(a for a in FOUND_POSTS)):
    OUT_OF_REACH["target", _act, "results_are_not_decided"] = DECIDED


def judged(w: World, code: str) -> tuple[Any, Any]:
    """A case of which a rule out of reach says yes, and one of which it says no."""
    if code == "an_acceptance_is_open":
        return w.case(w.due()), w.case(w.running())
    good, bad = w.case(w.inspected()), w.case(w.inspected())
    bad.year = {**(bad.year or {}), "state": "closed"}
    return good, bad
