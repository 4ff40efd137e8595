"""The second opinion on what a group decides: share of the best, place and points (recompute.py).

It takes the group as the derivation names it; whether that is the group as it was found, whoever
has all findings can see (`group` is the digest of the values).
"""

from fractions import Fraction
from typing import Any

from workflow.scoring.exact import exact

Inputs = dict[str, Any]


def redone_share(inputs: Inputs, below: list[Fraction]) -> Fraction:
    """Own value by the best one. Raises ValueError where the best is not the best."""
    found, best = exact(inputs["found_value"]), exact(inputs["best"])
    more_is_better = {"at_least": True, "at_most": False}[inputs["direction"]]
    if (found > best) if more_is_better else (found < best):
        raise ValueError(f"{found} is better than the best, {best}")
    if more_is_better:
        return Fraction(0) if best <= 0 or found <= 0 else found / best
    return Fraction(1) if found <= 0 else Fraction(0) if best <= 0 else best / found


def redone_relative(inputs: Inputs, below: list[Fraction]) -> Fraction:
    """That share of the points."""
    earned, floor = exact(inputs["points"]) * below[0], exact(inputs["floor"])
    return floor if earned < floor else earned


def redone_place(inputs: Inputs, below: list[Fraction]) -> Fraction:
    """One behind all who are better. Raises ValueError where the group has not so many."""
    if not 0 < inputs["tied"] <= inputs["size"] - inputs["better"]:
        raise ValueError("a group that is smaller than those in it")
    return Fraction(1 + inputs["better"])


def redone_by_rank(inputs: Inputs, below: list[Fraction]) -> Fraction:
    """A step less for each place behind the first."""
    points, few = exact(inputs["points"]), inputs["small_group"]
    is_small = few is not None and inputs["size"] < few
    for _ in range(1, int(below[0])):
        points -= exact(inputs["small_step"] if is_small else inputs["step"])
    floor = exact(inputs["floor"])
    return floor if points < floor else points
