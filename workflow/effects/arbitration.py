"""What the county head's decision over a quarrel writes (县长审定下达, design.md 2.6)."""

from __future__ import annotations

from workflow.audit.canonical import canonical
from workflow.case import TargetCase
from workflow.effects.drafting import adopt_content
from workflow.effects.hands import year_is_issued
from workflow.effects.proposal import bind
from workflow.effects.waiting import note_handed_up, pass_turn
from workflow.hands import arbiter, consent, proposal


def arbitrate(case: TargetCase) -> None:
    """县长审定下达: one hand decides on what was there or was settled; those of both sides end."""
    silence = None if arbiter.in_last_round(case) else arbiter.lasting_silence(case)
    settled = sorted(case.changed - {"baseline"})
    adopt_content(case)
    for hand in [h for h in case.hands if h.ended is None and proposal.is_about(h, case)]:
        consent.end(case, hand, "outdated")
    signature = consent.sign(case, "approve", imposed=True)
    case.stage.insert(
        "arbitration",
        target_id=case.ref,
        signature_id=signature,
        escalation_id=silence["id"] if silence else None,
        settled=canonical(settled).decode(),
        document=case.data["document"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )
    case.set(imposed=1)
    note_handed_up(case, 0)
    pass_turn(case, "office")
    if year_is_issued(case):
        bind(case)
