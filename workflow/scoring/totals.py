"""From the scores of a unit's targets to its total: by category, summed, rounded once (S10)."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Rounded
from fractions import Fraction
from typing import Any, Final

from workflow.audit.canonical import MAX_DIGITS, decimal_text
from workflow.scheme.unit_rules import Limits
from workflow.scheme.value import Scheme
from workflow.scoring import whole_unit
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.outcome_node import result_node
from workflow.scoring.outcome_parts import categories_below

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
        _category(scheme, code, points[code], by_category[code], kept.get(code, "0"))
        for code in by_category
    ]
    parts += whole_unit.nodes(scheme, place)
    whole = result_node("sum", {}, exact_text(_sum(part["result"] for part in parts)), parts)
    return _rounded(scheme, _normalised(scheme, _limited(scheme, whole), parts))


def _limited(scheme: Scheme, below: Derivation) -> Derivation:
    """Within the most and the least that the scheme allows a unit, where it says so."""
    given = _limits(scheme.limits)
    if not given:
        return below
    return result_node(
        "limited", given, exact_text(_within(exact(below["result"]), given)), [below]
    )


def _normalised(scheme: Scheme, below: Derivation, parts: list[Derivation]) -> Derivation:
    """Earned by applicable points, where the scheme says so: for units to which not all applies."""
    if scheme.normalise_to is None:
        return below
    could = whole_unit.applicable(parts)
    inputs = {"applicable": exact_text(could), "to": decimal_text(scheme.normalise_to)}
    value = exact(below["result"]) / could * exact(scheme.normalise_to) if could else Fraction(0)
    return result_node("normalised", inputs, exact_text(value), [below])


def _rounded(scheme: Scheme, below: Derivation) -> Derivation:
    ranking = scheme.ranking
    return result_node(
        "total",
        {"places": ranking.places, "mode": ranking.mode},
        exact_text(rounded(exact(below["result"]), ranking.places, ranking.mode)),
        [below],
    )


def ranked_value(total: Derivation, on: str) -> str:
    """Return the value that a scheme ranks and grades: the total as rounded, or exact."""
    value: str = (total if on == "rounded" else total["children"][0])["result"]
    return value


def categories_of(total: Derivation) -> dict[str, str]:
    """Return what a total is made of: points scored by category."""
    return {part["inputs"]["category"]: part["result"] for part in categories_below(total)}


def _category(
    scheme: Scheme, code: str, points: str, targets: list[TargetOutcome], kept: str
) -> Derivation:
    names_items = any(grade.needs for grade in scheme.grades)
    in_order = sorted(targets, key=lambda target: target.target)
    entries = [_entry(target, names_items) for target in in_order]
    limits = _limits(scheme.categories[code].limits)
    inputs = {"category": code, "points": decimal_text(points), "targets": entries, **limits}
    below = [_reserve(points, kept, entries)] if exact(kept) and exact(points) else []
    earned = [*(entry["score"] for entry in entries), *(node["result"] for node in below)]
    return result_node("category", inputs, exact_text(_within(_sum(earned), limits)), below)


def _limits(limits: Limits) -> dict[str, str]:
    """The limits that are declared; nothing of those that are not."""
    declared = {"cap": limits.cap, "floor": limits.floor}
    return {name: decimal_text(limit) for name, limit in declared.items() if limit is not None}


def _within(value: Fraction, limits: dict[str, str]) -> Fraction:
    if "floor" in limits:
        value = max(value, exact(limits["floor"]))
    return min(value, exact(limits["cap"])) if "cap" in limits else value


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


def _entry(target: TargetOutcome, names_item: bool) -> dict[str, Any]:
    """One target as it is counted; what few schemes ask for stands there only under them."""
    assert target.score is not None
    return {
        **({"item": target.item} if names_item else {}),
        **({} if target.applicable else {"applicable": False}),
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
