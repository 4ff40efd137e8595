"""Working days (工作日): Monday to Friday but for holidays, and the weekends worked (调休).

The county's calendar says which days those are, one for all years, periods and schemes: public
notice, objections and unanswered hand-overs count by the same days. It does not stand in a year's
scheme: a scheme is frozen when its plan is issued, and the next year's days off are announced only
afterwards; and one day cannot be off by one year's rules and worked by another's. It is versioned:
the office sets a year anew by a document (`set_calendar`), each version stays in the table and in
the log, and the newest counts. A year nobody has set goes by what ships with the product (version
0, calendar_shipped.py), else by weekends alone. A period is counted by the days as they are known
when somebody asks; what was fired or decided by an older version stands.

Days are calendar days in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.calendar_shipped import SHIPPED
from workflow.clock import end_of, today

SATURDAY = 5


@dataclass(frozen=True)
class YearDays:
    """The days of one year, as ISO texts; version 0 is what ships, or nothing at all."""

    year: int
    no: int = 0
    # Mondays to Fridays off.
    holidays: frozenset[str] = frozenset()
    # Saturdays and Sundays worked.
    workdays: frozenset[str] = frozenset()
    document: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anybody has said which days these are; else weekends alone are off."""
        return bool(self.document)


def shipped(year: int) -> YearDays:
    """A year as it ships; without any day where its notice is not known."""
    if year not in SHIPPED:
        return YearDays(year)
    document, off, worked = SHIPPED[year]
    return YearDays(year, 0, _days(year, off), _days(year, worked), document)


def _days(year: int, listed: str) -> frozenset[str]:
    return frozenset(f"{year}-{day}" for day in listed.split())


@dataclass(frozen=True)
class Calendar:
    """The county's calendar at one moment: the newest version of each year that was set."""

    set: Mapping[int, YearDays]

    def year(self, year: int) -> YearDays:
        """The days of a year that count."""
        return self.set.get(year) or shipped(year)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        days = self.year(day.year)
        if day.weekday() >= SATURDAY:
            return day.isoformat() in days.workdays
        return day.isoformat() not in days.holidays

    def add(self, day: date, n: int) -> date:
        """The n-th working day after this day, which itself never counts; for 0 the day itself."""
        for _ in range(n):
            day += timedelta(days=1)
            while not self.is_working_day(day):
                day += timedelta(days=1)
        return day

    def worked(self, after: date, upto: date) -> int:
        """How many days are worked after one day, up to and including another."""
        days = (upto - after).days
        return sum(self.is_working_day(after + timedelta(days=n)) for n in range(1, days + 1))

    def end_of(self, day: date, n: int) -> datetime:
        """The moment at which n working days that began on this day are over: 24:00 of the last."""
        return end_of(self.add(day, n))

    def last_day_over(self, now: datetime, n: int) -> date:
        """The last day of which n working days are over by now; those of every earlier one are."""
        day = today(now)
        while self.end_of(day, n) > now:
            day -= timedelta(days=1)
        return day


def newest(versions: Iterable[YearDays]) -> Calendar:
    """The calendar out of every version of every year."""
    return Calendar({one.year: one for one in sorted(versions, key=lambda one: one.no)})
