"""What acts that hand over, sign, return or approve write."""

from __future__ import annotations

from workflow.case import TargetCase
from workflow.effects.drafting import raise_round
from workflow.effects.proposal import bind
from workflow.effects.waiting import note_handed_up, pass_turn
from workflow.hands import consent


def hand_up(case: TargetCase) -> None:
    """送审: the drafter gives the draft to the unit's head."""
    note_handed_up(case, 1)
    pass_turn(case, "unit")


def submit(case: TargetCase) -> None:
    """审签上报: the head's hand from below."""
    if consent.differs_from_what_was_signed(case):
        raise_round(case)
        consent.end_outdated(case)
    for objection in consent.objections(case):
        # Whoever signs has taken back the no that stood beside it.
        consent.end(case, objection, "withdrawn")
    consent.sign(case, "up")
    _give_growth_reason(case)
    note_handed_up(case, 0)
    settle(case)


def _give_growth_reason(case: TargetCase) -> None:
    """Why this content is no better than last year's result, for the leader to see (S18)."""
    reason = case.text(case.data.get("growth_reason"))
    if reason is None:
        return
    assert case.candidate is not None
    case.stage.insert(
        "growth_reason",
        target_id=case.ref,
        revision=case.candidate.no,
        digest=case.candidate.digest,
        text_id=reason,
        person_id=case.person,
        at=case.at,
    )


def review(case: TargetCase) -> None:
    """审定: the reviewing leader's hand from above; it answers an objection that stood."""
    for objection in consent.objections(case):
        consent.end(case, objection, "outdated")
    consent.sign(case, "down")
    settle(case)


def confirm_support(case: TargetCase) -> None:
    """会签: a supporting unit's head signs the same content."""
    consent.sign(case, "support")
    settle(case)


def settle(case: TargetCase) -> None:
    """After a hand: whose work it is; an approval that still stood may take effect by it."""
    pass_turn(case, _turn(case))
    if binds_at_once(case):
        bind(case)


def binds_at_once(case: TargetCase) -> bool:
    """Whether the candidate has what it needs, in a year that has been issued already."""
    return consent.binds(case) and year_is_issued(case)


def _turn(case: TargetCase) -> str:
    """Whose work it is now; a rule for inboxes, signing is never bound to it."""
    assert case.candidate is not None
    assert case.scheme is not None
    if consent.approved(case):
        return "office"
    if consent.agreed(case):
        return "county_head"
    if consent.objections(case):
        return "leader"
    if not consent.up(case):
        return "unit"
    if not consent.support(case):
        return "supporter"
    if case.scheme.precheck and case.get("prechecked") != case.candidate.no:
        return "office"
    return "leader"


def precheck(case: TargetCase) -> None:
    """初审: the office has looked; an opinion, never a hand."""
    assert case.candidate is not None
    case.set(prechecked=case.candidate.no)
    pass_turn(case, _turn(case))


def withdraw(case: TargetCase) -> None:
    """撤回: the actor's own hands end; the record of them stays."""
    own = consent.own_hands(case)
    for hand in own:
        consent.end(case, hand, "withdrawn")
    sides = {h.side for h in own}
    pass_turn(case, "unit" if "up" in sides else _turn(case))


def send_back(case: TargetCase) -> None:
    """退回: a new round with the same candidate; it is the unit's to answer."""
    raise_round(case)
    consent.end_outdated(case)
    note_handed_up(case, 0)
    pass_turn(case, "unit")


def object_to(case: TargetCase) -> None:
    """申请调整: the unit's no to what is asked of it, on the record with its reason."""
    raise_round(case)
    consent.end_outdated(case)
    consent.sign(case, "up", "object")
    note_handed_up(case, 0)
    pass_turn(case, "leader")


def approve(case: TargetCase) -> None:
    """批准: the county head adopts it; after issue it takes effect at once."""
    consent.sign(case, "approve")
    pass_turn(case, "office")
    if year_is_issued(case):
        bind(case)


def year_is_issued(case: TargetCase) -> bool:
    """Whether the plan of the target's year has been issued."""
    assert case.year is not None
    return bool(case.year["state"] != "drafting")
