"""The clock's acts: what falls due is brought through the door, each once, however often asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from models import statements
from models.base import Database
from workflow.clock import today
from workflow.door import CLOCK, Door
from workflow.errors import NotFound, RulesRefused, Unavailable, WrongState


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    fell_due: tuple[int, ...]


def tick(door: Door) -> Ticked:
    """Bring every target whose due day has ended to `due`. Idempotent; safe beside other ticks.

    Whether the day has ended is judged again under the county's lock, so of two schedulers one
    finds the state moved and does nothing.
    """
    fell = []
    for number in _due(door.database, (today(door.clock()) - timedelta(days=1)).isoformat()):
        try:
            door.perform("fall_due", "target", number, CLOCK)
        except (WrongState, RulesRefused, NotFound):
            continue
        except Unavailable:
            break
        fell.append(number)
    return Ticked(tuple(fell))


def _due(database: Database, last_day: str) -> list[int]:
    cursor = statements.run(
        database,
        "SELECT id FROM target WHERE state = 'in_progress' AND due_on <= ? ORDER BY due_on, id",
        (last_day,),
    )
    return [number for (number,) in cursor.fetchall()]
