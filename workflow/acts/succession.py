"""The row on what goes over with a post: its hand-over list. Signing of targets never waits for it;
an unsigned list is seen by the office and auditors."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import succession
from workflow.inputs.succession import SignTakeover
from workflow.rules.succession import a_hand_over_waits_for_the_actor
from workflow.terms import Capacity as C
from workflow.words import Words

SUCCESSION: tuple[Act, ...] = (
    Act(
        "sign_takeover",
        "county",
        Words("签署交接清单", "Sign a hand-over list"),
        (Move(("=",), KEEP),),
        (C.UNIT_HEAD, C.LEADER, C.COUNTY_HEAD),
        (a_hand_over_waits_for_the_actor,),
        SignTakeover,
        succession.sign_takeover,
        stands=False,
    ),
)
