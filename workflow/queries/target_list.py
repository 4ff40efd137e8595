"""The list of targets: filters, lights and keyset paging, from plain rows (performance.md 5–7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError

from models import statements
from workflow.errors import InvalidInput
from workflow.inputs.fields import LARGEST_ID, Day
from workflow.queries.lateness import LATE
from workflow.queries.reader import Reader
from workflow.terms import LIGHTS, STATES, TURNS
from workflow.words import Words

Values = dict[str, Any]
FILTERS = ("year", "unit", "front", "category", "state", "turn", "light", "q", "due_before")
MOST = 200
DEFAULT = 50
SOON = timedelta(days=15)

# The light of a row. Red means late and nothing else.
LIGHT = f"""CASE
 WHEN t.in_force IS NULL THEN 'grey'
 WHEN t.state IN ('inspected', 'scored', 'cancelled') THEN 'blue'
 WHEN {LATE} THEN 'red'
 WHEN t.state = 'due' OR t.due_on <= ? THEN 'yellow'
 ELSE 'green' END"""

# What has no deadline yet comes last.
_DUE = "COALESCE({0}.due_on, '9999-12-31')"

_COLUMNS = f"""t.id, t.year_id AS year, t.unit_id, t.origin, t.state, t.turn, t.round, t.version,
 t.imposed, t.candidate, t.digest, t.in_force, t.title, t.category, t.due_on, t.handed_up,
 {LIGHT} AS light,
 (SELECT e.level FROM escalation e WHERE e.target_id = t.id AND e.ended_at IS NULL
  ORDER BY e.id DESC LIMIT 1) AS escalated,
 (SELECT p.kind FROM proposal p WHERE p.target_id = t.id AND p.ended_at IS NULL) AS proposed"""


def light_values(reader: Reader) -> list[str]:
    """The days that LIGHT compares with, in its order."""
    day = reader.today.isoformat()
    return [day, day, (reader.today + SOON).isoformat()]


def page(
    reader: Reader,
    filters: Mapping[str, str],
    *,
    limit: int = DEFAULT,
    after: int = 0,
    extra: tuple[str, list[Any]] = ("1 = 1", []),
    due_first: bool = False,
) -> tuple[list[Values], int | None]:
    """One page of summaries by id, or by deadline and id, and the id after which the next begins.

    Costs the same at any depth: the key, not an offset. Raises InvalidInput for a filter that
    cannot be read.
    """
    where, values = _where(reader, filters)
    seen, seen_values = reader.visible()
    key, key_values, order = _key(after, due_first)
    sql = (
        f"SELECT {_COLUMNS} FROM target t WHERE {key} AND {seen} AND {extra[0]}{where} "
        f"ORDER BY {order} LIMIT ?"
    )
    rows = statements.rows(
        reader.database,
        sql,
        [*light_values(reader), *key_values, *seen_values, *extra[1], *values, limit + 1],
    )
    more = rows[limit - 1]["id"] if len(rows) > limit else None
    return [summary(reader, row) for row in rows[:limit]], more


def _key(after: int, due_first: bool) -> tuple[str, list[Any], str]:
    """Where a page begins: after this id, or after the deadline and id of that target."""
    if not due_first:
        return "t.id > ?", [after], "t.id"
    order = f"{_DUE.format('t')}, t.id"
    if not after:
        return "1 = 1", [], order
    passed = f"(SELECT {_DUE.format('p')} FROM target p WHERE p.id = ?)"
    return f"({order}) > ({passed}, ?)", [after, after], order


def summary(reader: Reader, row: Values) -> Values:
    """A row of a list as everybody is shown it."""
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    return {
        "id": row["id"],
        "year": row["year"],
        "unit": unit.code,
        "unit_name": unit.name,
        "title": row["title"],
        "category": row["category"],
        "origin": row["origin"],
        "state": row["state"],
        "turn": row["turn"],
        "round": row["round"],
        "version": row["version"],
        "imposed": bool(row["imposed"]),
        "revision": row["candidate"],
        "digest": row["digest"],
        "in_force": row["in_force"],
        "due_on": row["due_on"],
        "light": row["light"],
        "escalated": row["escalated"],
        "proposed": row["proposed"],
    }


def _refuse(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput({name: [Words(zh, en)]})


def whole(name: str, text: str, high: int = LARGEST_ID) -> int:
    """A whole number of a query string. Raises InvalidInput."""
    if not text.isascii() or not text.isdecimal() or len(text) > 16 or int(text) > high:
        raise _refuse(name, "应为整数。", "This must be a whole number.")
    return int(text)


def _where(reader: Reader, filters: Mapping[str, str]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for name in FILTERS:
        text = (filters.get(name) or "").strip()
        if text:
            clause, some = _CLAUSES[name](reader, name, text)
            parts.append(f" AND {clause}")
            values += some
    return "".join(parts), values


def _year(_: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    return "t.year_id = ?", [whole(name, text, 9999)]


def _unit(reader: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    unit = reader.organisation.units.get(text)
    if unit is None:
        raise _refuse(name, "本县没有这个单位。", "This county has no such unit.")
    return "t.unit_id = ?", [unit.id]


def _front(reader: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    front = reader.organisation.fronts.get(text)
    if front is None:
        raise _refuse(name, "本县没有这个战线。", "This county has no such front.")
    clause = (
        "EXISTS (SELECT 1 FROM unit_front f WHERE f.unit_id = t.unit_id AND f.year = t.year_id "
        "AND f.front_id = ?)"
    )
    return clause, [front.id]


def _coded(column: str, known: Mapping[str, Words]) -> Any:
    def clause(_: Reader, name: str, text: str) -> tuple[str, list[Any]]:
        if text not in known:
            raise _refuse(name, "没有这个选项。", "There is no such choice.")
        return f"t.{column} = ?", [text]

    return clause


def _category(_: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    if len(text) > 60 or not text.isprintable():
        raise _refuse(name, "没有这个类别。", "There is no such category.")
    return "t.category = ?", [text]


def _lit(reader: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    if text not in LIGHTS:
        raise _refuse(name, "没有这个选项。", "There is no such choice.")
    return f"{LIGHT} = ?", [*light_values(reader), text]


def _holding(_: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    if len(text) > 100 or "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise _refuse(name, "含有不能查找的字符。", "This holds a character that cannot be sought.")
    # SQLite's LIKE ignores the case of ASCII letters, PostgreSQL's does not: ask both in lower.
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "LOWER(t.title) LIKE ? ESCAPE '\\'", [f"%{escaped}%"]


def _due_before(_: Reader, name: str, text: str) -> tuple[str, list[Any]]:
    try:
        Day("", "").deserialize(text)
    except ValidationError as error:
        zh, en = "应为日期，如 2013-03-31。", "This must be a date such as 2013-03-31."
        raise _refuse(name, zh, en) from error
    return "t.due_on < ?", [text]


_CLAUSES: dict[str, Any] = {
    "year": _year,
    "unit": _unit,
    "front": _front,
    "category": _category,
    "state": _coded("state", STATES),
    "turn": _coded("turn", TURNS),
    "light": _lit,
    "q": _holding,
    "due_before": _due_before,
}


def counts_by_state(reader: Reader, year: int) -> dict[str, int]:
    """How many of a year's targets are in each state, of those the reader may see."""
    seen, values = reader.visible()
    cursor = statements.run(
        reader.database,
        f"SELECT t.state, COUNT(*) FROM target t WHERE t.year_id = ? AND {seen} GROUP BY t.state",
        [year, *values],
    )
    found = dict(cursor.fetchall())
    return {state: found.get(state, 0) for state in STATES if state != "new"}
