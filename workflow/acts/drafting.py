"""Rows on a target until its plan is issued: drafting, both hands, approval (上下结合)."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import drafting, hands
from workflow.effects import proposal as proposal_effects
from workflow.hands.consent import agreed, approved
from workflow.hands.proposal import ends_the_target
from workflow.inputs import acceptance as acceptance_inputs
from workflow.inputs import target as inputs
from workflow.rules import arbitration as arbitration_rules
from workflow.rules import content
from workflow.rules import hands as hand_rules
from workflow.rules import proposal as proposal_rules
from workflow.rules import year as year_rules
from workflow.rules.signing import APART, APPROVE, ASKED, CONFIRM_SUPPORT, REVIEW, SUBMIT
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

BEFORE_ISSUE = (S.DRAFTED, S.REVIEWED, S.APPROVED)
# Where a hand leads is never said by the act: it is what the hands that count add up to.
BY_HANDS = (
    Move((S.DRAFTED,), S.IN_PROGRESS, hands.binds_at_once),
    Move((S.DRAFTED,), S.APPROVED, approved),
    Move((S.DRAFTED,), S.REVIEWED, agreed),
    Move((S.DRAFTED,), S.DRAFTED),
    # What is proposed about a running target has a state of its own beside it (design.md 2.10).
    Move((S.IN_PROGRESS,), KEEP),
)


def _content_moved(case: object) -> bool:
    return bool(getattr(case, "material_changed", False))


DRAFTING: tuple[Act, ...] = (
    Act(
        "create",
        "target",
        Words("起草", "Draft"),
        (Move((S.NEW,), S.DRAFTED),),
        (C.DRAFTER, C.UNIT_HEAD),
        (year_rules.year_is_drafting, *content.NAMED_AS_GIVEN),
        inputs.Create,
        drafting.begin,
        creates=True,
    ),
    Act(
        "assign",
        "target",
        Words("下达（征求意见）", "Assign"),
        (Move((S.NEW,), S.DRAFTED),),
        (C.OFFICE, C.LEADER),
        (year_rules.year_is_drafting, *content.NAMED_AS_GIVEN),
        inputs.Assign,
        drafting.begin,
        creates=True,
    ),
    Act(
        "edit",
        "target",
        Words("修改", "Edit"),
        (
            Move(BEFORE_ISSUE, S.DRAFTED, _content_moved),
            Move(BEFORE_ISSUE, KEEP),
            Move((S.IN_PROGRESS,), KEEP),
        ),
        (C.DRAFTER, C.UNIT_HEAD, C.LEADER, C.OFFICE),
        (
            *APART,
            proposal_rules.actor_is_of_the_unit_named,
            proposal_rules.target_is_not_due_yet,
            proposal_rules.change_window_is_open,
            proposal_rules.cancellation_is_not_edited,
            proposal_rules.reviewing_post_stays,
            hand_rules.something_changes,
            hand_rules.common_item_stays_the_same,
            arbitration_rules.edit_opens_no_further_round,
            *content.NAMED_AS_GIVEN,
        ),
        inputs.Edit,
        proposal_effects.edit,
    ),
    Act(
        "hand_up",
        "target",
        Words("送审", "Hand up"),
        (Move((S.DRAFTED, S.IN_PROGRESS), KEEP),),
        (C.DRAFTER,),
        (*APART, *ASKED, hand_rules.unit_has_not_signed_yet, hand_rules.not_handed_up_yet),
        inputs.Remark,
        hands.hand_up,
    ),
    Act(
        "submit",
        "target",
        Words("审签上报", "Sign and submit"),
        BY_HANDS,
        (C.UNIT_HEAD,),
        SUBMIT,
        acceptance_inputs.Submit,
        hands.submit,
        button=Words("审签上报 第{no}稿", "Sign and submit revision {no}"),
        signs=True,
    ),
    Act(
        "withdraw",
        "target",
        Words("撤回签署", "Withdraw signature"),
        (
            Move(BEFORE_ISSUE, S.REVIEWED, agreed),
            Move(BEFORE_ISSUE, S.DRAFTED),
            Move((S.IN_PROGRESS,), KEEP),
        ),
        (C.UNIT_HEAD, C.SUPPORTER, C.LEADER, C.COUNTY_HEAD, C.DEPUTY),
        (proposal_rules.something_is_proposed, hand_rules.actor_has_a_hand_here),
        inputs.Remark,
        hands.withdraw,
        # Taking one's hand back puts nobody on a side.
        stands=False,
    ),
    Act(
        "precheck",
        "target",
        Words("初审", "Precheck"),
        (Move((S.DRAFTED, S.IN_PROGRESS), KEEP),),
        (C.OFFICE,),
        (*APART, proposal_rules.something_is_proposed, hand_rules.not_prechecked_yet),
        inputs.Remark,
        hands.precheck,
    ),
    Act(
        "return",
        "target",
        Words("退回", "Return"),
        (Move(BEFORE_ISSUE, S.DRAFTED), Move((S.IN_PROGRESS,), KEEP)),
        (C.LEADER, C.OFFICE, C.COUNTY_HEAD),
        (
            *APART,
            proposal_rules.something_is_proposed,
            hand_rules.unit_has_handed_up,
            arbitration_rules.a_round_is_left,
        ),
        inputs.Reasoned,
        hands.send_back,
    ),
    Act(
        "counter",
        "target",
        Words("退回并附修改稿", "Return with a draft"),
        (Move((S.DRAFTED,), S.DRAFTED), Move((S.IN_PROGRESS,), KEEP)),
        (C.LEADER,),
        (
            *APART,
            proposal_rules.something_is_proposed,
            proposal_rules.cancellation_is_not_edited,
            proposal_rules.reviewing_post_stays,
            arbitration_rules.a_round_is_left,
            hand_rules.content_changes,
            hand_rules.common_item_stays_the_same,
            hand_rules.counter_names_its_own_post,
            *content.COMPLETE_AS_GIVEN,
        ),
        inputs.Counter,
        drafting.counter,
        button=Words("退回并签署本修改稿", "Return with this draft, signed"),
    ),
    Act(
        "object",
        "target",
        Words("申请调整", "Object"),
        (Move((S.DRAFTED,), S.DRAFTED), Move((S.IN_PROGRESS,), KEEP)),
        (C.UNIT_HEAD,),
        (
            *APART,
            *ASKED,
            hand_rules.something_was_asked_from_above,
            hand_rules.no_objection_stands,
            arbitration_rules.a_round_is_left,
        ),
        inputs.Object,
        hands.object_to,
    ),
    Act(
        "confirm_support",
        "target",
        Words("会签", "Co-sign"),
        BY_HANDS,
        (C.SUPPORTER,),
        CONFIRM_SUPPORT,
        inputs.Sign,
        hands.confirm_support,
        button=Words("会签 第{no}稿", "Co-sign revision {no}"),
        signs=True,
    ),
    Act(
        "review",
        "target",
        Words("审定", "Review"),
        BY_HANDS,
        (C.LEADER,),
        REVIEW,
        inputs.Sign,
        hands.review,
        button=Words("审定签署 第{no}稿", "Sign revision {no} as reviewing leader"),
        signs=True,
    ),
    Act(
        "approve",
        "target",
        Words("批准", "Approve"),
        (
            Move((S.REVIEWED,), S.IN_PROGRESS, hands.year_is_issued),
            Move((S.REVIEWED,), S.APPROVED),
            Move((S.IN_PROGRESS,), S.CANCELLED, ends_the_target),
            Move((S.IN_PROGRESS,), KEEP),
        ),
        (C.COUNTY_HEAD,),
        APPROVE,
        inputs.Approve,
        hands.approve,
        button=Words("批准 第{no}稿", "Approve revision {no}"),
        signs=True,
    ),
    Act(
        "discard",
        "target",
        Words("作废", "Discard"),
        (Move((S.DRAFTED,), S.CANCELLED), Move((S.IN_PROGRESS,), KEEP)),
        (C.DRAFTER, C.UNIT_HEAD, C.OFFICE, C.LEADER),
        (
            *APART,
            proposal_rules.something_is_proposed,
            hand_rules.is_not_a_common_item,
            hand_rules.own_side_began_it,
            hand_rules.other_side_has_not_signed,
        ),
        inputs.Remark,
        proposal_effects.discard,
    ),
)
