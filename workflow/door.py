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
READ_ONLY = Words(
    "日志已停止签名，本县只读，未作任何改动：{why}",
    "The log is signed no more, so the county is read-only and nothing changed: {why}",
)
OPENING = frozenset({"reopen_log"})
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
    """An act as it is asked for: on what, with what, and under which Idempotency-Key."""

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
        # Why nothing may be done at present: the log cannot be signed (audit/sealing.py). Only the
        # act by which a person opens a new origin passes.
        self.closed: Words | None = None
        # Called once, before the first act, by whoever must look whether that may be.
        self.before_first: Callable[[], None] | None = None
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
        knock = Knock(act, kind, object_id, raw or {}, idempotent)
        self._refuse_while_closed([knock])
        with self._open() as work:
            recording = Recording(work, Log.open(self.database))
            answer = self._answer(recording, knock, actor, if_match=if_match)
            recording.close()
            self._call_after(work, [answer])
        # Only now: leaving the block in order commits the refusal's own entry.
        if isinstance(answer, WorkflowError):
            raise answer
        return answer

    def perform_many(
        self, knocks: Sequence[Knock], actor: Actor, *, together: bool = False
    ) -> list[Done | WorkflowError]:
        """Do many acts in one transaction, each judged and logged for itself, in order.

        Of each it says what was done or why not: one that is refused changes nothing, the others go
        on. With `together` it is all or nothing: raises ManyRefused with every refusal, and nothing
        at all is written. Much quicker than one by one: the disk is asked once.
        """
        answers: list[Done | WorkflowError] = []
        self._refuse_while_closed(knocks)
        try:
            with self._open() as work:
                recording = Recording(work, Log.open(self.database))
                for knock in knocks:
                    answers.append(self._answer(recording, knock, actor))
                if together:
                    _refuse_unless_all_done(answers)
                recording.close()
                self._call_after(work, answers)
        except BaseException:
            # What was read in here of an organisation that now never was.
            forget(self.database)
            raise
        return answers

    def _refuse_while_closed(self, knocks: Sequence[Knock]) -> None:
        if self.before_first is not None:
            look, self.before_first = self.before_first, None
            look()
        if self.closed is not None and any(knock.act not in OPENING for knock in knocks):
            raise Unavailable(READ_ONLY.format(why=self.closed))

    def _answer(
        self,
        recording: Recording,
        knock: Knock,
        actor: Actor,
        *,
        if_match: int | None = None,
    ) -> Done | WorkflowError:
        """One act, judged and written, or why not."""
        row = act_named(knock.kind, knock.act)
        if row is None:
            return NotFound()
        judging: Judging | None = None
        try:
            kept = self._kept(knock, actor)
            if kept is not None:
                return kept
            desk = self._desk(actor, recording.log)
            judging = Judging(desk, row, knock.object_id, dict(knock.raw))
            case = judging.judge(if_match)
            done = self._write(recording, case)
            _keep(recording.work, actor, knock.idempotent, case, done)
            return done
        except WorkflowError as error:
            case_of = judging.case if judging else None
            told = not isinstance(error, NotFound | InvalidInput)
            if told and case_of is not None and actor.person is not None:
                recording.write_refusal(case_of, error)
            return error

    def _kept(self, knock: Knock, actor: Actor) -> Done | None:
        """What the same request did when it came before."""
        if knock.idempotent is None or actor.person is None:
            return None
        kept = earlier(self.database, actor.person, knock.idempotent)
        return Done(knock.kind, kept["object_id"], kept["entry"], replayed=True) if kept else None

    def _write(self, recording: Recording, case: Case) -> Done:
        entry = recording.write(case)
        left = tuple(LeftOut(number, why) for number, why in case.left_out)
        return Done(case.kind, case.subject_id, entry, left_out=left)

    def _call_after(self, work: UnitOfWork, answers: Sequence[Done | WorkflowError]) -> None:
        """What follows each act that was done now, once it is on the disk."""
        done = [a for a in answers if isinstance(a, Done) and not a.replayed]
        for one in done:
            for call in self.after:
                work.after_commit(partial(call, one))

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
