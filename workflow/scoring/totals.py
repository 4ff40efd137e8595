"""From the scores of a unit's targets to its total: by category, summed, rounded once (S10)."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Rounded
from fractions import Fraction
from typing import Any, Final

from workflow.audit.canonical import MAX_DIGITS, decimal_text
from workflow.scheme.value import Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.outcome_node import result_node

# Quicker than adding fractions, and as exact: what these digits could not hold is an error.
_EXACT: Final = Context(prec=4 * MAX_DIGITS, traps=[Inexact, Rounded, InvalidOperation, Overflow])


def total_of(
    scheme: Scheme, place: UnitPlace, targets: Iterable[TargetOutcome], *, assessed: bool = True
) -> Derivation:
    """Return the node of a unit's total. Every target has a score and a category of the scheme.

    Before everything of the unit is `assessed` nobody knows what of the reserve will be used.
    """
    by_category: dict[str, list[TargetOutcome]] = {code: [] for code in scheme.categories}
    for target in targets:
        by_category[target.category].append(target)
    points = scheme.points_of(place.code, place.front)
    kept = scheme.reserve if assessed else {}
    parts = [
        _category(code, points[code], by_category[code], kept.get(code, "0"))
        for code in by_category
    ]
    whole = _sum(part["result"] for part in parts)
    ranking = scheme.ranking
    return result_node(
        "total",
        {"places": ranking.places, "mode": ranking.mode},
        exact_text(rounded(whole, ranking.places, ranking.mode)),
        [result_node("sum", {}, exact_text(whole), parts)],
    )


def ranked_value(total: Derivation, on: str) -> str:
    """Return the value that a scheme ranks and grades: the total as rounded, or exact."""
    value: str = (total if on == "rounded" else total["children"][0])["result"]
    return value


def categories_of(total: Derivation) -> dict[str, str]:
    """Return what a total is made of: points scored by category."""
    parts = total["children"][0]["children"]
    return {part["inputs"]["category"]: part["result"] for part in parts}


def _category(code: str, points: str, targets: list[TargetOutcome], kept: str) -> Derivation:
    entries = [_entry(target) for target in sorted(targets, key=lambda target: target.target)]
    inputs = {"category": code, "points": decimal_text(points), "targets": entries}
    below = [_reserve(points, kept, entries)] if exact(kept) and exact(points) else []
    earned = [*(entry["score"] for entry in entries), *(node["result"] for node in below)]
    return result_node("category", inputs, exact_text(_sum(earned)), below)


def _reserve(points: str, kept: str, entries: list[dict[str, Any]]) -> Derivation:
    """What the scheme kept for additions and this unit was given none of (机动分): it gets that as
    points, so that nobody is worse off for having been asked no more than at issue."""
    given = _sum(entry["points"] for entry in entries)
    unused = max(min(exact(kept), exact(points) - given), Fraction(0))
    inputs = {
        "points": decimal_text(points),
        "reserve": decimal_text(kept),
        "given": exact_text(given),
    }
    return result_node("reserve", inputs, exact_text(unused))


def _entry(target: TargetOutcome) -> dict[str, Any]:
    assert target.score is not None
    return {
        "target": target.target,
        "points": decimal_text(target.points),
        "score": decimal_text(target.score),
        "derivation": target.derivation_digest,
        "met": target.met,
        "cause": target.cause,
        "imposed": target.imposed,
    }


def _sum(numbers: Iterable[str]) -> Fraction:
    """The exact sum of decimals; a fraction among them is added as such."""
    whole, rest = Decimal(0), Fraction(0)
    for number in numbers:
        if "/" in number:
            rest += exact(number)
        else:
            whole = _EXACT.add(whole, Decimal(number))
    return Fraction(whole) + rest
