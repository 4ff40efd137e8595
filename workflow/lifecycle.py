"""★ The one table of everything that may happen. Permission checks, buttons, API actions, OpenAPI,
the command line, audit kinds and the README's table and diagram are all read from it.

Adding an act is one row here, its rules, its input and its effect, and one line in
tests/lifecycle.csv, which people write and review by hand. Rows on things without states stand in
`county_acts` and are joined below.
"""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.county_acts import COUNTY
from workflow.effects import drafting, hands, plan, running
from workflow.hands.consent import agreed, approved
from workflow.inputs import county as county_inputs
from workflow.inputs import target as inputs
from workflow.rules import content
from workflow.rules import hands as hand_rules
from workflow.rules import running as running_rules
from workflow.rules import year as year_rules
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.terms import YearState as Y
from workflow.words import Words

BEFORE_ISSUE = (S.DRAFTED, S.REVIEWED, S.APPROVED)
# Where a hand leads is never said by the act: it is what the hands that count add up to.
BY_HANDS = (
    Move((S.DRAFTED,), S.IN_PROGRESS, hands.binds_at_once),
    Move((S.DRAFTED,), S.APPROVED, approved),
    Move((S.DRAFTED,), S.REVIEWED, agreed),
    Move((S.DRAFTED,), S.DRAFTED),
)
APART = (
    hand_rules.actor_stands_on_no_other_side,
    hand_rules.actor_is_no_administrator_or_auditor,
)


def _content_moved(case: object) -> bool:
    return bool(getattr(case, "material_changed", False))


TARGET: tuple[Act, ...] = (
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
        (Move(BEFORE_ISSUE, S.DRAFTED, _content_moved), Move(BEFORE_ISSUE, KEEP)),
        (C.DRAFTER, C.UNIT_HEAD, C.LEADER, C.OFFICE),
        (
            *APART,
            hand_rules.something_changes,
            hand_rules.common_item_stays_the_same,
            *content.NAMED_AS_GIVEN,
        ),
        inputs.Edit,
        drafting.edit,
    ),
    Act(
        "hand_up",
        "target",
        Words("送审", "Hand up"),
        (Move((S.DRAFTED,), KEEP),),
        (C.DRAFTER,),
        (*APART, hand_rules.unit_has_not_signed_yet, hand_rules.not_handed_up_yet),
        inputs.Remark,
        hands.hand_up,
    ),
    Act(
        "submit",
        "target",
        Words("审签上报", "Sign and submit"),
        BY_HANDS,
        (C.UNIT_HEAD,),
        (*APART, hand_rules.unit_has_not_signed_yet, *content.COMPLETE),
        inputs.Sign,
        hands.submit,
        button=Words("审签上报 第{no}稿", "Sign and submit revision {no}"),
        signs=True,
    ),
    Act(
        "withdraw",
        "target",
        Words("撤回签署", "Withdraw signature"),
        (Move(BEFORE_ISSUE, S.REVIEWED, agreed), Move(BEFORE_ISSUE, S.DRAFTED)),
        (C.UNIT_HEAD, C.SUPPORTER, C.LEADER, C.COUNTY_HEAD),
        (hand_rules.actor_has_a_hand_here,),
        inputs.Remark,
        hands.withdraw,
        # Taking one's hand back puts nobody on a side.
        stands=False,
    ),
    Act(
        "precheck",
        "target",
        Words("初审", "Precheck"),
        (Move((S.DRAFTED,), KEEP),),
        (C.OFFICE,),
        (*APART, hand_rules.not_prechecked_yet),
        inputs.Remark,
        hands.precheck,
    ),
    Act(
        "return",
        "target",
        Words("退回", "Return"),
        (Move(BEFORE_ISSUE, S.DRAFTED),),
        (C.LEADER, C.OFFICE, C.COUNTY_HEAD),
        (*APART, hand_rules.unit_has_handed_up),
        inputs.Reasoned,
        hands.send_back,
    ),
    Act(
        "counter",
        "target",
        Words("退回并附修改稿", "Return with a draft"),
        (Move((S.DRAFTED,), S.DRAFTED),),
        (C.LEADER,),
        (
            *APART,
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
        (Move((S.DRAFTED,), S.DRAFTED),),
        (C.UNIT_HEAD,),
        (*APART, hand_rules.something_was_asked_from_above, hand_rules.no_objection_stands),
        inputs.Object,
        hands.object_to,
    ),
    Act(
        "confirm_support",
        "target",
        Words("会签", "Co-sign"),
        BY_HANDS,
        (C.SUPPORTER,),
        (*APART, hand_rules.supporter_has_not_signed_yet, *content.COMPLETE),
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
        (
            *APART,
            hand_rules.leader_has_not_signed_yet,
            hand_rules.reviewer_did_not_approve,
            *content.COMPLETE,
        ),
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
        ),
        (C.COUNTY_HEAD,),
        (*APART, hand_rules.not_approved_yet, hand_rules.approver_did_not_review),
        inputs.Approve,
        hands.approve,
        button=Words("批准 第{no}稿", "Approve revision {no}"),
        signs=True,
    ),
    Act(
        "discard",
        "target",
        Words("作废", "Discard"),
        (Move((S.DRAFTED,), S.CANCELLED),),
        (C.DRAFTER, C.UNIT_HEAD, C.OFFICE, C.LEADER),
        (
            *APART,
            hand_rules.is_not_a_common_item,
            hand_rules.own_side_began_it,
            hand_rules.other_side_has_not_signed,
        ),
        inputs.Remark,
        drafting.discard,
    ),
    Act(
        "issue",
        "target",
        Words("印发", "Issue"),
        (Move((S.APPROVED,), S.IN_PROGRESS),),
        (C.OFFICE,),
        (year_rules.issued_with_the_plan,),
        inputs.Seen,
        running.take_effect,
        stands=False,
    ),
    Act(
        "report_progress",
        "target",
        Words("进度填报", "Report progress"),
        (Move((S.IN_PROGRESS, S.DUE), KEEP),),
        (C.DRAFTER, C.UNIT_HEAD),
        (*APART, running_rules.report_is_not_from_the_future),
        inputs.ReportProgress,
        running.report_progress,
    ),
    Act(
        "report_done",
        "target",
        Words("申请提前验收", "Report done"),
        (Move((S.IN_PROGRESS,), KEEP),),
        (C.UNIT_HEAD,),
        (*APART, running_rules.no_early_claim_stands),
        inputs.ReportDone,
        running.report_done,
    ),
    Act(
        "fall_due",
        "target",
        Words("到期", "Fall due"),
        (Move((S.IN_PROGRESS,), S.DUE),),
        (C.SYSTEM,),
        (running_rules.deadline_has_passed,),
        inputs.Empty,
        running.fall_due,
        stands=False,
    ),
    Act(
        "inspect",
        "target",
        Words("验收", "Inspect"),
        (
            Move((S.IN_PROGRESS,), S.INSPECTED, running.claim_is_accepted),
            Move((S.IN_PROGRESS,), KEEP),
            Move((S.DUE,), S.INSPECTED),
        ),
        (C.INSPECTOR,),
        (
            *APART,
            running_rules.an_acceptance_is_open,
            running_rules.inspector_is_of_no_unit_concerned,
            running_rules.inspector_is_of_another_front,
            running_rules.cause_goes_with_not_met,
            running_rules.finding_can_be_scored,
        ),
        inputs.Inspect,
        running.inspect,
    ),
    Act(
        "reinspect",
        "target",
        Words("重新验收", "Inspect again"),
        (Move((S.INSPECTED,), S.DUE),),
        (C.OFFICE, C.COUNTY_HEAD),
        APART,
        inputs.Reasoned,
        running.reinspect,
    ),
    Act(
        "score",
        "target",
        Words("计分", "Score"),
        (Move((S.INSPECTED,), S.SCORED),),
        (C.OFFICE, C.SYSTEM),
        (running_rules.there_is_a_finding,),
        inputs.ScoreNow,
        running.score,
        stands=False,
    ),
)

YEAR: tuple[Act, ...] = (
    Act(
        "open",
        "year",
        Words("部署拟定", "Call for drafts"),
        (Move((Y.PREPARING,), Y.DRAFTING),),
        (C.OFFICE,),
        (),
        inputs.Remark,
        plan.call_for_drafts,
    ),
    Act(
        "issue",
        "year",
        Words("印发", "Issue the plan"),
        (Move((Y.DRAFTING,), Y.ISSUED),),
        (C.OFFICE,),
        (
            year_rules.something_is_approved,
            year_rules.every_target_is_approved_or_named,
            year_rules.what_is_left_open_is_open,
        ),
        county_inputs.Issue,
        plan.issue,
    ),
    Act(
        "score",
        "year",
        Words("全部计分", "Score what is inspected"),
        (Move((Y.ISSUED,), KEEP),),
        (C.OFFICE,),
        (year_rules.something_is_inspected,),
        inputs.ScoreNow,
        plan.score_all,
    ),
)


ITEM: tuple[Act, ...] = (
    Act(
        "sign_item",
        "item",
        Words("统一审定", "Sign for all units"),
        (Move(("=",), KEEP),),
        (C.LEADER,),
        (year_rules.item_waits_for_the_leader,),
        county_inputs.SignItem,
        plan.sign_item,
        stands=False,
    ),
)

ACTS: tuple[Act, ...] = (*TARGET, *YEAR, *COUNTY, *ITEM)
BY_KIND: dict[str, dict[str, Act]] = {
    kind: {act.name: act for act in ACTS if act.on == kind}
    for kind in ("target", "year", "county", "item")
}


def act_named(kind: str, name: str) -> Act | None:
    """The row of an act, or None: names come from outside and are never trusted."""
    return BY_KIND[kind].get(name)
