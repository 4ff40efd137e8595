"""Both hands on one page: the rules of design.md section 2, each lived through."""

import json
from dataclasses import replace

import pytest

from tests.builders import World, codes
from tests.workflow.proposal_cases import ahead
from workflow.errors import NotPermitted, RulesRefused, StaleVersion
from workflow.hands import consent
from workflow.hands.revision import digest_of

EDITS = {
    "title": "改建通村公路",
    "category": "key",
    "measure": "里程数",
    "unit_of_measure": "千米",
    "target_value": "11",
    "direction": "at_most",
    "data_source": "统计局",
    "available_on": "2013-07-10",
    "points": "19.5",
    "due_on": "2013-07-31",
    "milestones": [{"due_on": "2013-04-30", "quantity": "5", "title": "开工"}],
    "supporting_units": ["ZS"],
    "reviewing_post": "FXZ-3",
    "responsible_post": "XQ-YBS",
    "key_tasks": ["K1"],
    "scoring_rule": "all_or_nothing",
    "evidence": "影像",
    "acceptance": "实地",
    "source_document": "省政发〔2013〕1号",
}


def body(world: World, act: str) -> dict:
    """The last entry of an act, as the log holds it."""
    found = world.row("SELECT body FROM entry WHERE act = ? ORDER BY id DESC LIMIT 1", act)
    return json.loads(found["body"])


def ends(world: World, target: int) -> list[dict]:
    return world.rows(
        "SELECT e.* FROM signature_end e JOIN signature s ON s.id = e.signature_id "
        "WHERE s.target_id = ? ORDER BY e.id",
        target,
    )


# — agreed: both hands, either first —


def test_unit_first_then_leader_is_reviewed(world):
    target = world.draft()
    world.act("xq.head", "submit", target)
    assert world.state(target) == "drafted"
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_leader_first_then_unit_is_reviewed(world):
    target = world.assigned()
    world.act("leader1", "review", target)
    assert world.state(target) == "drafted"
    world.act("xq.head", "submit", target)
    assert world.state(target) == "reviewed"


def test_supporters_are_all_waited_for(world):
    target = world.draft(supporting_units=["ZS", "JT"])
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("zs.head", "confirm_support", target)
    assert world.state(target) == "drafted"
    assert world.target(target)["turn"] == "supporter"
    world.act("jt.head", "confirm_support", target)
    assert world.state(target) == "reviewed"


def test_one_supporter_does_not_sign_for_another(world):
    target = world.draft(supporting_units=["ZS", "JT"])
    both = world.newcomer("ZS-YBS", "JT-YBS")
    world.act(both, "confirm_support", target)
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.state(target) == "drafted"


def test_drafter_of_a_supporting_unit_cannot_confirm(world):
    target = world.draft(supporting_units=["ZS"])
    assert isinstance(world.no("zs.drafter", "confirm_support", target), NotPermitted)


def test_drafter_cannot_sign_for_the_head(world):
    assert isinstance(world.no("xq.drafter", "submit", world.draft()), NotPermitted)


def test_head_may_write_and_sign_it_is_one_hand(world):
    target = world.draft("xq.head")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


# — rule 1: any material edit ends all hands, in the same transaction, with its cause —


@pytest.mark.parametrize("field", EDITS)
def test_edit_of_any_material_field_ends_every_hand(world, field):
    world.year_now = 2013
    target = world.approved()
    world.act("xq.drafter", "edit", target, **{field: EDITS[field]})
    assert world.state(target) == "drafted"
    assert world.standing_hands(target) == set()
    assert {ended for *_, ended in world.hands(target)} == {"outdated"}


@pytest.mark.parametrize("who", ["xq.drafter", "xq.head", "leader1", "office"])
@pytest.mark.parametrize("state", ["submitted", "reviewed", "approved"])
def test_edit_by_anybody_in_any_state_ends_hands(world, who, state):
    target = getattr(world, state)()
    world.act(who, "edit", target, points="15")
    assert world.state(target) == "drafted"
    assert world.standing_hands(target) == set()


def test_ended_hands_name_their_cause_in_the_edits_own_entry(world):
    target = world.reviewed()
    before = world.target(target)
    world.act("xq.drafter", "edit", target, target_value="12")
    after, entry = world.target(target), body(world, "edit")
    assert entry["object"]["id"] == target
    assert entry["person"] == world.actor("xq.drafter").person
    for end in ends(world, target):
        assert (end["act"], end["kind"]) == ("edit", "outdated")
        assert end["person_id"] == world.actor("xq.drafter").person
        assert (end["revision"], end["digest"]) == (2, after["digest"])
    written = [w["table"] for w in entry["writes"]]
    assert written.count("signature_end") == 2
    assert written.count("revision") == 1
    digests = [w for w in entry["writes"] if w["table"] == "target"]
    assert digests[0]["before"]["digest"] == before["digest"]
    assert digests[0]["after"]["digest"] == after["digest"]


def test_revision_keeps_the_bytes_that_its_digest_names(world):
    target = world.draft()
    world.act("xq.drafter", "edit", target, target_value="12.50")
    for row in world.rows("SELECT * FROM revision WHERE target_id = ?", target):
        assert digest_of(json.loads(row["material"])) == row["digest"]
    assert json.loads(row["material"])["target_value"] == "12.5"


# — rule 2: editing back revives nothing (test_known_mistakes.py), and can be signed anew —


def test_hands_can_be_put_again_on_what_was_edited_back(world):
    target = world.reviewed()
    world.act("xq.drafter", "edit", target, target_value="12")
    world.act("xq.drafter", "edit", target, target_value="10")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_only_a_hand_on_this_digest_revision_and_round_counts(world):
    """The predicate by itself: a hand is also judged right where its end was not written."""
    case = world.case(world.submitted())
    (hand,) = case.hands
    assert consent.valid(hand, case)
    for other in (
        {"digest": "0" * 64},
        {"revision": hand.revision + 1},
        {"round": hand.round + 1},
        {"ended": "withdrawn"},
        {"ended": "outdated"},
    ):
        assert not consent.valid(replace(hand, **other), case)


def test_only_the_named_posts_hand_is_the_upper_hand(world):
    target = world.reviewed()
    case = world.case(target)
    assert consent.down(case)
    other = case.organisation.posts["FXZ-3"].id
    case.hands = [replace(h, post=other) if h.side == "down" else h for h in case.hands]
    assert not consent.down(case)


def test_approval_by_who_reviewed_is_none(world):
    case = world.case(world.approved())
    assert consent.approved(case)
    (reviewer,) = [h.actor for h in case.hands if h.side == "down"]
    case.hands = [replace(h, actor=reviewer) if h.side == "approve" else h for h in case.hands]
    assert not consent.approved(case)


def test_hands_of_somebody_who_stood_on_another_side_agree_on_nothing(world):
    case = world.case(world.reviewed())
    (signer,) = [h.actor for h in case.hands if h.side == "up"]
    for other in ("upper", "inspection"):
        case.stands.add((signer, other))
        assert not consent.agreed(case)
        case.stands.discard((signer, other))
    assert consent.agreed(case)


# — rule 3: what is not material keeps hands and is logged —


def test_baseline_keeps_hands_and_is_logged(world):
    target = world.approved()
    before, size = world.target(target), world.size()
    world.act("xq.drafter", "edit", target, baseline="9.1")
    after = world.target(target)
    assert (after["baseline"], after["state"]) == ("9.1", "approved")
    assert (after["candidate"], after["digest"]) == (before["candidate"], before["digest"])
    assert world.standing_hands(target) == {"up", "down", "approve"}
    assert world.size() == size + 1
    assert body(world, "edit")["writes"][0]["after"]["baseline"] == "9.1"


def test_baseline_together_with_content_ends_hands(world):
    target = world.reviewed()
    world.act("xq.drafter", "edit", target, baseline="9.1", points="19")
    assert world.target(target)["baseline"] == "9.1"
    assert world.standing_hands(target) == set()


# — rule 4: a hand is bound to the digest that was shown —


@pytest.mark.parametrize(
    ("who", "act", "make"),
    [
        ("xq.head", "submit", "draft"),
        ("leader1", "review", "submitted"),
        ("zs.head", "confirm_support", "draft"),
        ("head", "approve", "reviewed"),
    ],
)
def test_moved_content_is_not_signed_and_shown_with_its_diff(world, who, act, make):
    support = {"supporting_units": ["ZS"]} if act == "confirm_support" else {}
    target = getattr(world, make)(**support)
    shown = world.target(target)["digest"]
    world.act("office", "edit", target, target_value="12")
    hands = world.hands(target)
    with pytest.raises(StaleVersion) as caught:
        world.door.perform(act, "target", target, world.actor(who), {"digest": shown})
    assert [(d["field"], d["old"], d["new"]) for d in caught.value.diff] == [
        ("target_value", "10", "12")
    ]
    assert caught.value.current["digest"] == world.target(target)["digest"]
    assert world.hands(target) == hands


def test_old_version_is_refused_with_the_current_state(world):
    target = world.draft()
    world.act("xq.drafter", "edit", target, points="10")
    error = world.no("xq.drafter", "edit", target, version=1, points="11")
    assert isinstance(error, StaleVersion)
    assert error.current["version"] == world.target(target)["version"] == 2


def test_every_act_makes_older_pages_stale(world):
    target = world.draft()
    for who, act in (("xq.drafter", "hand_up"), ("office", "precheck")):
        version = world.target(target)["version"]
        world.act(who, act, target)
        assert world.target(target)["version"] == version + 1


def test_act_that_moves_no_column_makes_older_pages_stale_too(world):
    target = world.running()
    version = world.target(target)["version"]
    world.act("xq.drafter", "report_progress", target, value="1", as_of="2013-01-02")
    assert world.target(target)["version"] == version + 1
    error = world.no("xq.head", "report_done", target, version=version)
    assert isinstance(error, StaleVersion)


# — rule 5: editing is not signing; counter does both for the upper side —


def test_leaders_edit_puts_no_hand(world):
    target = world.submitted()
    world.act("leader1", "edit", target, points="15")
    assert world.standing_hands(target) == set()


def test_counter_puts_the_upper_hand_and_only_the_units_is_missing(world):
    target = world.submitted()
    world.act("leader1", "counter", target, target_value="12", reason_code="value_too_low")
    assert world.standing_hands(target) == {"down"}
    assert world.target(target)["round"] == 2
    assert world.target(target)["turn"] == "unit"
    world.act("xq.head", "submit", target)
    assert world.state(target) == "reviewed"
    assert world.target(target)["round"] == 2


def test_counter_is_not_for_the_office(world):
    error = world.no("office", "counter", world.submitted(), points="9", reason_code="other")
    assert isinstance(error, NotPermitted)


# — rule 6: rounds rise by return, counter, object and a differing submit, by nothing else —


def test_rounds_rise_only_by_the_four_acts(world, many_rounds):
    target = world.draft(year=many_rounds)
    way = [
        ("xq.drafter", "hand_up", {}, 1),
        ("xq.head", "submit", {}, 1),
        ("office", "precheck", {}, 1),
        ("leader1", "return", {"reason_code": "value_too_low"}, 2),
        ("xq.drafter", "edit", {"target_value": "11"}, 2),
        ("xq.head", "submit", {}, 2),
        ("xq.head", "withdraw", {}, 2),
        ("xq.head", "submit", {}, 2),
        ("leader1", "counter", {"target_value": "12", "reason_code": "value_too_low"}, 3),
        ("xq.head", "object", {"reason_code": "no_funds"}, 4),
        ("leader1", "review", {}, 4),
        ("xq.drafter", "edit", {"target_value": "11.5"}, 4),
        ("xq.head", "submit", {}, 5),
        ("leader1", "review", {}, 5),
        ("head", "approve", {}, 5),
        ("head", "return", {"reason_code": "other"}, 6),
    ]
    for who, act, fields, expected in way:
        world.act(who, act, target, **fields)
        assert (act, world.target(target)["round"]) == (act, expected)


def test_submit_of_what_the_leader_signed_raises_no_round(world):
    target = world.assigned()
    world.act("leader1", "review", target)
    world.act("xq.head", "submit", target)
    assert world.target(target)["round"] == 1


def test_submit_that_differs_from_what_the_leader_signed_raises_the_round(world):
    target = world.assigned()
    world.act("leader1", "review", target)
    world.act("xq.drafter", "edit", target, target_value="8")
    world.act("xq.head", "submit", target)
    assert world.target(target)["round"] == 2
    assert world.standing_hands(target) == {"up"}


@pytest.mark.parametrize("who", ["leader1", "office", "head"])
@pytest.mark.parametrize("state", ["submitted", "reviewed", "approved"])
def test_return_ends_every_hand_of_the_round(world, who, state):
    target = getattr(world, state)()
    world.act(who, "return", target, reason_code="incomplete", text="请补充")
    row = world.target(target)
    assert (row["state"], row["round"], row["turn"], row["candidate"]) == ("drafted", 2, "unit", 1)
    assert world.standing_hands(target) == set()


# — rule 8: from above it does not bind until the unit has answered —


def test_assign_is_never_a_signature(world):
    for who in ("office", "leader1"):
        target = world.assigned(who)
        assert world.hands(target) == []
        assert world.target(target)["origin"] == "top_down"


def test_leader_alone_cannot_bring_an_assigned_target_to_approval(world):
    target = world.assigned("leader1")
    world.act("leader1", "review", target)
    assert world.state(target) == "drafted"
    assert codes(world.no("head", "approve", target)) == ["wrong_state"]


def test_unit_accepts_with_changes(world):
    target = world.assigned()
    world.act("xq.drafter", "edit", target, target_value="9")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_objection_stands_with_its_reason_and_binds_nobody(world):
    target = world.assigned()
    world.act("leader1", "review", target)
    world.act("xq.head", "object", target, reason_code="not_our_function", text="不属职能")
    assert world.state(target) == "drafted"
    row = world.row("SELECT * FROM signature WHERE target_id = ? AND side = 'up'", target)
    assert (row["verdict"], row["reason"]) == ("object", "not_our_function")
    assert (world.target(target)["round"], world.target(target)["turn"]) == (2, "leader")
    assert world.standing_hands(target) == set()


def test_leaders_hand_after_an_objection_is_still_only_one_hand(world):
    target = world.assigned()
    world.act("xq.head", "object", target, reason_code="no_funds")
    world.act("leader1", "review", target)
    assert world.state(target) == "drafted"


def test_signing_takes_back_ones_own_objection(world):
    target = world.assigned()
    world.act("xq.head", "object", target, reason_code="no_funds")
    world.act("xq.head", "submit", target)
    assert [e["kind"] for e in ends(world, target)] == ["withdrawn"]
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_objection_can_be_answered_by_a_counter(world):
    target = world.assigned()
    world.act("xq.head", "object", target, reason_code="no_funds")
    world.act("leader1", "counter", target, target_value="5", reason_code="value_too_high")
    world.act("xq.head", "submit", target)
    assert world.state(target) == "reviewed"


# — rule 8: common items —


def test_one_signature_of_the_items_leader_covers_all_units(world):
    item, targets = world.common("XQ", "SM", "ZS")
    world.item("leader1", "sign_item", item)
    for target in targets:
        assert world.standing_hands(target) == {"down"}
        assert world.state(target) == "drafted"
    entries = world.rows("SELECT act, object_id FROM entry ORDER BY id DESC LIMIT 4")
    assert [e["act"] for e in reversed(entries)] == ["sign_item", "review", "review", "review"]


def test_leaders_hand_survives_the_unit_filling_its_responsible_post(world):
    item, (target, other) = world.common("XQ", "SM")
    world.item("leader1", "sign_item", item)
    world.act("xq.drafter", "edit", target, responsible_post="XQ-KY")
    assert world.standing_hands(target) == {"down"}
    assert world.target(target)["candidate"] == 2
    world.act("xq.head", "submit", target)
    assert (world.state(target), world.target(target)["round"]) == ("reviewed", 1)
    assert world.state(other) == "drafted"


def test_unit_cannot_answer_a_common_item_before_it_names_its_post(world):
    _, (target,) = world.common("XQ")
    assert codes(world.no("xq.head", "submit", target)) == ["responsible_post_is_named"]


@pytest.mark.parametrize("who", ["xq.drafter", "xq.head", "leader1", "office"])
def test_nothing_else_of_a_common_item_may_be_changed(world, who):
    _, (target,) = world.common("XQ")
    fields = {"title": "别的", "target_value": "1", "points": "1", "reviewing_post": "FXZ-2"}
    for name, value in fields.items():
        error = world.no(who, "edit", target, **{name: value, "responsible_post": "XQ-KY"})
        assert codes(error) == ["common_item_stays_the_same"]


def test_leader_cannot_counter_a_common_item_with_another_content(world):
    _, (target,) = world.common("XQ")
    error = world.no("leader1", "counter", target, points="1", reason_code="other")
    assert "common_item_stays_the_same" in codes(error)


def test_common_item_carries_the_same_template_in_all_units(world):
    _, targets = world.common("XQ", "SM", "ZS")
    world.act("xq.drafter", "edit", targets[0], responsible_post="XQ-KY")
    templates = {world.case(t).candidate.template for t in targets}
    digests = {world.target(t)["digest"] for t in targets}
    assert len(templates) == 1
    assert None not in templates
    assert len(digests) == 3


def test_unit_may_object_to_a_common_item(world):
    item, (target,) = world.common("XQ")
    world.item("leader1", "sign_item", item)
    world.act("xq.head", "object", target, reason_code="not_our_function")
    assert world.standing_hands(target) == set()


# — rule 9: separation over the target's life —


def test_who_wrote_for_one_side_cannot_sign_for_the_other_after_a_change_of_post(world):
    mover = world.newcomer("XQ-KY")
    target = world.draft(mover)
    world.relieve(mover, "XQ-KY")
    world.appoint(mover, "FXZ-1")
    world.act("xq.head", "submit", target)
    assert codes(world.no(mover, "review", target)) == ["actor_stands_on_no_other_side"]
    other = world.submitted()
    world.act(mover, "review", other)
    assert world.state(other) == "reviewed"


def test_who_assigned_cannot_accept_for_the_unit_later(world):
    mover = world.newcomer("MBB-1")
    target = world.assigned(mover)
    world.relieve(mover, "MBB-1")
    world.appoint(mover, "XQ-YBS")
    assert codes(world.no(mover, "submit", target)) == ["actor_stands_on_no_other_side"]


@pytest.mark.parametrize("later", ["FXZ-1", "MBB-1"])
def test_who_confirmed_for_a_supporting_unit_stands_on_the_units_side(world, later):
    mover = world.newcomer("ZS-YBS")
    target = world.draft(supporting_units=["ZS"])
    world.act(mover, "confirm_support", target)
    world.relieve(mover, "ZS-YBS")
    world.appoint(mover, later)
    act = "review" if later == "FXZ-1" else "precheck"
    assert codes(world.no(mover, act, target)) == ["actor_stands_on_no_other_side"]


def test_who_held_a_hand_cannot_inspect_later(world):
    mover = world.newcomer("XQ-KY")
    target = world.draft(mover)
    world.relieve(mover, "XQ-KY")
    world.appoint(mover, "YSZ-1")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("head", "approve", target)
    world.issue(world.target(target)["year_id"])
    world.fall_due(target)
    error = world.no(
        mover, "inspect", target, found_value="1", quality="ok", on_time=True, met=True
    )
    assert codes(error) == ["actor_stands_on_no_other_side"]


def test_who_holds_posts_on_both_sides_at_once_is_held_to_the_first(world):
    both = world.newcomer("XQ-YBS", "FXZ-1")
    target = world.draft()
    world.act(both, "submit", target)
    assert codes(world.no(both, "review", target)) == ["actor_stands_on_no_other_side"]


def test_withdrawn_hand_still_bars_the_other_side(world):
    mover = world.newcomer("XQ-YBS")
    target = world.draft()
    world.act(mover, "submit", target)
    world.act(mover, "withdraw", target)
    world.relieve(mover, "XQ-YBS")
    world.appoint(mover, "FXZ-1")
    assert codes(world.no(mover, "review", target)) == ["actor_stands_on_no_other_side"]


def test_relieved_head_cannot_sign_and_the_successor_can(world):
    old = world.newcomer("XQ-YBS")
    target = world.draft()
    world.relieve(old, "XQ-YBS")
    world.appoint(world.newcomer(), "XQ-YBS")
    with pytest.raises(Exception, match="no such thing"):
        world.act(old, "submit", target)
    successor = world.newcomer("XQ-YBS")
    world.act(successor, "submit", target)
    assert world.standing_hands(target) == {"up"}


def test_hand_outlives_the_post_in_which_it_was_put(world):
    old = world.newcomer("XQ-YBS")
    target = world.draft()
    world.act(old, "submit", target)
    world.relieve(old, "XQ-YBS")
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


@pytest.mark.parametrize("post", ["SJ-1", "GL-1", "MBB-2", "YSZ-1", "YSZ-2", "MBB-1", "XQ-YBS"])
def test_nobody_but_a_leader_is_given_an_upper_hand_by_a_draft(world, post):
    with pytest.raises(RulesRefused) as caught:
        world.draft(reviewing_post=post)
    assert codes(caught.value) == ["reviewing_post_is_in_charge"]
    error = world.no("xq.drafter", "edit", world.draft(), reviewing_post=post)
    assert codes(error) == ["reviewing_post_is_in_charge"]


@pytest.mark.parametrize("post", ["SJ-1", "GL-1"])
def test_administrators_and_auditors_hold_no_hand_whatever_else_they_are(world, post):
    for act, own, make in (("submit", "XQ-YBS", "draft"), ("review", "FXZ-1", "draft")):
        error = world.no(world.newcomer(own, post), act, getattr(world, make)())
        assert codes(error) == ["actor_is_no_administrator_or_auditor"]


# — who reviews: a leader in charge, else the county head —


def test_county_head_reviews_where_no_leader_is_in_charge(world):
    target = world.draft("da.drafter", lead_unit="DA", responsible_post="DA-KY")
    assert world.target(target)["reviewing_post"] == "XZ"
    world.act("da.head", "submit", target)
    world.act("head", "review", target)
    world.act("head", "approve", target)
    assert world.state(target) == "approved"


def test_county_head_does_not_review_where_a_leader_is_in_charge(world):
    with pytest.raises(RulesRefused):
        world.draft(reviewing_post="XZ")
    assert isinstance(world.no("head", "review", world.submitted()), NotPermitted)


def test_leader_in_charge_who_is_not_the_reviewing_post_sees_and_does_nothing(world):
    target = world.submitted()
    assert world.case(target, world.actor("leader3")).state == "drafted"
    for act in ("review", "withdraw"):
        assert isinstance(world.no("leader3", act, target), NotPermitted)


def test_leader_of_other_units_does_not_review(world):
    with pytest.raises(RulesRefused):
        world.draft(reviewing_post="FXZ-2")


def test_approver_is_not_who_reviewed_also_after_promotion(world):
    leader = world.newcomer("FXZ-1")
    target = world.submitted()
    world.act(leader, "review", target)
    world.relieve(leader, "FXZ-1")
    world.appoint(leader, "XZ")
    assert codes(world.no(leader, "approve", target)) == ["approver_did_not_review"]
    world.act("head", "approve", target)
    assert world.state(target) == "approved"


# — withdraw, discard (rule 10) —


@pytest.mark.parametrize("who", ["xq.head", "leader1", "zs.head"])
@pytest.mark.parametrize("state", ["reviewed", "approved"])
def test_withdrawing_a_hand_brings_the_state_back(world, who, state):
    target = getattr(world, state)(supporting_units=["ZS"])
    world.act(who, "withdraw", target)
    assert world.state(target) == "drafted"
    assert "withdrawn" in {ended for *_, ended in world.hands(target)}


def test_hand_withdrawn_can_be_put_again(world):
    target = world.reviewed()
    world.act("xq.head", "withdraw", target)
    world.act("xq.head", "submit", target)
    assert world.state(target) == "reviewed"


def test_approval_withdrawn_leaves_both_hands(world):
    target = world.approved()
    world.act("head", "withdraw", target)
    assert world.state(target) == "reviewed"
    world.act("head2", "approve", target)
    assert world.state(target) == "approved"


@pytest.mark.parametrize("who", ["xq.head", "leader1"])
def test_target_whose_hand_was_withdrawn_after_approval_can_be_approved_in_the_end(world, who):
    target = world.approved()
    world.act(who, "withdraw", target)
    world.act(who, "submit" if who == "xq.head" else "review", target)
    if world.state(target) == "reviewed":
        world.act("head", "approve", target)
    assert world.state(target) == "approved"


def test_nobody_withdraws_anothers_hand(world):
    target = world.reviewed()
    assert codes(world.no("leader1b", "withdraw", target)) == ["actor_has_a_hand_here"]


def test_discard_ends_a_draft_for_good(world):
    target = world.draft()
    world.act("xq.head", "discard", target)
    assert (world.state(target), world.target(target)["turn"]) == ("cancelled", "none")
    for who, act in (("xq.drafter", "edit"), ("xq.head", "submit"), ("leader1", "review")):
        assert codes(world.no(who, act, target, **({"points": "1"} if act == "edit" else {}))) == [
            "wrong_state"
        ]


# — issue, and approval after it —


def test_issue_brings_every_approved_target_into_force_in_one_transaction(world):
    world.year_now = -1
    first, second = world.approved(), world.approved()
    left = world.submitted()
    world.waive(world.target(first)["year_id"])
    size = world.size()
    world.issue(world.target(first)["year_id"])
    assert [world.state(t) for t in (first, second, left)] == ["in_progress"] * 2 + ["drafted"]
    acts = world.rows("SELECT act, object_kind FROM entry WHERE id >= ? ORDER BY id", size)
    assert [(a["act"], a["object_kind"]) for a in acts] == [
        ("issue", "year"),
        ("issue", "target"),
        ("issue", "target"),
    ]
    assert world.target(first)["in_force"] == 1


def test_approval_after_issue_is_in_force_at_once(world):
    world.year_now = -1
    target, late = world.approved(), world.submitted()
    world.issue(world.target(target)["year_id"])
    world.act("leader1", "review", late)
    world.act("head", "approve", late)
    row = world.target(late)
    assert (row["state"], row["in_force"]) == ("in_progress", 1)
    assert len(world.rows("SELECT id FROM milestone WHERE target_id = ?", late)) == 1


def test_hand_put_again_after_issue_under_a_standing_approval_is_in_force_at_once(world):
    world.year_now = -1
    target, late = world.approved(), world.approved()
    world.act("xq.head", "withdraw", late)
    world.issue(world.target(target)["year_id"])
    world.act("xq.head", "submit", late)
    if world.state(late) == "reviewed":
        world.act("head", "approve", late)
    assert (world.state(late), world.target(late)["in_force"]) == ("in_progress", 1)


def test_milestones_are_fixed_by_the_revision_that_took_effect(world):
    target = world.running()
    rows = world.rows("SELECT * FROM milestone WHERE target_id = ?", target)
    assert [(r["due_on"][5:], r["quantity"], r["revision"]) for r in rows] == [("03-31", "4", 1)]


def test_nobody_edits_what_is_in_force_outside_the_window_of_changes(world):
    ahead(world)
    target = world.running()
    for who in ("xq.drafter", "xq.head", "leader1", "office"):
        assert codes(world.no(who, "edit", target, points="1")) == ["change_window_is_open"]
    world.fall_due(target)
    for who in ("xq.drafter", "xq.head", "leader1", "office"):
        assert codes(world.no(who, "edit", target, points="1")) == ["wrong_state"]


def test_target_is_never_issued_alone(world):
    with pytest.raises(RulesRefused) as caught:
        world.act("office", "issue", world.approved())
    assert codes(caught.value) == ["issued_with_the_plan"]


# — acceptance —


def test_refused_early_claim_counts_nothing(world):
    target = world.running()
    world.act("xq.head", "report_done", target)
    world.act(
        "inspector1",
        "inspect",
        target,
        found_value="3",
        quality="ok",
        on_time=True,
        met=False,
        cause="lack_of_effort",
    )
    assert (world.state(target), world.target(target)["turn"]) == ("in_progress", "unit")
    world.fall_due(target)
    assert world.state(target) == "due"


def test_accepted_early_claim_is_inspected_and_scored(world):
    target = world.running()
    world.act("xq.head", "report_done", target, value="10")
    world.act(
        "inspector1", "inspect", target, found_value="10", quality="ok", on_time=True, met=True
    )
    assert world.state(target) == "inspected"
    world.act("office", "score", target)
    value = world.row("SELECT value FROM score WHERE target_id = ?", target)["value"]
    assert value == "20"


def test_later_finding_counts_and_the_earlier_stays(world):
    target = world.inspected()
    world.act("office", "reinspect", target, reason_code="other")
    world.act(
        "inspector2",
        "inspect",
        target,
        found_value="5",
        quality="ok",
        on_time=True,
        met=False,
        cause="objective",
    )
    world.act("office", "score", target)
    assert len(world.rows("SELECT id FROM finding WHERE target_id = ?", target)) == 2
    assert world.row("SELECT value FROM score WHERE target_id = ?", target)["value"] == "10"


def test_year_scores_all_that_is_inspected(world):
    world.year_now = -1
    one, two = world.approved(), world.approved()
    year = world.target(one)["year_id"]
    world.issue(year)
    for target in (one, two):
        world.fall_due(target)
        world.act(
            "inspector1", "inspect", target, found_value="10", quality="ok", on_time=True, met=True
        )
    world.year("office", "score", year)
    assert [world.state(t) for t in (one, two)] == ["scored"] * 2
