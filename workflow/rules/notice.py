"""The working days that begin with public notice (S34): for objections, and before the decision."""

from __future__ import annotations

from datetime import date

from workflow.calendar import Calendar, add_working_days, end_of_working_days
from workflow.case import Case
from workflow.clock import moment_of, today


def _begun_on(published_at: str) -> date:
    return today(moment_of(published_at))


def last_day(published_at: str, days: int, scheme: Calendar) -> date:
    """The day at whose end so many working days have passed since the results were put up."""
    return add_working_days(_begun_on(published_at), days, scheme)


def are_over(case: Case, days: int) -> bool:
    """Whether so many working days have passed since the results were put up."""
    assert case.scheme is not None
    notice = [event for event in case.known("events") if event["kind"] == "publish"]
    return case.now >= end_of_working_days(_begun_on(notice[-1]["at"]), days, case.scheme)
