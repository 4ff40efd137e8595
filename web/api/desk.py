"""The auditor's desk for auditors' programs: one entry, what did not happen, a person's and a
unit's year, verifications. Each read leaves its trace as on the pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import current_app, g

from web.api import queries, reading, shapes_audit, shapes_audit_years
from web.api.operations import NUMBER, YEAR, operation
from web.county import actor, live, reader
from web.verifying import Verifying
from workflow.audit.outside import NotGiven
from workflow.errors import InvalidInput
from workflow.queries import (
    absent,
    history,
    log_counts,
    log_entry,
    log_search,
    person_year,
    unit_record,
    verifications,
)
from workflow.reads import note_reading

Values = dict[str, Any]
AUDITORS: Any = "auditors"


@operation(
    "GET",
    f"/audit/entries/{NUMBER}",
    "一条日志",
    "One entry with all that it holds, in words and as its canonical text",
    gives=shapes_audit.WholeEntryShape,
    who=AUDITORS,
    refuses=(403, 404),
)
def show_entry(number: int) -> Values:
    """By its index."""
    found = log_entry.entry(reader(), number)
    note_reading(live().door, actor(), "entries")
    return found


@operation(
    "GET",
    "/audit/absent",
    "未发生之事",
    "What did not happen: refusals, missed dates, silence; administrators, exports, reads",
    gives=shapes_audit.AbsentShape,
    who=AUDITORS,
    query=queries.AbsentQuery,
    refuses=(403, 404, 422),
)
def show_absent(query: Values) -> Values:
    """Counts of a plan year and of a period of the log; without a period, of the calendar year."""
    history.only_auditors(reader())
    year = query.get("year") or absent.usual_year(reader())
    first, last = query.get("from"), query.get("to")
    if first is None and last is None and year is not None:
        first, last = log_search.year_days(year)
    found = {
        "year": year,
        "plan": absent.counts(reader(), year) if year is not None else [],
        "log": log_counts.counts(reader(), first, last),
        "refusals": log_counts.refusals(reader(), first, last),
    }
    note_reading(live().door, actor(), "absent")
    return found


@operation(
    "GET",
    f"/audit/absent/<section>/{YEAR}",
    "未发生之事的明细",
    "The rows of one section of a year's plan",
    gives=shapes_audit.MissingPage,
    who=AUDITORS,
    query=queries.Paged,
    refuses=(403, 404, 422),
)
def list_absent(section: str, number: int, query: Values) -> Values:
    """What the section counts."""
    after = queries.after(f"absent-{section}", query.get("cursor")) or 0
    rows, more = absent.rows(reader(), section, number, limit=query["limit"], after=after)
    note_reading(live().door, actor(), "absent")
    return {"items": rows, "next": queries.cursor(f"absent-{section}", more)}


@operation(
    "GET",
    f"/audit/people/<username>/{YEAR}",
    "某人的一年",
    "A person's year: posts, substitutions, and everything that was done",
    gives=shapes_audit_years.PersonYearShape,
    who=AUDITORS,
    query=queries.Paged,
    refuses=(403, 404, 422),
)
def show_person_year(username: str, number: int, query: Values) -> Values:
    """Counts of the whole year, and a page of its entries."""
    before = queries.after("person-year", query.get("cursor"))
    found = person_year.person_year(reader(), username, number, limit=query["limit"], before=before)
    note_reading(live().door, actor(), "person_year", username=username)
    return {**found, "next": queries.cursor("person-year", found["next"])}


@operation(
    "GET",
    f"/audit/units/<unit>/{YEAR}",
    "某单位的一年",
    "A unit's year: its people, the course of its targets, its result",
    gives=shapes_audit_years.UnitYearShape,
    who=AUDITORS,
    refuses=(403, 404),
)
def show_unit_year(unit: str, number: int) -> Values:
    """Everything of one plan year."""
    found = unit_record.unit_year(reader(), unit, number)
    note_reading(live().door, actor(), "unit_year", unit=unit)
    return found


@operation(
    "GET",
    "/audit/verification",
    "核验结果",
    "The verification that runs, and what the last ones found",
    gives=shapes_audit.VerificationsShape,
    who=AUDITORS,
    refuses=(403,),
)
def show_verification() -> Values:
    """Progress and results."""
    found = verifications.verifications(reader())
    note_reading(live().door, actor(), "verification")
    return _verifications(found)


@operation(
    "POST",
    "/audit/verification",
    "开始核验",
    "Verify the log in the background, unless a verification runs already",
    gives=shapes_audit.VerificationsShape,
    who=AUDITORS,
    takes=(queries.VerifyBody,),
    refuses=(403, 422),
)
def start_verification(raw: Values) -> Values:
    """Ask for it; its progress and result are read by GET."""
    found = verifications.verifications(reader())
    kept = reading.checked(queries.VerifyBody(), raw)
    try:
        _verifying().start(g.visitor.username, g.request_id, **kept)
    except NotGiven as error:
        raise InvalidInput({"checkpoint": [error.words]}) from error
    return _verifications(found)


def _verifying() -> Verifying:
    known: Verifying = current_app.extensions["verifying"]
    return known


def _verifications(found: list[Values]) -> Values:
    running = _verifying().running()
    return {"running": asdict(running) if running else None, "items": found}
