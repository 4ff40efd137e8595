"""A gap of the plan as a value: what is wrong, with figures, and exactly what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workflow.audit.canonical import digest
from workflow.coverage.plan import PlanTarget, PlanTask
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
DOMAIN = "shangxia/failure/v1"

# The checks in their order, each as the claim that must hold.
CHECKS: dict[str, Words] = {
    "C0": Words("目标均已批准，或列名暂缓", "Every target is approved, or named as left open"),
    "C1": Words("重点任务都有目标承担", "Every key task is carried by targets"),
    "C2": Words("各单位合计达到县定值", "The units' values reach the county's"),
    "C3": Words("重点目标都对应重点任务", "Every key target serves a key task"),
    "C4": Words("各单位分值合乎方案", "Every unit's points are the scheme's"),
    "C5": Words("重点目标优于上年", "Key targets are better than last year"),
    "C6": Words("不低于上级定值", "No value is below the one set from above"),
    "C7": Words("通用稳定工作各单位相同", "Common items are the same in all units"),
    "C8": Words("时间节点、时限不晚于任务时限", "Dates keep the key tasks' deadlines"),
    "C9": Words("配合单位都已会签", "Every supporting unit has confirmed"),
    "C10": Words("岗位都有人任职", "Every post is held"),
}
# The same in a word, for a cell of a matrix.
IN_SHORT: dict[str, Words] = {
    "C0": Words("批准", "approval"),
    "C1": Words("承担", "carrying"),
    "C2": Words("合计", "sum"),
    "C3": Words("对应", "key task"),
    "C4": Words("分值", "points"),
    "C5": Words("增长", "growth"),
    "C6": Words("定值", "set value"),
    "C7": Words("统一", "sameness"),
    "C8": Words("时限", "dates"),
    "C9": Words("会签", "confirmation"),
    "C10": Words("任职", "posts"),
}
# Clears itself by naming the target on issue; a waiver would say the same twice.
NOT_WAIVED = frozenset({"C0"})


@dataclass(frozen=True)
class Failure:
    """One thing that keeps the plan from being whole, or (`warning`) that should be looked at."""

    code: str
    # What it is about, as "key_task:K1"; unique within its check.
    about: str
    sentence: Words
    # Who could mend it; only the county head excuses.
    who: tuple[Capacity, ...]
    targets: tuple[PlanTarget, ...] = ()
    task: PlanTask | None = None
    unit: str | None = None
    post: str | None = None
    # Exact figures as text: what the sentence says, for machines.
    figures: Values = field(default_factory=dict)
    warning: bool = False

    @cached_property
    def binds(self) -> Values:
        """Everything a waiver of this failure excuses; the slightest change makes another one.

        Targets and key tasks stand here with the number of their revision too, so that going back
        to the same bytes revives nothing (as with hands, design.md 2.2).
        """
        return {
            "code": self.code,
            "about": self.about,
            "targets": sorted([t.id, t.no, t.digest] for t in self.targets),
            "key_task": [self.task.code, self.task.no, self.task.digest] if self.task else None,
            "figures": self.figures,
        }

    @cached_property
    def digest(self) -> str:
        """The digest by which a waiver names this failure and no other."""
        return digest(DOMAIN, self.binds)


def about_target(
    code: str,
    target: PlanTarget,
    sentence: Words,
    who: tuple[Capacity, ...],
    *,
    task: PlanTask | None = None,
    warning: bool = False,
    figures: Values | None = None,
) -> Failure:
    """A failure of one target, its unit with it."""
    about = f"target:{target.id}" + (f"/{task.code}" if task else "")
    return Failure(
        code, about, sentence, who, (target,), task, target.unit,
        figures=figures or {}, warning=warning,
    )  # fmt: skip


def blocking(failures: Iterable[Failure], waived: frozenset[str]) -> list[Failure]:
    """The failures that are neither warnings nor excused."""
    return [f for f in failures if not f.warning and f.digest not in waived]
