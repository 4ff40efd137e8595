"""A unit's year on one page, for auditors: who stood at its head, and the course of each of its
targets from the first draft to the place in the ranking. A fixed number of statements."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from models import statements
from workflow.errors import NotFound
from workflow.organisation import Unit
from workflow.queries import facts, history
from workflow.queries.log_search import Span, span, year_days
from workflow.queries.people import Named, names
from workflow.queries.reader import Reader

Values = dict[str, Any]
Grouped = dict[int, list[Values]]

_OF = "SELECT t.id FROM target t WHERE t.year_id = ? AND t.unit_id = ?"
_TARGETS = """
SELECT t.id, t.title, t.category, t.state, t.origin, t.round, t.candidate, t.in_force, t.imposed,
 t.due_on, t.created_at,
 (SELECT s.value FROM score s WHERE s.target_id = t.id ORDER BY s.no DESC LIMIT 1) AS score
FROM target t WHERE t.year_id = ? AND t.unit_id = ? ORDER BY t.id
"""
_HANDS = f"""
SELECT s.target_id, s.side, s.verdict, s.purpose, s.revision, s.round, s.at, s.actor_id,
 s.on_behalf_of_id, e.kind AS ended, e.at AS ended_at
FROM signature s LEFT JOIN signature_end e ON e.signature_id = s.id
WHERE s.target_id IN ({_OF}) ORDER BY s.id
"""
_CHANGES = f"""
SELECT p.target_id, p.kind, p.at, p.ended_at, p.outcome, p.lowered, p.document FROM proposal p
WHERE p.target_id IN ({_OF}) ORDER BY p.id
"""
_FINDINGS = f"""
SELECT f.target_id, f.at, f.found_value, f.parts, f.met, f.on_time, f.quality, f.cause, f.person_id
FROM finding f WHERE f.target_id IN ({_OF}) ORDER BY f.id
"""
_OBJECTIONS = f"""
SELECT o.target_id, o.about, o.state, o.at, o.answered_at FROM objection o
WHERE o.target_id IN ({_OF}) ORDER BY o.id
"""
_REFUSED = f"""
SELECT object_id AS target_id, COUNT(*) AS times FROM entry
WHERE object_kind = 'target' AND object_id IN ({_OF}) AND outcome = 'refused' GROUP BY object_id
"""
_RESULT = """
SELECT r.no, r.at, u.total, u.grade, u.base_grade, u.rank, u.front_id
FROM unit_result u JOIN year_result r ON r.id = u.result_id
WHERE r.year_id = ? AND u.unit_id = ? ORDER BY r.no DESC LIMIT 1
"""
_PEOPLE = """
SELECT h.person_id, h.post_id, h.since, h.until FROM holding h JOIN post p ON p.id = h.post_id
WHERE p.unit_id = ? AND h.since < ? AND (h.until IS NULL OR h.until >= ?)
ORDER BY p.capacity DESC, h.since, h.id
"""


def unit_year(reader: Reader, code: str, year: int) -> Values:
    """The people, the targets with their course, and the result. Raises NotPermitted, NotFound."""
    history.only_auditors(reader)
    unit = reader.organisation.units.get(code)
    if unit is None or facts.year(reader.database, year) is None:
        raise NotFound
    held = _held(reader, unit, span(reader.database, *year_days(year)))
    of = {sql: _grouped(reader, sql, year, unit) for sql in _EACH}
    people = names(reader.database, _everybody(held, of))
    targets = statements.rows(reader.database, _TARGETS, (year, unit.id))
    sql = "SELECT signed_on FROM letter WHERE year_id = ? AND unit_id = ?"
    return {
        "year": year,
        "unit": unit.code,
        "unit_name": unit.name,
        "people": [_holder(reader, row, people) for row in held],
        "letter": statements.value(reader.database, sql, (year, unit.id)),
        "result": _result(reader, unit, year),
        "targets": [_course(row, of, people) for row in targets],
    }


_EACH = (_HANDS, _CHANGES, _FINDINGS, _OBJECTIONS, _REFUSED)


def _grouped(reader: Reader, sql: str, year: int, unit: Unit) -> Grouped:
    """Rows of one kind by their target."""
    found: defaultdict[int, list[Values]] = defaultdict(list)
    for row in statements.rows(reader.database, sql, (year, unit.id)):
        found[row.pop("target_id")].append(row)
    return found


def _held(reader: Reader, unit: Unit, days: Span) -> list[Values]:
    return statements.rows(reader.database, _PEOPLE, (unit.id, days.until, days.since))


def _everybody(held: list[Values], of: dict[str, Grouped]) -> list[int | None]:
    hands = [row for rows in of[_HANDS].values() for row in rows]
    found = [row["person_id"] for rows in of[_FINDINGS].values() for row in rows]
    return [
        *(row["person_id"] for row in held),
        *(row[name] for row in hands for name in ("actor_id", "on_behalf_of_id")),
        *found,
    ]


def _holder(reader: Reader, row: Values, people: dict[int, Named]) -> Values:
    post = reader.organisation.post_by_id[row["post_id"]]
    return {
        "by": people[row["person_id"]].username,
        "by_name": people[row["person_id"]].name,
        "post": post.code,
        "post_name": post.name,
        "since": row["since"],
        "until": row["until"],
    }


def _result(reader: Reader, unit: Unit, year: int) -> Values | None:
    row = statements.row(reader.database, _RESULT, (year, unit.id))
    if row is None:
        return None
    fronts = {front.id: front.name for front in reader.organisation.fronts.values()}
    return {
        "no": row["no"],
        "at": row["at"],
        "total": row["total"],
        "grade": row["grade"],
        "base_grade": row["base_grade"],
        "rank": row["rank"],
        "front_name": fronts.get(row["front_id"]),
    }


def _course(row: Values, of: dict[str, Grouped], people: dict[int, Named]) -> Values:
    """One target from its first draft on."""
    number = row["id"]
    refused = of[_REFUSED].get(number)
    return {
        "id": number,
        "title": row["title"],
        "category": row["category"],
        "state": row["state"],
        "origin": row["origin"],
        "round": row["round"],
        "revision": row["candidate"],
        "in_force": row["in_force"],
        "imposed": bool(row["imposed"]),
        "due_on": row["due_on"],
        "created_at": row["created_at"],
        "score": row["score"],
        "hands": [_hand(one, people) for one in of[_HANDS].get(number, ())],
        "changes": [
            {**one, "lowered": bool(one["lowered"])} for one in of[_CHANGES].get(number, ())
        ],
        "findings": [_finding(one, people) for one in of[_FINDINGS].get(number, ())],
        "objections": list(of[_OBJECTIONS].get(number, ())),
        "refused": refused[0]["times"] if refused else 0,
    }


def _hand(row: Values, people: dict[int, Named]) -> Values:
    behalf = people.get(row["on_behalf_of_id"] or 0)
    return {
        **{n: row[n] for n in ("side", "verdict", "purpose", "revision", "round", "at")},
        "by": people[row["actor_id"]].username,
        "by_name": people[row["actor_id"]].name,
        "on_behalf_of": behalf.username if behalf else None,
        "on_behalf_of_name": behalf.name if behalf else None,
        "ended": row["ended"],
        "ended_at": row["ended_at"],
    }


def _finding(row: Values, people: dict[int, Named]) -> Values:
    return {
        **{n: row[n] for n in ("at", "found_value", "quality", "cause")},
        "parts": json.loads(row["parts"] or "[]"),
        "met": bool(row["met"]),
        "on_time": bool(row["on_time"]),
        "by": people[row["person_id"]].username,
        "by_name": people[row["person_id"]].name,
    }
