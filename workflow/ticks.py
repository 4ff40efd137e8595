"""The clock's acts: what falls due is brought through the door, each once, however often asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from models import statements
from models.base import Database
from workflow.clock import today
from workflow.door import CLOCK, Done, Door, Knock
from workflow.errors import StaleVersion, Unavailable

# Few enough that nobody waits long for the county, many enough that the disk is seldom asked.
AT_ONCE = 100


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    fell_due: tuple[int, ...]


def tick(door: Door) -> Ticked:
    """Bring every target whose due day has ended to `due`. Idempotent; safe beside other ticks.

    Whether the day has ended is judged again under the county's lock, so of two schedulers one
    finds the state moved and does nothing.
    """
    due = _due(door.database, (today(door.clock()) - timedelta(days=1)).isoformat())
    fell: list[int] = []
    for first in range(0, len(due), AT_ONCE):
        knocks = [Knock("fall_due", "target", number) for number in due[first : first + AT_ONCE]]
        try:
            answers = door.perform_many(knocks, CLOCK)
        except (Unavailable, StaleVersion):
            break
        # Refused are those that another tick brought to `due`, or a person moved, meanwhile.
        fell += [answer.object_id or 0 for answer in answers if isinstance(answer, Done)]
    return Ticked(tuple(fell))


def _due(database: Database, last_day: str) -> list[int]:
    cursor = statements.run(
        database,
        "SELECT id FROM target WHERE state = 'in_progress' AND due_on <= ? ORDER BY due_on, id",
        (last_day,),
    )
    return [number for (number,) in cursor.fetchall()]
