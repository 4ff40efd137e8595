"""The second opinion on a line between two points (see recompute.py): slope and offset anew."""

from fractions import Fraction
from typing import Any

from workflow.scoring.exact import exact


def redone_line(inputs: dict[str, Any], below: list[Fraction]) -> Fraction:
    """What the line gives at the number below: y = a·x + b, cut at its ends, floor and cap."""
    x1, y1 = exact(inputs["from"]["at"]), exact(inputs["from"]["points"])
    x2, y2 = exact(inputs["to"]["at"]), exact(inputs["to"]["points"])
    slope = (y2 - y1) / (x2 - x1)
    found = slope * below[0] + (y1 - slope * x1)
    if below[0] <= x1 or below[0] >= x2:
        found = y1 if below[0] <= x1 else y2
    floor, cap = exact(inputs["floor"]), exact(inputs["cap"])
    return cap if found > cap else floor if found < floor else found


def redone_value(inputs: dict[str, Any], below: list[Fraction]) -> Fraction:
    """The found value itself."""
    return exact(inputs["found_value"])
