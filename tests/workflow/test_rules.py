"""Every rule of every row refuses once with its code and lets pass once; and refusing is clean.

The list is held against the table: a rule without a case here fails.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import FOUND, World, codes
from tests.workflow import (
    arbitration_cases,
    coordination_cases,
    coverage_cases,
    delegation_cases,
    erasing_cases,
    finding_cases,
    group_cases,
    paper_cases,
    proposal_rules,
    succession_cases,
    whole_year,
    year_cases,
)
from workflow.errors import (
    InvalidInput,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    RulesRefused,
    StaleVersion,
    WorkflowError,
    WrongState,
)
from workflow.lifecycle import ACTS, act_named

# A knock: who, which act, on what (None: a new target), with what.
Knock = tuple[str, str, str, int | None, dict[str, Any]]


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def knock(world: World, asked: Knock) -> WorkflowError | None:
    """The refusal, or None when the act was done."""
    who, kind, act, number, fields = asked
    seen: dict[str, Any] = {}
    if who and number is not None:
        row = world.row(f'SELECT * FROM "{kind}" WHERE id = ?', number)  # noqa: S608
        signs = act_named(kind, act).signs or kind == "item"
        seen = {"digest": row["digest"]} if signs else {"version": row["version"]}
    try:
        world.door.perform(act, kind, number, world.actor(who), {**seen, **fields})
    except WorkflowError as error:
        return error
    return None


# — for every row: a knock that is let in —

PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("target", "create"): lambda w: ("xq.drafter", "target", "create", None, w.fields()),
    ("target", "assign"): lambda w: ("office", "target", "assign", None, w.fields()),
    ("target", "edit"): lambda w: on("xq.drafter", "edit", w.draft(), points="9"),
    ("target", "hand_up"): lambda w: on("xq.drafter", "hand_up", w.draft()),
    ("target", "submit"): lambda w: on("xq.head", "submit", w.draft()),
    ("target", "withdraw"): lambda w: on("xq.head", "withdraw", w.submitted()),
    ("target", "precheck"): lambda w: on("office", "precheck", w.draft()),
    ("target", "return"): lambda w: on(
        "leader1", "return", w.submitted(), reason_code="incomplete"
    ),
    ("target", "counter"): lambda w: on(
        "leader1", "counter", w.draft(), reason_code="other", points="9"
    ),
    ("target", "object"): lambda w: on("xq.head", "object", w.assigned(), reason_code="no_funds"),
    ("target", "confirm_support"): lambda w: on(
        "zs.head", "confirm_support", w.draft(supporting_units=["ZS"])
    ),
    ("target", "review"): lambda w: on("leader1", "review", w.draft()),
    ("target", "approve"): lambda w: on("head", "approve", w.reviewed()),
    ("target", "discard"): lambda w: on("xq.head", "discard", w.draft()),
    ("target", "report_progress"): lambda w: on(
        "xq.drafter", "report_progress", w.running(), value="1", as_of="2013-01-01"
    ),
    ("target", "report_done"): lambda w: on("xq.head", "report_done", w.running()),
    ("target", "fall_due"): lambda w: past_due(w, w.running()),
    ("target", "inspect"): lambda w: on("inspector1", "inspect", w.due(), **FOUND),
    ("target", "reinspect"): lambda w: on(
        "office", "reinspect", w.inspected(), reason_code="other"
    ),
    ("target", "score"): lambda w: on("office", "score", w.inspected()),
    ("year", "issue"): lambda w: ("office", "year", "issue", issuable(w), {"document": "8号"}),
    ("year", "score"): lambda w: ("office", "year", "score", inspected_year(w), {}),
    ("item", "sign_item"): lambda w: ("leader1", "item", "sign_item", w.common("XQ")[0], {}),
}  # fmt: skip
PASSES |= finding_cases.PASSES | year_cases.PASSES
PASSES |= arbitration_cases.PASSES | coverage_cases.PASSES | proposal_rules.PASSES
PASSES |= coordination_cases.PASSES
PASSES |= succession_cases.PASSES
PASSES |= delegation_cases.PASSES | paper_cases.PASSES | erasing_cases.PASSES
PASSES |= whole_year.PASSES
# Brought along by the year's act only; knocked for alone it is always refused.
PASSES_WITHIN = {("target", "issue")}


def past_due(w: World, target: int, days: int = 200) -> Knock:
    w.clock.forward(days=days)
    return "", "target", "fall_due", target, {}


def not_yet_due(w: World) -> Knock:
    """In a year ahead of the clock: a case before this may have moved it past any other's June."""
    while w.next_year() < w.clock().year:
        pass
    w.year_now = -1
    return past_due(w, w.running(), 0)


def issuable(w: World) -> int:
    w.year_now = -1
    year = w.target(w.approved())["year_id"]
    w.waive(year)
    return year


def inspected_year(w: World) -> int:
    return w.target(w.inspected())["year_id"]


# — for every rule of every row: a knock that it turns down —

LACKS: dict[str, dict[str, Any]] = {
    "measure_is_stated": {"measure": None},
    "deadline_is_set": {"due_on": None, "milestones": []},
    "deadline_is_in_the_year": {"due_on": "1999-06-30", "milestones": []},
    "points_are_positive": {"points": "0"},
    "scoring_rule_is_in_the_scheme": {"scoring_rule": None},
    "scoring_rule_fits_the_target": {"target_value": None},
    "evidence_is_named": {"evidence": None},
    "responsible_post_is_named": {"responsible_post": None},
    "milestones_keep_the_deadline": {"milestones": [{"due_on": "2999-12-31", "title": "晚"}]},
}


def incomplete(act: str, lack: dict[str, Any]) -> Callable[[World], Knock]:
    """A knock for a hand on a content that lacks one thing."""

    def make(w: World) -> Knock:
        if act == "counter":
            return on("leader1", act, w.draft(), reason_code="other", **lack)
        target = w.draft(supporting_units=["ZS"], **lack)
        who = {"submit": "xq.head", "confirm_support": "zs.head", "review": "leader1"}[act]
        return on(who, act, target)

    return make


def reviewer_replaced(act: str) -> Callable[[World], Knock]:
    """The county head was to review; now a leader has taken charge of the unit."""

    def make(w: World) -> Knock:
        unit = w.newcomers_unit()
        head = w.newcomer(f"{unit}-YBS")
        target = w.draft(
            head, lead_unit=unit, responsible_post=f"{unit}-KY", supporting_units=["ZS"]
        )
        w.post(f"{unit}-FXZ", "leader", in_charge_of=[unit])
        who = {"submit": head, "confirm_support": "zs.head", "review": "head"}[act]
        return on(who, act, target)

    return make


def also_in(post: str, act: str) -> Callable[[World], Knock]:
    """The same knock that is let in, by somebody who is auditor or administrator as well."""

    def make(w: World) -> Knock:
        _, *asked = PASSES["target", act](w)
        own = {**UNIT_SIDE, **finding_cases.FOUND_POSTS, **arbitration_cases.POSTS}.get(act)
        own = own or ("XQ-YBS" if act == "discard" else UPPER_SIDE[act])
        return (w.newcomer(own, post), *asked)

    return make


def named_wrongly(act: str, **wrong: Any) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        who, kind, name, number, fields = PASSES["target", act](w)
        return who, kind, name, number, {**fields, **wrong}

    return make


def approver_demoted(w: World) -> Knock:
    """Who approved as county head would now review as leader."""
    head = w.newcomer("XZ")
    target = w.reviewed()
    w.act(head, "approve", target)
    w.act("leader1", "withdraw", target)
    w.relieve(head, "XZ")
    w.appoint(head, "FXZ-1")
    return on(head, "review", target)


def left_open_that_is_not(w: World) -> Knock:
    year = issuable(w)
    named = [r["id"] for r in w.rows("SELECT id FROM target WHERE year_id = ?", year)]
    return "office", "year", "issue", year, {"document": "8号", "leave_open": named}


UNIT_SIDE = {
    "edit": "XQ-KY", "hand_up": "XQ-KY", "submit": "XQ-YBS", "object": "XQ-YBS",
    "confirm_support": "ZS-YBS", "report_progress": "XQ-KY", "report_done": "XQ-YBS",
}  # fmt: skip
UPPER_SIDE = {
    "precheck": "MBB-1", "return": "FXZ-1", "counter": "FXZ-1", "review": "FXZ-1",
    "approve": "XZ", "discard": "MBB-1", "reinspect": "MBB-1", "inspect": "YSZ-1",
}  # fmt: skip


def turned(act: str) -> Callable[[World], Knock]:
    """A knock by somebody who stood on another side of this target, in another post, before."""

    def make(w: World) -> Knock:
        post = UNIT_SIDE.get(act) or UPPER_SIDE[act]
        before = "MBB-1" if act in UNIT_SIDE else "XQ-KY"
        mover = w.newcomer(before)
        begin = w.assigned if act in ("object", "discard") else w.draft
        target = begin(supporting_units=["ZS"])
        w.act(mover, "edit", target, baseline="1")
        w.relieve(mover, before)
        w.appoint(mover, post)
        _, kind, _, _, fields = PASSES["target", act](w)
        _lead_to(w, target, act)
        return mover, kind, act, target, fields

    return make


def _lead_to(w: World, target: int, act: str) -> None:
    """Bring a draft to where this act is in its place."""
    if act in ("return", "approve", "report_progress", "report_done", "inspect", "reinspect"):
        w.act("xq.head", "submit", target)
    if act in ("approve", "report_progress", "report_done", "inspect", "reinspect"):
        w.act("zs.head", "confirm_support", target)
        w.act("leader1", "review", target)
    if act in ("report_progress", "report_done", "inspect", "reinspect"):
        # Its year may have been issued by the knock that gave us the fields.
        w.act("head", "approve", target)
        if w.state(target) == "approved":
            w.issue(w.target(target)["year_id"])
    if act in ("inspect", "reinspect"):
        w.fall_due(target)
    if act == "reinspect":
        w.act("inspector1", "inspect", target, **FOUND)


def after(first: tuple[str, str], target: int, w: World, again: Knock) -> Knock:
    w.act(first[0], first[1], target)
    return again


def twice(who: str, act: str, make: str, **changes: Any) -> Callable[[World], Knock]:
    def knock_again(w: World) -> Knock:
        target = getattr(w, make)(**changes)
        fields = {"reason_code": "no_funds"} if act == "object" else {}
        w.act(who, act, target, **fields)
        return on(who, act, target, **fields)

    return knock_again


def closed_year(who: str, act: str) -> Callable[[World], Knock]:
    def make(w: World) -> Knock:
        year = w.target(w.running())["year_id"]
        return who, "target", act, None, w.fields(year=year)

    return make


def promoted_reviewer(w: World) -> Knock:
    leader = w.newcomer("FXZ-1")
    target = w.submitted()
    w.act(leader, "review", target)
    w.relieve(leader, "FXZ-1")
    w.appoint(leader, "XZ")
    return on(leader, "approve", target)


def inspection(who: str, make: str = "due", **changes: Any) -> Callable[[World], Knock]:
    return lambda w: on(who, "inspect", getattr(w, make)(), **{**FOUND, **changes})


def signed_item(w: World) -> Knock:
    item, _ = w.common("XQ")
    w.item("leader1", "sign_item", item)
    return "leader1", "item", "sign_item", item, {}


def asked_in_objection(w: World) -> Knock:
    return on("xq.head", "object", w.draft(), reason_code="no_funds")


def empty_year(w: World) -> int:
    w.year_now = -1
    year = w.target(w.draft())["year_id"]
    w.waive(year)
    return year


def with_left_out(w: World) -> Knock:
    w.year_now = -1
    w.draft()
    year = w.target(w.approved())["year_id"]
    w.waive(year)
    return "office", "year", "issue", year, {"document": "8号"}


def tomorrow(w: World) -> Knock:
    target = w.running()
    return on("xq.drafter", "report_progress", target, value="1", as_of="2999-01-01")


def common_edit(w: World) -> Knock:
    _, (target,) = w.common("XQ")
    return on("xq.drafter", "edit", target, title="另一名称")


def common_counter(w: World) -> Knock:
    _, (target,) = w.common("XQ")
    return on("leader1", "counter", target, points="1", reason_code="other")


def common_discard(w: World) -> Knock:
    return on("office", "discard", w.common("XQ")[1][0])


REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("target", "create", "year_is_drafting"): closed_year("xq.drafter", "create"),
    ("target", "assign", "year_is_drafting"): closed_year("office", "assign"),
    ("target", "edit", "something_changes"): lambda w: on(
        "xq.head", "edit", w.draft(), points="20"
    ),
    ("target", "edit", "common_item_stays_the_same"): common_edit,
    ("target", "hand_up", "unit_has_not_signed_yet"): lambda w: on(
        "xq.drafter", "hand_up", w.submitted()
    ),
    ("target", "hand_up", "not_handed_up_yet"): twice("xq.drafter", "hand_up", "draft"),
    ("target", "submit", "unit_has_not_signed_yet"): twice("xq.head", "submit", "draft"),
    ("target", "withdraw", "actor_has_a_hand_here"): lambda w: on(
        "leader1", "withdraw", w.submitted()
    ),
    ("target", "precheck", "not_prechecked_yet"): twice("office", "precheck", "draft"),
    ("target", "return", "unit_has_handed_up"): lambda w: on(
        "leader1", "return", w.draft(), reason_code="other"
    ),
    ("target", "counter", "content_changes"): lambda w: on(
        "leader1", "counter", w.draft(), reason_code="other", baseline="1"
    ),
    ("target", "counter", "counter_names_its_own_post"): lambda w: on(
        "leader1", "counter", w.draft(), reason_code="other", reviewing_post="FXZ-3"
    ),
    ("target", "counter", "reviewing_post_is_in_charge"): named_wrongly(
        "counter", reviewing_post="FXZ-2"
    ),
    ("target", "counter", "responsible_post_is_the_lead_units"): named_wrongly(
        "counter", responsible_post="SM-KY"
    ),
    ("target", "counter", "common_item_stays_the_same"): common_counter,
    ("target", "object", "something_was_asked_from_above"): asked_in_objection,
    ("target", "object", "no_objection_stands"): twice("xq.head", "object", "assigned"),
    ("target", "confirm_support", "supporter_has_not_signed_yet"): twice(
        "zs.head", "confirm_support", "draft", supporting_units=["ZS"]
    ),
    ("target", "review", "leader_has_not_signed_yet"): twice("leader1", "review", "draft"),
    ("target", "review", "reviewer_did_not_approve"): approver_demoted,
    ("target", "approve", "approver_did_not_review"): promoted_reviewer,
    ("target", "discard", "is_not_a_common_item"): common_discard,
    ("target", "discard", "own_side_began_it"): lambda w: on("office", "discard", w.draft()),
    ("target", "discard", "other_side_has_not_signed"): lambda w: after(
        ("leader1", "review"), (t := w.draft()), w, on("xq.head", "discard", t)
    ),
    ("target", "issue", "issued_with_the_plan"): lambda w: on("office", "issue", w.approved()),
    ("target", "report_progress", "report_is_not_from_the_future"): tomorrow,
    ("target", "report_done", "no_early_claim_stands"): twice("xq.head", "report_done", "running"),
    ("target", "fall_due", "deadline_has_passed"): not_yet_due,
    ("target", "inspect", "an_acceptance_is_open"): inspection("inspector1", "running"),
    ("target", "inspect", "inspector_is_of_no_unit_concerned"): inspection("xq.inspector"),
    ("target", "inspect", "inspector_is_of_another_front"): inspection("sm.inspector"),
    ("target", "inspect", "cause_goes_with_not_met"): inspection("inspector1", met=False),
    ("target", "inspect", "finding_can_be_scored"): inspection("inspector1", found_value=None),
    ("target", "inspect", "values_are_those_of_the_parts"): inspection(
        "inspector1", parts=[{"part": "year", "value": "1"}]
    ),
    ("year", "issue", "something_is_approved"): lambda w: (
        "office", "year", "issue", (y := empty_year(w)), {"document": "8号", "leave_open": [
            r["id"] for r in w.rows("SELECT id FROM target WHERE year_id = ?", y)]},
    ),
    ("year", "issue", "every_target_is_approved_or_named"): with_left_out,
    ("year", "issue", "what_is_left_open_is_open"): left_open_that_is_not,
    ("year", "score", "something_is_inspected"): lambda w: (
        "office", "year", "score", w.target(w.running())["year_id"], {},
    ),
    ("item", "sign_item", "item_waits_for_the_leader"): signed_item,
}  # fmt: skip
for _act in ("submit", "confirm_support", "review", "counter"):
    for _code, _lack in LACKS.items():
        REFUSES["target", _act, _code] = incomplete(_act, _lack)
for _act in ("submit", "confirm_support", "review"):
    REFUSES["target", _act, "reviewing_post_is_in_charge"] = reviewer_replaced(_act)
for _act in ("create", "assign", "edit"):
    for _code, _post in (
        ("reviewing_post_is_in_charge", {"reviewing_post": "FXZ-2"}),
        ("responsible_post_is_the_lead_units", {"responsible_post": "SM-KY"}),
    ):
        REFUSES["target", _act, _code] = named_wrongly(_act, **_post)
for _number, _act in enumerate((*UNIT_SIDE, *UPPER_SIDE)):
    REFUSES["target", _act, "actor_stands_on_no_other_side"] = turned(_act)
    REFUSES["target", _act, "actor_is_no_administrator_or_auditor"] = also_in(
        ("GL-1", "SJ-1")[_number % 2], _act
    )

REFUSES |= finding_cases.REFUSES | year_cases.REFUSES
REFUSES |= arbitration_cases.REFUSES | coverage_cases.REFUSES | proposal_rules.REFUSES
REFUSES |= coordination_cases.REFUSES | group_cases.REFUSES
REFUSES |= succession_cases.REFUSES
REFUSES |= delegation_cases.REFUSES | paper_cases.REFUSES | erasing_cases.REFUSES
REFUSES |= whole_year.REFUSES
for _code, _lack in LACKS.items():
    REFUSES["target", "arbitrate", _code] = arbitration_cases.decided_with(**_lack)
for _number, _act in enumerate((*finding_cases.FOUND_POSTS, *arbitration_cases.POSTS)):
    REFUSES["target", _act, "actor_is_no_administrator_or_auditor"] = also_in(
        ("GL-1", "SJ-1")[_number % 2], _act
    )

# A unit is of its own front, so its inspector is barred twice.
ALSO = {
    ("inspect", "inspector_is_of_no_unit_concerned"): ["inspector_is_of_another_front"],
    ("counter", "reviewing_post_is_in_charge"): ["counter_names_its_own_post"],
    **finding_cases.ALSO,
    **group_cases.ALSO,
    **year_cases.ALSO,
    **coverage_cases.ALSO,
    **delegation_cases.ALSO,
    **proposal_rules.ALSO,
    **paper_cases.ALSO,
    **whole_year.ALSO,
}
# What no way through the door leads to today: each says why, and is asked of the rule alone below.
OUT_OF_REACH = {
    ("target", "approve", "not_approved_yet"): "a standing approval on both hands is `approved`",
    ("target", "score", "there_is_a_finding"): "`inspected` is reached by a finding only",
}
for _act in ("submit", "confirm_support", "review"):
    OUT_OF_REACH["target", _act, "responsible_post_is_the_lead_units"] = "create and edit ask it"


OUT_OF_REACH |= finding_cases.OUT_OF_REACH | year_cases.OUT_OF_REACH


def every_rule() -> set[tuple[str, str, str]]:
    return {(act.on, act.name, r.code) for act in ACTS for r in act.rules}


def test_every_rule_of_every_row_has_a_case():
    assert every_rule() == set(REFUSES) | set(OUT_OF_REACH), "add a case for each rule of a row"


def test_every_row_with_rules_has_a_knock_that_is_let_in():
    rows = {(act.on, act.name) for act in ACTS if act.rules}
    assert rows == set(PASSES) | PASSES_WITHIN


@pytest.mark.parametrize("row", PASSES, ids="-".join)
def test_no_rule_refuses_what_is_in_order(world, row):
    assert knock(world, PASSES[row](world)) is None


@pytest.mark.parametrize("case", REFUSES, ids="-".join)
def test_rule_refuses_with_its_code_and_changes_nothing_but_the_log(world, case):
    asked = REFUSES[case](world)
    before, size = world.tables(), world.size()
    error = knock(world, asked)
    assert isinstance(error, RulesRefused), error
    # No other rule says no beside it, which could hide that this one would not.
    assert set(codes(error)) == {case[2], *ALSO.get(case[1:], ())}
    assert world.tables() == before
    # The clock's own acts leave no trace when it is too early: nobody asked.
    assert world.size() == size + (1 if asked[0] else 0)


@pytest.mark.parametrize("case", OUT_OF_REACH, ids="-".join)
def test_rule_out_of_reach_still_judges(world, case):
    act = act_named(case[0], case[1])
    rule = next(r for r in act.rules if r.code == case[2])
    every = (year_cases, finding_cases)
    cases = next((one for one in every if case in one.OUT_OF_REACH), None)
    if cases is not None:
        good, bad = cases.judged(world, case[2])
        assert rule.holds(good)
        assert not rule.holds(bad)
    elif case[1] == "approve":
        assert rule.holds(world.case(world.reviewed()))
        assert not rule.holds(world.case(world.approved()))
    elif case[1] == "score":
        assert rule.holds(world.case(world.inspected()))
        assert not rule.holds(world.case(world.due()))
    else:
        judged = world.case(world.draft())
        assert rule.holds(judged)
        judged.proposed = {**judged.content, "responsible_post": "SM-KY"}
        assert not rule.holds(judged)


# — all together, in order, and clean —


def test_all_refusals_come_together_in_table_order(world):
    target = world.draft(
        measure=None, due_on=None, points=None, scoring_rule=None, evidence=None,
        responsible_post=None, milestones=[],
    )  # fmt: skip
    assert codes(world.no("xq.head", "submit", target)) == [
        "measure_is_stated", "deadline_is_set", "points_are_positive",
        "scoring_rule_is_in_the_scheme", "evidence_is_named", "responsible_post_is_named",
    ]  # fmt: skip


def test_refusals_say_it_in_both_languages_and_who_can_clear_it(world):
    error = world.no("xq.head", "submit", world.draft(measure=None))
    (refusal,) = error.refusals
    assert refusal.text.zh == "尚未填写指标（考核什么）"
    assert refusal.text.en == "The measure is not stated"
    assert "drafter" in refusal.who


def everything_wrong(world: World) -> tuple[int, dict[str, Any]]:
    """A target that is due and an edit that is stale, out of place, malformed and no change."""
    return world.due(), {"version": 1, "nonsense": 1}


def ask(world: World, who: str, target: int, raw: dict[str, Any], **more: Any) -> WorkflowError:
    with pytest.raises(WorkflowError) as caught:
        world.door.perform("edit", "target", target, world.actor(who), raw, **more)
    return caught.value


def test_answers_come_in_their_order(world):
    hidden = world.draft()
    assert type(ask(world, "sm.head", hidden, {"version": 0, "nonsense": 1})) is NotFound
    target, raw = everything_wrong(world)
    assert type(ask(world, "auditor", target, raw, if_match=1)) is NotPermitted
    assert type(ask(world, "xq.head", target, raw, if_match=1)) is PreconditionFailed
    assert type(ask(world, "xq.head", target, raw)) is StaleVersion
    now = {**raw, "version": world.target(target)["version"]}
    assert type(ask(world, "xq.head", target, now)) is WrongState
    draft = world.draft()
    assert type(ask(world, "xq.head", draft, {"version": 1, "nonsense": 1})) is InvalidInput
    assert type(ask(world, "xq.head", draft, {"version": 1})) is RulesRefused


@pytest.mark.parametrize(
    ("who", "raw", "more", "entries"),
    [
        ("sm.head", {"version": 1, "points": "1"}, {}, 0),
        ("auditor", {"version": 1, "points": "1"}, {}, 1),
        ("xq.head", {"version": 9, "points": "1"}, {}, 1),
        ("xq.head", {"points": "1"}, {"if_match": 9}, 1),
        ("xq.head", {"version": 1, "points": "one"}, {}, 0),
        ("xq.head", {"points": "1"}, {}, 0),
        ("xq.head", {"version": 1, "points": "20"}, {}, 1),
    ],
    ids=["404", "403", "409-stale", "412", "422", "422-nothing-seen", "409-rules"],
)
def test_refusal_writes_one_entry_and_404_and_422_none(world, who, raw, more, entries):
    target = world.draft()
    before, size = world.tables(), world.size()
    ask(world, who, target, raw, **more)
    assert world.tables() == before
    assert world.size() == size + entries


def test_entry_of_a_refusal_says_who_what_and_why(world):
    target = world.draft(measure=None, evidence=None)
    world.no("xq.head", "submit", target)
    row = world.row("SELECT * FROM entry ORDER BY id DESC LIMIT 1")
    entry = json.loads(row["body"])
    assert (row["outcome"], entry["outcome"], entry["act"]) == ("refused", "refused", "submit")
    assert (entry["object"]["kind"], entry["object"]["id"]) == ("target", target)
    assert entry["person"] == world.actor("xq.head").person
    assert (entry["capacity"], entry["post"]) == ("unit_head", "XQ-YBS")
    assert entry["refusals"] == ["measure_is_stated", "evidence_is_named"]
    assert entry["writes"] == []


def test_wrong_state_is_logged_under_its_code(world):
    target = world.discarded()
    world.no("xq.head", "submit", target)
    body = world.row("SELECT body FROM entry ORDER BY id DESC LIMIT 1")["body"]
    assert json.loads(body)["refusals"] == ["wrong_state"]
