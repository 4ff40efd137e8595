"""The clock's acts inside a running server: a thread that ticks, and outlives what goes wrong."""

from __future__ import annotations

import logging
import threading

from workflow.door import Door
from workflow.ticks import tick

# A deadline ends at 24:00; nobody waits longer than this for its target to fall due.
SECONDS = 20.0
log = logging.getLogger("shangxia.clock")


class Scheduler(threading.Thread):
    """Ticks at once and then every `every` seconds, each time on a connection of its own.

    Two of them, in one process or in many, do no harm: each date fires once (workflow/ticks.py).
    """

    def __init__(self, door: Door, every: float = SECONDS) -> None:
        super().__init__(name="clock", daemon=True)
        self.door = door
        self.every = every
        self._stopped = threading.Event()

    def run(self) -> None:
        """Tick until stopped."""
        while not self._stopped.is_set():
            self.once()
            self._stopped.wait(self.every)

    def once(self) -> None:
        """One tick; whatever goes wrong is logged, and the next one tries again."""
        try:
            with self.door.database.connection_context():
                done = tick(self.door)
        except Exception:
            log.exception("the clock's acts failed; they are tried again")
            return
        if done.fell_due:
            log.info("%d fell due", len(done.fell_due), extra={"targets": list(done.fell_due)})
        if done.escalated:
            log.info("%d reported", len(done.escalated), extra={"targets": list(done.escalated)})

    def stop(self, seconds: float = 10.0) -> None:
        """Finish the act in hand, then end."""
        self._stopped.set()
        self.join(seconds)
