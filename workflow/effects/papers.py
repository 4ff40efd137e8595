"""What papers say, written down by the act that made it so: letters, score sheets, slips."""

from __future__ import annotations

from typing import Any

from models.unit_of_work import THIS_ENTRY, New
from workflow.audit import paper_mark
from workflow.audit.canonical import canonical
from workflow.case import Case, TargetCase
from workflow.coverage.plan import Plan

Values = dict[str, Any]


def note(case: Case, unit: int, content: Values, **about: New | int | None) -> None:
    """A paper of this unit in the case's year says this from now on."""
    assert case.year is not None
    case.stage.insert(
        "paper",
        kind=content["kind"],
        year_id=case.year["id"],
        unit_id=unit,
        target_id=about.get("target"),
        escalation_id=about.get("escalation"),
        content=canonical(content).decode(),
        digest=paper_mark.digest(content),
        entry=THIS_ENTRY,
        at=case.at,
    )


def letters(case: Case, plan: Plan) -> None:
    """The letters of a plan that just changed: of every unit whose letter now says other things."""
    assert case.year is not None
    known: dict[int, str] = case.known("letters_said")
    document = case.changes.get("document") or case.year["document"]
    bound: dict[str, dict[int, str]] = {}
    for target in plan.targets:
        bound.setdefault(target.unit, {})[target.id] = target.digest
    for unit in case.organisation.units.values():
        if unit.code not in bound and unit.id not in known:
            continue
        content = paper_mark.letter(
            unit.code, plan.year, document, plan.scheme.digest, bound.get(unit.code, {})
        )
        if known.get(unit.id) != paper_mark.digest(content):
            note(case, unit.id, content)


def score_sheet(case: Case, unit: str, no: int, derivation: Values) -> None:
    """The score sheet of a unit in one revision of the results."""
    assert case.year is not None
    content = paper_mark.score_sheet(unit, case.year["id"], no, derivation["digest"])
    note(case, case.organisation.units[unit].id, content)


def slip(case: TargetCase, escalation: New) -> None:
    """The slip of what was reported upward."""
    assert case.subject is not None
    values = escalation.values
    content = paper_mark.slip(
        case.subject["id"], values["kind"], values["level"], case.get("digest"), case.at
    )
    note(case, case.get("unit_id"), content, target=case.subject["id"], escalation=escalation)
