"""Rows on what counts for a unit as a whole: evaluations, adjustments, vetoes, and their end."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import whole_unit
from workflow.inputs import whole_unit as inputs
from workflow.rules import results as result_rules
from workflow.rules import whole_unit as rules
from workflow.terms import Capacity as C
from workflow.terms import YearState as Y
from workflow.words import Words

# From issue on, when the scheme is frozen, until the results are decided.
OPEN = (Move((Y.ISSUED, Y.ASSESSING, Y.PUBLISHED), KEEP),)

WHOLE_UNIT: tuple[Act, ...] = (
    Act(
        "enter_evaluation",
        "year",
        Words("登记测评结果", "Enter an evaluation"),
        OPEN,
        (C.OFFICE,),
        (rules.scheme_evaluates, result_rules.results_are_not_decided_yet),
        inputs.EnterEvaluation,
        whole_unit.enter_evaluation,
    ),
    Act(
        "adjust_unit",
        "year",
        Words("登记单位加减分", "Adjust a unit's points"),
        OPEN,
        (C.OFFICE, C.COUNTY_HEAD),
        (
            rules.scheme_adjusts,
            result_rules.results_are_not_decided_yet,
            rules.not_for_the_offices_own_unit,
        ),
        inputs.AdjustUnit,
        whole_unit.adjust_unit,
    ),
    Act(
        "veto_unit",
        "year",
        Words("登记一票否决", "Enter a veto"),
        OPEN,
        (C.OFFICE, C.COUNTY_HEAD),
        (
            rules.scheme_vetoes,
            result_rules.results_are_not_decided_yet,
            rules.veto_is_not_entered_yet,
            rules.not_for_the_offices_own_unit,
        ),
        inputs.VetoUnit,
        whole_unit.veto_unit,
    ),
    Act(
        "end_entry",
        "year",
        Words("撤销单位登记", "Take an entry about a unit back"),
        OPEN,
        (C.OFFICE, C.COUNTY_HEAD),
        (
            rules.an_entry_stands,
            result_rules.results_are_not_decided_yet,
            rules.this_entry_stands,
            rules.not_for_the_offices_own_unit,
        ),
        inputs.EndEntry,
        whole_unit.end_entry,
    ),
)
