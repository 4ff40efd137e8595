"""How a proposal ends, and that what is in force then stands alone again."""

from __future__ import annotations

from typing import Any

from workflow.case import TargetCase
from workflow.effects.waiting import pass_turn
from workflow.hands import consent, proposal


def lapse(case: TargetCase) -> None:
    """The day has come, or it was found to be done: what is in force on that day counts."""
    if proposal.runs(case):
        restore(case, "lapsed")


def restore(case: TargetCase, outcome: str) -> None:
    """What was proposed is no more; its hands end, those on what is in force stand as they did."""
    assert case.in_force is not None
    pass_turn(case, "none")
    end(case, outcome)
    case.candidate = case.in_force
    case.set(candidate=case.in_force.no, digest=case.in_force.digest)
    consent.end_outdated(case)


def end(case: TargetCase, outcome: str, **more: Any) -> None:
    """Record how it ended, by what act, and with which revision."""
    assert case.act is not None
    assert case.candidate is not None
    case.move_proposal(
        last=case.candidate.no,
        ended_at=case.at,
        ended_act=case.act.name,
        outcome=outcome,
        turn="none",
        **more,
    )
