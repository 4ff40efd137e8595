"""One entry of the log with all that it holds, in words: who, what, and every row it wrote."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import ForeignKeyField

from models import statements
from models.tables import BY_NAME
from workflow.errors import NotFound
from workflow.lifecycle import act_named
from workflow.queries import facts, history, log_search
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.words import Words, both
from workflow.written import code_name, column_name, table_name

Values = dict[str, Any]
# Names by table and id: what the numbers in a row stand for.
Known = dict[tuple[str, int], str]
# Columns whose own JSON text is read field by field; the others of that kind are too long to read.
UNFOLDED = frozenset({"material"})
SAME = frozenset({"id"})
# Columns that name an act.
ACTS = frozenset({"act", "ended_act"})
LONGEST = 400
NUMBERED = Words("{name}（#{n}）", "{name} (#{n})")


def entry(reader: Reader, index: int) -> Values:
    """The entry with this index, for auditors. Raises NotPermitted, NotFound."""
    history.only_auditors(reader)
    row = statements.row(reader.database, "SELECT id, body, leaf FROM entry WHERE id = ?", (index,))
    if row is None:
        raise NotFound
    told = json.loads(row["body"])
    (shown,) = log_search.with_titles(reader, history.shown(reader, [row]))
    known = _known(reader, told)
    return {
        **shown,
        "table": told["object"].get("table"),
        "object_name": known.get((told["object"].get("table"), told["object"]["id"])),
        "within": told["within"],
        "brought": _brought(reader, told),
        "request": told["request"],
        "named": told["named"],
        "reason": told["reason"],
        "scheme": told["scheme"],
        "lifecycle": told["lifecycle"],
        "leaf": row["leaf"],
        "body": row["body"],
        "writes": [_write(write, known) for write in told["writes"]],
        **_beside(reader, index),
    }


def _brought(reader: Reader, told: Values) -> int | None:
    """The first entry of the acts that this one brought along: they stand right behind it."""
    sql = "SELECT id, body FROM entry WHERE id = ? AND at = ?"
    following = statements.row(reader.database, sql, (told["index"] + 1, told["at"]))
    if following is None or json.loads(following["body"])["within"] != told["index"]:
        return None
    return int(following["id"])


def _beside(reader: Reader, index: int) -> Values:
    size = int(statements.value(reader.database, "SELECT COALESCE(MAX(id) + 1, 0) FROM entry"))
    return {
        "previous": index - 1 if index else None,
        "following": index + 1 if index + 1 < size else None,
    }


# — what was written —


def _write(write: Values, known: Known) -> Values:
    table, before, after = write["table"], write["before"] or {}, write["after"]
    fields = [
        field
        for column in after
        if column not in SAME
        for field in _fields(table, column, before.get(column), after[column], known)
    ]
    return {
        "table": table,
        "id": write["id"],
        "name": table_name(table),
        "new": write["before"] is None,
        "fields": fields,
    }


def _fields(table: str, column: str, old: Any, new: Any, known: Known) -> Iterator[Values]:
    """One column as it is read: a name, a value before and after; content field by field."""
    if column in UNFOLDED and isinstance(new, str):
        before = json.loads(old) if isinstance(old, str) else {}
        for name, value in json.loads(new).items():
            yield _field(table, name, before.get(name), value, known)
        return
    yield _field(table, column, old, new, known)


def _field(table: str, column: str, old: Any, new: Any, known: Known) -> Values:
    return {
        "field": column,
        "label": column_name(column),
        "before": _said(table, column, old, known),
        "after": _said(table, column, new, known),
    }


def _said(table: str, column: str, value: Any, known: Known) -> Words | None:
    """A value as people read it; None for nothing."""
    if value is None or value == "" or value == []:
        return None
    code = code_name(table, column, value)
    if code is not None:
        return code
    if column in ACTS:
        act = act_named("target", str(value)) or act_named("year", str(value))
        return act.label if act else both(str(value))
    target = _refers_to(table, column)
    if target is not None and isinstance(value, int):
        name = known.get((target, value))
        if name is None:
            return _bare(target, value)
        return NUMBERED.format(name=name, n=value) if target == "target" else both(name)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return both(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _bare(target: str, value: int) -> Words:
    """A row without a name of its own; a year is its number."""
    return both(str(value) if target == "year" else f"#{value}")


def _refers_to(table: str, column: str) -> str | None:
    """The table whose row a number in this column is, if it is one."""
    kind = BY_NAME.get(table)
    if kind is None:
        return None
    for field in kind._meta.sorted_fields:
        if field.column_name == column and isinstance(field, ForeignKeyField):
            return str(field.rel_model._meta.table_name)
    return None


# — what the numbers are called —


def _known(reader: Reader, told: Values) -> Known:
    """The names of all rows that an entry points at, each kind by one statement."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    wanted[str(told["object"].get("table"))].add(told["object"]["id"] or 0)
    for write in told["writes"]:
        for values in (write["before"] or {}, write["after"]):
            for column, value in values.items():
                of = _refers_to(write["table"], column)
                if of is not None and isinstance(value, int):
                    wanted[of].add(value)
    organisation = reader.organisation
    found: Known = {}
    for number, person in names(reader.database, wanted["person"]).items():
        found["person", number] = person.name
    for number, title in facts.titles(reader.database, sorted(wanted["target"])).items():
        found["target", number] = title
    for number, body in texts(reader.database, wanted["text"]).items():
        found["text", number] = body
    found |= {("unit", n): u.name for n, u in organisation.unit_by_id.items()}
    found |= {("post", n): p.name for n, p in organisation.post_by_id.items()}
    found |= {("front", f.id): f.name for f in organisation.fronts.values()}
    return found
