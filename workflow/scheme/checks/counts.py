"""Conditions on how many targets stayed unfinished: whether they can hold, and which imply which.

A condition counts the targets of a category (or of any) and a cause (or of any). Unfinished
targets fall into cells, one for each category and cause; a condition is a sum over some of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CAUSES = ("lack_of_effort", "objective")
Condition = dict[str, Any]
Cell = tuple[str | None, str]


def can_hold(when: list[Condition]) -> bool:
    """Whether some unit could meet all of them: nowhere is more asked for than there is room."""
    cells = _cells(when)
    parts = [_of(condition, cells) for condition in when]
    return all(_needed(part, when, cells) <= _allowed(part, when, cells) for part in parts)


def implies(when: list[Condition], other: list[Condition]) -> bool:
    """Whether every unit that meets `when` meets `other` too."""
    cells = _cells([*when, *other])
    return all(_is_met(condition, when, cells) for condition in other)


def _is_met(condition: Condition, when: list[Condition], cells: set[Cell]) -> bool:
    own = _of(condition, cells)
    enough = _needed(own, when, cells) >= condition.get("at_least", 0)
    return enough and _allowed(own, when, cells) <= _most(condition)


def _cells(when: list[Condition]) -> set[Cell]:
    """A cell for each category named and each cause, and for all other categories together."""
    categories = {condition.get("category") for condition in when} | {None}
    return {(category, cause) for category in categories for cause in CAUSES}


def _of(condition: Condition, cells: set[Cell]) -> set[Cell]:
    category, cause = condition.get("category"), condition.get("cause")
    return {
        cell
        for cell in cells
        if (category is None or cell[0] == category) and (cause is None or cell[1] == cause)
    }


def _most(condition: Condition) -> float:
    return float(condition.get("at_most", "inf"))


def _needed(inside: set[Cell], when: list[Condition], cells: set[Cell]) -> float:
    """The least number that the conditions ask for within these cells."""

    def asked(part: set[Cell]) -> float:
        least = [float(c.get("at_least", 0)) for c in when if _of(c, cells) <= part]
        return max(least, default=0.0)

    def of(part: set[Cell]) -> float:
        return max(asked(part), sum(asked({cell}) for cell in part))

    return max([asked(inside), *(sum(map(of, split)) for split in _splits(inside))])


def _allowed(inside: set[Cell], when: list[Condition], cells: set[Cell]) -> float:
    """The most that the conditions leave room for within these cells."""

    def room(part: set[Cell]) -> float:
        return min((_most(c) for c in when if part <= _of(c, cells)), default=float("inf"))

    def of(part: set[Cell]) -> float:
        return min(room(part), sum(room({cell}) for cell in part))

    return min([room(inside), *(sum(map(of, split)) for split in _splits(inside))])


def _splits(inside: set[Cell]) -> Iterator[list[set[Cell]]]:
    """The cells sorted by category, and the same cells sorted by cause."""
    for place in (0, 1):
        kinds = {cell[place] for cell in inside}
        yield [{cell for cell in inside if cell[place] == kind} for kind in kinds]
