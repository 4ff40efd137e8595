"""The one door: `perform` is the only way to change anything (design.md section 3).

What is asked is judged (`judging`), and what was judged lawful is written down with its entry in
the log (`recording`), in one transaction under the county's lock. A refusal writes nothing but its
own entry. Nothing here knows HTTP.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from models.base import CANNOT_WRITE, Conflict, Database
from models.locks import county_lock
from models.unit_of_work import LostRace, UnitOfWork, unit_of_work
from workflow.audit.entry import Log, LogMoved
from workflow.case import Actor, Case
from workflow.clock import Clock
from workflow.errors import InvalidInput, NotFound, StaleVersion, Unavailable, WorkflowError
from workflow.judging import MOVED, Judging
from workflow.lifecycle import act_named
from workflow.once import Once, earlier, remember
from workflow.queries import facts
from workflow.queries.cases import Desk
from workflow.queries.organisation import forget, organisation
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
class LeftOut:
    """Something that an act on the whole was to bring along and did not, and why."""

    object_id: int
    why: WorkflowError


@dataclass(frozen=True)
class Done:
    """An act that is on the disk: its object, its entry in the log, and what it left out."""

    kind: str
    object_id: int | None
    entry: int
    replayed: bool = False
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Knock:
    """One of many acts that are asked for together."""

    act: str
    kind: str
    object_id: int | None
    raw: Mapping[str, Any] = field(default_factory=dict)
    idempotent: Once | None = None


class ManyRefused(Exception):
    """Of acts that belong together some were refused, so none was done; by place in the list."""

    def __init__(self, refused: list[tuple[int, WorkflowError]]) -> None:
        super().__init__("; ".join(f"{index}: {error}" for index, error in refused))
        self.refused = refused


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
        with self._open() as work:
            kept = self._kept(kind, actor, idempotent)
            if kept is not None:
                return kept
            recording = Recording(work, Log.open(self.database))
            desk = self._desk(actor, recording.log)
            judging = Judging(desk, row, object_id, dict(raw or {}))
            try:
                case = judging.judge(if_match)
            except (NotFound, InvalidInput):
                raise
            except WorkflowError as error:
                # Leave the block in order, so that the refusal's own entry is committed.
                if judging.case is not None and actor.person is not None:
                    recording.write_refusal(judging.case, error)
                    recording.close()
                refused = error
            else:
                done = self._write(recording, case)
                recording.close()
                _keep(work, actor, idempotent, case, done)
                self._call_after(work, done)
                return done
        raise refused

    def perform_many(
        self, knocks: Sequence[Knock], actor: Actor, *, together: bool = False
    ) -> list[Done | WorkflowError]:
        """Do many acts in one transaction, each judged and logged for itself, in order.

        Of each it says what was done or why not: one that is refused changes nothing, the others go
        on. With `together` it is all or nothing: raises ManyRefused with every refusal, and nothing
        at all is written. Twenty times quicker than one by one: the disk is asked once.
        """
        answers: list[Done | WorkflowError] = []
        try:
            with self._open() as work:
                recording = Recording(work, Log.open(self.database))
                for knock in knocks:
                    answers.append(self._one_of_many(recording, knock, actor, together))
                if together:
                    _refuse_unless_all_done(answers)
                recording.close()
                for done in answers:
                    if isinstance(done, Done):
                        self._call_after(work, done)
        except BaseException:
            # What was read in here of an organisation that now never was.
            forget(self.database)
            raise
        return answers

    def _one_of_many(
        self, recording: Recording, knock: Knock, actor: Actor, together: bool
    ) -> Done | WorkflowError:
        row = act_named(knock.kind, knock.act)
        if row is None:
            return NotFound()
        kept = self._kept(knock.kind, actor, knock.idempotent)
        if kept is not None:
            return kept
        desk = self._desk(actor, recording.log)
        judging = Judging(desk, row, knock.object_id, dict(knock.raw))
        try:
            case = judging.judge(None)
            done = self._write(recording, case)
            _keep(recording.work, actor, knock.idempotent, case, done)
            return done
        except WorkflowError as error:
            silent = together or isinstance(error, NotFound | InvalidInput)
            if not silent and judging.case is not None and actor.person is not None:
                recording.write_refusal(judging.case, error)
            return error

    def _kept(self, kind: str, actor: Actor, idempotent: Once | None) -> Done | None:
        """What the same request did when it came before."""
        if idempotent is None or actor.person is None:
            return None
        kept = earlier(self.database, actor.person, idempotent)
        return Done(kind, kept["object_id"], kept["entry"], replayed=True) if kept else None

    def _write(self, recording: Recording, case: Case) -> Done:
        entry = recording.write(case)
        left = tuple(LeftOut(number, why) for number, why in case.left_out)
        return Done(case.kind, case.subject_id, entry, left_out=left)

    def _call_after(self, work: UnitOfWork, done: Done) -> None:
        for call in self.after:
            work.after_commit(partial(call, done))

    @contextmanager
    def _open(self) -> Iterator[UnitOfWork]:
        """The county, held for one transaction; what the database says no to, in our words."""
        try:
            with unit_of_work(self._lock, self.database) as work:
                yield work
        except LostRace as error:
            raise StaleVersion(MOVED, {}) from error
        except Conflict as error:
            # The last net: a rule or look-up should have said it, and in better words.
            log.error("the database refused a row: %s", error)
            raise InvalidInput({"_schema": [CONFLICT]}) from error
        except (*CANNOT_WRITE, LogMoved, OSError) as error:
            log.error("the county cannot be written: %s (%s)", error, error.__context__)
            raise Unavailable(BUSY) from error

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


def _refuse_unless_all_done(answers: Sequence[Done | WorkflowError]) -> None:
    refused = [(n, a) for n, a in enumerate(answers) if isinstance(a, WorkflowError)]
    if refused:
        raise ManyRefused(refused)


def _keep(work: UnitOfWork, actor: Actor, idempotent: Once | None, case: Case, done: Done) -> None:
    """Remember what a request did, so that the same request again does nothing more."""
    if idempotent is not None and actor.person is not None:
        remember(work, actor.person, idempotent, case, done.entry)
