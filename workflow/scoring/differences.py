"""Why one unit stands before another: the first node that differs, and what made it differ."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome_parts import Entry, parts, sum_below
from workflow.words import Words

BEFORE_ROUNDING: Final = Words("未取舍的总分", "total before rounding")


@dataclass(frozen=True, slots=True)
class Difference:
    """One node in which two outcomes differ, and its result in each.

    `rule` is total, sum (the exact totals, where rounding hides the difference), tie_break,
    normalised (not the same points applied), category, evaluation, adjustment or target. A
    target's result is its score; None: that unit has no further target to set beside.
    """

    rule: str
    a: str | None
    b: str | None
    words: Words
    category: str | None = None
    a_target: int | None = None
    b_target: int | None = None


def first_difference(a: Derivation, b: Derivation) -> tuple[Difference, ...]:
    """Return the first node in which outcome `a` differs from `b`, then what made it differ.

    From the total (or the exact one, where the totals are equal as rounded; or what breaks the tie,
    where both are equal) to the first category, evaluation or adjustment, in the scheme's order,
    that differs the same way, to the target on which the one behind lost more points. Empty when
    nothing differs: then they share a rank, or differ in nothing but name.
    """
    names = (a["inputs"]["unit"], b["inputs"]["unit"])
    of_a, of_b = parts(a), parts(b)
    found: list[Difference] = []
    ahead = _sign(of_a.total, of_b.total)
    exact_a, exact_b = of_a.total["children"][0], of_b.total["children"][0]
    if ahead:
        found.append(_of(Words("总分", "total"), "total", of_a.total, of_b.total, names))
    elif ahead := _sign(exact_a, exact_b):
        found.append(_of(BEFORE_ROUNDING, "sum", exact_a, exact_b, names))
    else:
        found += _tie_break(of_a.rank, of_b.rank, names)
    found += _applicable(exact_a, exact_b, names)
    pairs = zip(sum_below(of_a.total)["children"], sum_below(of_b.total)["children"], strict=True)
    differing = (pair for pair in pairs if _sign(*pair) and _sign(*pair) == (ahead or _sign(*pair)))
    part = next(differing, None)
    return (*found, *_part(*part, names)) if part else tuple(found)


def _tie_break(a: Derivation, b: Derivation, names: tuple[str, str]) -> list[Difference]:
    """The first of what breaks ties that tells two units of equal totals apart."""
    for one, other in zip(
        a["inputs"].get("tie_break", []), b["inputs"].get("tie_break", []), strict=False
    ):
        if one["value"] != other["value"]:
            words = Words("总分相同，按 {by} 先后", "equal totals, told apart by {by}")
            return [
                _said(words.format(by=one["by"]), "tie_break", one["value"], other["value"], names)
            ]
    return []


def _applicable(a: Derivation, b: Derivation, names: tuple[str, str]) -> list[Difference]:
    """That not the same points applied to both, where totals are normalised."""
    could_a, could_b = (node["inputs"].get("applicable") for node in (a, b))
    if could_a == could_b:
        return []
    return [_said(Words("适用分值", "applicable points"), "normalised", could_a, could_b, names)]


def _part(a: Derivation, b: Derivation, names: tuple[str, str]) -> list[Difference]:
    """The part of the sum that differs; of a category also the target that made it differ."""
    if a["rule"] != "category":
        given = a["inputs"]
        return [_of(Words(given["zh"], given["en"]), a["rule"], a, b, names)]
    code = a["inputs"]["category"]
    words = Words("类别 {code} 得分", "points in {code}").format(code=code)
    return [_of(words, "category", a, b, names, code), *_target(a, b, names)]


def _sign(a: Derivation, b: Derivation) -> int:
    difference = exact(a["result"]) - exact(b["result"])
    return (difference > 0) - (difference < 0)


def _of(
    what: Words,
    rule: str,
    a: Derivation,
    b: Derivation,
    names: tuple[str, str],
    category: str | None = None,
) -> Difference:
    return _said(what, rule, a["result"], b["result"], names, category)


def _said(
    what: Words,
    rule: str,
    a: str | None,
    b: str | None,
    names: tuple[str, str],
    category: str | None = None,
) -> Difference:
    words = Words("{what}：{unit} {a}，{other} {b}", "{what}: {unit} {a}, {other} {b}").format(
        what=what, unit=names[0], other=names[1], a=a, b=b
    )
    return Difference(rule, a, b, words, category)


def _target(a: Derivation, b: Derivation, names: tuple[str, str]) -> list[Difference]:
    """The heaviest loss of the one behind that the one ahead has nothing to set beside.

    Units have different targets, so they are set side by side by points lost, most first.
    """
    ahead = _sign(a, b)
    for one, other in zip_longest(_by_loss(a), _by_loss(b)):
        if (_lost(other) - _lost(one)) * ahead > 0:
            return [_target_difference(one, other, names, a["inputs"]["category"])]
    return []


def _by_loss(category: Derivation) -> list[Entry]:
    return sorted(category["inputs"]["targets"], key=lambda e: (-_lost(e), e["target"]))


def _lost(entry: Entry | None) -> Fraction:
    return Fraction(0) if entry is None else exact(entry["points"]) - exact(entry["score"])


def _target_difference(
    one: Entry | None, other: Entry | None, names: tuple[str, str], category: str
) -> Difference:
    words = Words("{a}；{b}", "{a}; {b}").format(a=_told(names[0], one), b=_told(names[1], other))
    own, beside = one or {}, other or {}
    return Difference(
        "target",
        own.get("score"),
        beside.get("score"),
        words,
        category,
        own.get("target"),
        beside.get("target"),
    )


def _told(unit: str, entry: Entry | None) -> Words:
    if entry is None:
        return Words("{unit} 没有对应的目标", "{unit} has no further target").format(unit=unit)
    words = Words(
        "{unit} 目标 {target} 得 {score} 分（满分 {points}）",
        "{unit} scored {score} of {points} on target {target}",
    )
    return words.format(unit=unit, **entry)
