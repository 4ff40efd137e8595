"""Rows on what is proposed after issue: addition, change, cancellation, transfer (增补, 调整, 撤销,
划转). What is proposed is signed, returned, edited and dropped by the same rows as a draft is."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import proposal as effects
from workflow.inputs import proposal as inputs
from workflow.rules import content
from workflow.rules import hands as hand_rules
from workflow.rules import proposal as rules
from workflow.rules.signing import APART
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

PROPOSALS: tuple[Act, ...] = (
    Act(
        "add",
        "target",
        Words("增补", "Add after issue"),
        (Move((S.NEW,), S.DRAFTED),),
        (C.DRAFTER, C.UNIT_HEAD, C.OFFICE, C.LEADER),
        (rules.plan_is_running, *content.NAMED_AS_GIVEN),
        inputs.Add,
        effects.begin_addition,
        creates=True,
    ),
    Act(
        "change",
        "target",
        Words("提出调整", "Propose a change"),
        (Move((S.IN_PROGRESS,), KEEP),),
        (C.DRAFTER, C.UNIT_HEAD, C.LEADER, C.OFFICE),
        (
            *APART,
            rules.nothing_is_proposed_yet,
            rules.target_is_not_due_yet,
            rules.change_window_is_open,
            hand_rules.content_changes,
            hand_rules.common_item_stays_the_same,
            rules.reviewing_post_stays,
            *content.NAMED_AS_GIVEN,
        ),
        inputs.Change,
        effects.edit,
    ),
    Act(
        "cancel",
        "target",
        Words("提出撤销", "Propose to cancel"),
        (Move((S.IN_PROGRESS,), KEEP),),
        (C.UNIT_HEAD, C.LEADER, C.OFFICE),
        (
            *APART,
            rules.common_item_stays_where_it_is,
            rules.nothing_is_proposed_yet,
            rules.target_is_not_due_yet,
            rules.change_window_is_open,
        ),
        inputs.Cancel,
        effects.propose_cancellation,
    ),
    Act(
        "transfer",
        "target",
        Words("划转", "Transfer to another unit"),
        (Move((S.IN_PROGRESS,), KEEP),),
        (C.OFFICE,),
        (
            *APART,
            rules.common_item_stays_where_it_is,
            rules.nothing_is_proposed_yet,
            rules.target_is_not_due_yet,
            rules.transfer_goes_elsewhere,
            rules.receiving_unit_has_a_head,
        ),
        inputs.Transfer,
        effects.propose_transfer,
    ),
)
