"""Knocks for the rules of a whole year: its scheme, plan, letters, reports, results and awards.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from dataclasses import replace
from typing import Any

from tests.builders import World
from tests.workflow.own_year import (
    Knock,
    after_notice,
    at_the_end,
    cause_upheld,
    decided,
    given,
    of_year,
    prepared,
    published,
    published_then,
    rescored,
    scheme,
    unmet_key,
    unplaced,
    unscored,
    waiting,
)
from workflow.scoring.outcome_parts import parts


def an_award(w: World) -> tuple[int, dict[str, Any]]:
    year, _ = decided(w)
    number = w.row("SELECT MIN(id) AS id FROM award WHERE year_id = ?", year)["id"]
    day = w.clock().date().isoformat()
    return year, {"award": number, "document": "云财1号", "done_on": day}


def alone_in_its_year(w: World) -> int:
    """A year that holds one target, in progress, and nothing of any other case."""
    w.year_now = -1
    return int(w.target(w.running())["year_id"])


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


def unsigned(w: World) -> int:
    """Published, the notice over, and nobody signed."""
    year, _ = at_the_end(w)
    w.year("office", "publish", year, document="云考公告1号")
    w.clock.forward(days=20)
    return year


def published_unsigned(w: World) -> int:
    year, _ = at_the_end(w)
    w.year("office", "publish", year, document="云考公告1号")
    return year


def sign_off(w: World, year: int, who: str = "office", **changes: Any) -> Knock:
    """A hand on the result of XQ as it stands."""
    unit = w.row("SELECT id FROM unit WHERE code = 'XQ'")["id"]
    shown = parts(w.year_case(year).known("outcome_of")(unit)).grade["digest"]
    return of_year(who, "sign_off", year, **{"unit": "XQ", "digest": shown, **changes})


def on_both_sides(w: World) -> Knock:
    """Who signed for the office has become a county head."""
    year, who = published_unsigned(w), w.newcomer("MBB-1")
    asked = sign_off(w, year, who)
    w.year(who, "sign_off", year, **asked[4])
    w.relieve(who, "MBB-1")
    w.appoint(who, "XZ")
    return (who, *asked[1:])


def heads_it_too(w: World) -> Knock:
    year, who = published_unsigned(w), w.newcomer("MBB-1", "XQ-YBS")
    return sign_off(w, year, who)


PASSES = {
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
    ("year", "sign_off"): lambda w: sign_off(w, published_unsigned(w)),
    ("year", "correct"): lambda w: of_year(
        "head", "correct", decided(w)[0], document="云政常纪9号", text="数据有误"
    ),
    ("year", "close"): lambda w: of_year("office", "close", decided(w)[0], document="通报5号"),
    ("year", "pay_award"): lambda w: of_year(
        "office", "pay_award", (found := an_award(w))[0], **found[1]
    ),
}

REFUSES = {
    ("year", "correct", "results_are_decided"): lambda w: of_year(
        "head", "correct", published(w)[0], document="云政常纪9号", text="数据有误"
    ),
    ("year", "sign_off", "results_are_not_decided_yet"): lambda w: sign_off(w, decided(w)[0]),
    ("year", "sign_off", "unit_is_in_the_results"): lambda w: sign_off(
        w, published_unsigned(w), unit="SM"
    ),
    ("year", "sign_off", "result_is_as_shown"): lambda w: sign_off(
        w, published_unsigned(w), digest="0" * 64
    ),
    ("year", "sign_off", "result_of_the_unit_stands"): lambda w: sign_off(
        w, rescored(w), w.newcomer("MBB-1")
    ),
    ("year", "sign_off", "side_has_not_signed_yet"): lambda w: sign_off(w, published(w)[0]),
    ("year", "sign_off", "signer_is_on_no_other_side"): on_both_sides,
    ("year", "sign_off", "signer_does_not_head_the_unit"): heads_it_too,
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
        alone_in_its_year(w),
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
    ("year", "decide", "every_unit_is_signed_off"): lambda w: of_year(
        "head", "decide", unsigned(w), document="纪要"
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
    ("year", "revise", "every_cause_is_decided"): lambda w: of_year(
        "office", "revise", cause_upheld(w), document="公告"
    ),
    ("year", "decide", "every_cause_is_decided"): lambda w: of_year(
        "head", "decide", cause_upheld(w), document="纪要"
    ),
    ("year", "decide", "no_objection_waits"): lambda w: of_year(
        "head", "decide", published_then(w, upheld=False), document="纪要"
    ),
    ("year", "pay_award", "this_award_waits"): lambda w: of_year(
        "office", "pay_award", (found := an_award(w))[0], **{**found[1], "award": 999}
    ),
}

# Where one rule cannot say no without another beside it.
ALSO = {
    ("publish", "every_target_is_scored"): ["results_can_be_computed"],
    ("publish", "every_cause_is_decided"): ["results_can_be_computed"],
    ("revise", "every_target_is_scored"): ["results_can_be_computed"],
    ("revise", "results_are_not_decided_yet"): ["results_have_moved"],
    ("revise", "every_cause_is_decided"): ["results_have_moved"],
    ("decide", "every_target_is_scored"): ["results_can_be_computed"],
    ("pay_award", "an_award_waits"): ["this_award_waits"],
    ("sign_off", "results_are_not_decided_yet"): ["side_has_not_signed_yet"],
    ("sign_off", "result_of_the_unit_stands"): ["side_has_not_signed_yet"],
}
OUT_OF_REACH = {
    ("year", "give_items", "items_name_what_exists"): "a scheme is checked, posts never go",
    ("year", "revise", "results_can_be_computed"): "publishing asked for it",
    ("year", "decide", "results_can_be_computed"): "publishing asked for it",
}


def judged(w: World, code: str) -> tuple[Any, Any]:
    """A case of which a rule out of reach says yes, and one of which it says no."""
    if code == "items_name_what_exists":
        good, bad = (w.year_case(prepared(w)) for _ in range(2))
        bad.organisation = replace(bad.organisation, posts={})
        return good, bad
    good, bad = w.year_case(at_the_end(w)[0]), w.year_case(prepared(w))
    assert code == "results_can_be_computed"
    bad.facts["outcomes"] = ([], [])
    return good, bad
