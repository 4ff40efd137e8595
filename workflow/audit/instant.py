"""An instant of the past, as it is asked for: which entries of the log were there by then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import peewee

from models import statements
from workflow.clock import Clock, end_of, moment_of, stamp
from workflow.errors import InvalidInput
from workflow.words import Words

FIELD = "as_of"
_ENTRY = re.compile(r"entry:([0-9]{1,15})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AT = "SELECT at FROM entry WHERE id = ?"
_JUST_BEFORE = timedelta(microseconds=1)

FORM = Words(
    "请给出日期（2013-09-16，指当日终了）、带时区的时刻（2013-09-16T10:00:00+08:00）"
    "或日志序号（entry:120）。",
    "Give a day (2013-09-16, meaning its end), a time with its zone (2013-09-16T10:00:00+08:00) or "
    "an index of the log (entry:120).",
)
FUTURE = Words("这个时刻还没有到。", "That moment has not come yet.")
BEFORE = Words("那时日志还没有记录。", "The log had no entry yet.")
NO_ENTRY = Words("日志没有这一条。", "The log has no such entry.")


class NoSuchInstant(InvalidInput):
    """What was asked for is no moment of this log; the sentence says why."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__({name: [words]})
        self.words = words
        self.args = (words.en,)


@dataclass(frozen=True)
class Instant:
    """A state of the log: its first `size` entries, which is all that was there at `at`."""

    # As it was asked for, for links that keep it.
    text: str
    size: int
    # The moment the clock stands at, as it is stored.
    at: str


def instant_of(database: peewee.Database, clock: Clock, text: str, name: str = FIELD) -> Instant:
    """Read what was asked for under `name`: a day, a time with its zone, or `entry:N`.

    What counts is when something was entered, never the day it speaks of. Raises NoSuchInstant.
    """
    now = max(clock(), _last(database) or clock())
    if entry := _ENTRY.fullmatch(text):
        at = statements.value(database, _AT, (int(entry[1]),))
        if at is None:
            raise NoSuchInstant(name, NO_ENTRY)
        return Instant(text, int(entry[1]) + 1, at)
    at = stamp(min(_moment(text, now, name), now))
    size = size_at(database, at)
    if size == 0:
        raise NoSuchInstant(name, BEFORE)
    return Instant(text, size, at)


def instant_now(database: peewee.Database) -> Instant:
    """All that is in the log."""
    head = statements.row(database, "SELECT size, at FROM log_head WHERE id = 1")
    size, at = (head["size"], head["at"]) if head else (0, "")
    return Instant(f"entry:{size - 1}", size, at)


def _moment(text: str, now: datetime, name: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            # Of today there is all that was entered so far.
            day = date.fromisoformat(text)
            begins, moment = end_of(day - timedelta(days=1)), end_of(day) - _JUST_BEFORE
        else:
            # What a form or an address made of a plus sign.
            begins = moment = datetime.fromisoformat(text.replace(" ", "+"))
            if moment.tzinfo is None:
                raise ValueError(text)
        later = begins > now
    except (ValueError, OverflowError) as error:
        raise NoSuchInstant(name, FORM) from error
    if later:
        raise NoSuchInstant(name, FUTURE)
    return moment


def size_at(database: peewee.Database, at: str) -> int:
    """How many entries bear this time or an earlier one. Times never fall from entry to entry."""
    low, high = 0, statements.value(database, "SELECT size FROM log_head WHERE id = 1") or 0
    while low < high:
        middle = (low + high) // 2
        found = statements.value(database, _AT, (middle,))
        if found is not None and found <= at:
            low = middle + 1
        else:
            high = middle
    return low


def _last(database: peewee.Database) -> datetime | None:
    at = statements.value(database, "SELECT at FROM log_head WHERE id = 1")
    return moment_of(at) if at else None
