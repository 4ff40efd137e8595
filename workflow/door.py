"""The one door: `perform` is the only way to change anything (design.md section 3).

Its answers come in one order: visible? 404 → capacity 403 → stale 412/409 → state 409 → input 422 →
rules 409, all together → written, with its entry in the log, in one transaction under the county's
lock. A refusal writes nothing but its own entry. Nothing here knows HTTP.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import marshmallow as ma

from models import statements
from models.base import CANNOT_WRITE, Conflict, Database
from models.locks import county_lock
from models.unit_of_work import LostRace, Stage, UnitOfWork, unit_of_work
from workflow import machine
from workflow.act import Act
from workflow.audit.entry import Log, LogMoved
from workflow.case import Actor, Case, TargetCase
from workflow.clock import Clock, stamp
from workflow.effects.drafting import prepare_content
from workflow.errors import (
    InvalidInput,
    KeyReused,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    RulesRefused,
    StaleVersion,
    Unavailable,
    WorkflowError,
    WrongState,
)
from workflow.hands.revision import diff
from workflow.hands.separation import side_of
from workflow.inputs.fields import LARGEST_ID, storable
from workflow.inputs.target import Content
from workflow.lifecycle import act_named
from workflow.lifecycle_digest import LIFECYCLE_DIGEST
from workflow.queries import facts
from workflow.queries.cases import Desk
from workflow.queries.organisation import organisation
from workflow.rules.content import COMPLETE_FOR_ALL
from workflow.words import Words

Values = dict[str, Any]
CLOCK = Actor(None, "clock", "clock")
MOVED = Words(
    "内容在您查看之后有了改动，未作任何处理。", "It changed after you saw it; nothing was done."
)
LONGEST_KEY = 200
NAMED = ("document", "leave_open")
BAD_KEY = Words(
    f"幂等键最多 {LONGEST_KEY} 个字，且不含不能保存的字符。",
    f"An Idempotency-Key has at most {LONGEST_KEY} characters, all of which can be kept.",
)
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


@dataclass(frozen=True)
class Once:
    """An Idempotency-Key with the digest of its request: the same act is done once only."""

    key: str
    request: str


def _request_digest(kind: str, object_id: int | None, act: str, raw: Mapping[str, Any]) -> str:
    text = json.dumps([kind, object_id, act, raw], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def once(key: str, kind: str, object_id: int | None, act: str, raw: Mapping[str, Any]) -> Once:
    """The Idempotency-Key of one request."""
    return Once(key, _request_digest(kind, object_id, act, raw))


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
                attempt = _Attempt(self, work, row, object_id, actor, dict(raw or {}))
                replay = attempt.replay(idempotent)
                if replay is not None:
                    return replay
                try:
                    case = attempt.judge(if_match)
                except (NotFound, InvalidInput):
                    raise
                except WorkflowError as error:
                    # Leave the block in order, so that the refusal's own entry is committed.
                    attempt.write_refusal(error)
                    refused = error
                else:
                    done = attempt.write(case, idempotent)
                    for call in self.after:
                        work.after_commit(lambda call=call, done=done: call(done))  # type: ignore[misc]
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


class _Attempt:
    """One knock at the door, inside its transaction."""

    def __init__(
        self,
        door: Door,
        work: UnitOfWork,
        act: Act,
        object_id: int | None,
        actor: Actor,
        raw: Values,
    ) -> None:
        self.work = work
        self.act = act
        self.object_id = object_id
        self.actor = actor
        self.raw = raw
        self.log = Log.open(work.database)
        clock_now = door.clock()
        self.now = self.log.time(clock_now)
        county = facts.county(work.database)
        self.desk = Desk(
            database=work.database,
            organisation=organisation(work.database, county["organisation"] if county else 0),
            county=county or {},
            actor=actor,
            now=self.now,
            clock_now=clock_now,
            salt=door._salt,
        )
        self.case: Case | None = None

    # — answers, in their order —

    def judge(self, if_match: int | None) -> Case:
        """Everything up to the effect; raises the first answer that is a no."""
        case = self.case = self._case()
        self._permit(case)
        self._not_stale(case, if_match)
        self._right_state(case)
        self._take_input(case, if_match)
        self._effect(case)
        return case

    def _case(self) -> Case:
        desk, kind, number = self.desk, self.act.on, self.object_id
        case: Case
        if kind == "target" and number is None:
            # Capacity comes before input: who may begin no target at all is told that, not this.
            if not desk.holds_any(self.act.capacities):
                self.case = case = desk.nothing_yet()
                case.act = self.act
                raise NotPermitted(machine.capacity_refusal(self.act))
            case = desk.new_target(self.raw)
        elif kind == "county":
            case = desk.county_case(founding=self.act.name == "found")
        elif number is None or not 0 < number <= LARGEST_ID:
            raise NotFound
        else:
            make = {"target": desk.target, "year": desk.year_case, "item": desk.item_case}[kind]
            case = make(number)
        case.act, case.raw = self.act, self.raw
        return case

    def _permit(self, case: Case) -> None:
        case.standing = machine.standing_for(self.act, case)
        if case.standing is None:
            raise NotPermitted(machine.capacity_refusal(self.act))

    def _not_stale(self, case: Case, if_match: int | None) -> None:
        subject = case.subject
        if subject is None or "version" not in subject:
            self._item_digest(case)
            return
        if if_match is not None and if_match != subject["version"]:
            raise PreconditionFailed(MOVED, current_of(subject))
        version = self.raw.get("version")
        if isinstance(version, str) and version.strip().isascii() and version.strip().isdecimal():
            version = int(version.strip()[:18])
        if isinstance(version, int) and not isinstance(version, bool):
            self._same_version(case, version)
        shown = self.raw.get("digest")
        if "digest" in subject and isinstance(shown, str) and shown and shown != subject["digest"]:
            raise StaleVersion(MOVED, current_of(subject), self._moved_since(case, shown))

    def _same_version(self, case: Case, version: int | None) -> None:
        assert case.subject is not None
        if version is not None and version != case.subject["version"]:
            raise StaleVersion(MOVED, current_of(case.subject), self._moved_since(case, None))

    def _item_digest(self, case: Case) -> None:
        if case.kind != "item" or case.subject is None:
            return
        shown = self.raw.get("digest")
        if isinstance(shown, str) and shown != case.subject["digest"]:
            raise StaleVersion(MOVED, {"digest": case.subject["digest"]})

    def _moved_since(self, case: Case, shown: str | None) -> list[Values]:
        if not isinstance(case, TargetCase) or shown is None or case.subject is None:
            return []
        if not storable(shown):
            return []
        old = facts.revision_by_digest(self.work.database, case.subject["id"], shown)
        if old is None or case.candidate is None:
            return []
        return diff(old.fields, case.candidate.fields)

    def _right_state(self, case: Case) -> None:
        if self.act.on in machine.MACHINES and case.state not in self.act.sources:
            refusal = machine.state_refusal(self.act, self.act.on, case.state)
            raise WrongState(refusal, current_of(case.subject or {}))

    def _take_input(self, case: Case, if_match: int | None) -> None:
        raw = dict(self.raw)
        takes_version = "version" in _schema(self.act.input).fields
        if if_match is not None and takes_version and "version" not in raw:
            raw["version"] = if_match
        case.data = loaded(self.act, raw)
        if case.kind == "county":
            # Facts are looked up by what the input means, not by how it was spelled.
            self.desk.county_facts(case)
        elif case.subject is not None and "version" in case.subject:
            self._same_version(case, case.data.get("version"))
        if self.act.on == "target" and case.subject is not None and self.actor.person is not None:
            _something_was_seen(case)
        if isinstance(case, TargetCase) and issubclass(self.act.input, Content):
            prepare_content(case)

    def _effect(self, case: Case) -> None:
        refusals = machine.refusals(self.act, case, with_input=True)
        if refusals:
            raise RulesRefused(refusals)
        if case.data.get("text"):
            case.reason = case.text(case.data["text"])
        self._run(case)
        for name, other in case.also:
            self._bring_along(case, name, other)

    def _bring_along(self, case: Case, name: str, other: Case) -> None:
        """An act that this one performs on another object: same person, same transaction."""
        row = act_named("target", name)
        assert row is not None
        other.act, other.standing, other.within = row, case.standing, case
        if other.state not in row.sources:
            raise WrongState(machine.state_refusal(row, "target", other.state), {})
        if name == "assign":
            assert isinstance(other, TargetCase)
            prepare_content(other)
        claims = COMPLETE_FOR_ALL if name == "assign" else ()
        refusals = machine.refusals(row, other, with_input=name == "assign", also=claims)
        if refusals:
            raise RulesRefused(refusals)
        self._run(other)

    def _run(self, case: Case) -> None:
        act = case.act
        assert act is not None
        act.effect(case)
        if act.stands and isinstance(case, TargetCase):
            side = side_of(case.capacity)
            if side is not None:
                case.stand(side)
        machine.move(case, act)

    # — writing —

    def write(self, case: Case, idempotent: Once | None) -> Done:
        """Write the act, then those it brought along, each with its own entry."""
        entry = self._write_one(case, None)
        for _, other in case.also:
            self._write_one(other, entry)
        if idempotent is not None and self.actor.person is not None:
            self._remember(case, idempotent, entry)
        self.log.close(case.at)
        return Done(case.kind, case.subject_id, entry)

    def _write_one(self, case: Case, within: int | None) -> int:
        if case.subject is not None and case.changes:
            changes = dict(case.changes)
            if "version" in case.subject:
                changes["version"] = case.subject["version"] + 1
            case.stage.update(case.kind, case.subject, **changes)
        elif case.kind == "target" and case.subject is not None:
            # An act that moves nothing still makes older pages stale.
            case.stage.update(case.kind, case.subject, version=case.subject["version"] + 1)
        writes = self.work.write(case.stage)
        return self.log.append(self._entry(case, "done", writes, [], within))

    def write_refusal(self, error: WorkflowError) -> None:
        """One entry for an act refused to a signed-in person on something visible."""
        case = self.case
        if case is None or self.actor.person is None:
            return
        case.stage = Stage()
        case.also = []
        codes = [r.code for r in getattr(error, "refusals", ())] or [error.code]
        self.log.append(self._entry(case, "refused", [], codes))
        self.log.close(stamp(self.now))

    def _entry(
        self,
        case: Case,
        outcome: str,
        writes: list[Values],
        refusals: list[str],
        within: int | None = None,
    ) -> Values:
        target = case if isinstance(case, TargetCase) else None
        candidate = target.candidate if target else None
        exists = case.subject is not None or case.subject_new is not None
        act = case.act
        assert act is not None
        post = case.standing.post if case.standing else None
        return {
            "at": stamp(self.now),
            "act": act.name,
            "object": {"kind": case.kind, "id": case.subject_id, "table": case.table},
            "round": target.round if target and exists else None,
            "revision": candidate.no if candidate else None,
            "digest": candidate.digest if candidate else None,
            "person": self.actor.person,
            "capacity": case.capacity if case.standing else None,
            "post": post.code if post else None,
            "on_behalf_of": None,
            "channel": self.actor.channel,
            "request": self.actor.request_id,
            "within": within,
            "reason": case.data.get("reason_code"),
            # What no row keeps: the meeting's document, the targets that were named as left open.
            "named": {name: case.data[name] for name in NAMED if case.data.get(name)},
            "outcome": outcome,
            "refusals": refusals,
            "writes": writes,
            "scheme": case.scheme.digest if case.scheme else None,
            "lifecycle": LIFECYCLE_DIGEST,
        }

    # — once only —

    def replay(self, idempotent: Once | None) -> Done | None:
        """The earlier answer to the same Idempotency-Key, if there was one. Raises KeyReused."""
        if idempotent is None or self.actor.person is None:
            return None
        if not storable(idempotent.key) or len(idempotent.key) > LONGEST_KEY:
            raise InvalidInput({"Idempotency-Key": [BAD_KEY]})
        kept = statements.row(
            self.work.database,
            "SELECT request, object_id, entry FROM idempotency WHERE person = ? AND key = ?",
            (self.actor.person, idempotent.key),
        )
        if kept is None:
            return None
        if kept["request"] != idempotent.request:
            raise KeyReused(
                Words(
                    "这个幂等键已用于另一请求。",
                    "This Idempotency-Key was used for another request.",
                )
            )
        return Done(self.act.on, kept["object_id"], kept["entry"], replayed=True)

    def _remember(self, case: Case, idempotent: Once, entry: int) -> None:
        stage = Stage()
        stage.insert(
            "idempotency",
            person=self.actor.person,
            key=idempotent.key,
            request=idempotent.request,
            object_id=case.subject_id,
            entry=entry,
            at=case.at,
        )
        self.work.write(stage)


@cache
def _schema(kind: type[ma.Schema]) -> ma.Schema:
    # Making one copies every field, a third of an act's judging; loading with it changes nothing.
    return kind()


def loaded(act: Act, raw: Mapping[str, Any]) -> Values:
    """The input in the act's own shape. Raises InvalidInput with every field that is wrong."""
    try:
        data: Values = _schema(act.input).load(raw)
    except ma.ValidationError as error:
        messages = error.messages if isinstance(error.messages, Mapping) else {}
        raise InvalidInput(flat(messages)) from error
    return data


def flat(messages: Mapping[Any, Any], before: str = "") -> dict[str, list[Words]]:
    """marshmallow's nested messages as one map from field path (`milestones.0.due_on`)."""
    fields: dict[str, list[Words]] = {}
    for name, value in messages.items():
        path = f"{before}{name}" if name != "_schema" else before.rstrip(".") or "_schema"
        if isinstance(value, Mapping):
            fields.update(flat(value, f"{path}."))
        else:
            fields[path] = list(value) if isinstance(value, list) else [value]
    return fields


def _something_was_seen(case: Case) -> None:
    if case.data.get("version") is None and not case.data.get("digest"):
        needed = Words("请给出所见的版本或摘要。", "Give the version or digest that you saw.")
        raise InvalidInput({"version": [needed]})


def current_of(subject: Mapping[str, Any]) -> Values:
    """What a refused request is told of the object as it stands now."""
    names = ("id", "version", "state", "round", "candidate", "digest")
    return {name: subject[name] for name in names if name in subject}
