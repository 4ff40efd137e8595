"""Who stands above whom in a quarrel, and whether it has come to the county head (design.md 2.6).

A round is one offer that the other side answers with a no: by `return`, `counter`, `object`, or by
signing other content than the other side has signed. The scheme gives so many rounds (three unless
it says otherwise), counted from 1. In the last one nobody may open another: what the other side
has signed is signed too, or the county head decides. So `return`, `counter` and `object` are over,
and where the other side has put its hand in this round, nobody edits; a side
that was sent its draft back, or whose objection stands to be answered, may still write its offer,
for that opens no round. Signing, withdrawing and asking for the decision always stay possible.

The county head may also decide where silence lasts: a hand-over that the clock reported upward
and that stays unanswered for as many working days again. He decides as one who is no party. Where
he is the reviewing post himself, where every holder of his post has signed from above, or stands on
another side, the deputy named by the scheme does; where the scheme names none, nobody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workflow.calendar import Calendar
from workflow.case import TargetCase
from workflow.clock import moment_of, today
from workflow.hands import proposal
from workflow.organisation import Post
from workflow.scheme.value import Arbitration
from workflow.terms import UNIT_SIDE, Capacity

Values = dict[str, Any]


def terms(case: TargetCase) -> Arbitration:
    """What the year's scheme says of rounds, silence and the deputy."""
    assert case.scheme is not None
    return case.scheme.arbitration


def in_last_round(case: TargetCase) -> bool:
    """Whether no further round may be opened."""
    return case.round - proposal.first_round(case) + 1 >= terms(case).rounds


def others_hand_stands(case: TargetCase) -> bool:
    """Whether the other side has put its hand on content of this round, and not taken it back."""
    own_is_unit = case.capacity in UNIT_SIDE
    other = ("down",) if own_is_unit else ("up", "support")
    return any(
        h.side in other
        and h.verdict == "affirm"
        and h.round == case.round
        and h.ended != "withdrawn"
        and proposal.is_about(h, case)
        for h in case.hands
    )


def days_are_over(case: TargetCase, since: str, now: datetime) -> bool:
    """Whether the working days that the scheme gives for an answer have passed by `now`."""
    return now >= ends_at(case, since)


def ends_at(case: TargetCase, since: str) -> datetime:
    """The moment at which the days for an answer that began at `since` are over."""
    known: Calendar = case.known("calendar")
    return known.end_of(today(moment_of(since)), terms(case).answer_days)


def lasting_silence(case: TargetCase) -> Values | None:
    """The escalation that stayed unanswered for as many days again, if one did."""
    found: list[Values] = case.known("escalations")
    for row in found:
        if row["kind"] == "unanswered" and days_are_over(case, row["at"], case.now):
            return row
    return None


def is_open(case: TargetCase) -> bool:
    """Whether the county head may decide."""
    return in_last_round(case) or lasting_silence(case) is not None


def _signed_from_above(case: TargetCase, people: frozenset[int]) -> bool:
    return any(h.side == "down" and h.people & people for h in case.hands)


def _is_party(case: TargetCase, person: int) -> bool:
    elsewhere = any(p == person and side != "upper" for p, side in case.stands)
    return elsewhere or _signed_from_above(case, frozenset({person}))


def county_head_is_party(case: TargetCase) -> bool:
    """Whether the county head cannot decide: he reviews it, or every holder stands on a side."""
    assert case.candidate is not None
    posts = case.organisation.posts
    named = posts.get(case.candidate.material["reviewing_post"] or "")
    if named is not None and named.capacity == Capacity.COUNTY_HEAD:
        return True
    heads = [p for p in posts.values() if p.capacity == Capacity.COUNTY_HEAD]
    holders = [person for post in heads for person in case.organisation.holders(post, case.at)]
    return bool(holders) and all(_is_party(case, person) for person in holders)


def actor_is_party(case: TargetCase) -> bool:
    """Whether the actor, or whom he stands in for, signed from above, or acts in the reviewing
    post."""
    assert case.candidate is not None
    post = case.standing.post if case.standing else None
    reviews = post is not None and post.code == case.candidate.material["reviewing_post"]
    return reviews or _signed_from_above(case, case.people)


def deputy_post(case: TargetCase) -> Post | None:
    """The post that the scheme names as deputy, where the county has it."""
    return case.organisation.posts.get(terms(case).deputy_post or "")


def arbiter(case: TargetCase) -> tuple[str, str | None]:
    """Who decides: the level, and the deputy's post where it is the deputy."""
    deputy = deputy_post(case)
    if deputy is not None and county_head_is_party(case):
        return "deputy", deputy.code
    return "county_head", None


def above(case: TargetCase, turn: str) -> tuple[str, str | None]:
    """The next higher level of the side that is awaited."""
    assert case.candidate is not None
    if turn in ("unit", "supporter") and case.candidate.material["reviewing_post"]:
        return "leader", None
    return arbiter(case)
