"""Checking a paper: what was scanned or typed, held against what stands, for one reader.

Whoever may not see a paper is told what is told of one that never was.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from models import statements
from workflow.audit.entry import root_of
from workflow.audit.paper_mark import Asked, Mistyped, asked
from workflow.errors import NotFound
from workflow.inputs.fields import storable
from workflow.lifecycle import act_named
from workflow.queries import checkpoints, facts, papers
from workflow.queries.leaves import MissingLeaves, frontier_at
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.queries.score_sheet import is_open_to
from workflow.terms import State

Values = dict[str, Any]

VERDICTS = ("in_force", "superseded", "unknown", "mistyped")
KINDS = ("letter", "score", "slip", "sheet")
LONGEST = 600
_ENTRY = "SELECT act, object_kind, person_id, at FROM entry WHERE id = ?"


def check(reader: Reader, text: str) -> Values:
    """What a paper is to this reader: its verdict, the papers that bear this mark, and whether the
    log that was printed beside it is the beginning of this one (None where none was scanned)."""
    if len(text) > LONGEST or not storable(text):
        return {"verdict": "mistyped", "papers": [], "same_log": None}
    try:
        wanted = asked(text)
    except Mistyped:
        return {"verdict": "mistyped", "papers": [], "same_log": None}
    found = [*_said(reader, wanted), *_sheets(reader, wanted)]
    found.sort(key=lambda one: one["verdict"] != "in_force")
    verdict = found[0]["verdict"] if found else "unknown"
    return {"verdict": verdict, "papers": found, "same_log": same_log(reader, wanted)}


def same_log(reader: Reader, wanted: Asked) -> bool | None:
    """Whether the log on the paper is the beginning of this one, by its size and root."""
    if wanted.checkpoint is None:
        return None
    _, size, root = wanted.checkpoint
    now, _ = root_of(reader.database)
    if size > now:
        return False
    try:
        return base64.b64encode(frontier_at(reader.database, size).root()).decode() == root
    except MissingLeaves:
        return False


# — letters, score sheets, slips —


def _said(reader: Reader, wanted: Asked) -> list[Values]:
    rows = papers.said(reader.database, wanted.lowest, wanted.highest)
    newest: dict[str, Values] = {}
    for row in rows:
        newest.setdefault(row["digest"], row)
    return [one for one in (_paper(reader, row) for row in newest.values()) if one is not None]


def _paper(reader: Reader, row: Values) -> Values | None:
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    shown = {
        "kind": row["kind"],
        "year": row["year_id"],
        "unit": unit.code,
        "unit_name": unit.name,
        "target": None,
        "title": None,
        "no": None,
        "escalation": None,
        "digest": row["digest"],
        "issued": entry_of(reader, row["entry"]),
        "ended": None,
        "changed": [],
    }
    answer = {"letter": _letter, "score": _score, "slip": _slip}[row["kind"]]
    return answer(reader, row, shown)


def _letter(reader: Reader, row: Values, shown: Values) -> Values:
    """Everybody's from issue on, and before it there is none."""
    after = papers.following(reader.database, row)
    changed = _difference(row, after) if after else []
    titles = facts.titles(reader.database, changed)
    return _ended(reader, shown, after) | {
        "changed": [{"target": number, "title": titles.get(number, "")} for number in changed]
    }


def _difference(row: Values, after: Values) -> list[int]:
    """The targets of which the two letters say other things."""
    old, new = (dict(json.loads(one["content"])["targets"]) for one in (row, after))
    return sorted(n for n in old.keys() | new.keys() if old.get(n) != new.get(n))


def _score(reader: Reader, row: Values, shown: Values) -> Values | None:
    if not is_open_to(reader, row["year_id"], shown["unit"]):
        return None
    no = json.loads(row["content"])["no"]
    return _ended(reader, {**shown, "no": no}, papers.following(reader.database, row))


def _ended(reader: Reader, shown: Values, after: Values | None) -> Values:
    if after is None:
        return {**shown, "verdict": "in_force"}
    return {**shown, "verdict": "superseded", "ended": entry_of(reader, after["entry"])}


def _slip(reader: Reader, row: Values, shown: Values) -> Values | None:
    target = _target(reader, row["target_id"])
    if target is None or not reader.works_on(target):
        return None
    found = statements.row(
        reader.database,
        "SELECT ended_at, ended_act FROM escalation WHERE id = ?",
        (row["escalation_id"],),
    )
    assert found is not None
    ended = None
    if found["ended_at"] is not None:
        ended = _entry_at(reader, target["id"], found["ended_at"], found["ended_act"])
    return {
        **shown,
        "target": target["id"],
        "title": target["title"],
        "escalation": row["escalation_id"],
        "verdict": "superseded" if found["ended_at"] else "in_force",
        "ended": ended,
    }


# — signature sheets —


def _sheets(reader: Reader, wanted: Asked) -> list[Values]:
    rows = papers.sheets(reader.database, wanted.lowest, wanted.highest)
    seen = reader.desk().targets([row["target_id"] for row in rows])
    return [_sheet(reader, row) for row in rows if row["target_id"] in seen]


def _sheet(reader: Reader, row: Values) -> Values:
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    live = row["state"] != State.CANCELLED
    stands = live and row["no"] in (row["candidate"], row["in_force"])
    after = None if stands else papers.next_revision(reader.database, row["target_id"], row["no"])
    return {
        "kind": "sheet",
        "verdict": "in_force" if stands else "superseded",
        "year": row["year_id"],
        "unit": unit.code,
        "unit_name": unit.name,
        "target": row["target_id"],
        "title": row["title"],
        "no": row["no"],
        "escalation": None,
        "digest": row["digest"],
        "issued": entry_of(reader, row["entry"]),
        "ended": entry_of(reader, after["entry"]) if after else None,
        "changed": [],
    }


def _target(reader: Reader, number: int) -> Values | None:
    try:
        return reader.desk().target(number).subject
    except NotFound:
        return None


# — entries —


def entry_of(reader: Reader, index: int | None) -> Values | None:
    """An entry of the log as a paper names it: its index, moment, act and person."""
    if index is None:
        return None
    row = statements.row(reader.database, _ENTRY, (index,))
    if row is None:
        return None
    act = act_named(row["object_kind"], row["act"])
    by = names(reader.database, [row["person_id"]]).get(row["person_id"])
    return {
        "entry": index,
        "at": row["at"],
        "action": row["act"],
        "label": act.label if act else row["act"],
        "by_name": by.name if by else None,
    }


def _entry_at(reader: Reader, target: int, at: str, act: str) -> Values | None:
    """The entry of an act on a target at a moment; an act brought along by another included."""
    found = statements.value(
        reader.database,
        "SELECT MIN(id) FROM entry WHERE object_kind = 'target' AND object_id = ? AND at = ? "
        "AND outcome = 'done' AND act = ?",
        (target, at, act),
    )
    return entry_of(reader, found)


# — what stands on a paper —


def log_now(reader: Reader) -> Values:
    """The log as a paper names it: its newest checkpoint, else its head, which nobody signed."""
    signed = checkpoints.latest(reader.database)
    if signed is not None:
        return {"origin": signed["origin"], "size": signed["size"], "root": signed["root"]} | {
            "signed": True
        }
    size, root = root_of(reader.database)
    origin = checkpoints.origin(reader.database, 1)
    return {"origin": origin, "size": size, "root": root, "signed": False}
