"""Knocks for the rules of a whole year: for each one that is let in, and one that is turned down.

Like those of test_rules.py, which compares them with the table: a rule without a case fails there.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.builders import FOUND, START, World

Knock = tuple[str, str, str, int | None, dict[str, Any]]

SCHEME = """
code = "own"
year = {year}
[[category]]
code = "key"
zh = "重点"
en = "Key"
points = "40"
[[category]]
code = "routine"
zh = "常规"
en = "Routine"
points = "30"
[[category]]
code = "common"
zh = "通用"
en = "Common"
points = "20"
[[category]]
code = "stability"
zh = "稳定"
en = "Stability"
points = "10"
[[rule]]
code = "proportional"
kind = "proportional"
[[rule]]
code = "petitions"
kind = "ledger"
deductions = [{{ event = "越级上访", points = "0.5" }}]
[[item]]
code = "petitions"
zh = "信访"
en = "Petitions"
category = "stability"
measure = "信访扣分事项"
unit_of_measure = "件"
{points}rule = "petitions"
scoring_unit = "{scorer}"
reviewing_post = "FXZ-1"
evidence = "台账"
acceptance = "据台账计分"
[[grade]]
code = "exceeded"
zh = "超标"
en = "Exceeded"
at_least = "15"
[[grade]]
code = "not_met"
zh = "未达标"
en = "Not met"
[[grade_rule]]
code = "S44"
zh = "两项"
en = "Two"
when = [{{ category = "key", cause = "lack_of_effort", at_least = 2 }}]
set_to = "not_met"
[[award]]
place = 1
zh = "第一名"
en = "First"
amount = "5000"
[[period]]
code = "q1"
zh = "第一季度"
en = "First quarter"
until = "03-31"
due = "04-10"
{open}
"""
NO_POINTS = """[[open]]
field = "item.petitions.points"
zh = "分值未定"
en = "Points not set"
"""


def scheme(year: int, *, points: bool = True, scorer: str = "YSZ") -> str:
    """A scheme of the tests' own, of one item found from a ledger."""
    return SCHEME.format(
        year=year,
        points='points = "10"\n' if points else "",
        scorer=scorer,
        open="" if points else NO_POINTS,
    )


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def of_year(who: str, act: str, year: int, **fields: Any) -> Knock:
    return who, "year", act, year, fields


def prepared(w: World, *, placed: bool = True, **about: Any) -> int:
    """A year of its own under such a scheme, open for drafting."""
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    w.county("office", "open_year", year=year, toml=scheme(year, **about))
    if placed:
        for unit, front in (("XQ", "townships"), ("ZS", "economy")):
            w.county("office", "place_unit", year=year, unit=unit, front=front)
    w.year("office", "open", year)
    return year


def given(w: World) -> int:
    year = prepared(w)
    w.year("office", "give_items", year)
    return year


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
    w.act("xq.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    if w.state(target) == "approved":
        w.issue(w.target(target)["year_id"])
    w.fall_due(target)
    finding = {**FOUND, "met": False, "cause": "lack_of_effort", "found_value": "7"}
    w.act("inspector1", "inspect", target, **finding)
    return target


def decision(w: World, **changes: Any) -> dict[str, Any]:
    today = (w.clock() + timedelta(hours=8)).date().isoformat()
    return {"cause": "objective", "heard_on": today, "document": "云考领纪1号", **changes}


def objected(w: World, *, touch: Any = None) -> tuple[int, int]:
    target = unmet(w, touch=touch)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    return target, int(w.row("SELECT MAX(id) AS id FROM objection")["id"])


def answered(w: World, who: str = "office", **changes: Any) -> Knock:
    target, number = objected(w)
    fields = {"objection": number, "upheld": True, "text": "属实", **changes}
    return on(who, "answer_objection", target, **fields)


def found_and_answers(w: World) -> Knock:
    """The inspector who found it sits in the target office now."""
    target = w.draft()
    w.act("xq.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    if w.state(target) == "approved":
        w.issue(w.target(target)["year_id"])
    w.fall_due(target)
    w.act("inspector1", "inspect", target, **FOUND)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    w.appoint("inspector1", "MBB-1")
    number = int(w.row("SELECT MAX(id) AS id FROM objection")["id"])
    fields = {"objection": number, "upheld": True, "text": "属实"}
    return on("inspector1", "answer_objection", target, **fields)


def objection_again(w: World) -> Knock:
    target, _ = objected(w)
    return on("xq.head", "object_result", target, about="finding", text="再次申请")


# — the end of a year —


def at_the_end(w: World) -> tuple[int, int]:
    """A year in assessment, all found and scored: one target of XQ, one of ZS."""
    year = prepared(w)
    w.year_now = year
    first = w.draft(year=year)
    second = w.new(
        "zs.drafter", "create",
        **w.fields(year=year, lead_unit="ZS", responsible_post="ZS-KY"),
    )  # fmt: skip
    for target, low, leader in ((first, "xq", "leader1"), (second, "zs", "leader2")):
        w.act(f"{low}.head", "submit", target)
        w.act(leader, "review", target)
        w.act("head", "approve", target)
    w.issue(year)
    for target in (first, second):
        w.fall_due(target)
        w.act("inspector1", "inspect", target, **FOUND)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year, first


def published(w: World) -> tuple[int, int]:
    year, target = at_the_end(w)
    w.year("office", "publish", year, document="云考公告1号")
    return year, target


def after_notice(w: World) -> int:
    year, _ = published(w)
    w.clock.forward(days=20)
    return year


def decided(w: World) -> tuple[int, int]:
    year, target = published(w)
    w.clock.forward(days=20)
    w.year("head", "decide", year, document="云政常纪2号")
    return year, target


def rescored(w: World) -> int:
    """Published, then an objection was upheld and the target found and scored anew."""
    year, target = published(w)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    number = int(w.row("SELECT MAX(id) AS id FROM objection")["id"])
    answer = {"objection": number, "upheld": True, "text": "属实"}
    w.act("office", "answer_objection", target, **answer)
    w.act("inspector1", "inspect", target, **{**FOUND, "found_value": "9"})
    w.year("office", "score", year)
    return year


def unmet_key(w: World) -> int:
    """A year in assessment whose only key target was not met, and nobody decided why."""
    year = prepared(w)
    w.year_now = year
    target = w.draft(year=year, category="key")
    w.act("xq.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    w.issue(year)
    w.fall_due(target)
    finding = {**FOUND, "met": False, "cause": "objective", "found_value": "7"}
    w.act("inspector1", "inspect", target, **finding)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year


def unscored(w: World) -> int:
    year = w.target(w.inspected())["year_id"]
    w.year("office", "assess", year, document="云考1号")
    return year


def waiting(w: World) -> int:
    """All scored, and an objection waits."""
    year, target = at_the_end(w)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    return year


def an_award(w: World) -> tuple[int, dict[str, Any]]:
    year, _ = decided(w)
    number = w.row("SELECT MIN(id) AS id FROM award WHERE year_id = ?", year)["id"]
    day = w.clock().date().isoformat()
    return year, {"award": number, "document": "云财1号", "done_on": day}


def paid_again(w: World) -> Knock:
    year, award = an_award(w)
    w.year("office", "pay_award", year, **award)
    return of_year("office", "pay_award", year, **award)


def all_paid(w: World) -> Knock:
    year, award = an_award(w)
    for row in w.rows("SELECT id FROM award WHERE year_id = ?", year):
        w.year("office", "pay_award", year, **{**award, "award": row["id"]})
    return of_year("office", "pay_award", year, **award)


def reviewed_plan(w: World) -> Knock:
    target = w.reviewed()
    row = w.target(target)
    seen = [{"id": target, "digest": row["digest"]}]
    return of_year("head", "approve", row["year_id"], document="纪要1号", targets=seen)


def letter(w: World, **changes: Any) -> Knock:
    year = w.target(w.running())["year_id"]
    day = w.clock().date().isoformat()
    return of_year("office", "sign_letter", year, **{"unit": "XQ", "signed_on": day, **changes})


def letter_again(w: World) -> Knock:
    asked = letter(w)
    w.year("office", "sign_letter", asked[3], **asked[4])
    return asked


def report(w: World, act: str = "report_period", **changes: Any) -> Knock:
    year = prepared(w)
    w.year_now = year
    w.approved(year=year)
    w.issue(year)
    period = {"period": "q1"} if act == "report_period" else {}
    return of_year("xq.head", act, year, **{**period, "text": "按计划推进", **changes})


def report_again(act: str) -> Any:
    def knock(w: World) -> Knock:
        asked = report(w, act)
        w.year("xq.head", act, asked[3], **asked[4])
        return asked

    return knock


def other_scheme(w: World, *, used: bool) -> Knock:
    """A scheme without the rule that a target names, or without one that nobody names."""
    year = prepared(w)
    w.year_now = year
    rule = "proportional" if used else "petitions"
    w.draft(year=year, scoring_rule=rule, target_value="10")
    w.year_now = -1  # drafts of other cases go elsewhere: this year's rules are about to change
    toml = scheme(year).replace('code = "proportional"', 'code = "in_proportion"')
    return of_year("office", "change_scheme", year, toml=toml)


def items_changed(w: World) -> Knock:
    year = given(w)
    toml = scheme(year).replace('evidence = "台账"', 'evidence = "另一台账"')
    return of_year("office", "change_scheme", year, toml=toml)


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
    ("year", "change_scheme"): lambda w: other_scheme(w, used=False),
    ("year", "give_items"): lambda w: of_year("office", "give_items", prepared(w)),
    ("year", "approve"): reviewed_plan,
    ("year", "sign_letter"): letter,
    ("year", "report_period"): report,
    ("year", "self_assess"): lambda w: report(w, "self_assess"),
    ("year", "publish"): lambda w: of_year(
        "office", "publish", at_the_end(w)[0], document="公告1号"
    ),
    ("year", "revise"): lambda w: of_year("office", "revise", rescored(w), document="公告2号"),
    ("year", "decide"): lambda w: of_year("head", "decide", after_notice(w), document="纪要2号"),
    ("year", "close"): lambda w: of_year("office", "close", decided(w)[0], document="通报5号"),
    ("year", "pay_award"): lambda w: of_year(
        "office", "pay_award", (found := an_award(w))[0], **found[1]
    ),
}


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


def too_late(w: World) -> Knock:
    _, target = published(w)
    w.clock.forward(days=40)
    return on("xq.head", "object_result", target, about="finding", text="漏计")


def published_then(w: World, *, upheld: bool) -> int:
    """Published, then objected to, and the notice is over; upheld, the target is due again."""
    year, target = published(w)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    number = int(w.row("SELECT MAX(id) AS id FROM objection")["id"])
    if upheld:
        answer = {"objection": number, "upheld": True, "text": "属实"}
        w.act("office", "answer_objection", target, **answer)
    w.clock.forward(days=20)
    return year


def unplaced(w: World) -> int:
    """A year in assessment in which a unit with targets is in no front."""
    year = prepared(w)
    w.year_now = year
    target = w.new(
        "sm.drafter", "create",
        **w.fields(year=year, lead_unit="SM", responsible_post="SM-KY"),
    )  # fmt: skip
    w.act("sm.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    w.issue(year)
    w.fall_due(target)
    w.act("inspector1", "inspect", target, **FOUND)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year


REFUSES = {
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
    ("year", "change_scheme", "targets_keep_their_rules"): lambda w: other_scheme(w, used=True),
    ("year", "change_scheme", "items_given_stay"): items_changed,
    ("year", "give_items", "an_item_waits_to_be_given"): lambda w: of_year(
        "office", "give_items", given(w)
    ),
    ("year", "give_items", "units_are_placed"): lambda w: of_year(
        "office", "give_items", prepared(w, placed=False)
    ),
    ("year", "give_items", "points_of_items_are_set"): lambda w: of_year(
        "office", "give_items", prepared(w, points=False)
    ),
    ("year", "approve", "something_waits_for_approval"): lambda w: of_year(
        "head",
        "approve",
        w.target(w.running())["year_id"],
        document="纪要",
        targets=[{"id": 1, "digest": "0" * 64}],
    ),
    ("year", "approve", "something_is_named"): lambda w: of_year(
        "head", "approve", w.target(w.reviewed())["year_id"], document="纪要", targets=[]
    ),
    ("year", "sign_letter", "letter_is_not_registered_yet"): letter_again,
    ("year", "sign_letter", "letter_day_fits"): lambda w: letter(w, signed_on="2999-01-01"),
    ("year", "report_period", "unit_is_ones_own"): lambda w: report(w, unit="SM"),
    ("year", "self_assess", "unit_is_ones_own"): lambda w: report(w, "self_assess", unit="SM"),
    ("year", "report_period", "period_is_in_the_scheme"): lambda w: report(w, period="q9"),
    ("year", "report_period", "unit_has_not_reported"): report_again("report_period"),
    ("year", "self_assess", "unit_has_not_reported"): report_again("self_assess"),
    ("year", "publish", "every_cause_is_decided"): lambda w: of_year(
        "office", "publish", unmet_key(w), document="公告"
    ),
    ("year", "publish", "every_target_is_scored"): lambda w: of_year(
        "office", "publish", unscored(w), document="公告"
    ),
    ("year", "publish", "no_objection_waits"): lambda w: of_year(
        "office", "publish", waiting(w), document="公告"
    ),
    ("year", "revise", "results_have_moved"): lambda w: of_year(
        "office", "revise", published(w)[0], document="公告"
    ),
    ("year", "decide", "results_are_current"): lambda w: (
        (year := rescored(w)),
        w.clock.forward(days=20),
        of_year("head", "decide", year, document="纪要"),
    )[2],
    ("year", "decide", "notice_is_over"): lambda w: of_year(
        "head", "decide", published(w)[0], document="纪要"
    ),
    ("year", "decide", "results_are_not_decided_yet"): lambda w: of_year(
        "head", "decide", decided(w)[0], document="纪要"
    ),
    ("year", "close", "results_are_decided"): lambda w: of_year(
        "office", "close", published(w)[0], document="通报"
    ),
    ("year", "pay_award", "an_award_waits"): lambda w: of_year(
        "office", "pay_award", published(w)[0], award=1, document="云财", done_on="2013-01-01"
    ),
    ("year", "pay_award", "award_day_is_past"): lambda w: of_year(
        "office", "pay_award", (found := an_award(w))[0], **{**found[1], "done_on": "2999-01-01"}
    ),
    ("target", "assess", "assessment_can_be_scored"): lambda w: on(
        "assessor", "assess", ledgered(w, "due", rule="proportional"), met=True
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
    ("target", "answer_objection", "answer_is_somebody_elses"): found_and_answers,
    ("year", "publish", "results_can_be_computed"): lambda w: of_year(
        "office", "publish", unplaced(w), document="公告"
    ),
    ("year", "revise", "every_target_is_scored"): lambda w: of_year(
        "office", "revise", published_then(w, upheld=True), document="公告"
    ),
    ("year", "revise", "results_are_not_decided_yet"): lambda w: of_year(
        "office", "revise", decided(w)[0], document="公告"
    ),
    ("year", "decide", "every_target_is_scored"): lambda w: of_year(
        "head", "decide", published_then(w, upheld=True), document="纪要"
    ),
    ("year", "decide", "no_objection_waits"): lambda w: of_year(
        "head", "decide", published_then(w, upheld=False), document="纪要"
    ),
    ("year", "pay_award", "this_award_waits"): lambda w: of_year(
        "office", "pay_award", (found := an_award(w))[0], **{**found[1], "award": 999}
    ),
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
    ("answer_objection", "answer_is_somebody_elses"): ["actor_stands_on_no_other_side"],
    ("publish", "every_target_is_scored"): ["results_can_be_computed"],
    ("publish", "every_cause_is_decided"): ["results_can_be_computed"],
    ("revise", "every_target_is_scored"): ["results_can_be_computed"],
    ("revise", "results_are_not_decided_yet"): ["results_have_moved"],
    ("decide", "every_target_is_scored"): ["results_can_be_computed"],
    ("pay_award", "an_award_waits"): ["this_award_waits"],
}
DECIDED = "what is decided is scored, so its state says no first"
OUT_OF_REACH = {
    ("target", "assess", "an_acceptance_is_open"): "`due` always has an open acceptance",
    ("year", "give_items", "items_name_what_exists"): "a scheme is checked, posts never go",
    ("year", "revise", "every_cause_is_decided"): "publishing asked for it",
    ("year", "decide", "every_cause_is_decided"): "publishing asked for it",
    ("year", "revise", "results_can_be_computed"): "publishing asked for it",
    ("year", "decide", "results_can_be_computed"): "publishing asked for it",
}
for _act in ("reinspect", "score", *(a for a in FOUND_POSTS)):
    OUT_OF_REACH["target", _act, "results_are_not_decided"] = DECIDED


def judged(w: World, code: str) -> tuple[Any, Any]:
    """A case of which a rule out of reach says yes, and one of which it says no."""
    if code == "an_acceptance_is_open":
        return w.case(w.due()), w.case(w.running())
    if code == "results_are_not_decided":
        good, bad = w.case(w.inspected()), w.case(w.inspected())
        bad.year = {**(bad.year or {}), "state": "closed"}
        return good, bad
    good, bad = (w.year_case(prepared(w)) for _ in range(2))
    if code == "items_name_what_exists":
        bad.organisation = replace(bad.organisation, posts={})
        return good, bad
    known = {"every_cause_is_decided": "undecided", "results_can_be_computed": "outcomes"}[code]
    good = w.year_case(at_the_end(w)[0])
    bad.facts[known] = (
        [{"title": "", "unit_id": 1, "state": "scored"}] if known != "outcomes" else ([], [])
    )
    return good, bad
