"""Searching the log, for auditors: by person, object, period, act, outcome, channel and capacity.

What the log's indexes hold (person, act, kind and number of the object, each with the index of the
entry) is found by them; a period by the index itself, since time never goes back. Channel, capacity
and outcome stand in no index: they are read off the entries, `LOOKED` of them a page at most, so
that a search which finds nothing in ten years still answers at once and says how far it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import peewee
from marshmallow import ValidationError

from models import statements
from models.plan import CHANNELS
from workflow.clock import days_of
from workflow.errors import InvalidInput
from workflow.inputs.fields import Day
from workflow.lifecycle import ACTS
from workflow.queries import facts, history
from workflow.queries.reader import Reader
from workflow.queries.target_list import whole
from workflow.terms import CAPACITIES
from workflow.words import Words

Values = dict[str, Any]
FILTERS = (
    *("person", "act", "kind", "object", "title", "outcome", "channel", "capacity"),
    *("from", "to"),
)
# So many entries are read at most for one page where no index helps.
LOOKED = 100_000
OUTCOMES = ("done", "refused")
KINDS = ("target", "year", "item", "county")

# A body begins with act, time, capacity and channel, in this order and in one spelling (RFC 8785),
# so that the part behind act and time is the same on every entry and needs no reading of JSON.
_HEAD = "substr(body, length(act) + length(at) + 19, 60)"
# Halving the log until the first entry of this moment or later stands alone. Where the log has a
# gap it ends early, with what is left on both sides.
_SEEK = """
WITH RECURSIVE seek(low, high) AS (
 SELECT CAST(0 AS BIGINT), CAST(COALESCE((SELECT MAX(id) + 1 FROM entry), 0) AS BIGINT)
 UNION ALL
 SELECT CASE WHEN e.at < ? THEN e.id + 1 ELSE s.low END,
  CASE WHEN e.at < ? THEN s.high ELSE e.id END
 FROM seek s JOIN entry e ON e.id = (s.low + s.high) / 2 WHERE s.low < s.high)
SELECT MAX(low) AS low, MIN(high) AS high FROM seek
"""


@dataclass(frozen=True)
class Span:
    """The entries of a period: indexes from `low` until before `high`, and the moments exactly."""

    low: int
    high: int
    since: str | None = None
    until: str | None = None

    @property
    def clause(self) -> tuple[str, list[Any]]:
        """A WHERE clause for entries of this span."""
        values: list[Any] = [self.low, self.high]
        parts = ["id >= ? AND id < ?"]
        for sign, moment in ((">=", self.since), ("<", self.until)):
            if moment is not None:
                parts.append(f"at {sign} ?")
                values.append(moment)
        return " AND ".join(parts), values


@dataclass(frozen=True)
class Page:
    """Some entries, newest first, the index before which the next page begins, and, where the
    search had to stop before it was full, the oldest index that was looked at."""

    rows: list[Values]
    following: int | None
    looked_to: int | None = None


@dataclass
class _Where:
    """What is asked of an entry, and whether an index finds it."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    indexed: bool = False

    def add(self, clause: str, *values: Any, indexed: bool = False) -> None:
        """One more condition."""
        self.parts.append(clause)
        self.values += values
        self.indexed = self.indexed or indexed


def span(database: peewee.Database, first: str | None, last: str | None) -> Span:
    """The entries from one county day to another (ISO, both included); None: no end there."""
    size = int(statements.value(database, "SELECT COALESCE(MAX(id) + 1, 0) FROM entry"))
    since = days_of(first, None)[0] if first else None
    until = days_of(last, last)[1] if last else None
    low = int(_seek(database, since)["low"]) if since else 0
    high = int(_seek(database, until)["high"]) if until else size
    return Span(low, high, since, until)


def _seek(database: peewee.Database, moment: str) -> Values:
    found = statements.row(database, _SEEK, (moment, moment))
    assert found is not None
    return found


def search(
    reader: Reader, filters: Mapping[str, str], *, limit: int, before: int | None = None
) -> Page:
    """One page of entries, for auditors. Raises NotPermitted, InvalidInput."""
    history.only_auditors(reader)
    where = _where(filters)
    days = span(reader.database, *(_day(filters, name) for name in ("from", "to")))
    top = days.high if before is None else min(days.high, before)
    bottom = days.low if where.indexed or not where.parts else max(days.low, top - LOOKED)
    clause, moments = Span(bottom, top, days.since, days.until).clause
    asked = " AND ".join([clause, *where.parts])
    # The inner statement reads indexes as far as it can; bodies are fetched for one page only.
    found = statements.rows(
        reader.database,
        "SELECT id, body FROM entry WHERE id IN (SELECT id FROM entry "
        f"WHERE {asked} ORDER BY id DESC LIMIT ?) ORDER BY id DESC",
        [*moments, *where.values, limit + 1],
    )
    rows = with_titles(reader, history.shown(reader, found[:limit]))
    if len(found) > limit:
        return Page(rows, found[limit - 1]["id"])
    stopped = bottom if bottom > days.low else None
    return Page(rows, stopped, stopped)


def with_titles(reader: Reader, rows: list[Values]) -> list[Values]:
    """Entries with the titles of the targets that they are about."""
    of = {row["index"]: row["object"]["id"] for row in rows if row["object"]["kind"] == "target"}
    titles = facts.titles(reader.database, sorted({*of.values()} - {None}))
    return [{**row, "title": titles.get(of.get(row["index"]) or 0)} for row in rows]


def _where(filters: Mapping[str, str]) -> _Where:
    where = _Where()
    for name, add in _ADDING.items():
        text = (filters.get(name) or "").strip()
        if text:
            if len(text) > 600 or not text.isprintable():
                raise _refuse(name, "此项无效。", "This is not valid.")
            add(where, name, text)
    return where


def _person(where: _Where, name: str, text: str) -> None:
    clause = (
        "person_id IN (SELECT p.id FROM person p JOIN text x ON x.id = p.name_id "
        "WHERE p.username = ? OR x.body = ?)"
    )
    where.add(clause, text, text, indexed=True)


def _act(where: _Where, name: str, text: str) -> None:
    names = [one.strip() for one in text.split(",") if one.strip()]
    known = {act.name for act in ACTS}
    if not names or not known.issuperset(names):
        raise _refuse(name, "没有这个行为。", "There is no such act.")
    where.add(f"act IN ({facts.marks(names)})", *names, indexed=True)


def _kind(where: _Where, name: str, text: str) -> None:
    _one_of(name, text, KINDS)
    where.add("object_kind = ?", text, indexed=True)


def _object(where: _Where, name: str, text: str) -> None:
    where.add("object_id = ?", whole(name, text))


def _title(where: _Where, name: str, text: str) -> None:
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    clause = (
        "object_kind = 'target' AND object_id IN (SELECT t.id FROM target t "
        "WHERE LOWER(t.title) LIKE ? ESCAPE '\\')"
    )
    where.add(clause, f"%{escaped}%", indexed=True)


def _outcome(where: _Where, name: str, text: str) -> None:
    _one_of(name, text, OUTCOMES)
    where.add("outcome = ?", text)


def _channel(where: _Where, name: str, text: str) -> None:
    _one_of(name, text, CHANNELS)
    where.add(f"{_HEAD} LIKE ?", f'"capacity":%,"channel":"{text}",%')


def _capacity(where: _Where, name: str, text: str) -> None:
    _one_of(name, text, tuple(map(str, CAPACITIES)))
    where.add(f"{_HEAD} LIKE ?", f'"capacity":"{text}",%')


_ADDING = {
    "person": _person,
    "act": _act,
    "kind": _kind,
    "object": _object,
    "title": _title,
    "outcome": _outcome,
    "channel": _channel,
    "capacity": _capacity,
}


def _one_of(name: str, text: str, known: tuple[str, ...]) -> None:
    if text not in known:
        raise _refuse(name, "没有这个选项。", "There is no such choice.")


def _day(filters: Mapping[str, str], name: str) -> str | None:
    return day_of(name, (filters.get(name) or "").strip())


def day_of(name: str, text: str) -> str | None:
    """A day of a query string, or None where there is none. Raises InvalidInput."""
    if not text:
        return None
    try:
        Day("", "").deserialize(text)
    except ValidationError as error:
        zh, en = "应为日期，如 2013-03-31。", "This must be a date such as 2013-03-31."
        raise _refuse(name, zh, en) from error
    return text


def _refuse(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput({name: [Words(zh, en)]})


def year_days(year: int) -> tuple[str, str]:
    """The first and last day of a calendar year."""
    return f"{year:04d}-01-01", f"{year:04d}-12-31"
