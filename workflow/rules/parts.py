"""Claims about values found by part and period, where a scoring rule is made of parts."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import TargetCase
from workflow.effects.running import rule_of
from workflow.scoring.assessment import asked_by, part_values
from workflow.scoring.parts import value_faults
from workflow.words import Words


def faults_of(case: TargetCase) -> list[Words]:
    """What is missing, unknown or there twice among the values by part."""
    return value_faults(asked_by(rule_of(case)), part_values(case.data.get("parts")))


@rule(
    "分项核定值与计分办法要求的不符",
    "The values by part are not those that the scoring rule asks for",
    needs_input=True,
    names=faults_of,
)
def values_are_those_of_the_parts(case: TargetCase) -> bool:
    return not faults_of(case)
