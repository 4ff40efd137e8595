"""Rows on a quarrel that does not end by itself: silence reported, a decision asked for, made."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import arbitration, hands, waiting
from workflow.hands.proposal import ends_the_target
from workflow.inputs import target as inputs
from workflow.rules import arbitration as rules
from workflow.rules import content
from workflow.rules import points as points_rules
from workflow.rules import proposal as proposal_rules
from workflow.rules.signing import APART, ASKED
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

ARBITRATION: tuple[Act, ...] = (
    Act(
        "escalate",
        "target",
        Words("逾期未答复上报", "Report silence upward"),
        (Move((S.DRAFTED, S.IN_PROGRESS), KEEP),),
        (C.SYSTEM,),
        (
            rules.an_answer_is_awaited,
            rules.handover_is_not_reported_yet,
            rules.days_for_an_answer_are_over,
        ),
        inputs.Empty,
        waiting.escalate,
        stands=False,
    ),
    Act(
        "ask_arbitration",
        "target",
        Words("提请县长审定", "Ask the county head to decide"),
        (Move((S.DRAFTED, S.IN_PROGRESS), KEEP),),
        (C.UNIT_HEAD, C.LEADER),
        (*APART, *ASKED, rules.arbitration_is_open, rules.arbitration_is_not_asked_yet),
        inputs.AskArbitration,
        waiting.ask_arbitration,
    ),
    Act(
        "arbitrate",
        "target",
        Words("县长审定下达", "Decide and impose"),
        (
            Move((S.DRAFTED, S.REVIEWED), S.IN_PROGRESS, hands.year_is_issued),
            Move((S.DRAFTED, S.REVIEWED), S.APPROVED),
            Move((S.IN_PROGRESS,), S.CANCELLED, ends_the_target),
            Move((S.IN_PROGRESS,), KEEP),
        ),
        (C.COUNTY_HEAD, C.DEPUTY),
        (
            *APART,
            proposal_rules.something_is_proposed,
            proposal_rules.target_is_not_due_yet,
            proposal_rules.early_claim_is_answered,
            proposal_rules.cancellation_is_decided_as_it_is,
            proposal_rules.reviewing_post_stays,
            rules.arbitration_is_open,
            rules.arbiter_is_no_party,
            rules.deputy_decides_only_for_a_party,
            rules.common_item_is_decided_as_it_is,
            *content.COMPLETE_AS_GIVEN,
            points_rules.points_stay_whole_as_given,
        ),
        inputs.Arbitrate,
        arbitration.arbitrate,
        button=Words("裁定并签署下达", "Decide, sign and impose"),
    ),
)
