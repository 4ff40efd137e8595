"""What happens to a target in force: taking effect, reports, due, acceptance, score."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import TargetCase
from workflow.clock import today
from workflow.effects.lapsing import lapse
from workflow.scoring.assessment import asked_by, derived, faults, part_values
from workflow.scoring.derivation import Derivation, written
from workflow.scoring.group import Group, is_of_a_group
from workflow.scoring.parts import in_order
from workflow.terms import State
from workflow.words import Words


def take_effect(case: TargetCase) -> None:
    """印发: the approved candidate binds from now on; its milestones are fixed (S26)."""
    assert case.candidate is not None
    if case.get("in_force") is None:
        # Of what is in force already somebody is at work; a change of it moves nobody's turn.
        case.set(turn="unit")
    case.in_force = case.candidate
    case.set(in_force=case.candidate.no)
    for position, milestone in enumerate(case.candidate.material["milestones"], start=1):
        case.stage.insert(
            "milestone",
            target_id=case.ref,
            revision=case.candidate.no,
            position=position,
            due_on=milestone["due_on"],
            quantity=milestone["quantity"],
            title=milestone["title"],
        )


def _report(case: TargetCase, kind: str, as_of: str) -> None:
    case.stage.insert(
        "report",
        target_id=case.ref,
        kind=kind,
        value=case.data.get("value"),
        as_of=as_of,
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def report_progress(case: TargetCase) -> None:
    """进度填报: how far it is."""
    _report(case, "progress", case.data["as_of"])


def report_done(case: TargetCase) -> None:
    """完成申请: opens an early acceptance at once (S39)."""
    _report(case, "done", today(case.now).isoformat())
    open_acceptance(case, "early")
    case.set(turn="inspector")


def open_acceptance(case: TargetCase, kind: str) -> None:
    """Something waits for a finding from now on."""
    case.stage.insert(
        "acceptance",
        target_id=case.ref,
        kind=kind,
        state="open",
        opened_at=case.at,
        closed_at=None,
    )


def fall_due(case: TargetCase) -> None:
    """到期: the clock opens the final acceptance (S38); an open early claim goes over to it, and
    what was proposed and not signed by then counts nothing (design.md 2.10)."""
    lapse(case)
    if case.acceptance is not None:
        close_acceptance(case, "returned")
    open_acceptance(case, "final")
    case.set(turn="inspector")


def close_acceptance(case: TargetCase, state: str) -> None:
    """The open acceptance has its answer."""
    assert case.acceptance is not None
    case.stage.update("acceptance", case.acceptance, state=state, closed_at=case.at)


def claim_is_accepted(case: TargetCase) -> bool:
    """Whether a claim of "done early" was found to be so; a refused one counts nothing."""
    return bool(case.data["met"])


def record_finding(case: TargetCase, found: dict[str, Any]) -> None:
    """What was found at the open acceptance, for good."""
    assert case.acceptance is not None
    events = found.get("events")
    values = in_order(asked_by(rule_of(case)), part_values(found.get("parts")))
    case.stage.insert(
        "finding",
        acceptance_id=case.acceptance["id"],
        target_id=case.ref,
        found_value=found.get("found_value"),
        events=canonical(events).decode() if events else None,
        quality=found["quality"],
        on_time=int(found["on_time"]),
        met=int(found["met"]),
        cause=found["cause"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
        parts=canonical([each._asdict() for each in values]).decode() if values else None,
    )


def found_of(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A stored finding as the acts take one in."""
    read = {n: json.loads(finding[n]) if finding[n] else None for n in ("events", "parts")}
    return {**finding, **read}


def inspect(case: TargetCase) -> None:
    """验收: the finding, for good; a refused early claim leaves the target as it was."""
    record_finding(case, case.data)
    early_and_refused = case.state == State.IN_PROGRESS and not claim_is_accepted(case)
    close_acceptance(case, "returned" if early_and_refused else "accepted")
    if not early_and_refused:
        lapse(case)
    case.set(turn="unit" if early_and_refused else "office")


def reinspect(case: TargetCase) -> None:
    """复核验收: another acceptance; the earlier finding stays on the record."""
    open_acceptance(case, "final")
    case.set(turn="inspector")


def rule_of(case: TargetCase) -> dict[str, Any]:
    """The scoring rule of the revision in force."""
    assert case.in_force is not None
    assert case.scheme is not None
    body = case.scheme.rule_body(case.in_force.material["scoring_rule"]["digest"])
    assert body is not None, "submit asks for a rule of the scheme, and the scheme is frozen"
    return body


def derivation_of(case: TargetCase, found: dict[str, Any]) -> Derivation:
    """The derivation of the score that this finding gives. Raises CannotScore."""
    assert case.in_force is not None
    return derived(rule_of(case), case.in_force.material, found, group_of(case))


def group_of(case: TargetCase) -> Group | None:
    """Those that the target is compared with; None where its rule compares it with nobody."""
    group: Group | None = case.known("group") if is_of_a_group(rule_of(case)) else None
    return group


def faults_of_finding(case: TargetCase, found: dict[str, Any]) -> list[Words]:
    """Why this finding could not be scored, whatever the others of its group are."""
    assert case.in_force is not None
    return faults(rule_of(case), case.in_force.material, found)


def score(case: TargetCase) -> None:
    """计分: computed from rule, revision in force and finding; stored with its derivation (S33)."""
    assert case.finding is not None
    assert case.in_force is not None
    derivation = derivation_of(case, found_of(case.finding))
    case.stage.insert(
        "score",
        target_id=case.ref,
        no=case.scores + 1,
        revision=case.in_force.no,
        finding_id=case.finding["id"],
        value=derivation["result"],
        derivation=written(derivation).decode(),
        at=case.at,
    )
    case.set(turn="none")
