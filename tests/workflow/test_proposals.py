"""After issue: what is added, changed, cancelled or handed to another unit (design.md 2.10, 2.11).

Until all its hands are there what is in force keeps binding, and on the day it is what counts.
"""

import pytest

from tests.builders import DECISION, FOUND, World, at, codes
from tests.workflow.proposal_cases import (
    ahead,
    change,
    cleared,
    day,
    issued,
    on,
    paired,
    signed,
    verified,
)
from workflow.errors import WorkflowError
from workflow.hands import consent
from workflow.queries import proposals

REASON = {"text": "上级下达任务有调整。"}
DOCUMENT = {"document": "云政办函〔2013〕21号"}


def value(world: World, target: int) -> str:
    """The value in force."""
    case = world.case(target)
    assert case.in_force is not None
    return str(case.in_force.material["target_value"])


# — a change —


def test_a_change_binds_when_all_its_hands_are_there_and_not_before(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    assert world.state(target) == "in_progress"
    for who, act in (("xq.head", "submit"), ("leader1", "review")):
        assert value(world, target) == "10"
        world.act(who, act, target)
    assert (value(world, target), consent.agreed(world.case(target))) == ("10", True)
    world.act("head", "approve", target)
    row = world.target(target)
    assert (value(world, target), row["in_force"], row["candidate"]) == ("8", 2, 2)
    assert world.state(target) == "in_progress"
    assert world.standing_hands(target) == {"up", "down", "approve"}
    verified(world)


def test_the_hands_on_what_is_in_force_stand_while_a_change_is_signed(world):
    target = issued(world)
    before = world.hands(target)
    change(world, "leader1", target, target_value="12")
    world.act("leader1", "review", target)
    assert world.hands(target)[: len(before)] == before, "nobody's hand on revision 1 has ended"
    assert world.standing_hands(target) == {"down"}, "on the change there is the leader's alone"


def test_hands_on_a_change_are_for_the_change(world):
    target = issued(world)
    signed(world, change(world, "xq.head", target, target_value="8"))
    purposes = world.rows(
        "SELECT DISTINCT revision, purpose FROM signature WHERE target_id = ? ORDER BY revision",
        target,
    )
    assert [(r["revision"], r["purpose"]) for r in purposes] == [(1, "plan"), (2, "change")]


def test_a_change_that_is_signed_ends_the_hands_on_what_it_replaced(world):
    target = issued(world)
    signed(world, change(world, "xq.head", target, target_value="8"))
    first = [hand for hand in world.hands(target) if hand[2] == 1]
    assert first
    assert {hand[4] for hand in first} == {"outdated"}


def test_an_edit_of_what_is_in_force_is_an_unsigned_change(world):
    target = issued(world)
    world.act("office", "edit", target, due_on=day(world, "11-30"), text="提前完成。")
    case = world.case(target)
    assert case.proposal is not None
    assert (case.proposal["kind"], case.state, value(world, target)) == (
        "change", "in_progress", "10",
    )  # fmt: skip
    assert world.target(target)["due_on"] == day(world, "12-31"), "lists show what is in force"
    assert not world.standing_hands(target)


def test_a_change_of_last_years_figure_alone_proposes_nothing(world):
    target = issued(world)
    world.act("xq.head", "edit", target, baseline="9.5")
    assert world.case(target).proposal is None
    assert world.standing_hands(target) == {"up", "down", "approve"}


def test_a_change_is_signed_only_with_its_reason(world):
    target = issued(world)
    world.act("office", "edit", target, target_value="12")
    assert codes(world.no("xq.head", "submit", target)) == ["proposal_has_its_reason"]
    world.act("office", "edit", target, target_value="13", text="上级任务增加。")
    world.act("xq.head", "submit", target)


def test_a_change_back_to_what_is_in_force_is_no_change(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    world.act("xq.head", "edit", target, target_value="10")
    assert codes(world.no("xq.head", "submit", target)) == ["change_changes_something"]


@pytest.mark.parametrize("when", ["06-30", "08-01"])
def test_changes_are_proposed_in_the_window_of_the_scheme(world, when):
    target = issued(world)
    world.clock.set(at(day(world, f"{when}T10:00")))
    for act, fields in (("change", {"target_value": "8"}), ("cancel", {})):
        assert codes(world.no("xq.head", act, target, **fields, **REASON)) == [
            "change_window_is_open"
        ]
    assert codes(world.no("xq.head", "edit", target, target_value="8")) == ["change_window_is_open"]


def test_what_was_proposed_in_the_window_is_signed_after_it(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    world.clock.set(at(day(world, "09-02T10:00")))
    signed(world, target)
    assert value(world, target) == "8"


def test_one_thing_is_proposed_at_a_time(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    for who, act, fields in (
        ("leader1", "change", {"target_value": "9"}),
        ("xq.head", "cancel", {}),
        ("office", "transfer", {"lead_unit": "SM", **DOCUMENT}),
    ):
        assert codes(world.no(who, act, target, **fields, **REASON)) == ["nothing_is_proposed_yet"]


def test_who_proposed_it_drops_it_and_what_is_in_force_is_all_there_is_again(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    assert codes(world.no("leader1", "discard", target)) == ["own_side_began_it"]
    world.act("xq.head", "discard", target)
    row = world.target(target)
    assert (row["candidate"], row["in_force"], row["state"]) == (1, 1, "in_progress")
    assert world.standing_hands(target) == {"up", "down", "approve"}
    change(world, "xq.head", target, target_value="7")
    assert world.target(target)["candidate"] == 3, "the dropped revision keeps its number"
    verified(world)


def test_a_dropped_change_leaves_no_hand_for_the_next(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    world.act("xq.head", "submit", target)
    world.act("xq.head", "withdraw", target)
    world.act("xq.head", "discard", target)
    change(world, "xq.head", target, target_value="8")
    assert not world.standing_hands(target), "the same bytes again, and nobody's hand on them"


def test_a_change_half_signed_on_the_due_date_counts_nothing(world):
    target = issued(world, due_on=f"{ahead(world)}-07-31")
    change(world, "xq.head", target, target_value="8")
    world.act("xq.head", "submit", target)
    world.fall_due(target)
    case = world.case(target)
    assert (case.state, value(world, target), world.target(target)["candidate"]) == ("due", "10", 1)
    ended = world.row("SELECT outcome, ended_act FROM proposal WHERE target_id = ?", target)
    assert (ended["outcome"], ended["ended_act"]) == ("lapsed", "fall_due")
    assert [h[4] for h in world.hands(target) if h[2] == 2] == ["outdated"]
    world.act("inspector1", "inspect", target, **{**FOUND, "found_value": "10"})
    world.act("office", "score", target)
    scored = world.row("SELECT revision FROM score WHERE target_id = ?", target)
    assert scored["revision"] == 1
    verified(world)


@pytest.mark.parametrize("act", ["change", "cancel"])
def test_nothing_is_proposed_about_what_is_due(world, act):
    target = issued(world, due_on=f"{ahead(world)}-07-10")
    world.fall_due(target)
    world.clock.set(at(day(world, "07-12T10:00")))
    fields = {"target_value": "8"} if act == "change" else {}
    assert codes(world.no("xq.head", act, target, **fields, **REASON)) == ["wrong_state"]


def test_an_early_claim_is_answered_before_what_is_in_force_changes(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("xq.head", "report_done", target)
    assert codes(world.no("head", "approve", target)) == ["early_claim_is_answered"]
    world.act("inspector1", "inspect", target, **{**FOUND, "found_value": "10"})
    assert (world.state(target), value(world, target)) == ("inspected", "10")
    assert world.case(target).proposal is None


def test_a_proposed_deadline_lies_ahead(world):
    target = issued(world)
    change(world, "xq.head", target, due_on=day(world, "07-20"))
    world.clock.set(at(day(world, "07-21T10:00")))
    assert codes(world.no("xq.head", "submit", target)) == ["proposed_deadline_is_ahead"]


def test_supporters_of_the_change_confirm_it_too(world):
    target = issued(world)
    change(world, "leader1", target, supporting_units=["ZS"])
    world.act("leader1", "review", target)
    world.act("xq.head", "submit", target)
    assert codes(world.no("head", "approve", target)) == ["proposal_is_reviewed"]
    world.act("zs.head", "confirm_support", target)
    world.act("head", "approve", target)
    assert world.target(target)["supporting"] == ",ZS,"


def test_rounds_of_a_change_are_counted_from_its_first(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    for _ in range(2):
        world.act("xq.head", "submit", target)
        world.act("leader1", "return", target, reason_code="value_too_low")
    world.act("xq.head", "submit", target)
    refused = codes(world.no("leader1", "return", target, reason_code="value_too_low"))
    assert refused == ["a_round_is_left"]
    world.act("leader1", "ask_arbitration", target, text="双方分歧较大。")
    world.act("head", "arbitrate", target, target_value="9", **DECISION)
    row = world.target(target)
    assert (value(world, target), row["imposed"], row["state"]) == ("9", 1, "in_progress")
    verified(world)


def test_the_county_head_who_approves_is_not_the_one_who_reviews(world):
    target = issued(world)
    change(world, "xq.head", target, target_value="8")
    world.act("xq.head", "submit", target)
    assert codes(world.no("head", "approve", target)) == ["proposal_is_reviewed"]


def test_a_reviewing_post_is_not_changed_by_the_way(world):
    target = issued(world)
    refused = world.no("xq.head", "change", target, reviewing_post="FXZ-3", **REASON)
    assert codes(refused) == ["reviewing_post_stays"]


# — lowered values —


def test_a_lowered_value_is_counted_and_a_raised_one_is_not(world):
    for target, new in zip(paired(world), ("8", "12"), strict=True):
        signed(world, change(world, "xq.head", target, target_value=new))
    unit = world.row("SELECT id FROM unit WHERE code = 'XQ'")["id"]
    assert proposals.lowered_counts(world.database, world.year_now) == {unit: 1}
    (row,) = proposals.lowered_of(world.database, world.year_now, unit)
    assert (row["old"], row["new"]) == ("10", "8")


# — cancellation —


def test_a_cancellation_binds_when_all_its_hands_are_there(world):
    target, other = paired(world)
    world.act("xq.head", "cancel", target, **REASON)
    change(world, "xq.head", other, points="30")
    for number in (target, other):
        world.act("xq.head", "submit", number)
        world.act("leader1", "review", number)
    assert world.state(target) == "in_progress"
    together(world, target, other)
    assert (world.state(target), world.state(other)) == ("cancelled", "in_progress")
    verified(world)


def together(world: World, *targets: int) -> None:
    """The county head approves these as one sheet."""
    seen = [{"id": number, "digest": world.target(number)["digest"]} for number in targets]
    world.year("head", "approve", world.year_now, targets=seen, document="纪要〔2013〕7号")


def test_a_cancellation_is_signed_for_itself_and_its_content_is_not_edited(world):
    target, _ = paired(world)
    world.act("leader1", "cancel", target, **REASON)
    assert codes(world.no("xq.head", "edit", target, title="另一个")) == [
        "cancellation_is_not_edited"
    ]
    assert not world.standing_hands(target), "the hands that bind it are not hands to end it"


def test_a_common_item_is_neither_cancelled_nor_transferred(world):
    _, (target,) = world.common("XQ", due_on=f"{ahead(world)}-12-31")
    world.act("xq.head", "edit", target, responsible_post="XQ-YBS")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("head", "approve", target)
    world.issue(world.year_now)
    on(world, "07-02")
    refused = world.no("leader1", "cancel", target, **REASON)
    assert codes(refused) == ["common_item_stays_where_it_is"]
    refused = world.no("office", "transfer", target, lead_unit="SM", **REASON, **DOCUMENT)
    assert codes(refused) == ["common_item_stays_where_it_is"]


# — points —


def test_points_stay_whole_or_it_is_approved_as_one_sheet(world):
    target, other = paired(world)
    for number, points in ((target, "18"), (other, "12")):
        change(world, "xq.head", number, points=points)
        cleared(world, number)
    assert codes(world.no("head", "approve", target)) == ["points_stay_whole"]
    together(world, target, other)
    assert [world.case(n).in_force.material["points"] for n in (target, other)] == ["18", "12"]


def test_a_sheet_of_which_something_moved_is_left_whole(world):
    target, other = paired(world)
    for number, points in ((target, "18"), (other, "12")):
        change(world, "xq.head", number, points=points)
        cleared(world, number)
    seen = [{"id": n, "digest": world.target(n)["digest"]} for n in (target, other)]
    world.act("xq.head", "edit", other, title="又一条公路")
    with pytest.raises(WorkflowError) as refused:
        world.year("head", "approve", world.year_now, targets=seen, document="纪要〔2013〕7号")
    assert codes(refused.value) == ["points_stay_whole"]
    assert [world.case(n).in_force.material["points"] for n in (target, other)] == ["15", "15"]


# — addition —


def test_an_addition_by_a_superiors_document_binds_once_approved(world):
    _, other = paired(world)
    content = world.fields(points="4", year=world.year_now, due_on=day(world, "11-30"))
    added = world.new("office", "add", **content, **DOCUMENT)
    change(world, "xq.head", other, points="11")
    for number in (added, other):
        cleared(world, number)
    assert codes(world.no("head", "approve", added)) == ["points_stay_whole"]
    together(world, added, other)
    assert (world.state(added), world.target(added)["in_force"]) == ("in_progress", 1)
    purposes = world.rows("SELECT DISTINCT purpose FROM signature WHERE target_id = ?", added)
    assert [row["purpose"] for row in purposes] == ["add"]
    verified(world)


def test_an_addition_needs_a_plan_that_runs_and_a_document(world):
    year = world.drafting_year()
    fields = {**world.fields(), "year": year}
    assert codes(refusal(world, "office", "add", **fields, **DOCUMENT)) == ["plan_is_running"]
    target = issued(world)
    fields = {**world.fields(), "year": world.target(target)["year_id"]}
    assert codes(refusal(world, "office", "add", **fields)) == ["invalid_input"]


def refusal(world: World, who: str, act: str, **fields: object) -> WorkflowError:
    with pytest.raises(WorkflowError) as refused:
        world.new(who, act, **fields)
    return refused.value


# — transfer —


def test_a_transfer_binds_by_the_new_head_and_the_reviewing_post(world):
    target = issued(world)
    world.act("office", "transfer", target, lead_unit="SM", **REASON, **DOCUMENT)
    assert codes(world.no("xq.head", "submit", target)) == [
        "actor_is_of_the_unit_named", "responsible_post_is_named",
    ]  # fmt: skip
    world.act("xq.drafter", "report_progress", target, value="3", as_of=day(world, "07-01"))
    world.act("sm.drafter", "edit", target, responsible_post="SM-YBS")
    early = {"value": "4", "as_of": day(world, "07-01")}
    refused = world.no("sm.drafter", "report_progress", target, **early)
    assert codes(refused) == ["actor_is_of_the_answering_unit"]
    world.act("sm.head", "submit", target)
    assert world.target(target)["unit_id"] == unit(world, "XQ"), "one hand moves nothing"
    world.act("leader1", "review", target)
    assert (world.target(target)["unit_id"], world.state(target)) == (
        unit(world, "SM"), "in_progress",
    )  # fmt: skip
    assert world.case(target).in_force.material["lead_unit"] == "SM"
    world.act("sm.head", "report_progress", target, value="4", as_of=day(world, "07-02"))
    verified(world)


def test_a_transfer_to_a_unit_of_another_leader_is_that_leaders_to_sign(world):
    target = issued(world)
    world.act("office", "transfer", target, lead_unit="JT", **REASON, **DOCUMENT)
    world.act("jt.head", "edit", target, responsible_post="JT-YBS")
    world.act("jt.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.target(target)["unit_id"] == unit(world, "XQ"), "it is leader 2's, not leader 1's"
    world.act("leader2", "review", target)
    assert world.target(target)["unit_id"] == unit(world, "JT")


def unit(world: World, code: str) -> int:
    return int(world.row("SELECT id FROM unit WHERE code = ?", code)["id"])


@pytest.mark.parametrize(
    ("lead", "code"),
    [("XQ", "transfer_goes_elsewhere"), ("MBB", "receiving_unit_has_a_head")],
)
def test_a_transfer_goes_to_another_unit_that_has_a_head(world, lead, code):
    target = issued(world)
    refused = world.no("office", "transfer", target, lead_unit=lead, **REASON, **DOCUMENT)
    assert code in codes(refused)
