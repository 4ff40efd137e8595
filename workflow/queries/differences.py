"""What changed between two instants, as people read it: names and words in place of ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import peewee
from peewee import ForeignKeyField

from models import statements
from models.tables import BY_NAME
from workflow.audit.difference import Changed, between, counts
from workflow.audit.instant import Instant, NoSuchInstant, instant_now, instant_of
from workflow.audit.table_words import field_words, table_words
from workflow.clock import Clock
from workflow.queries.history import only_auditors
from workflow.queries.reader import Reader
from workflow.words import Words

Values = dict[str, Any]

# What a row of these tables is called, so that another row that points to it can be read.
_NAMES = {
    "text": ("SELECT id, body FROM text WHERE id IN ({})"),
    "person": (
        "SELECT p.id, x.body || ' (' || p.username || ')' FROM person p "
        "JOIN text x ON x.id = p.name_id WHERE p.id IN ({})"
    ),
    "target": "SELECT id, title FROM target WHERE id IN ({})",
    "key_task": "SELECT id, title FROM key_task WHERE id IN ({})",
}
# Names in both languages.
_BILINGUAL = frozenset({"unit", "post", "front"})
# So many ids in one question: what SQLite takes, and to spare.
AT_ONCE = 500
BACKWARDS = Words("终了早于起始。", "The end lies before the beginning.")
Naming = dict[str, dict[int, Any]]


def difference(
    reader: Reader,
    first: Instant,
    last: Instant,
    table: str | None = None,
    *,
    limit: int,
    after: int = 0,
) -> Values:
    """What differs at `last` from `first`: how much of each kind, and one page of rows.

    `after` is the number of rows passed over. For auditors: raises NotPermitted.
    """
    only_auditors(reader)
    found = between(reader.database, first.size, last.size)
    kept = [row for row in found if table is None or row.table == table]
    page, more = kept[after : after + limit], len(kept) > after + limit
    naming = _naming(reader, page)
    return {
        "from": _ends(first),
        "to": _ends(last),
        "counts": [
            {"table": name, "label": table_words(name), "added": added, "changed": changed}
            for name, (added, changed) in counts(found).items()
        ],
        "items": [_shown(row, naming) for row in page],
        "next": after + limit if more else None,
    }


def ends(
    database: peewee.Database, clock: Clock, first: str, last: str | None = None
) -> tuple[Instant, Instant]:
    """The two instants that were asked for, in order; the second is now unless it is told.

    Raises NoSuchInstant.
    """
    one = instant_of(database, clock, first, "from")
    other = instant_of(database, clock, last, "to") if last else instant_now(database)
    if one.size > other.size:
        raise NoSuchInstant("to", BACKWARDS)
    return one, other


def _ends(instant: Instant) -> Values:
    return {"at": instant.at, "entry": instant.size - 1}


def _shown(row: Changed, naming: Naming) -> Values:
    kind, number = ("target", row.id) if row.table == "target" else (row.kind, row.object_id)
    return {
        "table": row.table,
        "label": table_words(row.table),
        "id": row.id,
        "name": naming.get(row.table, {}).get(row.id),
        "added": row.added,
        "object": {"kind": kind, "id": number},
        "entries": row.entries,
        "changes": [
            {
                "field": name,
                "label": field_words(name),
                "before": _value(naming, row.table, name, one.before),
                "after": _value(naming, row.table, name, one.after),
                "entry": one.entry,
            }
            for name, one in row.left.items()
        ],
    }


def _value(naming: Naming, table: str, name: str, value: Any) -> Any:
    """A value as text, or the name of what it points to."""
    if value is None:
        return None
    known = naming.get(_points_to(table, name) or "", {}).get(value)
    return known if known is not None else str(value)


def _points_to(table: str, name: str) -> str | None:
    kind = BY_NAME.get(table)
    column = kind._meta.columns.get(name) if kind else None
    if not isinstance(column, ForeignKeyField):
        return None
    pointed: str = column.rel_model._meta.table_name
    return pointed


def _naming(reader: Reader, rows: list[Changed]) -> Naming:
    """The names of everything that these rows point to, and of the rows themselves."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.table, set()).add(row.id)
        for name, one in row.left.items():
            pointed = _points_to(row.table, name)
            if pointed:
                ids = {v for v in (one.before, one.after) if isinstance(v, int)}
                wanted.setdefault(pointed, set()).update(ids)
    return {table: _names(reader.database, table, ids) for table, ids in wanted.items()}


def _names(database: peewee.Database, table: str, ids: Iterable[int]) -> dict[int, Any]:
    listed = sorted(ids)
    found: dict[int, Any] = {}
    if table not in _NAMES and table not in _BILINGUAL:
        return {}
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        found |= _some_names(database, table, some)
    return found


def _some_names(database: peewee.Database, table: str, ids: list[int]) -> dict[int, Any]:
    marks = ", ".join("?" * len(ids))
    if table in _BILINGUAL:
        sql = f'SELECT id, name_zh, name_en FROM "{table}" WHERE id IN ({marks})'
        return {n: Words(zh, en) for n, zh, en in statements.run(database, sql, ids).fetchall()}
    sql = _NAMES[table].format(marks)
    return dict(statements.run(database, sql, ids).fetchall())
