"""Objections to one node of a result, and their answers: what is pointed at, and what is written.

What a node is stands in workflow/scoring/nodes.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workflow.case import TargetCase
from workflow.scoring import nodes

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """What an objection points at, as it stands now; `about` and `ref` name the row it is in."""

    what: str
    path: str
    digest: str
    about: str
    ref: int


def address_of(case: TargetCase) -> tuple[str, str]:
    """What the input points at: kind and path; one that names a row alone means all of it."""
    data = case.data
    if data.get("what"):
        return data["what"], data["path"]
    return {
        "ledger": ("deduction", nodes.entry_path(data.get("ref") or 0)),
        "finding": ("evidence", nodes.FINDING),
        "cause": ("cause", nodes.CAUSE),
        "score": ("figure", nodes.ROOT),
    }[data["about"]]


def node_of(case: TargetCase) -> Node | None:
    """The node that the input points at; None where this target has none such."""
    what, path = address_of(case)
    if what == "evidence":
        found = _of_row(what, path, nodes.FINDING, "finding", case.finding)
    elif what == "cause":
        found = _of_row(what, path, nodes.CAUSE, "cause", case.known("cause"))
    elif path.startswith(nodes.LEDGER):
        found = _of_entry(case, what, path)
    else:
        found = _of_step(case, what, path)
    given = case.data.get("ref")
    return None if found is None or given not in (None, found.ref) else found


def _of_row(what: str, path: str, kind: str, about: str, row: Values | None) -> Node | None:
    if row is None or path != kind:
        return None
    return Node(what, path, nodes.row_digest(kind, row), about, row["id"])


def _of_entry(case: TargetCase, what: str, path: str) -> Node | None:
    standing = {nodes.entry_path(entry["id"]): entry for entry in case.known("ledger")}
    if what != "deduction" or path not in standing:
        return None
    entry = standing[path]
    return Node(what, path, nodes.row_digest(nodes.LEDGER, entry), "ledger", entry["id"])


def _of_step(case: TargetCase, what: str, path: str) -> Node | None:
    score = case.known("last_score")
    step = nodes.step_at(json.loads(score["derivation"]), path) if score else None
    if step is None or (what == "deduction" and nodes.what_of(step) != what):
        return None
    return Node(what, path, step["digest"], "score", score["id"])


def object_result(case: TargetCase) -> None:
    """申请复核: it waits for an answer, and nothing moves until then (S34)."""
    node = node_of(case)
    assert node is not None
    objection = case.stage.insert(
        "objection",
        target_id=case.ref,
        about=node.about,
        ref=node.ref,
        state="open",
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
        answer_id=None,
        document=None,
        answered_by_id=None,
        answered_at=None,
    )
    case.stage.insert(
        "objection_node",
        objection_id=objection,
        what=node.what,
        path=node.path,
        digest=node.digest,
    )
