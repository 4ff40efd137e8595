"""Whose turn it is, and since when: hand-overs, and what is reported upward (design.md 2.7).

A hand-over begins when an act gives the turn to the unit, a supporter, the office or the leader; it
ends when that side answers, so that the turn goes on, when the target is handed over anew (another
round), or when there is nothing left to answer: both hands are there, it is decided, discarded.
What the awaited side does without answering (an edit, a supporter of two) does not end it. A draft
that its own unit keeps to itself is handed over by nobody, a common item by its leader's signature.
Turns are a rule for inboxes: a hand-over keeps nobody from signing, and its escalation moves no
turn.
"""

from __future__ import annotations

from typing import Any

from workflow.case import TargetCase
from workflow.effects import papers
from workflow.hands import arbiter, consent, proposal
from workflow.terms import UNIT_SIDE

Values = dict[str, Any]

AWAITED = ("unit", "supporter", "office", "leader")


def note_handed_up(case: TargetCase, handed_up: int) -> None:
    """Whether the drafter has given what is asked to the unit's head; a proposal's own beside what
    is in force."""
    if proposal.runs(case):
        case.move_proposal(handed_up=handed_up)
    else:
        case.set(handed_up=handed_up)


def pass_turn(case: TargetCase, turn: str) -> None:
    """Give the turn to a side; what that begins or ends of hand-overs is written too."""
    if proposal.runs(case):
        case.move_proposal(turn=turn)
    else:
        case.set(turn=turn)
    awaited = _is_awaited(case, turn)
    open_now = None if case.subject is None else case.known("handover")
    if open_now is not None:
        same = open_now["turn"] == turn and open_now["round"] == case.round
        if awaited and same:
            return
        end_handover(case, open_now)
    if case.subject is not None and _is_settled(case, turn):
        end_escalations(case)
    # The unit's own draft, begun or taken back by itself, waits for nobody's answer.
    if awaited and not (turn == "unit" and case.capacity in UNIT_SIDE):
        assert case.act is not None
        case.stage.insert(
            "handover",
            target_id=case.ref,
            turn=turn,
            act=case.act.name,
            round=case.round,
            at=case.at,
            ended_at=None,
            ended_act=None,
        )


def _is_awaited(case: TargetCase, turn: str) -> bool:
    return turn in AWAITED and not _is_settled(case, turn)


def _is_settled(case: TargetCase, turn: str) -> bool:
    """Whether nobody has to answer any more: agreed, decided, or no target at all."""
    return turn == "none" or consent.agreed(case) or consent.approved(case)


def end_handover(case: TargetCase, row: Values) -> None:
    """The awaited side has answered, or is not awaited any more; so its escalation ends."""
    _end(case, "handover", row)
    found: list[Values] = case.known("escalations")
    # A request rests on the rounds or on the silence; with the silence it ends.
    stay = [e for e in found if e["kind"] == "asked" and arbiter.in_last_round(case)]
    for escalation in found:
        if escalation not in stay:
            _end(case, "escalation", escalation)
    case.facts |= {"handover": None, "escalations": stay}


def end_escalations(case: TargetCase) -> None:
    """Nothing is left to answer or to decide."""
    for escalation in case.known("escalations"):
        _end(case, "escalation", escalation)
    case.facts["escalations"] = []


def _end(case: TargetCase, table: str, row: Values) -> None:
    assert case.act is not None
    case.stage.update(table, row, ended_at=case.at, ended_act=case.act.name)


def escalate(case: TargetCase) -> None:
    """逾期未答复上报: into the next higher level's inbox; no turn and no hand is moved."""
    row = case.known("handover")
    level, post = arbiter.above(case, row["turn"])
    _report(case, "unanswered", level, post, row["id"])


def ask_arbitration(case: TargetCase) -> None:
    """提请县长审定: into the inbox of whoever decides; it ends with the decision or with a yes."""
    _report(case, "asked", *arbiter.arbiter(case), None)


def _report(
    case: TargetCase, kind: str, level: str, post: str | None, handover: int | None
) -> None:
    escalation = case.stage.insert(
        "escalation",
        target_id=case.ref,
        handover_id=handover,
        kind=kind,
        level=level,
        post=post,
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
        ended_at=None,
        ended_act=None,
    )
    papers.slip(case, escalation)
