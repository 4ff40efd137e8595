"""A person's year on one page, for auditors: posts and substitutions, and everything he did in it,
by himself or by those who stood in for him."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements
from workflow.clock import days_of
from workflow.errors import NotFound
from workflow.lifecycle import act_named
from workflow.queries import facts, history
from workflow.queries.log_search import Span, span, with_titles, year_days
from workflow.queries.people import names
from workflow.queries.reader import Reader

Values = dict[str, Any]

_POSTS = """
SELECT h.post_id, h.since, h.until, h.document FROM holding h
WHERE h.person_id = ? AND h.since < ? AND (h.until IS NULL OR h.until >= ?) ORDER BY h.since, h.id
"""
_LENT = """
SELECT d.* FROM delegation d
WHERE (d.principal_id = ? OR d.delegate_id = ?) AND d.from_on <= ?
AND (d.until_on IS NULL OR d.until_on >= ?) AND (d.ended_at IS NULL OR d.ended_at >= ?)
ORDER BY d.from_on, d.id
"""


def person_year(
    reader: Reader, username: str, year: int, *, limit: int, before: int | None = None
) -> Values:
    """Posts, substitutions, counts by act and month, and one page of what was done, newest first.

    Raises NotPermitted, NotFound.
    """
    history.only_auditors(reader)
    person = facts.person(reader.database, username)
    if person is None or not 1949 <= year <= 2999:
        raise NotFound
    first, last = year_days(year)
    days = span(reader.database, first, last)
    lent = _lent(reader, person["id"], first, last)
    who = _who(person["id"], [d["delegate_id"] for d in lent if d["principal_id"] == person["id"]])
    entries, following = _entries(reader, who, days, limit, before)
    by = names(reader.database, [person["id"], *(d[n] for d in lent for n in _PEOPLE)])
    return {
        "year": year,
        "username": username,
        "name": by[person["id"]].name,
        "active": bool(person["active"]),
        "posts": _posts(reader, person["id"], days),
        "delegations": [_delegation(reader, d, person["id"], by) for d in lent],
        "counts": _counts(reader.database, who, days, year),
        "items": entries,
        "next": following,
    }


_PEOPLE = ("principal_id", "delegate_id")


def _who(person: int, stood_in: list[int]) -> tuple[str, list[Any]]:
    """Entries by this person, and those by substitutes that say that they are for him. The key
    stands once in a body, at its top: what rows hold is called `on_behalf_of_id`."""
    if not stood_in:
        return "person_id = ?", [person]
    some = sorted(set(stood_in))
    clause = f"(person_id = ? OR (person_id IN ({facts.marks(some)}) AND body LIKE ?))"
    return clause, [person, *some, f'%"on_behalf_of":{person},"outcome":%']


def _posts(reader: Reader, person: int, days: Span) -> list[Values]:
    rows = statements.rows(reader.database, _POSTS, (person, days.until, days.since))
    known = reader.organisation.post_by_id
    return [
        {
            "post": known[row["post_id"]].code,
            "post_name": known[row["post_id"]].name,
            "capacity": known[row["post_id"]].capacity.value,
            "since": row["since"],
            "until": row["until"],
            "document": row["document"],
        }
        for row in rows
    ]


def _lent(reader: Reader, person: int, first: str, last: str) -> list[Values]:
    begins, _ = days_of(first, None)
    return statements.rows(reader.database, _LENT, (person, person, last, first, begins))


def _delegation(reader: Reader, row: Values, person: int, people: Any) -> Values:
    principal = people.get(row["principal_id"])
    delegate = people[row["delegate_id"]]
    return {
        "post": reader.organisation.post_by_id[row["post_id"]].code,
        "post_name": reader.organisation.post_by_id[row["post_id"]].name,
        "kind": row["kind"],
        "given": row["principal_id"] == person,
        "by": delegate.username,
        "by_name": delegate.name,
        "on_behalf_of": principal.username if principal else None,
        "on_behalf_of_name": principal.name if principal else None,
        "from_on": row["from_on"],
        "until_on": row["until_on"],
        "ended_at": row["ended_at"],
        "document": row["document"],
    }


def _counts(
    database: peewee.Database, who: tuple[str, list[Any]], days: Span, year: int
) -> list[Values]:
    """How often each act was done and refused, month by month of the county's calendar."""
    inside, moments = days.clause
    ends = [days_of(f"{year}-{month:02d}-01", None)[0] for month in range(2, 13)]
    month = "CASE " + " ".join(f"WHEN at < ? THEN {n}" for n in range(1, 12)) + " ELSE 12 END"
    rows = statements.rows(
        database,
        f"SELECT act, object_kind AS kind, outcome, {month} AS month, COUNT(*) AS times FROM entry "
        f"WHERE {inside} AND {who[0]} GROUP BY act, object_kind, outcome, month",
        [*ends, *moments, *who[1]],
    )
    found: dict[tuple[str, str], Values] = {}
    for row in rows:
        key = (row["kind"], row["act"])
        act = act_named(*key)
        one = found.setdefault(
            key,
            {
                "action": row["act"],
                "kind": row["kind"],
                "label": act.label if act else row["act"],
                "done": 0,
                "refused": 0,
                "months": [0] * 12,
            },
        )
        one[row["outcome"]] += row["times"]
        one["months"][row["month"] - 1] += row["times"]
    return sorted(found.values(), key=lambda one: (-one["done"] - one["refused"], one["action"]))


def _entries(
    reader: Reader, who: tuple[str, list[Any]], days: Span, limit: int, before: int | None
) -> tuple[list[Values], int | None]:
    high = days.high if before is None else min(days.high, before)
    inside, moments = Span(days.low, high, days.since, days.until).clause
    rows = statements.rows(
        reader.database,
        "SELECT id, body FROM entry WHERE id IN (SELECT id FROM entry "
        f"WHERE {inside} AND {who[0]} ORDER BY id DESC LIMIT ?) ORDER BY id DESC",
        [*moments, *who[1], limit + 1],
    )
    more = rows[limit - 1]["id"] if len(rows) > limit else None
    return with_titles(reader, history.shown(reader, rows[:limit])), more
