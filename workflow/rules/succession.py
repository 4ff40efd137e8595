"""Claims about the hand-over list of a post that got a new holder."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case


@rule(
    "本岗位没有等待您签署的交接清单",
    "No hand-over list of this post waits for your signature",
    needs_input=True,
)
def a_hand_over_waits_for_the_actor(case: Case) -> bool:
    return case.known("takeover") is not None
