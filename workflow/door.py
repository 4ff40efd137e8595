"""The one door: `perform` is the only way to change anything (design.md section 3).

What is asked is judged (`judging`), and what was judged lawful is written down with its entry in
the log (`recording`), in one transaction under the county's lock. A refusal writes nothing but its
own entry. Nothing here knows HTTP.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.base import CANNOT_WRITE, Conflict, Database
from models.locks import county_lock
from models.unit_of_work import LostRace, unit_of_work
from workflow.audit.entry import Log, LogMoved
from workflow.case import Actor
from workflow.clock import Clock
from workflow.errors import InvalidInput, NotFound, StaleVersion, Unavailable, WorkflowError
from workflow.judging import MOVED, Judging
from workflow.lifecycle import act_named
from workflow.once import Once, earlier, remember
from workflow.queries import facts
from workflow.queries.cases import Desk
from workflow.queries.organisation import organisation
from workflow.recording import Recording
from workflow.words import Words

CLOCK = Actor(None, "clock", "clock")
BUSY = Words(
    "县库暂时无法写入，未作任何改动。", "The county cannot be written now; nothing changed."
)
CONFLICT = Words(
    "与已有的内容冲突，未作任何改动。", "It conflicts with what is there; nothing changed."
)
log = logging.getLogger("shangxia.door")


@dataclass(frozen=True)
class Done:
    """An act that is on the disk: its object, its entry in the log, and what it created."""

    kind: str
    object_id: int | None
    entry: int
    replayed: bool = False


class Door:
    """The door of one county: a database, a clock, and a source of salts."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        salt: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self.database = database
        self.clock = clock
        self._salt = salt
        self._lock = county_lock(database)
        # Called after each committed act with its Done; for what must happen outside the act.
        self.after: list[Callable[[Done], None]] = []

    def perform(
        self,
        act: str,
        kind: str,
        object_id: int | None,
        actor: Actor,
        raw: Mapping[str, Any] | None = None,
        *,
        if_match: int | None = None,
        idempotent: Once | None = None,
    ) -> Done:
        """Do one act, or say why not. Raises the WorkflowErrors; nothing is changed by any of them.

        `kind` is "target", "year", "item" or "county"; `object_id` is None for what is created.
        """
        row = act_named(kind, act)
        if row is None:
            raise NotFound
        refused: WorkflowError
        try:
            with unit_of_work(self._lock, self.database) as work:
                if idempotent is not None and actor.person is not None:
                    kept = earlier(self.database, actor.person, idempotent)
                    if kept is not None:
                        return Done(kind, kept["object_id"], kept["entry"], replayed=True)
                recording = Recording(work, Log.open(self.database))
                desk = self._desk(actor, recording.log)
                knock = Judging(desk, row, object_id, dict(raw or {}))
                try:
                    case = knock.judge(if_match)
                except (NotFound, InvalidInput):
                    raise
                except WorkflowError as error:
                    # Leave the block in order, so that the refusal's own entry is committed.
                    if knock.case is not None and actor.person is not None:
                        recording.write_refusal(knock.case, error)
                    refused = error
                else:
                    entry = recording.write(case)
                    if idempotent is not None and actor.person is not None:
                        remember(work, actor.person, idempotent, case, entry)
                    done = Done(kind, case.subject_id, entry)
                    for call in self.after:
                        work.after_commit(partial(call, done))
                    return done
        except LostRace as error:
            raise StaleVersion(MOVED, {}) from error
        except Conflict as error:
            # The last net: a rule or look-up should have said it, and in better words.
            log.error("the database refused a row: %s", error)
            raise InvalidInput({"_schema": [CONFLICT]}) from error
        except (*CANNOT_WRITE, LogMoved, OSError) as error:
            log.error("the county cannot be written: %s (%s)", error, error.__context__)
            raise Unavailable(BUSY) from error
        raise refused

    def _desk(self, actor: Actor, log: Log) -> Desk:
        """What this act's cases share, at the time that its entry will bear."""
        clock_now = self.clock()
        county = facts.county(self.database)
        return Desk(
            database=self.database,
            organisation=organisation(self.database, county["organisation"] if county else 0),
            county=county or {},
            actor=actor,
            now=log.time(clock_now),
            clock_now=clock_now,
            salt=self._salt,
        )
