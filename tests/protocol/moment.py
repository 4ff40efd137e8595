"""A target's state in the county in memory, laid out for the real rules to judge.

Nothing here decides anything: `case_of` lays out the `TargetCase` that the database would give for
a state, as `workflow.audit.drafts` does from the log, and `moment_of` reads back what an act left
in it.

A state forgets what no rule, predicate or claim reads, so that there are finitely many: the numbers
of versions and revisions (only whether a hand is on the present revision matters), turns and
hand-overs (they bind nobody from signing; silence is left out, rounds are there), who ended a hand,
and on which side those stand who keep one post all their life. That nothing was forgotten which
matters is tested: `test_conformance.py` takes the same steps through the real door.
"""

from functools import cache
from typing import Any, NamedTuple

from tests.protocol.county import (
    CODE_OF,
    DIGEST,
    KEY_OF,
    MATERIAL,
    MOVER,
    NAME_OF,
    NOW,
    ORGANISATION,
    PEOPLE,
    POSTS,
    ROUNDS,
    SCHEME,
    TARGET,
    XQ,
    YEAR,
)
from workflow.calendar import Calendar
from workflow.case import Actor, Hand, TargetCase
from workflow.coverage.plan import Plan
from workflow.hands.revision import Revision
from workflow.hands.separation import side_of
from workflow.standing import target_standings
from workflow.terms import Capacity

# Versions and revisions are counted from here in every state; earlier ones are told apart from
# them, not from each other.
VERSION, REVISION = 2, 2


class Sign(NamedTuple):
    """A hand as a state keeps it; one that was ended keeps only what is still asked of it."""

    side: str
    verdict: str
    who: str
    post: str
    capacity: str
    round: int
    content: str
    # Whether it was put on the revision that is the candidate now.
    here: bool
    ended: str | None
    imposed: bool
    # The content that its signer was shown, or wrote in the same act: never read by a rule.
    shown: str


class Moment(NamedTuple):
    """A target, and of the county what may change around it."""

    # The posts between which one person changes.
    career: tuple[str, str]
    origin: str
    content: str
    # Every content that a page may show that somebody still has open.
    seen: frozenset[str]
    # Whether the candidate was written from above.
    asked: bool
    round: int
    hands: frozenset[Sign]
    # The sides on which the one who changes posts has stood.
    stood: frozenset[str]
    post: str
    year: str
    state: str
    in_force: str | None

    def __str__(self) -> str:
        hands = ", ".join(
            f"{h.side} {h.who} on {h.content}" for h in sorted(self.hands) if h.ended is None
        )
        return f"{self.state}, content {self.content}, round {self.round}; {hands or 'no hand'}"


def begun(origin: str, career: tuple[str, str], seen: str = "A") -> Moment:
    """A target that was just drafted by its unit ("bottom_up"), or assigned to it ("top_down").

    `seen`: what pages that are still open may show; with every content from the start there are
    more requests in flight than there can be, and fewer states to tell apart.
    """
    asked = origin == "top_down"
    return Moment(
        career, origin, "A", frozenset(seen), asked, 1, frozenset(), frozenset(), career[0],
        "drafting", "drafted", None,
    )  # fmt: skip


@cache
def _hand(number: int, sign: Sign) -> Hand:
    return Hand(
        number,
        sign.side,
        sign.verdict,
        sign.round,
        REVISION if sign.here else REVISION - 1,
        DIGEST.get(sign.content, ""),
        None,
        PEOPLE.get(sign.who, 0),
        sign.capacity,
        POSTS[sign.post].id if sign.post else 0,
        ended=sign.ended,
        imposed=sign.imposed,
    )


def _row(moment: Moment) -> dict[str, Any]:
    material = MATERIAL[moment.content]
    return {
        "id": TARGET,
        "year_id": YEAR,
        "unit_id": XQ.id,
        "item_id": None,
        "origin": moment.origin,
        "state": moment.state,
        "turn": "unit",
        "handed_up": 0,
        "round": moment.round,
        "version": VERSION,
        "imposed": int(any(sign.imposed for sign in moment.hands)),
        "candidate": REVISION,
        "digest": DIGEST[moment.content],
        "prechecked": 0,
        "in_force": REVISION if moment.in_force else None,
        "title": material["title"],
        "category": material["category"],
        "due_on": material["due_on"],
        "reviewing_post": material["reviewing_post"],
        "supporting": "".join(f",{code}," for code in material["supporting_units"]),
        "baseline": None,
    }


@cache
def _candidate(key: str, asked: bool, round_now: int) -> Revision:
    capacity = Capacity.LEADER if asked else Capacity.DRAFTER
    material, digest = MATERIAL[key], DIGEST[key]
    return Revision(REVISION, round_now, material, digest, None, None, capacity, "edit", "")


_NO_PLAN = Plan(YEAR, SCHEME, True, (), (), ())
_LATER: dict[str, Any] = {
    "last_revision": lambda: REVISION,
    "handover": lambda: None,
    "escalations": list,
    "calendar": lambda: Calendar({}),
    "past": lambda: None,
    "growth_reason": lambda: None,
    "plan": lambda: _NO_PLAN,
    "waivers": list,
    "plan_digest": lambda: None,
    "letters_said": dict,
}


def case_of(moment: Moment, who: str) -> TargetCase:
    """The facts on which an act of this person is judged in this state."""
    case = TargetCase(
        now=NOW,
        clock_now=NOW,
        actor=Actor(PEOPLE[who], who, "api"),
        organisation=ORGANISATION[moment.post],
        county={},
        kind="target",
        salt=lambda: "00" * 16,
    )
    case.subject = _row(moment)
    case.unit = XQ
    case.year = {"id": YEAR, "state": moment.year, "document": None}
    case.scheme = SCHEME
    case.candidate = _candidate(moment.content, moment.asked, moment.round)
    case.in_force = case.candidate if moment.in_force else None
    case.hands = [_hand(n, sign) for n, sign in enumerate(_in_order(moment))]
    case.stands = {(PEOPLE[MOVER], side) for side in moment.stood}
    case.later = dict(_LATER)
    case.standings = target_standings(case)
    return case


def _in_order(moment: Moment) -> list[Sign]:
    """The hands of a state in the order in which its case holds them."""
    return sorted(moment.hands, key=repr)


def _signs_of(case: TargetCase, before: Moment, shown: str) -> list[Sign]:
    """Every hand that the act left, in order, those it put last; nothing forgotten yet."""
    known = _in_order(before)
    assert case.candidate is not None
    assert [hand.id for hand in case.hands[: len(known)]] == list(range(len(known)))
    found = []
    for n, hand in enumerate(case.hands):
        if n < len(known):
            old = known[n]
            here = old.here and hand.revision == case.candidate.no
            found.append(old._replace(here=here, ended=hand.ended))
            continue
        found.append(
            Sign(
                hand.side,
                hand.verdict,
                NAME_OF[hand.actor],
                CODE_OF[hand.post],
                hand.capacity,
                hand.round,
                KEY_OF[hand.digest],
                hand.revision == case.candidate.no,
                hand.ended,
                hand.imposed,
                shown,
            )
        )
    return found


def _kept(sign: Sign, round_now: int) -> Sign | None:
    """What is still asked of a hand. Of an ended one: whether a leader's was outdated in this round
    (then signing other content opens the next), and in the last round whether the unit's was (then
    nobody above edits)."""
    if sign.ended is None:
        return sign
    if sign.round != round_now or sign.ended != "outdated" or sign.verdict != "affirm":
        return None
    above = sign.side == "down"
    below = sign.side in ("up", "support") and round_now >= ROUNDS
    return _ended("down" if above else "up", round_now) if above or below else None


def _ended(side: str, round_now: int, who: str = "") -> Sign:
    return Sign(side, "affirm", who, "", "", round_now, "", False, "outdated", False, "")


def _may_be_objected_to(case: TargetCase, origin: str) -> bool:
    """Whether it comes from above; no matter any more in the last round, in which no no is left."""
    assert case.candidate is not None
    by_upper = side_of(case.candidate.capacity) == "upper"
    return by_upper or origin == "top_down" or case.round >= ROUNDS


def moment_of(case: TargetCase, before: Moment, shown: str) -> Moment:
    """The state that the act left; `shown` is what whoever put a hand in it was shown."""
    assert case.candidate is not None
    signs = _signs_of(case, before, shown)
    content, state = KEY_OF[case.candidate.digest], str(case.state)
    if state == "cancelled":
        # Whatever was on it: nothing leads on from here.
        return before._replace(hands=frozenset(), stood=frozenset(), asked=False, state=state)
    kept = {_kept(sign, case.round) for sign in signs} - {None}
    if "XZ" in before.career and any(s.side == "down" and s.who == MOVER for s in signs):
        # Who once signed from above never decides, in whatever post.
        kept.add(_ended("down", 0, MOVER))
    return before._replace(
        content=content,
        seen=before.seen | {content},
        asked=_may_be_objected_to(case, before.origin),
        round=case.round,
        hands=frozenset(kept),
        stood=frozenset(side for person, side in case.stands if person == PEOPLE[MOVER]),
        state=state,
        in_force=content if case.get("in_force") is not None else None,
    )
