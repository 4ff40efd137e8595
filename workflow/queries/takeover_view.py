"""Hand-over lists as readers see them: whose wait, what stands on one, who has signed it."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.errors import NotFound
from workflow.organisation import Post
from workflow.queries import takeover
from workflow.queries.facts import marks
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.takeover import row_digest
from workflow.terms import Capacity

Values = dict[str, Any]

OVERSEE = frozenset({Capacity.OFFICE, Capacity.COUNTY_HEAD, Capacity.AUDITOR})
_SHOWN = (
    "SELECT t.id, t.title, t.year_id AS year, t.due_on, t.unit_id FROM target t WHERE t.id IN ({})"
)


def lists(reader: Reader) -> list[Values]:
    """The hand-over lists of posts that have a new holder: all for the office, the county head and
    auditors, for others those that they sign or signed. Newest first."""
    rows = takeover.successions(reader.database)
    mine = reader.actor.person
    if not reader.capacities & OVERSEE:
        rows = [row for row in rows if mine in (row["person_id"], row["predecessor_id"])]
    people = names(
        reader.database, [row[n] for row in rows for n in ("person_id", "predecessor_id")]
    )
    return [_summary(reader, row, people) for row in rows]


def _summary(reader: Reader, row: Values, people: Any) -> Values:
    post, mine = reader.organisation.post_by_id[row["post_id"]], reader.actor.person
    by, before = people[row["person_id"]], people[row["predecessor_id"]]
    return {
        "post": post.code,
        "post_name": post.name,
        "by": by.username,
        "by_name": by.name,
        "before": before.username,
        "before_name": before.name,
        "since": row["since"],
        "document": row["document"],
        "taken": _signed(row, "taken"),
        "given": _signed(row, "given"),
        "yours": (mine == row["person_id"] and row["taken_at"] is None)
        or (mine == row["predecessor_id"] and row["given_at"] is None),
    }


def _signed(row: Values, how: str) -> Values | None:
    at = row[f"{how}_at"]
    return {"at": at, "digest": row[f"{how}_digest"]} if at else None


def one(reader: Reader, code: str) -> Values:
    """The list of one post: as it was signed by the successor, else as it stands now. Raises
    NotFound where there is none, or none for this reader."""
    summary = next((row for row in lists(reader) if row["post"] == code), None)
    if summary is None:
        raise NotFound
    post = reader.organisation.posts[code]
    if summary["taken"] is None:
        day = reader.today.isoformat()
        rows = takeover.targets(reader.database, reader.organisation, post, day)
        return {**summary, **_shown(takeover.digested(post, rows))}
    (row,) = (r for r in takeover.successions(reader.database, post.id) if r["taken_at"])
    return {**summary, **_as_signed(reader, row)}


def _shown(listed: Values) -> Values:
    every = ("id", "year", "title", "unit", "unit_name", "due_on", "role", "state")
    more = ("in_force", "candidate", "open", "digest")
    return {
        "digest": listed["digest"],
        "targets": [{name: row[name] for name in (*every, *more)} for row in listed["targets"]],
    }


def _as_signed(reader: Reader, row: Values) -> Values:
    """The rows that were signed, with the titles that their targets have now."""
    listed = json.loads(row["listed"])["targets"]
    numbers = [one["id"] for one in listed]
    sql = _SHOWN.format(marks(numbers)) if numbers else ""
    found = statements.rows(reader.database, sql, numbers) if numbers else []
    known, units = {one["id"]: one for one in found}, reader.organisation.unit_by_id
    return _shown(
        {
            "digest": row["taken_digest"],
            "targets": [
                {
                    **known[one["id"]],
                    "unit": units[known[one["id"]]["unit_id"]].code,
                    "unit_name": units[known[one["id"]]["unit_id"]].name,
                    **one,
                    "digest": row_digest(one),
                }
                for one in listed
            ],
        }
    )


def notices(reader: Reader) -> tuple[list[Post], int]:
    """The posts whose list waits for the reader as successor, and how many lists nobody has taken
    over yet, for who oversees them."""
    rows = [row for row in takeover.successions(reader.database) if row["taken_at"] is None]
    own = [
        reader.organisation.post_by_id[row["post_id"]]
        for row in rows
        if row["person_id"] == reader.actor.person
    ]
    oversees = reader.capacities & {Capacity.OFFICE, Capacity.AUDITOR}
    return own, len(rows) if oversees else 0
