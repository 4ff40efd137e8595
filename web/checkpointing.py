"""Signing the log inside a running server: a thread that signs what acts have added."""

from __future__ import annotations

import logging
import threading

from models.base import DatabaseError
from workflow.audit import opening
from workflow.audit.entry import Log
from workflow.audit.keys import KeyFolder
from workflow.audit.sealing import WillNotSign
from workflow.door import Done, Door
from workflow.errors import WorkflowError

# An act is covered within a second, also one of another process.
SECONDS = 0.5
log = logging.getLogger("shangxia.log")


class Checkpointing(threading.Thread):
    """Signs at once, then after acts and every `every` seconds, on a connection of its own.

    Several of them, in one process or in many, take turns (audit/keys.py). Where the log cannot be
    signed the door stays shut, and what stands in the way is looked at again every time: once a
    person has opened a new origin, the county goes on by itself.
    """

    def __init__(self, door: Door, folder: KeyFolder, every: float = SECONDS) -> None:
        super().__init__(name="checkpoints", daemon=True)
        self.door = door
        self.folder = folder
        self.every = every
        self._stopped = threading.Event()
        self._woken = threading.Event()
        self._said: str | None = None
        self._hashed_all = False
        # The size at which there was nothing to do: looked at before anything else is read.
        self._signed: int | None = None
        door.after.append(self._wake)

    def _wake(self, _: Done) -> None:
        self._woken.set()

    def run(self) -> None:
        """Sign until stopped, at most once in `every` seconds."""
        while not self._stopped.wait(self.every):
            self._woken.wait(self.every)
            self._woken.clear()
            self.once()

    def once(self) -> None:
        """Sign what there is; whatever goes wrong is logged, and tried again."""
        try:
            with self.door.database.connection_context():
                size = Log.open(self.door.database).size
                if size == self._signed and self.door.closed is None:
                    return
                # Once, before this program signs for the first time, all of it is hashed again.
                opening.seal(self.door, self.folder, thorough=not self._hashed_all)
                self._hashed_all, self._signed = True, size
        except WillNotSign as error:
            self._say(error)
        except (DatabaseError, WorkflowError) as error:
            log.warning("the log is not signed yet, it is tried again: %s", error)
        except Exception:
            log.exception("the log is not signed yet, it is tried again")
        else:
            self._said = None

    def _say(self, error: WillNotSign) -> None:
        """Once for each reason, not twice a second."""
        if self._said != error.code:
            log.error("the log is signed no more, the county is read-only: %s", error)
            self._said = error.code

    def stop(self, seconds: float = 10.0) -> None:
        """Sign what was done last, then end."""
        self._stopped.set()
        self._woken.set()
        self.join(seconds)
        self.once()
