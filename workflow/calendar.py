"""Working days (工作日): Monday to Friday but for holidays, and the weekends worked (调休).

Which days those are stands in the year's scheme; periods such as public notice and objection count
in working days (S34). Days are calendar days in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Protocol

from workflow.clock import end_of

SATURDAY = 5


class Calendar(Protocol):
    """What a scheme knows of its days, as ISO texts."""

    @property
    def holidays(self) -> Collection[str]:
        """Mondays to Fridays off."""

    @property
    def workdays(self) -> Collection[str]:
        """Saturdays and Sundays worked."""


def is_working_day(day: date, holidays: Collection[str], workdays: Collection[str]) -> bool:
    """Whether people work on this day."""
    if day.weekday() >= SATURDAY:
        return day.isoformat() in workdays
    return day.isoformat() not in holidays


def add_working_days(day: date, n: int, scheme: Calendar) -> date:
    """The n-th working day after this day, which itself never counts; for 0 the day itself."""
    for _ in range(n):
        day += timedelta(days=1)
        while not is_working_day(day, scheme.holidays, scheme.workdays):
            day += timedelta(days=1)
    return day


def end_of_working_days(day: date, n: int, scheme: Calendar) -> datetime:
    """The moment at which a period of n working days that began on this day is over: 24:00."""
    return end_of(add_working_days(day, n, scheme))
