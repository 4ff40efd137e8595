"""Checks of the county's key tasks: that they are carried, and whether the sums suffice (S14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from workflow.coverage.failure import Failure, about_target
from workflow.coverage.plan import Plan, PlanTarget, PlanTask
from workflow.scoring.exact import exact, exact_text
from workflow.terms import Capacity
from workflow.words import Words, both, joined

BELOW_AND_ABOVE = (Capacity.UNIT_HEAD, Capacity.LEADER, Capacity.OFFICE)
KEY = "key"
# Directions in which a sum can be held to one value; "between" has two.
SUMMED = ("at_least", "at_most", "exactly")


def every_task_is_carried(plan: Plan) -> Iterator[Failure]:
    """C1: joint: exactly one target, at the lead unit, each supporter confirmed; shared out: the
    lead unit collects, several targets carry."""
    for task in plan.tasks:
        served = plan.serving[task.code]
        wrong = _joint(plan, task, served) if task.kind == "joint" else _shared(served)
        if wrong is not None:
            words = Words("“{title}”{wrong}", "“{title}” {wrong}")
            yield Failure(
                "C1",
                f"key_task:{task.code}",
                words.format(title=both(task.title), wrong=wrong),
                BELOW_AND_ABOVE,
                tuple(served),
                task,
                figures={"targets": len(served)},
            )


def _shared(served: list[PlanTarget]) -> Words | None:
    if not served:
        return Words("无单位承担", "is carried by nobody")
    if len(served) < 2:
        return Words(
            "为分解承担，只有1项目标对应",
            "is to be shared out, and only one target serves it",
        )
    return None


def _joint(plan: Plan, task: PlanTask, served: list[PlanTarget]) -> Words | None:
    if not served:
        return Words("无单位承担", "is carried by nobody")
    if len(served) > 1:
        words = Words(
            "为共同承担，应只有1项目标，现有{n}项", "is joint: one target, and there are {n}"
        )
        return words.format(n=len(served))
    target, lead = served[0], plan.name(task.lead)
    if target.unit != task.lead:
        words = Words("的目标应在牵头单位{lead}", "must have its target at its lead unit, {lead}")
        return words.format(lead=lead)
    missing = sorted(set(task.supporters) - target.confirmed)
    if missing:
        words = Words("的配合单位{names}尚未会签", "lacks the confirmation of {names}")
        return words.format(names=joined([plan.name(code) for code in missing]))
    return None


class Counted(Protocol):
    """Something with a content that counts: a target of the plan, or one as it would be."""

    @property
    def material(self) -> dict[str, Any]:
        """The content's fields."""


C = TypeVar("C", bound=Counted)


def total(task: PlanTask, served: Sequence[C]) -> tuple[Fraction, list[C]]:
    """The sum of what the targets promise in the task's own unit of measure, and what is not in it.

    A target that is measured otherwise serves the task as well, but cannot be added up.
    """
    counted = [t for t in served if _adds(task, t)]
    values = (exact(t.material["target_value"]) for t in counted)
    return sum(values, Fraction(0)), [t for t in served if not _adds(task, t)]


def _adds(task: PlanTask, target: Counted) -> bool:
    material = target.material
    same = material["unit_of_measure"] == task.unit_of_measure
    return same and material["target_value"] is not None


def is_summed(task: PlanTask) -> bool:
    """Whether there is one value of the county's for the units' to be added up to."""
    return task.additive and task.value is not None and task.direction in SUMMED


def missing(task: PlanTask, served: Sequence[Counted]) -> Fraction:
    """What is missing of the county's value, by its direction; below zero: by how much the units'
    values do better. 0 where values cannot be added, or the county has set none."""
    if not is_summed(task):
        return Fraction(0)
    difference = exact(task.value or "0") - total(task, served)[0]
    if task.direction == "exactly":
        return abs(difference)
    return difference if task.direction == "at_least" else -difference


def gap(task: PlanTask, served: Sequence[Counted]) -> Fraction:
    """By how much the units' values miss the county's; 0 where they do not, and where there are
    none: that nobody carries a task is said by C1."""
    return max(missing(task, served), Fraction(0)) if served else Fraction(0)


def sums_reach_the_county(plan: Plan) -> Iterator[Failure]:
    """C2: of additive measures the units' values reach the county's, by direction."""
    for task in plan.tasks:
        served = plan.serving[task.code]
        missed = gap(task, served)
        if missed:
            yield _short(task, served, missed)


def _short(task: PlanTask, served: list[PlanTarget], missed: Fraction) -> Failure:
    summed, left_out = total(task, served)
    figures = {
        "value": str(task.value),
        "sum": exact_text(summed),
        "gap": exact_text(missed),
        "unit_of_measure": task.unit_of_measure,
    }
    words = Words(
        "“{title}”县定值 {value}{of}，各单位合计 {sum}{of}，差 {gap}",
        "“{title}”: the county's value is {value} {of}, the units' together {sum} {of}: gap {gap}",
    )
    sentence = words.format(
        title=both(task.title), of=both(task.unit_of_measure),
        **{name: both(figures[name]) for name in ("value", "sum", "gap")},
    )  # fmt: skip
    if left_out:
        more = Words(
            "{said}（{n}项计量单位不同，未计入）", "{said} ({n} measured otherwise left out)"
        )
        sentence = more.format(said=sentence, n=len(left_out))
    about = f"key_task:{task.code}"
    return Failure(
        "C2", about, sentence, BELOW_AND_ABOVE, tuple(served), task, figures=figures
    )  # fmt: skip


def every_key_target_serves(plan: Plan) -> Iterator[Failure]:
    """C3: every key target links a key task that stands (S5)."""
    known = {task.code for task in plan.tasks}
    for target in plan.targets:
        if target.category == KEY and not known & set(target.material["key_tasks"]):
            words = Words("{unit}“{title}”未对应重点任务", "{unit}: “{title}” serves no key task")
            sentence = words.format(unit=plan.name(target.unit), title=both(target.title))
            yield about_target("C3", target, sentence, BELOW_AND_ABOVE)
