"""Rows on a target in force: issue, reports, deadline, inspection, score."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import running
from workflow.inputs import target as inputs
from workflow.rules import acceptance as acceptance_rules
from workflow.rules import groups as group_rules
from workflow.rules import missing as missing_rules
from workflow.rules import parts as part_rules
from workflow.rules import proposal as proposal_rules
from workflow.rules import running as running_rules
from workflow.rules import year as year_rules
from workflow.rules.signing import APART
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

RUNNING: tuple[Act, ...] = (
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
        (
            *APART,
            proposal_rules.actor_is_of_the_answering_unit,
            running_rules.report_is_not_from_the_future,
        ),
        inputs.ReportProgress,
        running.report_progress,
    ),
    Act(
        "report_done",
        "target",
        Words("申请提前验收", "Report done"),
        (Move((S.IN_PROGRESS,), KEEP),),
        (C.UNIT_HEAD,),
        (
            *APART,
            proposal_rules.actor_is_of_the_answering_unit,
            running_rules.no_early_claim_stands,
        ),
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
            acceptance_rules.inspectors_find_it,
            running_rules.inspector_is_of_no_unit_concerned,
            running_rules.inspector_is_of_another_front,
            running_rules.cause_goes_with_not_met,
            part_rules.values_are_those_of_the_parts,
            running_rules.finding_can_be_scored,
            missing_rules.absence_of_a_value_is_said,
            missing_rules.what_does_not_apply_is_not_unmet,
        ),
        inputs.Inspect,
        running.inspect,
    ),
    Act(
        "reinspect",
        "target",
        Words("重新验收", "Inspect again"),
        (Move((S.INSPECTED, S.SCORED), S.DUE),),
        (C.OFFICE, C.COUNTY_HEAD),
        (
            *APART,
            acceptance_rules.results_are_not_decided,
            acceptance_rules.scored_is_reopened_by_a_correction_only,
        ),
        inputs.Reasoned,
        running.reinspect,
    ),
    Act(
        "score",
        "target",
        Words("计分", "Score"),
        # Scored already, it is so again where what its group was found to have has moved.
        (Move((S.INSPECTED,), S.SCORED), Move((S.SCORED,), KEEP)),
        (C.OFFICE, C.SYSTEM),
        (
            running_rules.there_is_a_finding,
            acceptance_rules.results_are_not_decided,
            group_rules.group_is_inspected,
            group_rules.score_is_wanted,
        ),
        inputs.ScoreNow,
        running.score,
        stands=False,
    ),
)
