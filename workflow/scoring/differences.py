"""Why one unit stands before another: the first node that differs, and what made it differ."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome_parts import Entry, parts
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Difference:
    """One node in which two outcomes differ, and its result in each.

    `rule` is total, sum (the exact totals, where rounding hides the difference), category or
    target. A target's result is its score; None: that unit has no further target to set beside.
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

    From the total (or the sum, where the totals are equal as rounded) to the first category, in
    the scheme's order, that differs the same way, to the target on which the one behind lost more
    points. Empty when no category differs: then they share a rank, or differ in nothing but name.
    """
    names = (a["inputs"]["unit"], b["inputs"]["unit"])
    total_a, total_b = parts(a).total, parts(b).total
    sum_a, sum_b = total_a["children"][0], total_b["children"][0]
    found: list[Difference] = []
    ahead = _sign(sum_a, sum_b)
    if _sign(total_a, total_b):
        found.append(_of(Words("总分", "total"), "total", total_a, total_b, names))
    elif ahead:
        found.append(
            _of(Words("未取舍的总分", "total before rounding"), "sum", sum_a, sum_b, names)
        )
    pairs = list(zip(sum_a["children"], sum_b["children"], strict=True))
    differing = (pair for pair in pairs if _sign(*pair) and _sign(*pair) == (ahead or _sign(*pair)))
    part = next(differing, None)
    if part is not None:
        words = Words("类别 {code} 得分", "points in {code}")
        code = part[0]["inputs"]["category"]
        found.append(_of(words.format(code=code), "category", *part, names, code))
        found += _target(*part, names)
    return tuple(found)


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
    words = Words("{what}：{unit} {a}，{other} {b}", "{what}: {unit} {a}, {other} {b}").format(
        what=what, unit=names[0], other=names[1], a=a["result"], b=b["result"]
    )
    return Difference(rule, a["result"], b["result"], words, category)


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
        "{unit} 目标 {target} 得 {score} 分(满分 {points})",
        "{unit} scored {score} of {points} on target {target}",
    )
    return words.format(unit=unit, **entry)
