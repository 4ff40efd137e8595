"""The clock's acts: what falls due is brought through the door, each once, however often asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models import statements
from models.base import Database
from workflow.calendar import Calendar
from workflow.clock import end_of, stamp, today
from workflow.door import CLOCK, Done, Door, Knock
from workflow.errors import StaleVersion, Unavailable
from workflow.queries import calendar, facts, waiting

# Few enough that nobody waits long for the county, many enough that the disk is seldom asked.
AT_ONCE = 100


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    fell_due: tuple[int, ...]
    escalated: tuple[int, ...] = ()


def tick(door: Door) -> Ticked:
    """Bring every target whose due day has ended to `due`, and report every hand-over that stayed
    unanswered. Idempotent; safe beside other ticks.

    Whether the day has ended is judged again under the county's lock, so of two schedulers one
    finds it done and does nothing. After a pause everything is caught up, each thing once.
    """
    due = _due(door.database, (today(door.clock()) - timedelta(days=1)).isoformat())
    fell = _bring(door, "fall_due", due)
    return Ticked(fell, _bring(door, "escalate", _unanswered(door)))


def _bring(door: Door, act: str, numbers: Sequence[int]) -> tuple[int, ...]:
    """The clock's act on each of these targets, some in one transaction; those that it did."""
    brought: list[int] = []
    for first in range(0, len(numbers), AT_ONCE):
        knocks = [Knock(act, "target", number) for number in numbers[first : first + AT_ONCE]]
        try:
            answers = door.perform_many(knocks, CLOCK)
        except (Unavailable, StaleVersion):
            break
        # Refused are those that another tick brought there, or a person moved, meanwhile.
        brought += [answer.object_id or 0 for answer in answers if isinstance(answer, Done)]
    return tuple(brought)


def _unanswered(door: Door) -> list[int]:
    """The targets handed over so long ago that the days for an answer are over (design.md 2.7)."""
    database, now = door.database, door.clock()
    found: list[int] = []
    days_off: Calendar | None = None
    for number in waiting.waiting_years(database):
        year = facts.year(database, number)
        assert year is not None
        days_off = days_off or calendar.calendar(database)
        days = facts.scheme_of_year(database, year).arbitration.answer_days
        last = days_off.last_day_over(now, days)
        found += waiting.unanswered(database, number, stamp(end_of(last)))
    return found


def _due(database: Database, last_day: str) -> list[int]:
    cursor = statements.run(
        database,
        "SELECT id FROM target WHERE state = 'in_progress' AND due_on <= ? ORDER BY due_on, id",
        (last_day,),
    )
    return [number for (number,) in cursor.fetchall()]
