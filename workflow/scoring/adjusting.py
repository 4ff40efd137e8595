"""Adjustments over any formula (加减分): what a ledger's events add to, or take from, its result.

    deductions = [{ event = "late_report", points = "0.5" }]
    additions = [{ event = "honour", points = "1", at_most = "2" }]
    adjust_floor = "-2"     # all of them together take at most this; default: the item's points
    adjust_cap = "2"        # and give at most this; default: the item's points
    result_floor = "-1"     # the result is not below this; default: 0
    result_cap = "12"       # nor above this; default: the item's points

The defaults of the result bound what adjustments do, not what the formula itself gave: a bonus
above the item's points stays, and no addition comes on top of it.
"""

from fractions import Fraction
from typing import Final

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.ledger import Event, balance, event_nodes
from workflow.scoring.rule import Rule, is_adjusted

ZERO: Final = Fraction(0)


def adjusted(
    rule: Rule, points: Fraction, events: tuple[Event, ...], below: Derivation
) -> Derivation:
    """Return what a completed rule's formula gives with its adjustments; by itself without any."""
    if not is_adjusted(rule):
        return below
    entered = event_nodes(rule, events)
    inputs = {
        "points": exact_text(points),
        "adjust_floor": _or(rule["adjust_floor"], -points),
        "adjust_cap": _or(rule["adjust_cap"], points),
        "result_floor": rule["result_floor"],
        "result_cap": rule["result_cap"],
    }
    moved = min(max(balance(entered), exact(inputs["adjust_floor"])), exact(inputs["adjust_cap"]))
    earned = exact(below["result"])
    low = exact(_or(rule["result_floor"], min(ZERO, earned)))
    high = exact(_or(rule["result_cap"], max(points, earned)))
    return node("adjusted", inputs, min(max(earned + moved, low), high), [below, *entered])


def _or(declared: str | None, default: Fraction) -> str:
    return exact_text(default) if declared is None else declared
