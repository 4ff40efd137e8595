"""Time: always passed in, UTC inside, days end at 24:00 in Asia/Shanghai."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Clock = Callable[[], datetime]

_SHIFT = re.compile(r"([+-])([0-9]{1,6})(d|h|m|s)")
# A clock outside these years is a slip of the hand, and near the end of time sums overflow.
YEARS = (1949, 2999)
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


class BadClock(ValueError):
    """SHANGXIA_CLOCK is neither an ISO time with a zone nor an offset such as +40d."""


def system_clock() -> datetime:
    """The real time, aware, in UTC."""
    return datetime.now(UTC)


def shifted(clock: Clock, by: timedelta) -> Clock:
    """A clock that runs beside another, ahead or behind by a fixed time."""
    return lambda: clock() + by


class Manual:
    """A clock that stands still until it is set or moved; for demo data and tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Stand at this moment."""
        self._at = at

    def forward(self, **by: float) -> None:
        """Move on by a timedelta's keywords."""
        self._at += timedelta(**by)


def shift_of(setting: str, now: datetime, base: timedelta) -> timedelta:
    """How far SHANGXIA_CLOCK puts the clock from the real one.

    `+40d` adds to `base` (the shift a demo county keeps); an ISO time with zone starts there.
    Raises BadClock.
    """
    offset = _SHIFT.fullmatch(setting)
    try:
        if offset:
            seconds = int(offset[2]) * _UNITS[offset[3]]
            shift = base + timedelta(seconds=seconds if offset[1] == "+" else -seconds)
        else:
            start = datetime.fromisoformat(setting)
            if start.tzinfo is None:
                raise BadClock(setting)
            shift = start - now
        plausible = YEARS[0] <= (now + shift).year <= YEARS[1]
    except (ValueError, OverflowError) as error:
        raise BadClock(setting) from error
    if not plausible:
        raise BadClock(setting)
    return shift


def stamp(moment: datetime) -> str:
    """An aware time as the fixed-width UTC text that is stored; it sorts as it reads."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment_of(text: str) -> datetime:
    """The aware time of a stored text."""
    return datetime.fromisoformat(text)


def end_of(day: date) -> datetime:
    """The moment at which a day ends: 24:00 in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def today(now: datetime) -> date:
    """The calendar day in Asia/Shanghai."""
    return now.astimezone(SHANGHAI).date()


def days_of(first: str, last: str | None) -> tuple[str, str | None]:
    """The stored moments at which these days (ISO) begin and end; None: they have no end."""
    begins = stamp(datetime.combine(date.fromisoformat(first), time(), SHANGHAI))
    return begins, None if last is None else stamp(end_of(date.fromisoformat(last)))
