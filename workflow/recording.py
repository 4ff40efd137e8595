"""Writing an act down: its rows, and its entry in the log, or only the entry of its refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.unit_of_work import Stage, UnitOfWork
from workflow.audit.entry import Log
from workflow.case import Case, TargetCase
from workflow.errors import WorkflowError
from workflow.lifecycle_digest import LIFECYCLE_DIGEST

Values = dict[str, Any]
NAMED = (
    *("document", "leave_open"),
    # Of what was read, taken out or verified: what it was, and by what it is known again.
    *("reads", "exports", "verified"),
    *("scope", "with_files", "size", "root", "manifest_hash"),
)


@dataclass
class Recording:
    """An open transaction and the log it adds to; `close` it once, last."""

    work: UnitOfWork
    log: Log
    _at: str | None = None

    def write(self, case: Case) -> int:
        """Write the act, then those it brought along, each with its own entry; the act's index."""
        entry = self._write_one(case, None)
        for _, other in case.also:
            self._write_one(other, entry)
        return entry

    def close(self) -> None:
        """Move the log's head to what was added, if anything was."""
        if self._at is not None:
            self.log.close(self._at)

    def _write_one(self, case: Case, within: int | None) -> int:
        assert case.act is not None
        if case.subject is not None and case.changes and not case.act.aside:
            changes = dict(case.changes)
            if "version" in case.subject:
                # Also where the state is kept: an act makes older pages stale.
                changes["version"] = case.subject["version"] + 1
            case.stage.update(case.kind, case.subject, **changes)
        writes = self.work.write(case.stage, self.log.size)
        return self._append(case, self._entry(case, "done", writes, [], within))

    def write_refusal(self, case: Case, error: WorkflowError) -> None:
        """One entry for an act refused to a signed-in person on something visible."""
        case.stage = Stage()
        case.also = []
        codes = [r.code for r in getattr(error, "refusals", ())] or [error.code]
        self._append(case, self._entry(case, "refused", [], codes))

    def _append(self, case: Case, entry: Values) -> int:
        self._at = case.at
        # The next act of this transaction is no earlier than this one.
        self.log.last = case.now
        return self.log.append(entry)

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
            "at": case.at,
            "act": act.name,
            "object": {"kind": case.kind, "id": case.subject_id, "table": case.table},
            "round": target.round if target and exists else None,
            "revision": candidate.no if candidate else None,
            "digest": candidate.digest if candidate else None,
            "person": case.person,
            "capacity": case.capacity if case.standing else None,
            "post": post.code if post else None,
            "on_behalf_of": case.on_behalf_of,
            "channel": case.actor.channel,
            "request": case.actor.request_id,
            "within": within,
            "reason": case.data.get("reason_code"),
            # What no row keeps: the meeting's document, the targets that were named as left open.
            "named": _named(case),
            "outcome": outcome,
            "refusals": refusals,
            "writes": writes,
            "scheme": case.scheme.digest if case.scheme else None,
            "lifecycle": LIFECYCLE_DIGEST,
        }


def _named(case: Case) -> Values:
    """What the act named; a list of ids is a set, whatever the way in made of its order."""
    given = {name: case.data[name] for name in NAMED if case.data.get(name)}
    named = {name: sorted(v) if isinstance(v, list) else v for name, v in given.items()}
    if case.left_out:
        named["left_out"] = sorted(number for number, _ in case.left_out)
    return named
