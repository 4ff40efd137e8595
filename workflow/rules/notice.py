"""The working days that begin with public notice (S34): for objections, and before the decision."""

from __future__ import annotations

from datetime import date

from workflow.calendar import Calendar
from workflow.case import Case
from workflow.clock import moment_of, today


def _begun_on(published_at: str) -> date:
    return today(moment_of(published_at))


def last_day(published_at: str, days: int, known: Calendar) -> date:
    """The day at whose end so many working days have passed since the results were put up."""
    return known.add(_begun_on(published_at), days)


def are_over(case: Case, days: int) -> bool:
    """Whether so many working days have passed since the results were put up."""
    known: Calendar = case.known("calendar")
    notice = [event for event in case.known("events") if event["kind"] == "publish"]
    return case.now >= known.end_of(_begun_on(notice[-1]["at"]), days)
