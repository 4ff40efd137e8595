"""The plan as a matrix: which unit carries which key task, and how much each unit carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from fractions import Fraction
from typing import Any

from workflow.coverage.failure import CHECKS, Failure
from workflow.coverage.key_tasks import KEY, gap, total
from workflow.coverage.plan import Plan, PlanTarget, PlanTask, PlanUnit
from workflow.coverage.units import points
from workflow.scoring.exact import exact_text, rounded

Values = dict[str, Any]


class Broken:
    """Which checks fail at a key task, at a target's part in one, at a unit; waived ones apart.

    That a target is not approved yet (C0) its own state says.
    """

    def __init__(self, failures: Iterable[Failure], waived: Container[str] = ()) -> None:
        self._waived = waived
        self._targets: defaultdict[int, list[Failure]] = defaultdict(list)
        self._others: defaultdict[str, list[Failure]] = defaultdict(list)
        for failure in failures:
            if failure.warning or failure.code == "C0":
                continue
            if failure.about.startswith("target:"):
                self._targets[failure.targets[0].id].append(failure)
            else:
                self._others[failure.about].append(failure)

    def task(self, task: PlanTask) -> list[Failure]:
        """What fails of the task as a whole."""
        return self._others.get(f"key_task:{task.code}", [])

    def unit(self, unit: PlanUnit) -> list[Failure]:
        """What fails of the unit as a whole."""
        return self._others.get(f"unit:{unit.code}", [])

    def target(self, target: PlanTarget, task: PlanTask) -> list[Failure]:
        """What fails of a target, but for its part in another key task."""
        found = self._targets.get(target.id, [])
        return [f for f in found if f.task is None or f.task.code == task.code]

    def shown(self, failures: Iterable[Failure]) -> Values:
        """The checks among them, in their order: those in the way, and those waived."""
        broken = {f.code for f in failures if f.digest not in self._waived}
        waived = {f.code for f in failures if f.digest in self._waived} - broken
        return {
            "broken": [code for code in CHECKS if code in broken],
            "waived": [code for code in CHECKS if code in waived],
        }


def task_row(
    plan: Plan, task: PlanTask, broken: Broken, seen: Callable[[PlanTarget], bool]
) -> Values:
    """A key task with its sum beside the county's value, and the part of each unit."""
    served = plan.serving[task.code]
    summed, left_out = total(task, served)
    missed = gap(task, served)
    return {
        "code": task.code,
        "title": task.title,
        "kind": task.kind,
        "unit_of_measure": task.unit_of_measure,
        "value": task.value,
        "direction": task.direction,
        "additive": task.additive,
        "lead_unit": task.lead,
        "supporting_units": list(task.supporters),
        "due_on": task.due_on,
        "sum": exact_text(summed) if task.additive else None,
        "gap": exact_text(missed) if missed else None,
        "not_counted": [t.id for t in left_out] if task.additive else [],
        "targets": len(served),
        "units": len({t.unit for t in served}),
        **broken.shown(broken.task(task)),
        "cells": _cells(task, [t for t in served if seen(t)], broken),
    }


def _cells(task: PlanTask, served: list[PlanTarget], broken: Broken) -> list[Values]:
    """The units that have to do with a key task, and what is wrong with each one's part."""
    cells: dict[str, Values] = {}
    failures: defaultdict[str, list[Failure]] = defaultdict(list)

    def cell(unit: str) -> Values:
        new = {"unit": unit, "leads": False, "supports": None, "targets": []}
        return cells.setdefault(unit, new)

    cell(task.lead)["leads"] = True
    failures[task.lead] += [f for f in broken.task(task) if f.code == "C1"]
    for target in served:
        cell(target.unit)["targets"].append(_part(target))
        failures[target.unit] += broken.target(target, task)
        for code in target.material["supporting_units"]:
            # Who confirmed one of several, and not the other, has not confirmed.
            known = cell(code)["supports"] in (None, True)
            cells[code]["supports"] = known and code in target.confirmed
    for code in task.supporters:
        cell(code)["supports"] = bool(cell(code)["supports"])
    return [{**made, **broken.shown(failures[unit])} for unit, made in cells.items()]


def _part(target: PlanTarget) -> Values:
    return {
        "id": target.id,
        "title": target.title,
        "value": target.material["target_value"],
        "unit_of_measure": target.material["unit_of_measure"],
        "state": target.state,
        "round": target.round,
        "imposed": target.imposed,
    }


def unit_row(plan: Plan, unit: PlanUnit, broken: Broken) -> Values:
    """What a unit carries (S16, S17)."""
    targets = plan.by_unit.get(unit.code, [])
    by_category = points(targets)
    whole = sum(by_category.values(), Fraction(0))
    key = by_category.get(KEY, Fraction(0))
    return {
        "unit": unit.code,
        "name": unit.name,
        "front": unit.front,
        "targets": len(targets),
        "key_targets": sum(t.category == KEY for t in targets),
        "supported": len(plan.supported.get(unit.code, ())),
        "points": exact_text(whole),
        "key_points": exact_text(key),
        # Of a hundred, to one place, half up (S16).
        "key_share": exact_text(rounded(key * 100 / whole, 1, "half_up")) if whole else None,
        "most_rounds": max((t.round for t in targets), default=0),
        "beyond_first_round": sum(t.round > 1 for t in targets),
        "imposed": sum(t.imposed for t in targets),
        **broken.shown(broken.unit(unit)),
    }
