"""Rows on what is prepared for a hand, and on a hand that was put on paper (代拟意见, 纸质审签)."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.acts.drafting import BY_HANDS
from workflow.effects import advice, paper
from workflow.hands.consent import agreed
from workflow.hands.proposal import ends_the_target
from workflow.inputs import target as inputs
from workflow.rules import hands as hand_rules
from workflow.rules import paper as paper_rules
from workflow.rules import proposal as proposal_rules
from workflow.rules.signing import APART
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

PAPER: tuple[Act, ...] = (
    Act(
        "advise",
        "target",
        Words("代拟意见", "Prepare an opinion"),
        (Move((S.DRAFTED, S.REVIEWED, S.IN_PROGRESS), KEEP),),
        (C.SECRETARY,),
        (proposal_rules.something_is_proposed, hand_rules.adviser_is_not_of_the_units_side),
        inputs.Advise,
        advice.advise,
        # An opinion is no hand, and puts nobody on a side.
        stands=False,
    ),
    Act(
        "register_paper",
        "target",
        Words("登记纸质审签", "Register a signed sheet"),
        (
            *(Move((S.DRAFTED, S.REVIEWED), m.dest, m.when) for m in BY_HANDS[:2]),
            Move((S.DRAFTED, S.REVIEWED), S.REVIEWED, agreed),
            Move((S.DRAFTED,), S.DRAFTED),
            Move((S.IN_PROGRESS,), S.CANCELLED, ends_the_target),
            Move((S.IN_PROGRESS,), KEEP),
        ),
        (C.OFFICE,),
        (
            *APART,
            proposal_rules.something_is_proposed,
            paper_rules.signer_holds_a_signing_post,
            paper_rules.signer_could_sign_it_here,
            paper_rules.registrar_is_not_the_signer,
            paper_rules.sheet_day_fits,
        ),
        inputs.RegisterPaper,
        paper.register_paper,
    ),
)
