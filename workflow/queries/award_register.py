"""The register of awards and sanctions over the years: whose, how far, what was revoked (S47).

For everybody signed in, as the results that it follows from.
"""

from __future__ import annotations

from typing import Any

from models import statements
from workflow import offers
from workflow.queries.reader import Reader
from workflow.scheme.scheme import scheme_of
from workflow.words import Words, both

Values = dict[str, Any]

_ROWS = """
SELECT a.*, u.code AS unit, e.id AS ended_id, e.document AS ended_document, e.at AS ended_at
FROM award a JOIN unit u ON u.id = a.unit_id LEFT JOIN award_end e ON e.award_id = a.id
{where} ORDER BY a.year_id DESC, a.kind, a.place, u.code, a.id
"""
_SCHEMES = """
SELECT y.id, s.body FROM year y JOIN scheme s ON s.id = y.scheme_id
WHERE EXISTS (SELECT 1 FROM award a WHERE a.year_id = y.id)
"""
# What may be asked for, each with its condition.
_FILTERS = {"year": "a.year_id = ?", "kind": "a.kind = ?", "unit": "u.code = ?"}


def register(reader: Reader, filters: Values) -> list[Values]:
    """Awards and sanctions that fit these filters (year, kind, unit, state), newest year first."""
    asked = {name: filters[name] for name in _FILTERS if filters.get(name) not in (None, "")}
    where = " AND ".join(_FILTERS[name] for name in asked)
    sql = _ROWS.format(where=f"WHERE {where}" if where else "")
    rows = statements.rows(reader.database, sql, tuple(asked.values()))
    named = _names(reader)
    state = filters.get("state")
    shown = [_row(reader, row, named) for row in rows]
    return [row for row in shown if not state or row["state"] == state]


def _row(reader: Reader, row: Values, named: dict[tuple[int, str], Words]) -> Values:
    # One that was carried out before it was revoked keeps the document of that.
    return {
        "id": row["id"],
        "year": row["year_id"],
        "unit": row["unit"],
        "unit_name": reader.organisation.units[row["unit"]].name,
        "kind": row["kind"],
        "code": row["code"],
        "name": named.get((row["year_id"], row["code"]), both(row["code"])),
        "place": row["place"],
        "amount": row["amount"],
        "state": row["state"] if row["ended_id"] is None else "revoked",
        "document": row["document"],
        "done_on": row["done_on"],
        "granted_at": row["at"],
        "revoked_at": row["ended_at"],
        "revoked_document": row["ended_document"],
    }


def _names(reader: Reader) -> dict[tuple[int, str], Words]:
    """What awards and sanctions are called, by year and code."""
    found: dict[tuple[int, str], Words] = {}
    for row in statements.rows(reader.database, _SCHEMES):
        scheme = scheme_of(row["body"])
        found |= {(row["id"], f"place_{a.place}"): a.name for a in scheme.awards}
        found |= {(row["id"], s.code): s.name for s in scheme.sanctions}
    return found


def years(reader: Reader) -> list[int]:
    """The years that have any, newest first."""
    sql = "SELECT DISTINCT year_id FROM award ORDER BY year_id DESC"
    return [year for (year,) in statements.run(reader.database, sql)]


def open_to_pay(reader: Reader, rows: list[Values]) -> frozenset[int]:
    """The years of these rows in which this reader may carry something out now."""
    waiting = {row["year"] for row in rows if row["state"] == "granted"}
    desk = reader.desk()
    return frozenset(y for y in waiting if offers.is_offered("pay_award", desk.year_case(y)))
