"""The known mistakes of systems in which several people sign one content, each shown to be
impossible here. The catalogue, and where each is tried:

- an option that is shown and enforced nowhere: here, of schemes and of offered acts
- a signature that survives a return, a withdrawal, another's draft, the end of a draft: here
- a signature that vanishes without anybody being told by what and whom: here
- an edit that changes nothing of the content and takes the hands off all the same: here
- content that is edited back, and its old signature with it: here
- a gate that was passed in an earlier round and counts in this one: here
- a way of writing that goes past all this: tests/web/pages/test_write_paths.py lists every one

What each rule of both hands says on its own stands in test_both_hands.py.
"""

import dataclasses
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests import matrix
from tests.builders import DECISION, FOUND, START, World, codes, scheme_with_a_deputy
from tests.workflow import coordination_cases, finding_cases
from workflow.clock import SHANGHAI
from workflow.door import Knock, ManyRefused
from workflow.errors import NotFound
from workflow.hands import consent
from workflow.lifecycle import TARGET
from workflow.queries.reader import Reader, reader_of
from workflow.queries.target_view import representation
from workflow.scheme.value import Scheme
from workflow.spreadsheets.plans import NEVER

ROOT = Path(__file__).resolve().parents[2]
REASON = {"reason_code": "other"}
NEW = {"target_value": "12"}


# — an option that is shown and enforced nowhere: schemes —

# What a scheme says, and a test that sees it act. A new option fails here until it has one, and
# until what may happen asks for it.
ENFORCED = {
    "categories": "test_a_check_fails_by_name_and_with_its_figures",
    "rules": "test_recomputing_gives_the_score_also_after_a_trip_through_json",
    "rule_digests": "test_rules_of_2013_are_the_ones_that_signed_targets_name",
    "precheck": "test_scheme_without_a_precheck_hands_straight_to_the_leader",
    "inspector_from_same_front": "test_rule_refuses_with_its_code_and_changes_nothing_but_the_log",
    "variants": "test_a_category_shows_the_points_that_its_units_variant_gives_it",
    "fronts": "test_front_under_another_code_is_not_a_second_one",
    "items": "test_as_shipped_no_item_is_given_until_what_is_open_is_filled_in",
    "grades": "test_grades_and_ties_are_of_every_kind",
    "grade_rules": "test_unfinished_key_targets_lower_the_grade_by_number_and_cause",
    "ranking": "test_equal_after_rounding_is_equal_unless_exact_totals_are_ranked",
    "awards": "test_a_tie_at_a_place_gives_each_the_award_of_that_place",
    "sanctions": "test_a_withheld_award_and_a_sanction_stand_on_the_sheet",
    "periods": "test_rule_refuses_with_its_code_and_changes_nothing_but_the_log",
    "notice_days": "test_notice_and_objections_end_with_the_working_days_of_the_scheme",
    "objection_days": "test_notice_and_objections_end_with_the_working_days_of_the_scheme",
    "answer_days": "test_an_objection_says_until_when_it_is_to_be_answered",
    "arbitration": "test_no_way_leads_above_the_last_round",
    "office": "test_office_neither_prechecks_nor_returns_nor_edits_what_is_its_own",
    "groups": "test_an_item_for_a_group_is_given_to_its_units_alone",
    "evaluations": "test_what_is_entered_for_units_is_in_their_results",
    "adjustments": "test_what_is_entered_for_units_is_in_their_results",
    "vetoes": "test_what_is_entered_for_units_is_in_their_results",
    "limits": "test_a_category_and_a_total_stay_within_theirs",
    "normalise_to": "test_the_published_example_of_normalising",
    "change_window": "test_changes_are_proposed_in_the_window_of_the_scheme",
}
# What is asked for through a question of the scheme's own.
ASKED_BY = {
    "rules": "rule_body",
    "rule_digests": "rule",
    "variants": "points_of",
    "groups": "is_for",
}
# Names and words, and what only the check of the scheme itself is about: its total, what is open.
ABOUT_THE_SCHEME = {"code", "year", "digest", "name", "total", "open"}


def sources(*rooms: str, but: str = "") -> str:
    """The code of these rooms, but for one folder of it."""
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return "\n".join(p.read_text("utf-8") for p in paths if not but or ROOT / but not in p.parents)


def test_every_option_of_a_scheme_is_asked_for_by_what_may_happen_and_a_test_sees_it():
    options = {field.name for field in dataclasses.fields(Scheme)} - ABOUT_THE_SCHEME
    assert options == ENFORCED.keys(), "say by which test the option is seen to act"
    acting, tests = sources("workflow", but="workflow/scheme"), sources("tests")
    for name, seen_by in ENFORCED.items():
        asked = rf"scheme\.{ASKED_BY.get(name, name)}\b"
        assert re.search(asked, acting), f"nothing asks for {name}"
        assert f"def {seen_by}(" in tests, f"no test sees {name}"


def test_scheme_without_a_precheck_hands_straight_to_the_leader(fresh):
    year = fresh.next_year()
    toml = scheme_with_a_deputy(year).replace("precheck = true", "precheck = false")
    fresh.clock.set(START.replace(year=year))
    fresh.county("office", "open_year", year=year, toml=toml)
    fresh.year("office", "open", year)
    with_it, without = fresh.submitted(year=2013), fresh.submitted(year=year)
    assert fresh.target(with_it)["turn"] == "office"
    assert fresh.target(without)["turn"] == "leader"


def test_an_objection_says_until_when_it_is_to_be_answered(fresh):
    """Ten working days by the shipped scheme (S34): on the page of its answer, and when they are
    over it says so."""
    target = fresh.inspected()
    fresh.act("xq.head", "object_result", target, about="finding", text="漏计")
    asked = fresh.clock()

    def shown():
        known = reader_of(fresh.database, fresh.clock, fresh.actor("office"))
        (one,) = representation(known, target)["objections"]
        return one["answer_until"], one["late"]

    until, late = shown()
    assert not late
    days = [asked.date() + timedelta(days=n) for n in range(1, 15)]
    assert date.fromisoformat(until) in days
    fresh.clock.set(datetime.fromisoformat(f"{until}T23:59").replace(tzinfo=SHANGHAI))
    assert shown() == (until, False)
    fresh.clock.forward(minutes=1)
    assert shown() == (until, True)
    answer = {"objection": 1, "upheld": False, "text": "无误"}
    fresh.act("office", "answer_objection", target, **answer)
    assert shown() == (until, True)


# — an option that is shown and enforced nowhere: offered acts —

INPUTS = {
    "edit": NEW,
    "return": REASON,
    "object": REASON,
    "counter": {**REASON, **NEW},
    "reinspect": REASON,
    "arbitrate": DECISION,
    "ask_arbitration": {"text": "差距较大"},
    "change": {**NEW, "text": "任务调整"},
    "cancel": {"text": "任务取消"},
    "transfer": {"lead_unit": "SM", "document": "云编〔2013〕1号", "text": "职能划转"},
    "discuss": {"text": "请商"},
    "advise": {"suggests": "review", "text": "拟同意"},
    "answer": {"text": "同意"},
    "give_task": {"text": "测算", "due_on": "2900-01-31"},
    "inspect": FOUND,
    "assess": {"met": True, "found_value": "11"},
    "object_result": {"about": "finding", "text": "漏计"},
    "strike_ledger": {"text": "误记"},
    "answer_objection": {"upheld": True, "text": "属实"},
    "decide_cause": {"cause": "objective", "document": "云政常纪〔2013〕3号"},
}  # fmt: skip
# Done by the clock, or brought along by an act on the year: nobody is offered them.
OFFERED_TO_NOBODY = {"fall_due", "escalate", "issue", "create", "assign", "add"}
# What it takes is a scan and whoever signed it, who may have signed already: see test_paper.py.
ASKS_FOR_A_SCAN = {"register_paper"}


@pytest.fixture(scope="module")
def standing(shared_world) -> dict[str, int]:
    """Targets in every state and quarrel, so that each act is offered on one of them."""
    w = shared_world
    found = {f"state {state}": number for state, number in matrix.one_of_each(w).items()}
    found |= {"ledger": finding_cases.entered(w), "ledger due": finding_cases.entered(w, "due")}
    found["objected to"] = w.scored()
    w.act("xq.head", "object_result", found["objected to"], about="finding", text="漏计")
    unmet = found["unmet"] = w.due(category="key")
    w.act("inspector1", "inspect", unmet, **{**FOUND, "met": False, "cause": "objective"})
    found |= {"submitted": w.submitted(supporting_units=["ZS"]), "asked": w.assigned()}
    found |= {"quarrelled": w.quarrelled(), "imposed": w.imposed()}
    found |= {"question": coordination_cases.asked(w)[0], "task": coordination_cases.given(w)[0]}
    # In the window of the scheme, so that something may be proposed of what is in force.
    year = w.drafting_year()
    found["window"] = w.running(year=year, due_on=f"{year}-12-20")
    w.clock.set(max(w.clock(), START.replace(year=year, month=7, day=10)))
    return found


def input_of(w: World, who: str, act: str, target: int) -> dict[str, object]:
    """A valid input of an act on this target."""
    more: dict[str, object] = {}
    if act == "enter_ledger":
        more = finding_cases.entry(w, target)
    if act == "strike_ledger":
        sql = "SELECT MAX(id) AS id FROM ledger WHERE target_id = ?"
        more = {"ledger": w.row(sql, target)["id"] or 0}
    if act == "answer_objection":
        sql = "SELECT MAX(id) AS id FROM objection WHERE target_id = ?"
        more = {"objection": w.row(sql, target)["id"] or 0}
    if act == "decide_cause":
        more = {"heard_on": w.clock().date().isoformat()}
    if act == "object_result" and w.row("SELECT id FROM ledger WHERE target_id = ?", target):
        sql = "SELECT MAX(id) AS id FROM ledger WHERE target_id = ?"
        more = {"about": "ledger", "ref": w.row(sql, target)["id"]}
    if act == "object_result" and w.row("SELECT id FROM objection WHERE target_id = ?", target):
        # To the finding they have objected; what is left is the score.
        more = {"about": "score"}
    if act == "answer":
        sql = "SELECT MAX(id) AS id FROM coordination WHERE target_id = ?"
        more = {"question": w.row(sql, target)["id"] or 1}
    if act in ("finish_task", "drop_task"):
        sql = "SELECT MAX(id) AS id FROM internal_task WHERE target_id = ?"
        more = {"task": w.row(sql, target)["id"] or 1}
    if act == "give_task":
        more = {"assignee": f"{who.partition('.')[0]}.drafter"}
    if act in ("report_progress", "report_done"):
        more = {"value": "3"}
        if act == "report_progress":
            more["as_of"] = f"{w.target(target)['year_id']}-01-17"
    return {**INPUTS.get(act, {}), **more}


def tried(w: World, who: str, act: str, target: int) -> list[str]:
    """What the door would refuse an act by, nothing being kept of the trial; [] if it did it."""
    row = w.target(target)
    takes = next(a for a in TARGET if a.name == act)
    seen = {"digest": row["digest"]} if takes.signs else {"version": row["version"]}
    knock = Knock(act, "target", target, {**seen, **input_of(w, who, act, target)})
    with pytest.raises(ManyRefused) as refused:
        w.door.perform_many([knock, NEVER], w.actor(who), together=True)
    return next((codes(error) for n, error in refused.value.refused if n == 0), [])


def offers_to(reader: Reader, target: int) -> list[dict[str, object]]:
    """What somebody is offered of a target; nothing of one that is not there for them."""
    try:
        return representation(reader, target)["actions"]
    except NotFound:
        return []


def test_what_is_offered_is_done_and_what_is_not_is_refused_for_the_reasons_that_were_shown(
    shared_world, standing
):
    w, wrong, done = shared_world, [], set()
    people = sorted({*matrix.PEOPLE.values(), "leader1b", "office2", "inspector2"} - {""})
    for name, target in standing.items():
        for who in people:
            reader = reader_of(w.database, w.clock, w.actor(who))
            for offer in offers_to(reader, target):
                act, shown = offer["action"], [r["code"] for r in offer["refusals"]]
                if act in ASKS_FOR_A_SCAN:
                    continue
                said = tried(w, who, act, target)
                if offer["allowed"]:
                    done.add(act)
                if (offer["allowed"] and said) or not set(shown) <= set(said):
                    wrong.append(f"{name}: {who} {act}: shown {shown}, said {said}")
    assert wrong == []
    assert done == {act.name for act in TARGET} - OFFERED_TO_NOBODY - ASKS_FOR_A_SCAN


# — a signature that survives, or vanishes in silence —

# Every act that takes hands off, on what, and the sides whose hands counted before and after.
TAKEN_OFF = {
    "edit by the unit": ("xq.drafter", "edit", "approved", NEW, set()),
    "edit by the leader": ("leader1", "edit", "approved", NEW, set()),
    "edit by the office": ("office", "edit", "approved", NEW, set()),
    "return by the leader": ("leader1", "return", "approved", REASON, set()),
    "return by the office": ("office", "return", "reviewed", REASON, set()),
    "return by the county head": ("head", "return", "approved", REASON, set()),
    "withdrawn from below": ("xq.head", "withdraw", "approved", {}, {"down", "approve"}),
    "withdrawn from above": ("leader1", "withdraw", "approved", {}, {"up", "approve"}),
    "withdrawn approval": ("head", "withdraw", "approved", {}, {"up", "down"}),
    "counter": ("leader1", "counter", "submitted", {**REASON, **NEW}, {"down"}),
    "object": ("xq.head", "object", "signed_above", REASON, set()),
    "discard": ("xq.head", "discard", "submitted", {}, set()),
    "arbitrate as it is": ("head", "arbitrate", "quarrelled", DECISION, {"approve"}),
    "arbitrate otherwise": ("head", "arbitrate", "quarrelled", {**DECISION, **NEW}, {"approve"}),
    "submit of other content": ("xq.head", "submit", "answered", {}, {"up"}),
}
KEEP_HANDS = {
    "hand_up", "precheck", "review", "approve", "confirm_support", "escalate", "ask_arbitration",
    "issue", "report_progress", "report_done", "fall_due", "inspect", "reinspect", "score",
    "enter_ledger", "strike_ledger", "assess", "decide_cause", "object_result",
    "answer_objection", "create", "assign", "discuss", "answer", "give_task", "finish_task",
    "drop_task", "advise", "register_paper",
    # Proposals take no hand off what is in force; test_proposals.py sees what replaces it do so.
    "add", "change", "cancel", "transfer",
}  # fmt: skip


def signed_above(w: World) -> int:
    """Asked from above, and the leader has signed already."""
    target = w.assigned()
    w.act("leader1", "review", target)
    return target


def answered(w: World) -> int:
    """The leader signed, the unit wrote something else; that ended the leader's hand already."""
    target = signed_above(w)
    w.act("xq.drafter", "edit", target, target_value="9")
    return target


MAKE = {"signed_above": signed_above, "answered": answered}


def made(w: World, how: str) -> int:
    return MAKE[how](w) if how in MAKE else getattr(w, how)()


def counted_by_id(w: World, target: int) -> set[int | None]:
    case = w.case(target)
    return {h.id for h in case.hands if h.ended is None and consent.valid(h, case)}


def test_every_act_either_keeps_the_hands_or_is_tried_here():
    taken = {act for _, act, *_ in TAKEN_OFF.values()}
    assert taken | KEEP_HANDS == {act.name for act in TARGET}


@pytest.mark.parametrize("how", TAKEN_OFF)
def test_no_signature_survives_what_takes_it_off_and_none_vanishes_in_silence(world, how):
    who, act, make, fields, left = TAKEN_OFF[how]
    target = made(world, make)
    before = counted_by_id(world, target)
    world.act(who, act, target, **fields)
    after = counted_by_id(world, target)
    assert world.standing_hands(target) == left
    row, actor = world.target(target), world.actor(who).person
    gone = before - after
    ends = world.rows(
        "SELECT e.* FROM signature_end e JOIN signature s ON s.id = e.signature_id "
        "WHERE s.target_id = ?",
        target,
    )
    told = {e["signature_id"]: e for e in ends if e["act"] == act}
    assert gone <= told.keys(), "a hand that stopped counting has its end"
    for end in told.values():
        assert (end["person_id"], end["revision"], end["digest"]) == (
            actor, row["candidate"], row["digest"]
        )  # fmt: skip
    ended = {end["signature_id"] for end in ends}
    assert len(ends) == len(ended), "once each"
    every = {r["id"] for r in world.rows("SELECT id FROM signature WHERE target_id = ?", target)}
    assert every == ended | after, "each hand counts, or has its end"


@pytest.mark.parametrize("how", [name for name in TAKEN_OFF if name != "submit of other content"])
def test_both_sides_are_told_which_hand_ended_by_what_and_whom(world, how):
    who, act, make, fields, _ = TAKEN_OFF[how]
    target = made(world, make)
    before = counted_by_id(world, target)
    world.act(who, act, target, **fields)
    gone = len(before - counted_by_id(world, target))
    for reader in ("xq.head", "leader1", "head"):
        shown = representation(
            reader_of(world.database, world.clock, world.actor(reader)), target
        )["signatures"]  # fmt: skip
        told = [s["outdated_by"] for s in shown if s["outdated_by"]]
        assert len(told) >= gone
        assert {(t["action"], t["by"]) for t in told[-gone:]} == ({(act, who)} if gone else set())
        assert all(s["valid"] or s["outdated_by"] for s in shown), "no hand ends without a word"


# — an edit that changes nothing of the content —

TRIVIAL = {
    "last year's figure by the unit": lambda w, t: w.act("xq.drafter", "edit", t, baseline="7"),
    "last year's figure by the office": lambda w, t: w.act("office", "edit", t, baseline="7"),
    "last year's registered result": lambda w, t: w.county(
        "office", "record_past_result", year=w.target(t)["year_id"] - 1, unit="XQ",
        measure="建成里程", unit_of_measure="公里", result="7", status="estimated",
    ),
    "another holder of the unit's post": lambda w, t: w.newcomer("XQ-YBS"),
    "another holder of the leader's post": lambda w, t: w.newcomer("FXZ-1"),
    "the county's calendar": lambda w, t: w.county(
        "office", "set_calendar", year=2030, workdays=[], document="国办发明电〔2029〕1号",
        holidays=[(date(2030, 1, 7) + timedelta(weeks=w.size() % 50)).isoformat()],
    ),
    "another unit in the front": lambda w, t: w.newcomers_unit(),
    "a target beside it": lambda w, t: w.draft(year=w.target(t)["year_id"]),
}  # fmt: skip


@pytest.mark.parametrize("what", TRIVIAL)
@pytest.mark.parametrize("make", ["submitted", "reviewed", "approved"])
def test_what_is_no_content_takes_no_hand_off(world, make, what):
    target = made(world, make)
    before, state, no = counted_by_id(world, target), world.state(target), world.target(target)
    TRIVIAL[what](world, target)
    assert counted_by_id(world, target) == before != set()
    assert (world.state(target), world.target(target)["candidate"]) == (state, no["candidate"])


@pytest.mark.parametrize(
    "same",
    [{"target_value": "10.000"}, {"points": "020"}, {"title": "新建通村公路"},
     {"supporting_units": ["JT", "ZS", "ZS"]}],
    ids=str,
)  # fmt: skip
def test_the_same_content_in_another_spelling_is_refused_and_takes_no_hand_off(world, same):
    supported = {"supporting_units": ["ZS", "JT"]} if "supporting_units" in same else {}
    target = world.submitted(**supported)
    before = counted_by_id(world, target)
    assert codes(world.no("xq.drafter", "edit", target, **same)) == ["something_changes"]
    assert counted_by_id(world, target) == before


# — content that is edited back —


def there_and_back_by_edit(w: World, target: int) -> None:
    w.act("xq.drafter", "edit", target, target_value="12")
    w.act("leader1", "edit", target, target_value="10")


def there_and_back_by_counter(w: World, target: int) -> None:
    w.act("leader1", "counter", target, **REASON, target_value="12")
    w.act("xq.drafter", "edit", target, target_value="10")


def there_and_back_by_decision(w: World, target: int) -> None:
    """Decided otherwise, and the decision is edited back to what both had signed."""
    for _ in range(2):
        w.act("leader1", "return", target, **REASON)
        w.act("xq.head", "submit", target)
    w.act("head", "arbitrate", target, **DECISION, target_value="12")
    w.act("office", "edit", target, target_value="10")


@pytest.mark.parametrize(
    "way", [there_and_back_by_edit, there_and_back_by_counter, there_and_back_by_decision]
)
def test_content_that_is_edited_back_brings_no_signature_back(world, way):
    target = world.submitted()
    digest, before = world.target(target)["digest"], counted_by_id(world, target)
    way(world, target)
    assert world.target(target)["digest"] == digest, "it is the same content again"
    assert before
    assert counted_by_id(world, target) == set()
    assert world.state(target) == "drafted"


# — a gate that was passed in an earlier round —


def approval(w: World, target: int) -> None:
    w.act("head", "approve", target)


@pytest.mark.parametrize("side", ["up", "down", "support", "approve"])
def test_no_hand_of_an_earlier_round_counts_in_this_one_though_the_content_is_the_same(world, side):
    """Every side's gate is passed anew: all the others are, this one is not, and it is not open."""
    target = world.approved(supporting_units=["ZS"])
    digest = world.target(target)["digest"]
    world.act("leader1", "return", target, **REASON)
    assert world.target(target)["digest"] == digest
    for name, who, act in (
        ("up", "xq.head", "submit"), ("support", "zs.head", "confirm_support"),
        ("down", "leader1", "review"),
    ):  # fmt: skip
        if name != side:
            world.act(who, act, target)
    if side == "approve":
        assert world.state(target) == "reviewed"
    else:
        assert codes(world.no("head", "approve", target)) == ["wrong_state"]
        assert world.state(target) == "drafted"
    assert side not in world.standing_hands(target)


def test_an_objection_of_an_earlier_round_blocks_nothing_in_this_one(world):
    target = world.assigned()
    world.act("xq.head", "object", target, **REASON)
    world.act("leader1", "counter", target, **REASON, target_value="9")
    assert consent.objections(world.case(target)) == []
    world.act("xq.head", "submit", target)
    assert world.state(target) == "reviewed"
