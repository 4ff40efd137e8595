"""Objections to results: what stands, who had a part in the matter, and where a unit may object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import peewee

from models import statements
from workflow.case import Case
from workflow.organisation import Unit
from workflow.queries.acceptance import LEDGER
from workflow.queries.people import names
from workflow.rules import acceptance, objecting
from workflow.scoring import nodes
from workflow.terms import Capacity
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.reader import Reader

Values = dict[str, Any]

_OBJECTIONS = """
SELECT o.*, n.what, n.path, n.digest FROM objection o
LEFT JOIN objection_node n ON n.objection_id = o.id WHERE o.target_id = ? ORDER BY o.id
"""
# By these acts somebody has a part in what a target came to.
PARTS = ("inspect", "assess", "score", "enter_ledger", "decide_cause", "object_result")
_PARTS = f"""
SELECT body FROM entry WHERE object_kind = 'target' AND object_id = ? AND outcome = 'done'
AND act IN ({", ".join(f"'{act}'" for act in PARTS)}) ORDER BY id
"""

_OWN = """
SELECT t.id FROM target t WHERE t.year_id = ? AND t.unit_id = ?
AND t.state IN ('in_progress', 'due', 'inspected', 'scored')
"""
_SCORES = f"""
SELECT s.target_id, s.derivation FROM score s WHERE s.target_id IN ({_OWN})
AND s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = s.target_id)
"""
# Of findings and causes the last one stands.
_ROWS = {
    nodes.FINDING: f"""
SELECT f.* FROM finding f JOIN acceptance a ON a.id = f.acceptance_id
WHERE f.target_id IN ({_OWN} AND t.state <> 'in_progress') AND a.state = 'accepted' ORDER BY f.id
""",
    nodes.CAUSE: f"SELECT * FROM cause_decision WHERE target_id IN ({_OWN}) ORDER BY id",
    nodes.LEDGER: f"{LEDGER} WHERE l.target_id IN ({_OWN}) AND e.id IS NULL ORDER BY l.id",
}


def objections(database: peewee.Database, target_id: int) -> list[Values]:
    """Every objection of the unit on a target with the node it points at, oldest first; those of an
    older program name a row only."""
    return statements.rows(database, _OBJECTIONS, (target_id,))


def involved(database: peewee.Database, target_id: int) -> list[Values]:
    """Who found, scored, entered, decided or objected on this target, by the log itself: a row that
    holds one person does not say for whom he stood in."""
    rows = statements.run(database, _PARTS, (target_id,)).fetchall()
    found = [json.loads(body) for (body,) in rows]
    known = names(database, [entry["person"] for entry in found])
    return [
        {
            "act": entry["act"],
            "at": entry["at"],
            "name": known[entry["person"]].name,
            "people": frozenset({entry["person"], entry["on_behalf_of"]} - {None}),
        }
        for entry in found
        if entry["person"] is not None
    ]


@dataclass(frozen=True)
class Open:
    """Where the unit may object on one of its targets now."""

    score: str | None
    """The digest of the last score's derivation; of another score no step may be objected to."""
    rows: dict[str, str]
    """Digests of the finding, the cause decided and standing entries of the ledger, by path."""


def open_nodes(reader: Reader, number: int, unit: Unit) -> dict[int, Open]:
    """What this reader, as head of this unit, may object to, by target; nothing for others, once
    the days for it are over, or after the decision."""
    heads = Capacity.UNIT_HEAD in reader.acting and any(
        p.capacity == Capacity.UNIT_HEAD and p.unit is not None and p.unit.id == unit.id
        for p in reader.posts
    )
    if not heads or _why_not(reader.desk().year_case(number)) is not None:
        return {}
    known = (number, unit.id)
    scores = {r["target_id"]: r for r in statements.rows(reader.database, _SCORES, known)}
    rows: dict[int, dict[str, str]] = {}
    for kind, sql in _ROWS.items():
        for row in statements.rows(reader.database, sql, known):
            path = nodes.entry_path(row["id"]) if kind == nodes.LEDGER else kind
            rows.setdefault(row["target_id"], {})[path] = nodes.row_digest(kind, row)
    return {
        target: Open(_digest(scores.get(target)), rows.get(target, {}))
        for target in scores.keys() | rows.keys()
    }


def shut(reader: Reader, number: int) -> Words | None:
    """Why no unit may object to that year's results any more; None while units may."""
    return _why_not(reader.desk().year_case(number))


def _why_not(case: Case) -> Words | None:
    said = (acceptance.results_are_not_decided, objecting.objection_is_in_time)
    return next((rule.sentence for rule in said if not rule.holds(case)), None)


def _digest(score: Values | None) -> str | None:
    return str(json.loads(score["derivation"])["digest"]) if score else None
