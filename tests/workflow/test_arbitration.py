"""Quarrels that do not end by themselves: rounds, the county head's decision, and its deputy."""

import json

import pytest

from tests.builders import DECISION, World, codes, scheme_with_a_deputy
from tests.workflow.arbitration_cases import ASKED, reviewed_by_the_county_head
from workflow.acts.coordination import COORDINATION
from workflow.audit.verify import verify
from workflow.errors import InvalidInput, NotFound, NotPermitted, RulesRefused, StaleVersion
from workflow.hands import consent
from workflow.queries import inbox
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation

TOO_LOW = {"reason_code": "value_too_low"}
NO_FUNDS = {"reason_code": "no_funds"}


def entry(world: World, act: str) -> dict:
    found = world.row("SELECT body FROM entry WHERE act = ? ORDER BY id DESC LIMIT 1", act)
    return json.loads(found["body"])


def shown(world: World, who: str, target: int) -> dict:
    return representation(reader_of(world.database, world.clock, world.actor(who)), target)


def offers(world: World, who: str, target: int) -> dict[str, bool]:
    """The acts that are this person's to do now, and whether they may be done."""
    return {
        a["action"]: a["allowed"]
        for a in shown(world, who, target)["actions"]
        if a["refusals"] == []
        or a["refusals"][0]["code"] not in ("not_your_capacity", "wrong_state")
    }


def todo(world: World, who: str) -> list[int]:
    reader = reader_of(world.database, world.clock, world.actor(who))
    found, after = [], 0
    while after is not None:
        rows, after = inbox.inbox(reader, "todo", limit=200, after=after)
        found += [row["id"] for row in rows]
    return found


# — rounds —


@pytest.mark.parametrize(("most", "now"), [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (4, 4)])
def test_acts_that_open_a_round_end_with_the_last_one_whatever_the_scheme_says(
    world, years_of, most, now
):
    """Below and at N rounds: each kind of act, each on a target of its own."""
    year, left = years_of[most], now < most
    for who, act, fields in (
        ("leader1", "return", TOO_LOW),
        ("leader1", "counter", {**TOO_LOW, "target_value": "12"}),
        ("leader1", "edit", {"target_value": "12"}),
        ("office", "edit", {"target_value": "13"}),
    ):
        target = world.quarrelled(now, year=year)
        assert offers(world, who, target)[act] is left
        if left:
            world.act(who, act, target, **fields)
            raised = act in ("return", "counter")
            assert world.target(target)["round"] == now + raised
        else:
            code = "edit_opens_no_further_round" if act == "edit" else "a_round_is_left"
            assert codes(world.no(who, act, target, **fields)) == [code]
    target = world.quarrelled(now, year=year)
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed", "to accept is possible in every round"


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_no_way_leads_above_the_last_round(world, years_of, most):
    with pytest.raises(RulesRefused):
        world.quarrelled(most + 1, year=years_of[most])


def about_it(world: World, who: str, target: int) -> dict[str, bool]:
    """What of the quarrel itself somebody may do; talking and sharing out go on beside it."""
    aside = {act.name for act in COORDINATION}
    return {name: may for name, may in offers(world, who, target).items() if name not in aside}


def test_three_rounds_without_agreement_leave_only_accepting_and_the_county_head(world):
    """Scenario 5 of the issue."""
    target = world.quarrelled()
    assert world.target(target)["round"] == 3
    assert about_it(world, "leader1", target) == {
        "edit": False, "withdraw": False, "return": False, "counter": False, "review": True,
        "discard": False, "ask_arbitration": True,
    }  # fmt: skip
    assert about_it(world, "xq.head", target) == {
        "edit": True, "submit": False, "withdraw": True, "object": False, "discard": True,
        "ask_arbitration": True,
    }  # fmt: skip
    world.act("xq.head", "ask_arbitration", target, **ASKED)
    assert target in todo(world, "head")
    world.act("head", "arbitrate", target, target_value="11", **DECISION)
    row = world.target(target)
    assert (row["state"], row["imposed"], row["candidate"]) == ("approved", 1, 2)
    assert target not in todo(world, "head")


def test_refusal_in_the_last_round_says_who_can_help(world):
    error = world.no("leader1", "return", world.quarrelled(), **TOO_LOW)
    (refusal,) = error.refusals
    assert refusal.who == ("county_head", "deputy")
    assert "轮数" in refusal.text.zh
    assert "ask the county head" in refusal.text.en


def test_side_that_was_sent_its_draft_back_may_still_write_its_offer_in_the_last_round(world):
    target = world.quarrelled(2)
    world.act("leader1", "return", target, **TOO_LOW)
    world.act("xq.drafter", "edit", target, target_value="11")
    world.act("xq.head", "submit", target)
    assert world.target(target)["round"] == 3
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_leader_may_answer_an_objection_that_opened_the_last_round(world):
    target = world.assigned()
    for _ in range(2):
        world.act("leader1", "review", target)
        world.act("xq.head", "object", target, **NO_FUNDS)
    world.act("leader1", "edit", target, target_value="9")
    world.act("leader1", "review", target)
    assert codes(world.no("xq.drafter", "edit", target, target_value="8")) == [
        "edit_opens_no_further_round"
    ]
    world.act("xq.head", "submit", target)
    assert (world.state(target), world.target(target)["round"]) == ("reviewed", 3)


def test_own_side_may_correct_what_only_it_has_signed_in_the_last_round(world):
    target = world.quarrelled()
    world.act("xq.drafter", "edit", target, target_value="11")
    world.act("xq.head", "submit", target)
    assert world.target(target)["round"] == 3


def test_hand_that_was_taken_back_closes_nothing(world):
    target = world.quarrelled()
    world.act("xq.head", "withdraw", target)
    world.act("leader1", "edit", target, target_value="12")
    assert world.target(target)["candidate"] == 2


def test_supporters_hand_closes_the_last_round_to_the_upper_side_too(world):
    target = world.quarrelled(supporting_units=["ZS"])
    world.act("zs.head", "confirm_support", target)
    world.act("xq.head", "withdraw", target)
    assert codes(world.no("leader1", "edit", target, points="9")) == ["edit_opens_no_further_round"]


# — the decision —


def test_decision_on_the_draft_as_it_is_needs_no_other_hand(world):
    target = world.quarrelled()
    digest = world.target(target)["digest"]
    world.act("head", "arbitrate", target, **DECISION)
    row = world.target(target)
    assert (row["state"], row["candidate"], row["digest"]) == ("approved", 1, digest)
    assert world.standing_hands(target) == {"approve"}
    assert row["turn"] == "office"


def test_decision_settles_fields_and_names_them(world):
    target = world.quarrelled()
    day = f"{world.target(target)['year_id']}-07-31"
    world.act("head", "arbitrate", target, target_value="11", due_on=day, **DECISION)
    (decision,) = shown(world, "xq.head", target)["arbitrations"]
    assert decision["settled"] == ["due_on", "target_value"]
    assert (decision["ground"], decision["document"], decision["text"]) == (
        "rounds", DECISION["document"], DECISION["text"],
    )  # fmt: skip
    assert (decision["by"], decision["capacity"], decision["round"]) == ("head", "county_head", 3)
    assert shown(world, "xq.head", target)["candidate"]["target_value"] == "11"


def test_hands_of_both_sides_end_in_the_decisions_own_entry(world):
    target = world.quarrelled(supporting_units=["ZS"])
    world.act("zs.head", "confirm_support", target)
    world.act("head", "arbitrate", target, **DECISION)
    ends = world.rows(
        "SELECT s.side, e.kind, e.act FROM signature_end e JOIN signature s "
        "ON s.id = e.signature_id WHERE s.target_id = ? AND e.act = 'arbitrate' ORDER BY s.side",
        target,
    )
    assert [tuple(e.values()) for e in ends] == [
        ("support", "outdated", "arbitrate"), ("up", "outdated", "arbitrate"),
    ]  # fmt: skip
    done = entry(world, "arbitrate")
    tables = [w["table"] for w in done["writes"]]
    assert tables.count("signature_end") == 2
    assert {"signature", "arbitration", "stand", "target"} <= set(tables)
    assert done["named"] == {"document": DECISION["document"]}


def test_decision_is_one_approving_hand_marked_as_imposed(world):
    target = world.imposed()
    (hand,) = [h for h in world.case(target).hands if h.side == "approve"]
    assert (hand.verdict, hand.imposed) == ("affirm", True)
    assert consent.approved(world.case(target))
    assert not consent.agreed(world.case(target))


def test_both_hands_can_be_there_and_the_county_head_decide_otherwise(world):
    target = world.quarrelled()
    world.act("leader1", "review", target)
    world.act("head", "arbitrate", target, target_value="12", **DECISION)
    assert world.state(target) == "approved"
    assert world.target(target)["candidate"] == 2


@pytest.mark.parametrize("missing", ["document", "text"])
def test_decision_needs_its_document_and_its_reason(world, missing):
    fields = {**DECISION, missing: ""}
    error = world.no("head", "arbitrate", world.quarrelled(), **fields)
    assert isinstance(error, InvalidInput)
    assert list(error.fields) == [missing]


def test_decision_is_bound_to_what_was_shown(world):
    target = world.quarrelled()
    error = world.no("head", "arbitrate", target, digest="0" * 64, **DECISION)
    assert isinstance(error, StaleVersion)


def test_it_is_not_for_the_office_or_a_leader(world):
    target = world.quarrelled()
    for who in ("office", "leader1", "xq.head"):
        assert isinstance(world.no(who, "arbitrate", target, **DECISION), NotPermitted)


def test_it_is_in_force_from_issue_on_and_imposed_for_ever(world):
    world.year_now = -1
    target = world.imposed()
    world.issue(world.target(target)["year_id"])
    row = world.target(target)
    assert (row["state"], row["in_force"], row["imposed"]) == ("in_progress", 1, 1)
    world.fall_due(target)
    assert world.target(target)["imposed"] == 1
    assert len(shown(world, "auditor", target)["arbitrations"]) == 1


def test_after_issue_a_decision_binds_at_once(world):
    world.year_now = -1
    target = world.quarrelled()
    world.running(year=world.year_now)
    assert world.row("SELECT state FROM year WHERE id = ?", world.year_now)["state"] == "issued"
    world.act("head", "arbitrate", target, target_value="11", **DECISION)
    row = world.target(target)
    assert (row["state"], row["in_force"], row["turn"]) == ("in_progress", 2, "unit")
    milestones = world.rows("SELECT revision FROM milestone WHERE target_id = ?", target)
    assert [m["revision"] for m in milestones] == [2]


def test_edit_before_issue_takes_the_decision_back_as_any_approval_and_imposed_stays(world):
    target = world.imposed()
    world.act("office", "edit", target, points="19")
    row = world.target(target)
    assert (row["state"], row["imposed"]) == ("drafted", 1)
    assert world.standing_hands(target) == set()
    world.act("head", "arbitrate", target, **DECISION)
    assert world.state(target) == "approved"
    assert len(shown(world, "head", target)["arbitrations"]) == 2


def test_who_decided_may_take_it_back(world):
    target = world.imposed()
    world.act("head", "withdraw", target)
    assert world.state(target) == "drafted"
    assert world.target(target)["imposed"] == 1


def test_who_decides_stands_on_the_upper_side_for_ever(world):
    head = world.newcomer("XZ")
    target = world.quarrelled()
    world.act(head, "arbitrate", target, **DECISION)
    stands = world.case(target).stands
    assert (world.actor(head).person, "upper") in stands
    world.relieve(head, "XZ")
    world.appoint(head, "XQ-YBS")
    assert codes(world.no(head, "edit", target, points="9")) == ["actor_stands_on_no_other_side"]


def test_hand_of_a_party_or_of_another_side_imposes_nothing(world):
    """The predicate by itself, as verification asks it."""
    case = world.case(world.imposed())
    (hand,) = [h for h in case.hands if h.imposed]
    case.stands.add((hand.actor, "unit"))
    assert not consent.imposed(case)
    case.stands.discard((hand.actor, "unit"))
    assert consent.imposed(case)
    down = next(h for h in case.hands if h.side == "up")
    case.hands.append(type(down)(**{**vars(down), "side": "down", "actor": hand.actor}))
    assert not consent.imposed(case)


def test_common_item_can_be_decided_as_it_is(world):
    _, (target,) = world.common("XQ")
    for _ in range(2):
        world.act("leader1", "review", target)
        world.act("xq.head", "object", target, reason_code="not_our_function")
    world.act("head", "arbitrate", target, **DECISION)
    assert world.state(target) == "approved"


# — the deputy —


def test_deputy_decides_where_the_county_head_reviews(world):
    target, head = reviewed_by_the_county_head(world)
    assert codes(world.no("head", "arbitrate", target, **DECISION)) == ["arbiter_is_no_party"]
    world.act(head, "submit", target)
    world.act("head", "ask_arbitration", target, **ASKED)
    assert target in todo(world, "deputy")
    assert shown(world, "deputy", target)["escalations"][0]["level"] == "deputy"
    world.act("deputy", "arbitrate", target, **DECISION)
    assert world.state(target) == "approved"
    assert shown(world, "deputy", target)["arbitrations"][0]["capacity"] == "deputy"
    world.act("deputy", "withdraw", target)
    assert world.state(target) == "drafted"


def test_deputy_decides_where_every_county_head_signed_from_above_before(world):
    """Both holders of the post were this target's leader once: as leaders they signed it."""
    target = world.quarrelled(2)
    world.act("leader1", "review", target)
    world.act("leader1", "return", target, **TOO_LOW)
    world.act("xq.head", "submit", target)
    assert codes(world.no("deputy", "arbitrate", target, **DECISION)) == [
        "deputy_decides_only_for_a_party"
    ]
    for username in ("head", "head2"):
        world.relieve(username, "XZ")
    world.appoint("leader1", "XZ")
    assert codes(world.no("leader1", "arbitrate", target, **DECISION)) == ["arbiter_is_no_party"]
    world.act("deputy", "arbitrate", target, **DECISION)
    world.relieve("leader1", "XZ")
    for username in ("head", "head2"):
        world.appoint(username, "XZ")
    assert world.state(target) == "approved"


def test_deputy_sees_drafts_of_years_whose_scheme_names_the_post_and_no_others(world, years_of):
    target = world.draft(lead_unit="XQ", year=years_of["nobody"])
    with pytest.raises(NotFound):
        world.case(target, world.actor("deputy"))
    named = world.draft(year=years_of[3])
    assert world.case(named, world.actor("deputy")).state == "drafted"


def test_scheme_may_only_name_a_leaders_post_as_deputy(world):
    year = world.next_year()
    toml = scheme_with_a_deputy(year).replace("FXZ-9", "MBB-1")
    with pytest.raises(InvalidInput) as caught:
        world.county("office", "open_year", year=year, toml=toml)
    assert "arbitration.deputy_post" in caught.value.fields["toml"][0].en


# — the log —


def test_verification_knows_the_decision_and_what_it_rests_on(fresh):
    target = fresh.imposed()
    fresh.issue(2013)
    assert fresh.state(target) == "in_progress"
    assert verify(fresh.database).ok
