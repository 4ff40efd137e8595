"""The derivation of a score made of parts: each part by its own formula, a part with periods as the
exact mean of theirs. Which parts a rule has, and which values are asked for, stands in parts.py."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeAlias

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.parts import Part, PartValue, Period

Earn: TypeAlias = Callable[[Part, Fraction, str], Derivation]
"""What a part worth so many points earns by its own formula with a value found."""
Found: TypeAlias = dict[tuple[str, str | None], str]


def parts_node(
    parts: list[Part], points: Fraction, values: Iterable[PartValue], earn: Earn
) -> Derivation:
    """Return the sum of the parts, in the rule's order; the values are known to be sound."""
    found = {(each.part, each.period): each.value for each in values}
    nodes = [_part(part, part.worth(points), found, earn) for part in parts]
    total = sum((exact(each["result"]) for each in nodes), Fraction())
    return node("parts", {"points": exact_text(points)}, total, nodes)


def _part(part: Part, worth: Fraction, found: Found, earn: Earn) -> Derivation:
    below = (
        _mean(part, worth, found, earn)
        if part.periods
        else earn(part, worth, found[part.code, None])
    )
    inputs = {
        "code": part.code,
        "zh": part.name.zh,
        "en": part.name.en,
        "unit_of_measure": part.unit_of_measure,
        "points": exact_text(worth),
        "share": part.share,
    }
    return node("part", inputs, exact(below["result"]), [below])


def _mean(part: Part, worth: Fraction, found: Found, earn: Earn) -> Derivation:
    there = [each for each in part.periods if (part.code, each.code) in found]
    nodes = [_period(each, earn(part, worth, found[part.code, each.code])) for each in there]
    count = len(part.periods) if part.missing == "zero" else len(nodes)
    inputs = {
        "missing": part.missing,
        "periods": [each.code for each in part.periods],
        "without_value": [each.code for each in part.periods if each not in there],
    }
    return node("mean", inputs, sum((exact(n["result"]) for n in nodes), Fraction()) / count, nodes)


def _period(period: Period, below: Derivation) -> Derivation:
    inputs = {"code": period.code, "zh": period.name.zh, "en": period.name.en}
    return node("period", inputs, exact(below["result"]), [below])


def parts_below(derivation: Derivation) -> list[Derivation]:
    """The parts of a score, each with what it earned; none where its rule has no parts."""
    if derivation["rule"] == "parts":
        return list(derivation["children"])
    return parts_below(derivation["children"][0]) if derivation["children"] else []
