"""Why one unit stands before another: two results of a front side by side (S33)."""

from __future__ import annotations

from typing import Any

from models import statements
from models.locks import snapshot
from workflow.errors import NotFound
from workflow.queries.publication import Publication, publication
from workflow.queries.reader import Reader
from workflow.queries.results import front_name, fronts, unit_rows
from workflow.scoring.derivation import Derivation
from workflow.scoring.differences import Difference, first_difference
from workflow.scoring.outcome_parts import Entry, parts

Values = dict[str, Any]


def comparison(reader: Reader, number: int, a: str, b: str, no: int | None = None) -> Values:
    """What made one unit stand before the other, from the total down to a single target.

    `units` are those of the front of `a`, by rank; `differences` is None where `b` is not one of
    them, for ranks are given inside a front only (S41). Raises NotFound where `a` has no result.
    """
    with snapshot(reader.database):
        published = publication(reader, number, no)
        table = next((t for t in fronts(reader, published).values() if a in _codes(t)), None)
        if table is None:
            raise NotFound
        found = _differences(reader, published, a, b) if b in _codes(table) else None
    code = table["inputs"]["front"]
    return {
        **published.shown(),
        "front": code,
        "front_name": front_name(reader, code),
        "units": [
            {
                "unit": row["unit"],
                "unit_name": reader.organisation.units[row["unit"]].name,
                "rank": row["rank"],
                "value": row["value"],
            }
            for row in table["inputs"]["rows"]
        ],
        "differences": found,
    }


def _codes(table: Derivation) -> list[str]:
    return [row["unit"] for row in table["inputs"]["rows"]]


def _differences(reader: Reader, published: Publication, a: str, b: str) -> list[Values]:
    ids = {code: reader.organisation.units[code].id for code in (a, b)}
    rows = {row["unit_id"]: row for row in unit_rows(reader, published, *ids.values())}
    one, other = (rows[ids[code]]["derivation"] for code in (a, b))
    found = first_difference(one, other)
    entries = {e["target"]: e for outcome in (one, other) for e in parts(outcome).entries()}
    named = [n for d in found for n in (d.a_target, d.b_target) if n is not None]
    titles = _titles(reader, named)
    return [_difference(each, entries, titles) for each in found]


def _titles(reader: Reader, targets: list[int]) -> dict[int, str]:
    if not targets:
        return {}
    sql = f"SELECT id, title FROM target WHERE id IN ({', '.join('?' * len(targets))})"
    return dict(statements.run(reader.database, sql, targets).fetchall())


def _difference(each: Difference, entries: dict[int, Entry], titles: dict[int, str]) -> Values:
    def named(target: int | None) -> Values | None:
        if target is None:
            return None
        points = entries[target]["points"]
        return {"id": target, "title": titles[target], "points": points}

    return {
        "rule": each.rule,
        "category": each.category,
        "a": each.a,
        "b": each.b,
        "a_target": named(each.a_target),
        "b_target": named(each.b_target),
    }
