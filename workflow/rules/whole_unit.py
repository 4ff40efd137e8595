"""Claims about what counts for a unit as a whole: the scheme knows of it, and it stands."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.terms import NOBODY, Capacity
from workflow.words import Words


@rule("考核方案没有测评或阶段考核", "The scheme has no evaluation", NOBODY)
def scheme_evaluates(case: Case) -> bool:
    return case.scheme is not None and bool(case.scheme.evaluations)


@rule("考核方案没有加减分项目", "The scheme has no adjustment", NOBODY)
def scheme_adjusts(case: Case) -> bool:
    return case.scheme is not None and bool(case.scheme.adjustments)


@rule("考核方案没有一票否决事项", "The scheme has no veto", NOBODY)
def scheme_vetoes(case: Case) -> bool:
    return case.scheme is not None and bool(case.scheme.vetoes)


@rule("没有可撤销的登记", "There is no entry to take back", Capacity.OFFICE)
def an_entry_stands(case: Case) -> bool:
    return bool(case.known("unit_entries"))


@rule("没有这项登记，或已撤销", "There is no such entry, or it has ended", needs_input=True)
def this_entry_stands(case: Case) -> bool:
    return any(row["id"] == case.data["entry"] for row in case.known("unit_entries"))


@rule(
    "同一否决已登记在该单位",
    "This veto stands against the unit already",
    needs_input=True,
)
def veto_is_not_entered_yet(case: Case) -> bool:
    unit = case.organisation.units.get(case.data["unit"])
    return unit is None or not any(
        (row["kind"], row["code"], row["unit_id"]) == ("veto", case.data["veto"], unit.id)
        for row in case.known("unit_entries")
    )


def _names_own(case: Case) -> list[Words]:
    assert case.scheme is not None
    assert case.scheme.office is not None
    unit = case.organisation.units.get(case.scheme.office.unit)
    return [unit.name] if unit else []


@rule(
    "目标办不为本单位登记加减分和否决",
    "The office enters nothing for its own unit",
    Capacity.COUNTY_HEAD,
    needs_input=True,
    names=_names_own,
)
def not_for_the_offices_own_unit(case: Case) -> bool:
    """Design.md 2.9: nobody judges his own unit; the county head enters what concerns it."""
    office = case.scheme.office if case.scheme else None
    if office is None or case.capacity != Capacity.OFFICE:
        return True
    return _unit_concerned(case) != office.unit


def _unit_concerned(case: Case) -> str | None:
    if "unit" in case.data:
        return str(case.data["unit"])
    rows = [row for row in case.known("unit_entries") if row["id"] == case.data["entry"]]
    return case.organisation.unit_by_id[rows[0]["unit_id"]].code if rows else None
