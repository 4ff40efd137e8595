"""Reports of units upward (信息反馈, 自查; S30, S31): who sent which, when, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models import statements
from workflow.case import Case
from workflow.clock import end_of, moment_of, stamp, today
from workflow.errors import NotFound
from workflow.organisation import Unit
from workflow.queries import facts
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.scheme.scheme import Scheme
from workflow.words import Words

Values = dict[str, Any]
SELF = "self"

_REPORTS = "SELECT * FROM unit_report WHERE year_id = ? ORDER BY id"
_REPORT = """
SELECT * FROM unit_report WHERE year_id = ? AND unit_id = ? AND period = ? ORDER BY id LIMIT 1
"""


@dataclass(frozen=True)
class Owed:
    """A report that every unit owes; the self-assessment has no last day."""

    code: str
    name: Words
    until: str | None
    due: str | None

    def is_late(self, at: str) -> bool:
        """Whether a report sent at this moment came after the last day."""
        return self.due is not None and at >= stamp(end_of(date.fromisoformat(self.due)))


def owed(scheme: Scheme) -> list[Owed]:
    """The reports of a scheme's periods and the self-assessment, with their days in its year."""
    return [
        *(
            Owed(p.code, p.name, f"{scheme.year}-{p.until}", f"{scheme.year}-{p.due}")
            for p in scheme.periods
        ),
        Owed(SELF, Words("自查", "Self-assessment"), None, None),
    ]


def reports(reader: Reader, case: Case) -> list[Values]:
    """Every report of a year, oldest first: who sent it, when, and whether late; not its words."""
    assert case.year is not None
    assert case.scheme is not None
    rows = statements.rows(reader.database, _REPORTS, (case.year["id"],))
    known = {one.code: one for one in owed(case.scheme)}
    people = names(reader.database, [row["person_id"] for row in rows])
    return [
        {
            "unit": reader.organisation.unit_by_id[row["unit_id"]].code,
            "kind": row["kind"],
            "period": row["period"],
            "at": row["at"],
            "by": people[row["person_id"]].username,
            "by_name": people[row["person_id"]].name,
            "late": row["period"] in known and known[row["period"]].is_late(row["at"]),
        }
        for row in rows
    ]


def standing(reader: Reader, one: Owed, sent: Values | None, issued_at: str | None) -> str:
    """How it stands with one report of one unit: sent, late, missing, open, or none owed.

    None is owed for a period that was over before the plan was issued.
    """
    if sent is not None:
        return "late" if sent["late"] else "sent"
    if issued_at is None:
        return "none"
    if one.due is None:
        return "open"
    if one.due < today(moment_of(issued_at)).isoformat():
        return "none"
    return "missing" if one.due < reader.today.isoformat() else "open"


def matrix(reader: Reader, shown: Values, units: list[Unit], scheme: Scheme) -> list[Values]:
    """Each unit with how it stands with every report of the year; `shown` is years.year()."""
    sent = {(row["unit"], row["period"]): row for row in shown["reports"]}
    return [
        {
            "unit": unit,
            "readable": reader.works_for(unit.id),
            "cells": [
                {
                    "period": one.code,
                    "sent": (row := sent.get((unit.code, one.code))),
                    "standing": standing(reader, one, row, shown["issued_at"]),
                }
                for one in owed(scheme)
            ],
        }
        for unit in units
    ]


def report(reader: Reader, year: int, code: str, period: str) -> Values:
    """One report with its words, for those who work on the unit. Raises NotFound."""
    unit, row = reader.organisation.units.get(code), facts.year(reader.database, year)
    if unit is None or row is None or not reader.works_for(unit.id):
        raise NotFound
    found = statements.row(reader.database, _REPORT, (year, unit.id, period))
    one = _of_period(facts.scheme_of_year(reader.database, row), period)
    if found is None:
        raise NotFound
    by = names(reader.database, [found["person_id"]])[found["person_id"]]
    return {
        "unit_name": unit.name,
        "name": one.name,
        "until": one.until,
        "due": one.due,
        "at": found["at"],
        "by_name": by.name,
        "late": one.is_late(found["at"]),
        "text": texts(reader.database, [found["text_id"]]).get(found["text_id"]),
    }


def _of_period(scheme: Scheme, code: str) -> Owed:
    """A scheme may lose a period until the plan is issued, never one that was reported on."""
    named = (one for one in owed(scheme) if one.code == code)
    return next(named, Owed(code, Words(code, code), None, None))
