"""The working days that begin with public notice (S34): for objections, and before the decision."""

from __future__ import annotations

from workflow.calendar import end_of_working_days
from workflow.case import Case
from workflow.clock import moment_of, today


def are_over(case: Case, days: int) -> bool:
    """Whether so many working days have passed since the results were put up."""
    assert case.scheme is not None
    notice = [event for event in case.known("events") if event["kind"] == "publish"]
    begun = today(moment_of(notice[-1]["at"]))
    return case.now >= end_of_working_days(begun, days, case.scheme)
