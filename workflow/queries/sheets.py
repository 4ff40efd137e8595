"""Many targets side by side as they are signed: a unit's sheet, an inbox, a plan (一单位一表).

A row says what is on the sheet of paper, whose hands are on it, and which signature its reader may
put on it now, or why not. How many statements it takes does not depend on how many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models import statements
from models.locks import snapshot
from workflow.case import TargetCase
from workflow.hands import consent
from workflow.machine import acts_on
from workflow.offers import refusals_of
from workflow.organisation import Unit
from workflow.queries import facts
from workflow.queries.again import since_signed
from workflow.queries.findings import growth
from workflow.queries.reader import Reader
from workflow.rules.acceptance import grows, last_year_value
from workflow.rules.hands import HAND_IS_THERE
from workflow.terms import State

Values = dict[str, Any]
# Why an act is not this reader's to give now: by capacity, by state, or since the hand is there.
NOT_MINE = frozenset({"not_your_capacity", "wrong_state"}) | {r.code for r in HAND_IS_THERE}
# What a sheet offers: every signature, and the edit by which a unit fills in its own post.
_ON_SHEET = "t.state <> ? AND (t.unit_id = ? OR replace(t.supporting, ?, '') <> t.supporting)"
OFFERED = tuple(act for act in acts_on("target") if act.signs or act.name == "edit")


def of_unit(reader: Reader, unit: Unit, year: int) -> list[int]:
    """The targets of a unit's sheet: its own, and those it supports, as far as the reader may see
    them; cancelled ones are not on it."""
    seen, values = reader.visible()
    cursor = statements.run(
        reader.database,
        f"SELECT t.id FROM target t WHERE t.year_id = ? AND {_ON_SHEET} AND {seen} ORDER BY t.id",
        [year, *_sheet_of(unit), *values],
    )
    return [number for (number,) in cursor.fetchall()]


def years_of_unit(reader: Reader, unit: Unit) -> list[int]:
    """The years in which something that the reader may see is on the unit's sheet, newest first."""
    seen, values = reader.visible()
    cursor = statements.run(
        reader.database,
        f"SELECT DISTINCT t.year_id FROM target t WHERE {_ON_SHEET} AND {seen} "
        "ORDER BY t.year_id DESC",
        [*_sheet_of(unit), *values],
    )
    return [year for (year,) in cursor.fetchall()]


def _sheet_of(unit: Unit) -> list[Any]:
    return [State.CANCELLED.value, unit.id, f",{unit.code},"]


def awaiting_approval(reader: Reader, year: int) -> list[int]:
    """What of a year waits for the county head, of what the reader may see, by unit."""
    seen, values = reader.visible()
    cursor = statements.run(
        reader.database,
        f"SELECT t.id FROM target t WHERE t.id IN ({facts.AWAITING_APPROVAL}) AND {seen} "
        "ORDER BY t.unit_id, t.id",
        [year, *values],
    )
    return [number for (number,) in cursor.fetchall()]


def titles(reader: Reader, numbers: Sequence[int]) -> dict[int, str]:
    """The titles of those of these targets that the reader may see."""
    seen, values = reader.visible()
    sql = f"SELECT t.id, t.title FROM target t WHERE t.id IN ({facts.marks(numbers)}) AND {seen}"
    return dict(statements.run(reader.database, sql, [*numbers, *values]).fetchall())


def rows(reader: Reader, numbers: Sequence[int], *, since: bool = False) -> list[Values]:
    """These targets in this order as rows of a sheet; unseen ones are left out.

    With `since` each also says what changed since the reader last signed it.
    """
    with snapshot(reader.database):
        cases = reader.desk().targets(numbers)
        _fetch_ahead(reader, cases)
        changes = since_signed(reader, cases.values()) if since else {}
    found = [(number, cases[number]) for number in dict.fromkeys(numbers) if number in cases]
    return [{**_row(case), "since_signed": changes.get(number)} for number, case in found]


def _fetch_ahead(reader: Reader, cases: dict[int, TargetCase]) -> None:
    """What rules and rows would otherwise look up one target at a time."""
    past = _past_results(reader, cases.values())
    reasons = _growth_reasons(reader, list(cases))
    for number, case in cases.items():
        assert case.subject is not None
        assert case.candidate is not None
        measure = case.candidate.material["measure"]
        key = (case.subject["year_id"] - 1, case.subject["unit_id"], measure)
        case.facts["past"] = past.get(key)
        case.facts["growth_reason"] = reasons.get((number, case.subject["digest"]))


def _past_results(reader: Reader, cases: Iterable[TargetCase]) -> dict[tuple[Any, ...], Values]:
    """Last year's figures of these units, by year, unit and measure."""
    found = [case.subject for case in cases if case.subject is not None]
    years = sorted({row["year_id"] - 1 for row in found})
    units = sorted({row["unit_id"] for row in found})
    sql = (
        f"SELECT * FROM past_result WHERE year IN ({facts.marks(years)}) "
        f"AND unit_id IN ({facts.marks(units)})"
    )
    listed = statements.rows(reader.database, sql, [*years, *units])
    return {(row["year"], row["unit_id"], row["measure"]): row for row in listed}


def _growth_reasons(reader: Reader, numbers: list[int]) -> dict[tuple[int, str], Values]:
    """The last reason given for each of these contents."""
    sql = f"SELECT * FROM growth_reason WHERE target_id IN ({facts.marks(numbers)}) ORDER BY id"
    listed = statements.rows(reader.database, sql, numbers)
    return {(row["target_id"], row["digest"]): row for row in listed}


def _row(case: TargetCase) -> Values:
    row, revision = case.subject, case.candidate
    assert row is not None
    assert revision is not None
    assert case.unit is not None
    last = last_year_value(case)
    return {
        "id": row["id"],
        "year": row["year_id"],
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "title": row["title"],
        "category": row["category"],
        "origin": row["origin"],
        "state": row["state"],
        "turn": row["turn"],
        "round": row["round"],
        "version": row["version"],
        "imposed": bool(row["imposed"]),
        "in_force": row["in_force"],
        "revision": revision.no,
        "digest": revision.digest,
        "content": revision.fields,
        "last_year": last,
        "growth": growth(last, revision.material["target_value"]) if last else None,
        "asks_reason": grows(case) is False and case.known("growth_reason") is None,
        "hands": consent.by_side(case),
        "offers": _offers(case),
    }


def _offers(case: TargetCase) -> list[Values]:
    """The signatures and the edit that are this reader's to give now: each with what refuses it."""
    offered = []
    for act in OFFERED:
        refusals = refusals_of(act, case)
        if not {refusal.code for refusal in refusals} & NOT_MINE:
            offered.append({"act": act, "refusals": refusals, "capacity": case.capacity})
    return offered
