"""How far a rank is from flipping: what would make a unit change places with the next one.

For each pair of neighbours in a front, `ahead` and `behind`, by exact totals:

weight   the smallest change of one category's points by which they draw level; beyond it, in the
         same direction, they change places. All other points stay. A unit's points in a category
         are taken to grow and shrink with the category's, as what-if scales them (replaying.py),
         except where a declared variant gives the unit points of its own. Rounding of the single
         scores, and points that a rule itself states, are not foreseen: what-if tells.
score    the smallest change of one single score that does: the gap, where some target of the unit
         behind has room for it up to its points, or one of the unit ahead down to zero.

Units with the same ranked value are level already: their gap is 0, whatever breaks the tie.

Where a scheme normalises, or a limit of it holds a unit's total, the total is no sum of its parts:
such a pair is not foreseen, and only a trial tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from workflow.scheme.value import Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome_parts import parts, sum_below

ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Weight:
    """A category whose points would have to change by `change`, to `points`."""

    category: str
    change: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A target whose score would have to change by `change`: up for the unit behind, down for the
    one ahead."""

    target: int
    unit: str
    change: Fraction


@dataclass(frozen=True, slots=True)
class Margin:
    """What keeps two neighbours apart; None where no one weight, or no one score, would do, and
    where they are `tied` or it is not `foreseen`."""

    ahead: str
    behind: str
    tied: bool
    foreseen: bool
    gap: Fraction
    weight: Weight | None
    score: Score | None


def margins(
    scheme: Scheme, front: str, table: Derivation, outcomes: Mapping[str, Derivation]
) -> list[Margin]:
    """Return the margin between each unit of a front and the next, in the order of its table.

    `outcomes` are the derivations of its units.
    """
    known = {unit: _Standing(scheme, front, unit, outcome) for unit, outcome in outcomes.items()}
    rows: Sequence[dict[str, Any]] = table["inputs"]["rows"]
    return [
        _margin(scheme, known[a["unit"]], known[b["unit"]], tied=a["value"] == b["value"])
        for a, b in pairwise(rows)
    ]


class _Standing:
    """A unit's total as a function of the scheme's category points."""

    def __init__(self, scheme: Scheme, front: str, unit: str, outcome: Derivation) -> None:
        own = parts(outcome)
        variant = scheme.variant_of(unit, front)
        fixed = variant.points if variant else {}
        self.unit = unit
        self.total = exact(own.total["children"][0]["result"])
        self.is_sum = self.total == exact(sum_below(own.total)["result"])
        self.is_sum &= all(node["rule"] != "normalised" for node in own.total["children"])
        self.entries = own.entries()
        self.shares = {
            part["inputs"]["category"]: _share(part)
            for part in own.categories
            if part["inputs"]["category"] not in fixed
        }

    def share(self, category: str) -> Fraction:
        """What one point more of a category would bring."""
        return self.shares.get(category, ZERO)


def _share(category: Derivation) -> Fraction:
    points = exact(category["inputs"]["points"])
    return exact(category["result"]) / points if points else ZERO


def _margin(scheme: Scheme, ahead: _Standing, behind: _Standing, *, tied: bool) -> Margin:
    gap = ZERO if tied else ahead.total - behind.total
    foreseen = ahead.is_sum and behind.is_sum
    if tied or not foreseen:
        return Margin(ahead.unit, behind.unit, tied, foreseen, gap, None, None)
    weight = min(_weights(scheme, ahead, behind, gap), key=_size, default=None)
    score = _score(ahead, behind, gap)
    return Margin(ahead.unit, behind.unit, tied, foreseen, gap, weight, score)


def _weights(
    scheme: Scheme, ahead: _Standing, behind: _Standing, gap: Fraction
) -> Iterator[Weight]:
    """Every category by which they could draw level, with points still left beyond that."""
    for code, category in scheme.categories.items():
        gained = behind.share(code) - ahead.share(code)
        if not gained:
            continue
        change = gap / gained
        points = exact(category.points) + change
        if points > 0:
            yield Weight(code, change, points)


def _size(weight: Weight) -> Fraction:
    return abs(weight.change)


def _score(ahead: _Standing, behind: _Standing, gap: Fraction) -> Score | None:
    """The target with the most room; of several the first."""
    up = [(exact(e["points"]) - exact(e["score"]), e["target"]) for e in behind.entries]
    down = [(exact(e["score"]), e["target"]) for e in ahead.entries]
    sides = ((behind.unit, gap, up), (ahead.unit, -gap, down))
    for unit, change, rooms in sides:
        room, target = max(rooms, key=lambda each: (each[0], -each[1]), default=(ZERO, 0))
        if room > gap:
            return Score(target, unit, change)
    return None
