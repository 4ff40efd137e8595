"""The digest that names a plan: what is in force in a year, and what was excused in it."""

from __future__ import annotations

from typing import Any

from workflow.audit.canonical import digest
from workflow.coverage.evaluation import evaluate
from workflow.coverage.plan import Plan

DOMAIN = "shangxia/plan/v1"
Values = dict[str, Any]


def excused(plan: Plan, waived: frozenset[str]) -> list[str]:
    """The digests of the failures that stand and are waived: the live waivers of this plan."""
    if not waived:
        return []
    return sorted({f.digest for f in evaluate(plan) if not f.warning} & waived)


def plan_content(year: int, scheme: str, targets: dict[int, str], waivers: list[str]) -> Values:
    """What the digest is taken of; `targets` are ids with the digest of what binds of each."""
    return {
        "year": year,
        "scheme": scheme,
        "targets": [[number, targets[number]] for number in sorted(targets)],
        "waivers": sorted(waivers),
    }


def plan_digest(plan: Plan, waivers: list[str]) -> str:
    """SHA-256 over the canonical JSON of a plan of what is in force, and its live waivers."""
    targets = {target.id: target.digest for target in plan.targets}
    return digest(DOMAIN, plan_content(plan.year, plan.scheme.digest, targets, waivers))
