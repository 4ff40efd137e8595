"""The second reckoning of parts, periods and adjustments; recompute.py walks the tree.

Written apart from part_nodes.py and adjusting.py, and sharing none of their arithmetic.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from workflow.scoring.exact import exact

Inputs: TypeAlias = dict[str, Any]

EVENT_KINDS: Final = ("per_event", "ledger")


def may_stand_below(rule: str, kinds: list[str], formulas: Sequence[str]) -> bool:
    """Whether nodes of these kinds, in this order, may be the children of such a node."""
    single = [each for each in formulas if each not in (*EVENT_KINDS, "parts")]
    if rule == "parts":
        return bool(kinds) and set(kinds) == {"part"}
    if rule == "mean":
        return set(kinds) <= {"period"}
    if rule in ("part", "period"):
        allowed = [*single, "mean"] if rule == "part" else single
        return len(kinds) == 1 and kinds[0] in allowed
    if rule == "adjusted" and len(kinds) > 1:
        events = kinds[1:]
        in_order = events == sorted(events, reverse=True)
        return kinds[0] in (*single, "parts") and set(events) <= SIGNS and in_order
    return False


SIGNS: Final = {"deduction", "addition"}


def _sum(inputs: Inputs, below: list[Fraction]) -> Fraction:
    total = Fraction(0)
    for each in below:
        total += each
    return total


def _same(inputs: Inputs, below: list[Fraction]) -> Fraction:
    return below[0]


def _mean(inputs: Inputs, below: list[Fraction]) -> Fraction:
    told, without = inputs["periods"], inputs["without_value"]
    if len(below) != len(told) - len(without) or not set(without) <= set(told):
        raise ValueError("the periods are not those of the children")
    if without and inputs["missing"] == "refuse":
        raise ValueError("a period is missing that may not be")
    divisor = {"refuse": len(told), "zero": len(told), "left_out": len(below)}[inputs["missing"]]
    return sum((each / divisor for each in below), Fraction(0))


def _adjusted(inputs: Inputs, below: list[Fraction]) -> Fraction:
    earned, change, points = below[0], _sum(inputs, below[1:]), exact(inputs["points"])
    change = sorted((exact(inputs["adjust_floor"]), change, exact(inputs["adjust_cap"])))[1]
    result = earned + change
    if inputs["result_cap"] is not None:
        result = min(result, exact(inputs["result_cap"]))
    elif change > 0 and result > points:
        result = max(points, earned)
    if inputs["result_floor"] is not None:
        result = max(result, exact(inputs["result_floor"]))
    elif change < 0 and result < 0:
        result = min(Fraction(0), earned)
    return result


OPERATIONS: Final[dict[str, Callable[[Inputs, list[Fraction]], Fraction]]] = {
    "parts": _sum,
    "part": _same,
    "period": _same,
    "mean": _mean,
    "adjusted": _adjusted,
}
