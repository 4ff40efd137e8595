"""Each safeguard taken away alone: the explorer must find what it kept from happening.

A model that finds nothing proves little until it is seen to find something. Each test holds the
shortest way to the harm, step by step: what would happen in a county whose program lacked the
safeguard. With all of them in place no way leads there (`test_protocol.py`).
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.protocol.claims import (
    CLAIMS,
    Claim,
    a_hand_counts_or_is_ended,
    a_hand_is_on_what_its_signer_was_shown,
    a_hand_is_put_by_one_who_holds_the_post,
    the_state_is_what_the_hands_say,
    what_is_approved_in_an_issued_year_binds,
    what_is_in_force_has_both_hands,
    what_is_in_force_is_what_its_signers_were_shown,
)
from tests.protocol.county import FROM_THE_UNIT, TO_THE_TOP
from tests.protocol.explorer import Counterexample, Steps, explore
from tests.protocol.moment import Moment, begun
from tests.protocol.retrying import Retrying, Waiting, nothing_is_done_twice
from tests.protocol.unlocked import Enters, Open, Unlocked, Writes, of_the_county
from tests.protocol.world import ACTS, MemoryJudging, Request, World
from workflow.act import Act
from workflow.case import Hand, TargetCase
from workflow.hands import consent
from workflow.lifecycle import act_named

DRAFT = begun("bottom_up", FROM_THE_UNIT)


def harm(world: Steps, first: object, claims: Iterable[Claim] = CLAIMS) -> tuple[str, list[str]]:
    """What the explorer finds, and by which steps."""
    with pytest.raises(Counterexample) as caught:
        explore(world, [first], claims)
    print(caught.value)
    return caught.value.broken, caught.value.steps


def without(*codes: str) -> dict[str, Act]:
    """The rows of the table as they would be without these rules."""
    found = {}
    for name in ACTS:
        row = act_named("target", name)
        assert row is not None
        found[name] = replace(row, rules=tuple(r for r in row.rules if r.code not in codes))
    return found


def after(world: World, *sent: tuple[str, str]) -> Moment:
    """The state that these acts lead to from a draft."""
    moment = DRAFT
    for who, act in sent:
        answer = world.send(moment, Request(who, act, "", moment.content, True))
        assert answer.said == "done", (who, act, answer.said)
        moment = answer.after
    return moment


# — compare-and-set —


class Blind(MemoryJudging):
    """A door that does not compare what was shown with what is there."""

    def _not_stale(self, case, if_match):
        pass

    def _same_version(self, case, version):
        pass


def test_without_compare_and_set_a_hand_lands_on_what_its_owner_never_saw():
    world = World(judging=Blind)
    assert harm(world, DRAFT, [a_hand_is_on_what_its_signer_was_shown]) == (
        "xq.head was shown A and has now signed B",
        [
            "xq.drafter: edit to B (shown A)",
            "xq.head: submit (shown A earlier)",
        ],
    )


def test_without_compare_and_set_a_request_whose_answer_was_lost_undoes_a_later_act():
    world = Retrying(World(judging=Blind), "xq.drafter", keyed=False)
    assert harm(world, Waiting(DRAFT), [nothing_is_done_twice]) == (
        "edit of xq.drafter, done once, is done a second time",
        [
            "xq.drafter: edit to B (shown A)",
            "xq.drafter: edit to A (shown B)",
            "xq.drafter: edit to B (shown A earlier): sent again",
        ],
    )


def test_a_hand_sent_again_without_its_key_is_put_again_where_it_was_taken_back():
    """A hand is bound to the content alone, so a page may sign what others remarked on meanwhile;
    a program that repeats requests by itself must name an Idempotency-Key."""
    world = Retrying(World(), "xq.head", keyed=False)
    assert harm(world, Waiting(DRAFT), [nothing_is_done_twice]) == (
        "submit of xq.head, done once, is done a second time",
        [
            "xq.head: submit (shown A)",
            "xq.head: withdraw (shown A)",
            "xq.head: submit (shown A): sent again",
        ],
    )


# — outdating on edit —


def test_without_outdating_a_hand_stands_on_after_an_edit(monkeypatch):
    monkeypatch.setattr(consent, "end_outdated", lambda case: None)
    assert harm(World(), DRAFT) == (
        "the hand of xq.head on an earlier revision still stands",
        [
            "xq.head: submit (shown A)",
            "xq.drafter: edit to B (shown A)",
        ],
    )


def test_without_any_outdating_the_county_is_bound_by_a_hand_on_other_content(monkeypatch):
    monkeypatch.setattr(consent, "end_outdated", lambda case: None)
    monkeypatch.setattr(
        consent, "valid", lambda hand, case: hand.ended is None and hand.round == case.round
    )
    assert harm(World(), DRAFT, [what_is_in_force_is_what_its_signers_were_shown]) == (
        "content A is in force by the hand of one who was shown another",
        [
            "the office issues the plan",
            "leader1: counter to B (shown A)",
            "leader1: edit to A (shown B)",
            "xq.head: submit (shown A)",
            "head: approve (shown A)",
        ],
    )


def test_hands_bound_to_the_bytes_alone_are_revived_by_editing_back(monkeypatch):
    def by_digest(hand: Hand, case: TargetCase) -> bool:
        assert case.candidate is not None
        same = hand.digest == case.candidate.digest
        return same and hand.ended is None and hand.round == case.round

    monkeypatch.setattr(consent, "end_outdated", lambda case: None)
    monkeypatch.setattr(consent, "valid", by_digest)
    assert harm(World(), DRAFT, [the_state_is_what_the_hands_say]) == (
        "it is reviewed where the hands say drafted",
        [
            "xq.head: submit (shown A)",
            "xq.drafter: edit to B (shown A)",
            "xq.drafter: edit to A (shown B)",
            "leader1: review (shown A)",
        ],
    )


def test_without_outdating_a_new_round_begins_with_the_hands_of_the_last(monkeypatch):
    monkeypatch.setattr(consent, "end_outdated", lambda case: None)
    monkeypatch.setattr(consent, "valid", lambda hand, case: hand.digest == case.candidate.digest)
    assert harm(World(), DRAFT, [the_state_is_what_the_hands_say]) == (
        "it is reviewed where the hands say drafted",
        [
            "xq.head: submit (shown A)",
            "leader1: return (shown A)",
            "leader1: review (shown A)",
        ],
    )


# — different people —


def test_without_different_people_one_person_acts_on_both_sides():
    world = World(rows=without("actor_stands_on_no_other_side"))
    assert harm(world, DRAFT) == (
        "mover has acted on both sides of one target",
        [
            "mover: edit to B (shown A)",
            "mover is moved to post FXZ-1",
            "mover: edit to A (shown B)",
        ],
    )


def test_without_different_people_one_person_binds_the_unit_to_their_own_wish(monkeypatch):
    monkeypatch.setattr(consent, "apart", lambda case: True)
    world = World(rows=without("actor_stands_on_no_other_side"))
    assert harm(world, DRAFT, [what_is_in_force_has_both_hands]) == (
        "content A is in force without the hands of different people",
        [
            "the office issues the plan",
            "mover: submit (shown A)",
            "mover is moved to post FXZ-1",
            "mover: review (shown A)",
            "head: approve (shown A)",
        ],
    )


def test_without_different_people_who_reviewed_approves_in_a_higher_post():
    world = World(rows=without("approver_did_not_review", "reviewer_did_not_approve"))
    assert harm(world, begun("bottom_up", TO_THE_TOP)) == (
        "it is approved where the hands say reviewed",
        [
            "xq.head: submit (shown A)",
            "mover: review (shown A)",
            "mover is moved to post XZ",
            "mover: approve (shown A)",
        ],
    )


# — rounds —


def test_without_rounds_a_quarrel_goes_on_for_ever():
    assert harm(World(rows=without("a_round_is_left")), DRAFT) == (
        "round 3 has begun where the scheme gives 2",
        [
            "leader1: counter to B (shown A)",
            "xq.head: object (shown B)",
        ],
    )


def test_without_rounds_signing_other_content_opens_one_more():
    world = World(rows=without("submit_opens_no_further_round"))
    assert harm(world, DRAFT) == (
        "round 3 has begun where the scheme gives 2",
        [
            "leader1: counter to B (shown A)",
            "leader1: edit to A (shown B)",
            "xq.head: submit (shown A)",
        ],
    )


# — the county's lock —


def test_without_the_lock_a_hand_is_put_by_one_who_has_left_the_post():
    """No row of the target moved: only the lock keeps the post from changing meanwhile."""
    claims = [of_the_county(a_hand_is_put_by_one_who_holds_the_post)]
    assert harm(Unlocked(World(), claimed=True), Open(DRAFT), claims) == (
        "mover has signed as XQ-YBS and is not in that post any more",
        [
            "mover: submit (shown A): judged, not written yet",
            "mover is moved to post FXZ-1",
            "mover: submit (shown A): written now",
        ],
    )


def test_without_the_lock_an_approval_misses_the_issue_of_the_plan():
    world = World()
    reviewed = Open(after(world, ("xq.head", "submit"), ("leader1", "review")))
    claims = [of_the_county(what_is_approved_in_an_issued_year_binds)]
    assert harm(Unlocked(world, claimed=True), reviewed, claims) == (
        "it is approved in a year that is issued, and nothing will ever put it in force",
        [
            "head: approve (shown A): judged, not written yet",
            "the office issues the plan",
            "head: approve (shown A): written now",
        ],
    )


def test_without_lock_and_claim_of_the_row_two_acts_overwrite_each_other():
    claims = [of_the_county(a_hand_counts_or_is_ended)]
    assert harm(Unlocked(World(), claimed=False), Open(DRAFT), claims) == (
        "the hand of xq.head on an earlier revision still stands",
        [
            "xq.drafter: edit to B (shown A): judged, not written yet",
            "xq.head: submit (shown A)",
            "xq.drafter: edit to B (shown A): written now",
        ],
    )


def test_the_claim_of_the_row_alone_turns_the_later_of_the_two_away():
    """With it the same steps end in "stale" for the slower one: nothing is overwritten."""
    world, state = Unlocked(World(), claimed=True), Open(DRAFT)
    edit = Request("xq.drafter", "edit", "B", "A", True)
    submit = Request("xq.head", "submit", "", "A", True)
    for step, said in ((Enters(edit), "judged"), (submit, "done"), (Writes(0, edit), "stale")):
        answer = world.take(state, step)
        assert answer.said == said
        state = answer.after
    assert state.moment == after(World(), ("xq.head", "submit"))
