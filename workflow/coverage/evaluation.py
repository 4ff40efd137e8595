"""All checks over one plan, and what of their failures stands in the way of issuing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflow.coverage import key_tasks, targets, units
from workflow.coverage.failure import Failure
from workflow.coverage.plan import Plan

Check = Callable[[Plan], Iterator[Failure]]

EVALUATED: dict[str, Check] = {
    "C0": targets.every_target_is_approved,
    "C1": key_tasks.every_task_is_carried,
    "C2": key_tasks.sums_reach_the_county,
    "C3": key_tasks.every_key_target_serves,
    "C4": units.every_unit_has_its_points,
    "C5": targets.key_targets_grow,
    "C6": targets.no_value_is_below_what_was_set,
    "C7": targets.items_are_the_same_everywhere,
    "C8": targets.dates_keep_the_deadlines,
    "C9": targets.every_supporter_has_confirmed,
    "C10": units.every_post_is_held,
}


def evaluate(plan: Plan) -> tuple[Failure, ...]:
    """Every failure and warning of a plan, check by check."""
    return tuple(failure for check in EVALUATED.values() for failure in check(plan))
