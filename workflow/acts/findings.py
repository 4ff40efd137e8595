"""Rows on what was found: ledger, assessment, cause, objection and its answer (S9, S34, S44)."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import acceptance, objecting
from workflow.inputs import acceptance as acceptance_inputs
from workflow.rules import acceptance as acceptance_rules
from workflow.rules import missing as missing_rules
from workflow.rules import objecting as objecting_rules
from workflow.rules import parts as part_rules
from workflow.rules import running as running_rules
from workflow.rules.signing import APART
from workflow.terms import Capacity as C
from workflow.terms import State as S
from workflow.words import Words

SCORED_BY_A_UNIT = (
    acceptance_rules.item_has_a_scoring_unit,
    acceptance_rules.actor_speaks_for_the_scoring_unit,
    acceptance_rules.results_are_not_decided,
)
FOUND_OR_RUNNING = (S.IN_PROGRESS, S.DUE, S.INSPECTED, S.SCORED)

FINDINGS: tuple[Act, ...] = (
    Act(
        "enter_ledger",
        "target",
        Words("记入台账", "Enter in the ledger"),
        (Move((S.IN_PROGRESS, S.DUE), KEEP),),
        (C.ASSESSOR, C.OFFICE),
        (
            *APART,
            *SCORED_BY_A_UNIT,
            acceptance_rules.event_is_in_the_rule,
            acceptance_rules.event_lies_in_the_year,
            acceptance_rules.matter_code_fits_the_event,
        ),
        acceptance_inputs.EnterLedger,
        acceptance.enter_ledger,
    ),
    Act(
        "strike_ledger",
        "target",
        Words("撤销台账记录", "Strike a ledger entry"),
        (Move((S.IN_PROGRESS, S.DUE), KEEP),),
        (C.ASSESSOR, C.OFFICE),
        (
            *APART,
            *SCORED_BY_A_UNIT,
            acceptance_rules.ledger_holds_something,
            acceptance_rules.entry_stands,
        ),
        acceptance_inputs.StrikeLedger,
        acceptance.strike_ledger,
    ),
    Act(
        "assess",
        "target",
        Words("核定", "Assess"),
        (Move((S.DUE,), S.INSPECTED),),
        (C.ASSESSOR, C.OFFICE),
        (
            *APART,
            running_rules.an_acceptance_is_open,
            *SCORED_BY_A_UNIT,
            running_rules.cause_goes_with_not_met,
            part_rules.values_are_those_of_the_parts,
            acceptance_rules.assessment_can_be_scored,
            missing_rules.absence_of_a_value_is_said,
            missing_rules.what_does_not_apply_is_not_unmet,
        ),
        acceptance_inputs.Assess,
        acceptance.assess,
    ),
    Act(
        "decide_cause",
        "target",
        Words("裁定未完成原因", "Decide the cause"),
        (Move((S.INSPECTED, S.SCORED), KEEP),),
        (C.COUNTY_HEAD,),
        (
            *APART,
            acceptance_rules.finding_is_not_met,
            acceptance_rules.results_are_not_decided,
            acceptance_rules.unit_was_heard,
        ),
        acceptance_inputs.DecideCause,
        acceptance.decide_cause,
    ),
    Act(
        "object_result",
        "target",
        Words("申请复核", "Object to a result"),
        (Move(FOUND_OR_RUNNING, KEEP),),
        (C.UNIT_HEAD,),
        (
            *APART,
            objecting_rules.something_was_found,
            acceptance_rules.results_are_not_decided,
            objecting_rules.objection_is_in_time,
            objecting_rules.objection_names_something,
            objecting_rules.node_is_as_shown,
            objecting_rules.same_objection_is_not_open,
        ),
        acceptance_inputs.ObjectResult,
        objecting.object_result,
    ),
    Act(
        "answer_objection",
        "target",
        Words("答复复核申请", "Answer an objection"),
        (
            Move((S.INSPECTED, S.SCORED), S.DUE, acceptance.reopens),
            Move(FOUND_OR_RUNNING, KEEP),
        ),
        (C.OFFICE, C.COUNTY_HEAD),
        (
            *APART,
            objecting_rules.an_objection_waits,
            acceptance_rules.results_are_not_decided,
            objecting_rules.this_objection_waits,
            objecting_rules.answer_is_somebody_elses,
        ),
        acceptance_inputs.AnswerObjection,
        acceptance.answer_objection,
    ),
)
