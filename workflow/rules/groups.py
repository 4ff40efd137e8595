"""Claims about rules that compare the units: the group is complete, and scores follow from it."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case, TargetCase
from workflow.effects.running import group_of
from workflow.rules.year import named
from workflow.terms import NOBODY, Capacity, State
from workflow.words import Words


def _missing(case: TargetCase) -> list[Words]:
    group = group_of(case)
    missing = group.missing if group else []
    return [case.organisation.units[member.unit].name for member in missing]


@rule(
    "须待同组单位全部验收后才能计分，尚缺",
    "All units of the group must be inspected before any of them is scored; these are not yet",
    Capacity.INSPECTOR,
    Capacity.ASSESSOR,
    names=_missing,
)
def group_is_inspected(case: TargetCase) -> bool:
    return not _missing(case)


@rule(
    "得分与现有验收结论一致，无须重新计分",
    "The score follows from what was found: there is nothing to score anew",
    NOBODY,
)
def score_is_wanted(case: TargetCase) -> bool:
    if case.state != State.SCORED:
        return True
    group = group_of(case)
    return group is not None and case.known("scored_in") not in (None, group.digest)


@rule(
    "同组单位的验收结论在计分之后有变动，请先重新计分",
    "What was found in a group has moved since these were scored: score them anew first",
    Capacity.OFFICE,
    names=lambda case: named(case, case.known("groups").stale),
)
def scores_follow_from_their_groups(case: Case) -> bool:
    return not case.known("groups").stale
