"""Waivers of what the plan lacks, and the digest by which each state of the plan is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import Case, TargetCase
from workflow.coverage.digest import excused, plan_digest
from workflow.coverage.evaluation import evaluate
from workflow.coverage.failure import NOT_WAIVED, Failure, blocking
from workflow.coverage.plan import Plan, PlanTarget
from workflow.effects import papers
from workflow.hands import consent
from workflow.terms import State, YearState

Values = dict[str, Any]


def failures(case: Case) -> tuple[Failure, ...]:
    """Everything that the checks say of the plan as it would be issued now, or was."""
    if "failures" not in case.facts:
        case.facts["failures"] = evaluate(case.known("plan").if_issued_now())
    found: tuple[Failure, ...] = case.facts["failures"]
    return found


def standing(case: Case) -> dict[str, Values]:
    """The waivers that nobody took back, by the failure that each excuses."""
    rows = case.known("waivers")
    return {row["failure"]: row for row in rows if row["ended_id"] is None}


def in_the_way(case: Case, code: str) -> list[Failure]:
    """The failures of one check that are neither mended nor waived."""
    waived = frozenset(standing(case))
    return [f for f in blocking(failures(case), waived) if f.code == code]


def to_waive(case: Case) -> dict[str, Failure]:
    """The failures that could be excused now, by their digests."""
    waived = frozenset(standing(case))
    return {f.digest: f for f in blocking(failures(case), waived) if f.code not in NOT_WAIVED}


def waive(case: Case) -> None:
    """豁免: each failure that was named, as it stands, by one signed reason."""
    found = to_waive(case)
    for digest in dict.fromkeys(case.data["failures"]):
        _excuse(case, found[digest])
    _name_again(case, {*standing(case), *case.data["failures"]})


def _excuse(case: Case, failure: Failure) -> None:
    assert case.year is not None
    assert case.standing is not None
    assert case.standing.post is not None
    case.stage.insert(
        "waiver",
        year_id=case.year["id"],
        code=failure.code,
        about=failure.about,
        failure=failure.digest,
        binds=canonical(failure.binds).decode(),
        said_zh=failure.sentence.zh,
        said_en=failure.sentence.en,
        document=case.data["document"],
        text_id=case.reason,
        person_id=case.person,
        post_id=case.standing.post.id,
        channel=case.actor.channel,
        at=case.at,
    )


def end_waiver(case: Case) -> None:
    """撤销豁免: what it excused stands in the way again."""
    ended = case.data["waiver"]
    case.stage.insert(
        "waiver_end", waiver_id=ended, text_id=case.reason, person_id=case.person, at=case.at
    )
    left = {digest for digest, row in standing(case).items() if row["id"] != ended}
    _name_again(case, left)


def _name_again(case: Case, waived: set[str]) -> None:
    """A plan that is issued already gets its next digest with the waivers that are left."""
    if case.known("plan").issued:
        _seal(case, case.known("plan"), frozenset(waived))


def follow(case: Case) -> None:
    """After an act and all that it brought along: a plan that moved by it gets its next digest."""
    moved = {
        other.subject["id"]: other
        for other in (case, *(other for _, other in case.also))
        if isinstance(other, TargetCase) and other.subject is not None and _binds_anew(other)
    }
    if not moved and not _is_issued_by(case):
        return
    plan: Plan = case.known("plan")
    now = (_as_it_binds(target, moved.get(target.id)) for target in plan.targets)
    plan = replace(plan, issued=True, targets=tuple(t for t in now if t is not None))
    _seal(case, plan, frozenset(standing(case)))


def _is_issued_by(case: Case) -> bool:
    """Whether this act issues the plan. Acts that leave an issued year as it is write its state
    too, and to make the whole plan anew for each letter and report would be their greatest cost."""
    if case.kind != "year" or case.subject is None:
        return False
    was, now = case.subject["state"], case.changes.get("state")
    return bool(now == YearState.ISSUED != was)


def _binds_anew(case: TargetCase) -> bool:
    """Whether this act changed what of the target is in force."""
    assert case.subject is not None
    ended = case.changes.get("state") == State.CANCELLED and case.subject["in_force"] is not None
    return ended or case.changes.get("in_force") not in (None, case.subject["in_force"])


def _as_it_binds(target: PlanTarget, case: TargetCase | None) -> PlanTarget | None:
    """The target as this act leaves it; None where it ended."""
    if case is None:
        return target
    if case.state == State.CANCELLED:
        return None
    assert case.in_force is not None
    confirmed = {h.capacity.partition(":")[2] for h in consent.affirmed(case, "support")}
    return replace(
        target,
        unit=case.in_force.material["lead_unit"],
        state=case.state,
        in_force=True,
        no=case.in_force.no,
        digest=case.in_force.digest,
        material=case.in_force.material,
        template=case.in_force.template,
        confirmed=frozenset(confirmed),
    )


def _seal(case: Case, plan: Plan, waived: frozenset[str]) -> None:
    assert case.act is not None
    assert case.year is not None
    plan, last = plan.if_issued_now(), case.known("plan_digest")
    papers.letters(case, plan)
    waivers = excused(plan, waived)
    digest = plan_digest(plan, waivers)
    if last is not None and last["digest"] == digest:
        return  # nothing of it moved: a waiver that excused nothing any more was taken back
    case.stage.insert(
        "plan_digest",
        year_id=case.year["id"],
        no=last["no"] + 1 if last else 1,
        digest=digest,
        previous=last["digest"] if last else None,
        waivers=canonical(waivers).decode(),
        act=case.act.name,
        at=case.at,
    )
