"""A second opinion on a score: walk its derivation and redo every node.

Written apart from formulas.py on purpose and sharing none of its arithmetic: what one of them
gets wrong, the other finds. It needs no rule, no finding and no database, only the derivation;
whether a derivation follows the scheme in force is asked by comparing it with `score(…)` anew.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from workflow.scoring.derivation import Derivation, sealed
from workflow.scoring.exact import exact
from workflow.scoring.recompute_group import (
    redone_by_rank,
    redone_place,
    redone_relative,
    redone_share,
)
from workflow.scoring.recompute_linear import redone_line, redone_value
from workflow.scoring.recompute_once import redone_once
from workflow.scoring.recompute_parts import OPERATIONS as OF_PARTS
from workflow.scoring.recompute_parts import may_stand_below

Inputs: TypeAlias = dict[str, Any]
Redo: TypeAlias = Callable[[Inputs, list[Fraction]], Fraction]

SORTS: Final = ("deduction", "deduction_once", "addition", "addition_once")
KEYS: Final = {"rule", "label_zh", "label_en", "inputs", "result", "children", "digest"}


class BentDerivation(ValueError):
    """A node does not follow from what is below it; `path` leads to it, as a JSON pointer."""

    def __init__(self, path: str, rule: object, why: str) -> None:
        self.path = path
        super().__init__(f"node {path or '/'} ({rule}): {why}")


def recompute(derivation: Derivation) -> Decimal:
    """Return the score, every node of its derivation having been redone.

    Raises BentDerivation at the first node, children before parents, whose digest or result is
    not what its content gives, or that cannot be read at all.
    """
    if isinstance(derivation, dict) and derivation.get("rule") != "round":
        raise BentDerivation("", derivation.get("rule"), "a derivation ends in its rounding")
    _redone(derivation, "")
    return Decimal(derivation["result"])


def _redone(node: Derivation, path: str) -> Fraction:
    """The node's result, after its children and itself have been checked."""
    if not isinstance(node, dict) or node.keys() != KEYS or not isinstance(node["children"], list):
        raise BentDerivation(path, None, "not a node of a derivation")
    below = [_redone(each, f"{path}/children/{n}") for n, each in enumerate(node["children"])]
    try:
        wanted, stated = _result(node, below), exact(node["result"])
        is_whole = sealed(node)["digest"] == node["digest"]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BentDerivation(path, node["rule"], f"cannot be redone: {error}") from error
    if stated != wanted:
        raise BentDerivation(path, node["rule"], f"says {stated}, gives {wanted}")
    if not is_whole:
        raise BentDerivation(path, node["rule"], "does not match its digest")
    return stated


def _result(node: Derivation, below: list[Fraction]) -> Fraction:
    operation, allowed = OPERATIONS[node["rule"]]
    kinds = [each["rule"] for each in node["children"]]
    if not (
        kinds in allowed
        or _are_events(node["rule"], kinds)
        or may_stand_below(node["rule"], kinds, FORMULAS)
    ):
        raise ValueError(f"{kinds} do not stand below it")
    if node["rule"] in ("ledger", "adjusted"):
        costs = [kind.startswith("deduction") for kind in kinds]
        below = [-n if costing else n for n, costing in zip(below, costs, strict=True)]
    return operation(node["inputs"], below)


def _are_events(rule: str, kinds: list[str]) -> bool:
    """Whether these may stand below a rule that counts events: some, deductions first."""
    sorts = {"per_event": SORTS[:1], "ledger": SORTS}.get(rule, ())
    return bool(kinds) and set(kinds) <= {*sorts} and kinds == sorted(kinds, key=SORTS.index)


def rounded_anew(inputs: Inputs, below: list[Fraction]) -> Fraction:
    """The one number below, rounded to the places and by the mode that the inputs say."""
    unit = 10 ** inputs["places"]
    whole, rest = divmod(abs(below[0].numerator) * unit, below[0].denominator)
    twice = 2 * rest - below[0].denominator
    is_up = {
        "half_up": twice >= 0,
        "half_even": twice > 0 or (twice == 0 and whole % 2 == 1),
        "down": False,
    }[inputs["mode"]]
    return Fraction(whole + is_up, unit if below[0] >= 0 else -unit)


def _late(inputs: Inputs, below: list[Fraction]) -> Fraction:
    is_late = {True: False, False: True}[inputs["on_time"]]
    return below[0] * exact(inputs["late_factor"]) if is_late and below[0] > 0 else below[0]


def _quality(inputs: Inputs, below: list[Fraction]) -> Fraction:
    is_poor = {"ok": False, "poor": True}[inputs["quality"]]
    return below[0] * exact(inputs["poor_factor"]) if is_poor and below[0] > 0 else below[0]


def _proportional(inputs: Inputs, below: list[Fraction]) -> Fraction:
    return exact(inputs["points"]) * below[0]


def _completion(inputs: Inputs, below: list[Fraction]) -> Fraction:
    found, cap, direction = exact(inputs["found_value"]), exact(inputs["cap"]), inputs["direction"]
    low = exact(inputs["target_value"])
    high = low + exact(inputs.get("band", "0"))
    if high == 0:
        return min(Fraction(found <= 0 if direction == "at_most" else found == 0), cap)
    if direction == "at_least":
        return min(max(found / low, Fraction(0)), cap)
    if direction == "at_most":
        return cap if found * cap <= high else high / found
    if found > high:
        return min(high / found, cap)
    inside = Fraction(1) if found >= low else max(found / low if low else Fraction(0), Fraction(0))
    return min(inside, cap)


def _sum(inputs: Inputs, below: list[Fraction]) -> Fraction:
    return below[0] + below[1]


def _bonus(inputs: Inputs, below: list[Fraction]) -> Fraction:
    full_steps = int(below[0] / (exact(inputs["per_percent"]) / 100))
    earned, cap = full_steps * exact(inputs["points_each"]), exact(inputs["cap"])
    return cap if earned > cap else earned


def _surplus(inputs: Inputs, below: list[Fraction]) -> Fraction:
    ratio = exact(inputs["found_value"]) / exact(inputs["target_value"])
    over = {"at_least": ratio - 1, "at_most": 1 - ratio}[inputs["direction"]]
    return over if over > 0 else Fraction(0)


def _all_or_nothing(inputs: Inputs, below: list[Fraction]) -> Fraction:
    is_met = {True: True, False: False}[inputs["met"]] if not below else not below[0]
    return exact(inputs["points"]) if is_met else Fraction(0)


def _ladder(inputs: Inputs, below: list[Fraction]) -> Fraction:
    points = exact(inputs["points"])
    reached = [step for step in inputs["steps"] if exact(step["at_least"]) <= below[0]]
    worth = [exact(s["points"]) if "points" in s else points * exact(s["share"]) for s in reached]
    return max(worth, default=Fraction(0))  # steps fall, so the best reached is the first


def _per_event(inputs: Inputs, below: list[Fraction]) -> Fraction:
    left, floor = exact(inputs["points"]), exact(inputs["floor"])
    for taken in below:
        left -= taken
    return floor if left < floor else left


def _ledger(inputs: Inputs, below: list[Fraction]) -> Fraction:
    floor, cap = exact(inputs["floor"]), exact(inputs["cap"])
    left = exact(inputs["points"]) + sum(below)
    return floor if left < floor else cap if left > cap else left


def _events(inputs: Inputs, below: list[Fraction]) -> Fraction:
    cost = Fraction(0)
    for entry in inputs["entries"]:
        cost += exact(entry["count"]) * exact(inputs["points_each"])
    if inputs["at_most"] is not None and cost > exact(inputs["at_most"]):
        return exact(inputs["at_most"])
    return cost


def _points_lost(inputs: Inputs, below: list[Fraction]) -> Fraction:
    left = exact(inputs["points"]) - below[0] * exact(inputs["points_per_unit"])
    floor = exact(inputs["floor"])
    return floor if left < floor else left


def _distance(inputs: Inputs, below: list[Fraction]) -> Fraction:
    found, low = exact(inputs["found_value"]), exact(inputs["target_value"])
    high = low + exact(inputs.get("band", "0"))
    if found < low:
        return Fraction(0) if inputs["direction"] == "at_most" else low - found
    if found > high:
        return Fraction(0) if inputs["direction"] == "at_least" else found - high
    return Fraction(0)


def _missing(inputs: Inputs, below: list[Fraction]) -> Fraction:
    return {"zero": Fraction(0), "not_applicable": Fraction(0)}[inputs["meaning"]]


FORMULAS: Final = (
    "proportional",
    "over_fulfilment",
    "all_or_nothing",
    "ladder",
    "per_event",
    "ledger",
    "points_lost",
    "parts",
    "linear",
    "missing",
    "relative_to_best",
    "by_rank",
)
OPERATIONS: Final[dict[str, tuple[Redo, list[list[str]]]]] = {
    # operation → how to redo it, and what may stand below it
    "round": (rounded_anew, [["late"]]),
    "late": (_late, [["quality"]]),
    "quality": (_quality, [[each] for each in (*FORMULAS, "adjusted")]),
    "proportional": (_proportional, [["completion"]]),
    "completion": (_completion, [[]]),
    "over_fulfilment": (_sum, [["proportional", "bonus"]]),
    "bonus": (_bonus, [["surplus"]]),
    "surplus": (_surplus, [[]]),
    "all_or_nothing": (_all_or_nothing, [[], ["distance"]]),
    "ladder": (_ladder, [["completion"]]),
    "per_event": (_per_event, []),
    "ledger": (_ledger, []),
    "deduction": (_events, [[]]),
    "addition": (_events, [[]]),
    "deduction_once": (redone_once, [[]]),
    "addition_once": (redone_once, [[]]),
    "points_lost": (_points_lost, [["distance"]]),
    "distance": (_distance, [[]]),
    **{name: (redo, []) for name, redo in OF_PARTS.items()},
    "linear": (redone_line, [["completion"], ["value"]]),
    "value": (redone_value, [[]]),
    "missing": (_missing, [[]]),
    "relative_to_best": (redone_relative, [["share_of_best"]]),
    "share_of_best": (redone_share, [[]]),
    "by_rank": (redone_by_rank, [["place"]]),
    "place": (redone_place, [[]]),
}
