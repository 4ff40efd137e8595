"""The targets of one unit in one year with what their scores rest on: finding, rule and ledger.

A score sheet names each score by the digest of its derivation, so an earlier revision finds the
score that was counted then, not the last one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from models import statements
from workflow.queries.acceptance import LEDGER
from workflow.queries.people import Named, names, texts
from workflow.queries.reader import Reader
from workflow.scheme.scheme import Scheme
from workflow.scoring.assessment import asked_by
from workflow.scoring.derivation import rule_name
from workflow.scoring.ledger import events_of
from workflow.scoring.outcome_parts import Entry
from workflow.scoring.parts import told

Values = dict[str, Any]

_TARGETS = """
SELECT t.id, t.year_id, t.title, t.category, t.unit_id, t.state, t.reviewing_post, t.supporting,
       t.in_force, r.material
FROM target t JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
WHERE t.year_id = ? AND t.unit_id = ? ORDER BY t.id
"""
_SCORES = """
SELECT s.target_id, s.at, s.derivation, r.material, f.found_value, f.parts, f.quality, f.on_time,
       f.events, f.person_id, f.at AS found_at
FROM score s JOIN target t ON t.id = s.target_id JOIN finding f ON f.id = s.finding_id
JOIN revision r ON r.target_id = s.target_id AND r.no = s.revision
WHERE t.year_id = ? AND t.unit_id = ? ORDER BY s.id
"""
_SHOWN = ("id", "event", "count", "occurred_on", "matter_code", "document", "amount")
_OWN = "SELECT t.id FROM target t WHERE t.year_id = ? AND t.unit_id = ?"


@dataclass(frozen=True)
class Scored:
    """What the targets of a unit have been found and scored by."""

    scheme: Scheme
    targets: dict[int, Values]
    scores: dict[tuple[int, str], Values]
    """By target and digest of the derivation."""
    ledger: dict[int, list[Values]]
    people: dict[int, Named]

    def shown(self, entry: Entry) -> Values:
        """One target as it was counted: points, score, and all that explains it."""
        target = self.targets[entry["target"]]
        score = self.scores.get((entry["target"], entry["derivation"]))
        material = json.loads((score or target)["material"])
        # What is in force names its rule: nothing is submitted without one.
        rule = self.scheme.rule_body(material["scoring_rule"]["digest"])
        return {
            "id": entry["target"],
            "title": material["title"],
            "state": target["state"],
            "measure": material["measure"],
            "unit_of_measure": material["unit_of_measure"],
            "target_value": material["target_value"],
            "direction": material["direction"],
            **{name: entry[name] for name in ("points", "score", "met", "cause", "imposed")},
            "rule": _rule(rule) if rule else None,
            "finding": self._finding(score) if score else None,
            "ledger": self._ledger(entry["target"], rule, score),
            "digest": entry["derivation"],
            "derivation": score["derivation"] if score else None,
        }

    def _finding(self, score: Values) -> Values:
        by = self.people[score["person_id"]]
        return {
            "found_value": score["found_value"],
            "parts": json.loads(score["parts"] or "[]"),
            "quality": score["quality"],
            "on_time": bool(score["on_time"]),
            "by": by.username,
            "by_name": by.name,
            "at": score["found_at"],
        }

    def _ledger(self, target: int, rule: Values | None, score: Values | None) -> list[Values]:
        """The entries about a target, each with whether this score counted it."""
        known = {each["event"]: each["name"] for each in events_of(rule)} if rule else {}
        events = json.loads(score["events"] or "[]") if score else []
        counted = {event.get("ref") for event in events}
        return [
            {
                **row,
                "name": known.get(row["event"], row["event"]),
                "counted": str(row["id"]) in counted,
            }
            for row in self.ledger.get(target, [])
        ]


def _rule(rule: Values) -> Values:
    """A scoring rule by name, and what it calls the events it counts and the parts it asks for."""
    events = [{"event": each["event"], "name": each["name"]} for each in events_of(rule)]
    asked = told(asked_by(rule))
    return {"code": rule["code"], "name": rule_name(rule), "events": events, "parts": asked}


def scored(reader: Reader, scheme: Scheme, year: int, unit_id: int) -> Scored:
    """Everything about the targets of a unit that a score sheet shows."""
    known = (year, unit_id)
    targets = statements.rows(reader.database, _TARGETS, known)
    scores = statements.rows(reader.database, _SCORES, known)
    for row in scores:
        row["derivation"] = json.loads(row["derivation"])
    by_id = {row["id"]: row for row in targets}
    near = {row["id"] for row in targets if reader.works_on(row)}
    return Scored(
        scheme=scheme,
        targets=by_id,
        scores={(row["target_id"], row["derivation"]["digest"]): row for row in scores},
        ledger=_ledger(reader, known, near),
        people=names(reader.database, [row["person_id"] for row in scores]),
    )


def _ledger(reader: Reader, known: tuple[int, int], near: set[int]) -> dict[int, list[Values]]:
    """The ledger of all targets of a unit; what is said of a matter is for those who work on it."""
    sql = f"{LEDGER} WHERE l.target_id IN ({_OWN}) ORDER BY l.id"
    rows = statements.rows(reader.database, sql, known)
    said = texts(reader.database, [row["matter_id"] for row in rows if row["target_id"] in near])
    found: dict[int, list[Values]] = {}
    for row in rows:
        found.setdefault(row["target_id"], []).append(
            {
                **{name: row[name] for name in _SHOWN},
                "matter": said.get(row["matter_id"]),
                "struck_at": row["ended_at"],
            }
        )
    return found
