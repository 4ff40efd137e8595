"""What acts on findings write: ledger, assessment, cause, and the answer to an objection."""

from __future__ import annotations

from typing import Any

from workflow.case import TargetCase
from workflow.effects.running import (
    close_acceptance,
    open_acceptance,
    record_finding,
    rule_of,
)
from workflow.scoring.assessment import Assessment
from workflow.scoring.ledger import event_points
from workflow.terms import State

Values = dict[str, Any]


def enter_ledger(case: TargetCase) -> None:
    """记入台账: the unit sees it at once, with its price by the rule."""
    data = case.data
    entry = case.stage.insert(
        "ledger",
        target_id=case.ref,
        event=data["event"],
        count=data["count"],
        occurred_on=data["occurred_on"],
        matter_id=case.text(data["matter"]),
        document=data.get("document"),
        amount=event_points(rule_of(case), data["event"], str(data["count"])),
        person_id=case.person,
        at=case.at,
    )
    if data.get("matter_code"):
        case.stage.insert("ledger_matter", ledger_id=entry, code=data["matter_code"])


def strike_ledger(case: TargetCase) -> None:
    """撤销台账记录: the entry stays readable and counts no more."""
    _strike(case, case.data["ledger"])


def _strike(case: TargetCase, entry: int) -> None:
    case.stage.insert(
        "ledger_end", ledger_id=entry, text_id=case.reason, person_id=case.person, at=case.at
    )


def assessment_of(case: TargetCase) -> Assessment:
    """What a scoring unit's finding on this target rests on: rule, content, ledger."""
    assert case.in_force is not None
    return Assessment(rule_of(case), case.in_force.material, case.known("ledger"))


def assess(case: TargetCase) -> None:
    """考核责任单位核定: the finding on one row of its sheet, from the ledger as it stands."""
    record_finding(case, assessment_of(case).found(case.data))
    close_acceptance(case, "accepted")
    case.set(turn="office")


def decide_cause(case: TargetCase) -> None:
    """裁定未完成原因: by the leading group, after hearing the unit (S44)."""
    assert case.finding is not None
    case.stage.insert(
        "cause_decision",
        target_id=case.ref,
        finding_id=case.finding["id"],
        cause=case.data["cause"],
        heard_on=case.data["heard_on"],
        document=case.data["document"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def objection_of(case: TargetCase) -> Values | None:
    """The open objection that an answer names."""
    waiting = [o for o in case.known("objections") if o["state"] == "open"]
    found: Values | None = next((o for o in waiting if o["id"] == case.data["objection"]), None)
    return found


def reopens(case: TargetCase) -> bool:
    """Whether the answer sends the target back to acceptance: upheld on what it was scored by."""
    objection = objection_of(case)
    assert objection is not None
    return bool(case.data["upheld"] and objection["about"] != "cause")


def answer_objection(case: TargetCase) -> None:
    """答复复核: an upheld one strikes the entry, or opens the acceptance again."""
    objection = objection_of(case)
    assert objection is not None
    upheld = case.data["upheld"]
    case.stage.update(
        "objection",
        objection,
        state="upheld" if upheld else "dismissed",
        answer_id=case.reason,
        document=case.data.get("document"),
        answered_by_id=case.person,
        answered_at=case.at,
    )
    if upheld and objection["about"] == "ledger":
        _strike(case, objection["ref"])
    if reopens(case) and case.state in (State.INSPECTED, State.SCORED):
        open_acceptance(case, "final")
        case.set(turn="inspector")
