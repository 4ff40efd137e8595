"""When both hands are on one content: the predicates of design.md section 2, and their upkeep."""

from __future__ import annotations

from dataclasses import replace

from models.unit_of_work import New
from workflow.case import Hand, TargetCase
from workflow.hands import proposal, showing
from workflow.organisation import Post
from workflow.terms import Capacity, State

# The side of the target on which each hand's owner stands.
STANDS_ON = {"up": "unit", "support": "unit", "down": "upper", "approve": "upper"}
NOT_DERIVED = frozenset(
    {State.IN_PROGRESS, State.DUE, State.INSPECTED, State.SCORED, State.CANCELLED}
)


def valid(hand: Hand, case: TargetCase) -> bool:
    """A hand counts on this very revision in this round, and not once it is ended.

    The leader's hand on a common item is on what is the same in all units: it also holds while the
    item's template digest stays (design.md 2.8). A hand on a proposal is for its purpose; those on
    what is in force hold as long as that does, whatever rounds were quarrelled since.
    """
    candidate = case.candidate
    if candidate is None or hand.ended is not None or not _is_of_now(hand, case):
        return False
    if hand.side == "down" and hand.template is not None and hand.template == candidate.template:
        return hand.revision <= candidate.no
    return hand.digest == candidate.digest and hand.revision == candidate.no


def _is_of_now(hand: Hand, case: TargetCase) -> bool:
    """Whether a hand is of the present round and for what is asked in it."""
    if proposal.stands(case):
        asked = hand.purpose == proposal.purpose(case) and proposal.is_about(hand, case)
        return asked and hand.round == case.round
    return case.get("in_force") is not None or hand.round == case.round


def carries(hand: Hand, case: TargetCase) -> bool:
    """Whether what is in force rests on this hand while something else is proposed beside it."""
    return hand.ended is None and proposal.runs(case) and not proposal.is_about(hand, case)


def affirmed(case: TargetCase, side: str) -> list[Hand]:
    """The valid affirming hands of one side."""
    return [h for h in case.hands if h.side == side and h.verdict == "affirm" and valid(h, case)]


def objections(case: TargetCase) -> list[Hand]:
    """The unit's valid no to what is asked of it."""
    return [h for h in case.hands if h.side == "up" and h.verdict == "object" and valid(h, case)]


def up(case: TargetCase) -> bool:
    """The head of the lead unit that the candidate names has signed it."""
    assert case.candidate is not None
    lead, posts = case.candidate.material["lead_unit"], case.organisation.post_by_id
    return any(
        h.capacity == Capacity.UNIT_HEAD and _is_of(posts.get(h.post), lead)
        for h in affirmed(case, "up")
    )


def _is_of(post: Post | None, unit: str) -> bool:
    return post is not None and post.unit is not None and post.unit.code == unit


def down(case: TargetCase) -> bool:
    """The post that the candidate names as its reviewing post has signed it, no other one."""
    assert case.candidate is not None
    named = case.organisation.posts.get(case.candidate.material["reviewing_post"] or "")
    return named is not None and any(h.post == named.id for h in affirmed(case, "down"))


def support(case: TargetCase) -> bool:
    """The head of every supporting unit has signed the candidate."""
    assert case.candidate is not None
    confirmed = {h.capacity.partition(":")[2] for h in affirmed(case, "support")}
    return set(case.candidate.material["supporting_units"]) <= confirmed


def by_side(case: TargetCase) -> dict[str, bool]:
    """Which sides' hands are on the candidate and count, and whether the approval is imposed."""
    return {
        "up": up(case),
        "down": down(case),
        "support": support(case),
        "approve": bool(affirmed(case, "approve")),
        "imposed": imposed(case),
    }


def apart(case: TargetCase) -> bool:
    """Nobody whose hand counts stands, or ever stood, on another side of this target.

    The sides are the unit's, the upper and inspection (design.md 2.9): who heads both the lead and
    a supporting unit signs for both, on one side. Whose hand it is, is resolved through delegation:
    a substitute's is also his for whom it was put.
    """
    return not any(
        person in hand.people and stood != own
        for side, own in STANDS_ON.items()
        for hand in affirmed(case, side)
        for person, stood in case.stands
    )


def agreed(case: TargetCase) -> bool:
    """Both hands, and every supporter's, of different people on one digest in one round."""
    return up(case) and down(case) and support(case) and apart(case)


def imposed(case: TargetCase) -> bool:
    """Arbitrated: the hand of a county head or deputy who is no party to this target decides."""
    parties = {person for h in case.hands if h.side == "down" for person in h.people}
    hands = [h for h in affirmed(case, "approve") if h.imposed and not h.people & parties]
    return bool(hands) and apart(case)


def differs_from_what_was_signed(case: TargetCase) -> bool:
    """Whether the leader signed in this round and the candidate is something else by now."""
    if down(case):
        return False
    return any(
        h.side == "down"
        and h.round == case.round
        and h.ended == "outdated"
        and proposal.is_about(h, case)
        for h in case.hands
    )


def approved(case: TargetCase) -> bool:
    """Agreed, and adopted by the county head, who reviewed it only where nobody else could; or
    imposed."""
    if imposed(case):
        return True
    reviewers = {person for h in affirmed(case, "down") for person in h.people}
    alone = county_head_is_named(case)
    return agreed(case) and any(
        alone or not h.people & reviewers for h in affirmed(case, "approve")
    )


def binds(case: TargetCase) -> bool:
    """Whether the candidate has what it needs to be in force: a transfer rests on its document and
    the hands of the new head and the reviewing post, everything else is approved (design.md 2.11).
    """
    return approved(case) or (_is_transferred(case) and agreed(case))


def _is_transferred(case: TargetCase) -> bool:
    return case.proposal is not None and case.proposal["kind"] == "transfer"


def county_head_is_named(case: TargetCase) -> bool:
    """Whether the candidate names the county head's own post as its reviewing post.

    Whether it may is judged when it is named and when it is signed (rules/content.py): who heads
    which unit changes, and hands that were put lawfully stay so.
    """
    assert case.candidate is not None
    named = case.organisation.posts.get(case.candidate.material["reviewing_post"] or "")
    return named is not None and named.capacity == Capacity.COUNTY_HEAD


def only_the_county_head_reviews(case: TargetCase) -> bool:
    """Whether no other leader can review the unit's targets now, so that the county head reviews
    and approves."""
    unit = proposal.lead_unit(case)
    assert unit is not None
    posts = case.organisation.reviewing_posts(unit, case.at)
    return all(post.capacity == Capacity.COUNTY_HEAD for post in posts)


def derived_state(case: TargetCase) -> str:
    """The state until issue: never stored knowledge, always this question (design.md section 2)."""
    if case.get("in_force") is not None or case.state in NOT_DERIVED:
        return case.state
    if approved(case):
        return State.APPROVED
    return State.REVIEWED if agreed(case) else State.DRAFTED


def sign(case: TargetCase, side: str, verdict: str = "affirm", *, imposed: bool = False) -> New:
    """Put the actor's hand on the candidate; the staged signature."""
    assert case.candidate is not None
    assert case.standing is not None
    assert case.standing.post is not None
    assert case.person is not None
    candidate, post = case.candidate, case.standing.post
    # The post's own capacity: a county head who reviews is seen to be the county head.
    capacity = post.capacity.value
    if side == "support":
        # A supporter's hand names the unit it speaks for, so that each unit is asked.
        assert post.unit is not None
        capacity = f"{Capacity.UNIT_HEAD}:{post.unit.code}"
    if case.standing.capacity == Capacity.DEPUTY:
        capacity = Capacity.DEPUTY.value
    case.hands.append(
        Hand(
            None,
            side,
            verdict,
            case.round,
            candidate.no,
            candidate.digest,
            candidate.template,
            case.person,
            capacity,
            post.id,
            proposal.purpose(case),
            imposed=imposed,
            behalf=case.on_behalf_of,
        )
    )
    signature = case.stage.insert(
        "signature",
        target_id=case.ref,
        round=case.round,
        revision=candidate.no,
        digest=candidate.digest,
        template=candidate.template,
        side=side,
        purpose=proposal.purpose(case),
        verdict=verdict,
        reason=case.data.get("reason_code"),
        text_id=case.reason,
        actor_id=case.person,
        capacity=capacity,
        post_id=post.id,
        on_behalf_of_id=case.on_behalf_of,
        channel=case.actor.channel,
        at=case.at,
    )
    showing.note(case, signature)
    return signature


# The side on which each standing puts its hand, and takes it back.
SIDE_OF = {
    Capacity.UNIT_HEAD: "up",
    Capacity.SUPPORTER: "support",
    Capacity.LEADER: "down",
    Capacity.COUNTY_HEAD: "approve",
    Capacity.DEPUTY: "approve",
}


def own_hands(case: TargetCase) -> list[Hand]:
    """The actor's valid hands on the side of the capacity in which this act is done; what was
    signed for him by another among them."""
    assert case.standing is not None
    side = SIDE_OF.get(case.standing.capacity)
    return [h for h in case.hands if case.person in h.people and h.side == side and valid(h, case)]


def end(case: TargetCase, hand: Hand, kind: str) -> None:
    """Record that a hand stopped counting, by what act, and on which content that left us."""
    assert case.act is not None
    assert case.candidate is not None
    case.stage.insert(
        "signature_end",
        signature_id=hand.id,
        kind=kind,
        act=case.act.name,
        person_id=case.person,
        revision=case.candidate.no,
        digest=case.candidate.digest,
        at=case.at,
    )
    case.hands = [_ended(h, kind) if h is hand else h for h in case.hands]


def end_outdated(case: TargetCase) -> None:
    """End every hand that no longer counts, in the act that took its ground away (rule 1).

    What a proposal moves takes nothing from the hands that what is in force rests on.
    """
    for hand in list(case.hands):
        if hand.ended is None and proposal.is_about(hand, case) and not valid(hand, case):
            end(case, hand, "outdated")


def _ended(hand: Hand, kind: str) -> Hand:
    return replace(hand, ended=kind)
