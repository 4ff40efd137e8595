"""Posts that got a new holder, and what goes over with them: for acts and readers."""

from __future__ import annotations

import json
from typing import Any

import peewee

from models import statements
from workflow.organisation import Organisation, Post
from workflow.queries.lateness import LATE
from workflow.takeover import list_digest, row_digest
from workflow.terms import Capacity

Values = dict[str, Any]

_BEFORE = (
    "FROM holding b WHERE b.post_id = h.post_id AND b.person_id <> h.person_id "
    "AND b.until IS NOT NULL AND b.id < h.id"
)

# Who holds a post after somebody else left it, with the hands on the list.
_SUCCESSIONS = f"""
SELECT h.id AS holding_id, h.person_id, h.post_id, h.since, h.document,
 (SELECT b.person_id {_BEFORE} ORDER BY b.until DESC, b.id DESC LIMIT 1) AS predecessor_id,
 s.at AS taken_at, s.digest AS taken_digest, s.listed, g.at AS given_at, g.digest AS given_digest,
 g.person_id AS given_by
FROM holding h JOIN post p ON p.id = h.post_id
LEFT JOIN takeover s ON s.holding_id = h.id AND s.side = 'takes'
LEFT JOIN takeover g ON g.holding_id = h.id AND g.side = 'gives'
WHERE h.until IS NULL AND p.capacity IN ('unit_head', 'leader', 'county_head')
AND EXISTS (SELECT 1 {_BEFORE})
"""

# What of a target is open: some hands of those it needs, late, quarrelled over, to be changed.
_LIST = f"""
SELECT t.id, t.year_id AS year, t.unit_id, t.title, t.category, t.due_on, t.state, t.round, t.turn,
 t.reviewing_post, t.digest AS candidate, f.digest AS in_force,
 CASE WHEN {LATE} THEN 1 ELSE 0 END AS late,
 CASE WHEN t.state = 'drafted' AND EXISTS (SELECT 1 FROM signature s WHERE s.target_id = t.id
  AND s.revision = t.candidate AND s.round = t.round AND s.verdict = 'affirm' AND NOT EXISTS
  (SELECT 1 FROM signature_end e WHERE e.signature_id = s.id)) THEN 1 ELSE 0 END AS half_signed,
 CASE WHEN (t.state IN ('drafted', 'reviewed') AND t.round > 1) OR EXISTS (SELECT 1
  FROM escalation e WHERE e.target_id = t.id AND e.ended_at IS NULL) THEN 1 ELSE 0 END AS quarrel,
 CASE WHEN EXISTS (SELECT 1 FROM proposal p WHERE p.target_id = t.id AND p.ended_at IS NULL)
  THEN 1 ELSE 0 END AS proposed
FROM target t JOIN year y ON y.id = t.year_id
LEFT JOIN revision f ON f.target_id = t.id AND f.no = t.in_force
WHERE t.state NOT IN ('cancelled', 'scored') AND y.state <> 'closed' AND {{mine}}
ORDER BY t.year_id DESC, t.unit_id, t.id
"""
OPEN = ("half_signed", "late", "quarrel", "proposed")


def successions(database: peewee.Database, post: int | None = None) -> list[Values]:
    """The posts, or this one, that somebody took over from another person, newest first."""
    only, values = (" AND h.post_id = ?", (post,)) if post is not None else ("", ())
    order = " ORDER BY h.since DESC, h.id DESC"
    return statements.rows(database, _SUCCESSIONS + only + order, values)


def targets(
    database: peewee.Database, organisation: Organisation, post: Post, today: str
) -> list[Values]:
    """What goes over with a post: a unit head's own and supported targets, those that a leader
    reviews, those that the county head reviews or has to decide; each with what is open."""
    mine, values = _mine(post)
    rows = statements.rows(database, _LIST.format(mine=mine), (today, today, *values))
    return [
        {
            **row,
            "unit": organisation.unit_by_id[row["unit_id"]].code,
            "unit_name": organisation.unit_by_id[row["unit_id"]].name,
            "role": _role(post, row),
            "open": sorted(name for name in OPEN if row[name]),
        }
        for row in rows
    ]


def _mine(post: Post) -> tuple[str, tuple[Any, ...]]:
    if post.capacity == Capacity.UNIT_HEAD:
        assert post.unit is not None
        named = "(t.unit_id = ? OR replace(t.supporting, ?, '') <> t.supporting)"
        return named, (post.unit.id, f",{post.unit.code},")
    if post.capacity == Capacity.LEADER:
        return "t.reviewing_post = ?", (post.code,)
    asked = (
        "EXISTS (SELECT 1 FROM escalation e WHERE e.target_id = t.id AND e.ended_at IS NULL "
        "AND e.level = 'county_head')"
    )
    return f"(t.reviewing_post = ? OR t.turn = 'county_head' OR {asked})", (post.code,)


def _role(post: Post, row: Values) -> str:
    """What the post is to the target: leads, supports, reviews, or decides."""
    if post.capacity == Capacity.UNIT_HEAD:
        assert post.unit is not None
        return "leads" if row["unit_id"] == post.unit.id else "supports"
    return "reviews" if row["reviewing_post"] == post.code else "decides"


def digested(post: Post, rows: list[Values]) -> Values:
    """A list with its digest, each row with its own."""
    return {
        "digest": list_digest(post.code, rows),
        "targets": [{**row, "digest": row_digest(row)} for row in rows],
    }


def waiting(database: peewee.Database, post: Post | None, person: int | None) -> Values | None:
    """The hand that this person may put on the list of a post now: as its successor, or as whom it
    was taken over from; None where there is none, or it is there."""
    for row in successions(database, post.id) if post is not None else ():
        if row["person_id"] == person and row["taken_at"] is None:
            return {"holding_id": row["holding_id"], "side": "takes", "signed": None}
        if row["predecessor_id"] == person and row["given_at"] is None:
            # What the successor has taken over already is what the predecessor gives.
            return {"holding_id": row["holding_id"], "side": "gives", "signed": row["listed"]}
    return None


def to_sign(
    database: peewee.Database,
    organisation: Organisation,
    post: Post,
    today: str,
    signed: str | None,
) -> Values:
    """The list that a hand would be put on: the one that was signed, else as it stands now."""
    if signed is None:
        return digested(post, targets(database, organisation, post, today))
    return digested(post, json.loads(signed)["targets"])
