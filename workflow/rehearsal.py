"""What the door would say to an act, asked beforehand: the same judging, and nothing is written.

For pages where somebody looks over many acts before they are done. The cases are laid out already,
so asking about sixty costs no query more than asking about one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from workflow.act import Act
from workflow.case import TargetCase
from workflow.errors import WorkflowError
from workflow.judging import Judging
from workflow.queries.cases import Desk

Values = dict[str, Any]


@dataclass(frozen=True)
class _Rehearsing(Desk):
    """A desk on which these cases lie, and no others."""

    cases: Mapping[int, TargetCase] = field(default_factory=dict)

    def targets(self, numbers: Sequence[int]) -> dict[int, TargetCase]:
        """The cases as they were laid out."""
        return {number: self.cases[number] for number in numbers if number in self.cases}


def rehearsed(
    desk: Desk, cases: Mapping[int, TargetCase], act: Act, asked: Mapping[int, Values]
) -> dict[int, TargetCase | WorkflowError]:
    """Of each target by id: its case after the act, or why the door would not do it.

    The cases are used up by this: they stand as the act would leave them.
    """
    shared = {one.name: getattr(desk, one.name) for one in fields(desk)}
    rehearsing = _Rehearsing(**shared, cases=cases)
    return {number: _answer(rehearsing, act, number, raw) for number, raw in asked.items()}


def _answer(desk: Desk, act: Act, number: int, raw: Values) -> TargetCase | WorkflowError:
    try:
        case = Judging(desk, act, number, raw).judge(None)
    except WorkflowError as error:
        return error
    assert isinstance(case, TargetCase)
    return case
