"""A second opinion on results: redo a unit's outcome from its tree and its front's table alone.

Written apart from totals.py, grades.py and ranking.py on purpose and sharing none of their
arithmetic (recompute.py says why). Scores enter as the tree states them, each by the digest of its
own derivation, which recompute.py redoes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from workflow.scoring import recompute_front, recompute_grade, recompute_total
from workflow.scoring.derivation import Derivation
from workflow.scoring.outcome_node import sealed_result
from workflow.scoring.recompute import KEYS, BentDerivation

Inputs: TypeAlias = dict[str, Any]
Redo: TypeAlias = Callable[[Derivation], str]


@dataclass(frozen=True, slots=True)
class Redone:
    """What a tree gives when every node of it is done again."""

    unit: str
    front: str
    total: str
    base_grade: str
    grade: str
    rank: int


def recompute_outcome(derivation: Derivation, front: Derivation) -> Redone:
    """Return what a unit's outcome comes to, its tree and its front's table having been redone.

    Raises BentDerivation at the first node, children before parents, whose digest or result is
    not what its content gives, that contradicts another one, or that cannot be read at all.
    """
    _redone(front, "/front", ["front"])
    return _outcome(derivation, front, _rows(front))


def recompute_results(
    derivations: Iterable[Derivation], fronts: Mapping[str, Derivation]
) -> list[Redone]:
    """Redo all outcomes of a year, and that each front's table holds just its own units.

    Raises BentDerivation as recompute_outcome does; a path begins with the unit.
    """
    for code, front in fronts.items():
        _redone(front, f"/fronts/{code}", ["front"])
        _same(code, front["inputs"]["front"], f"/fronts/{code}", "front")
    rows = {code: _rows(front) for code, front in fronts.items()}
    found: list[Redone] = []
    for derivation in derivations:
        code = _front_of(derivation)
        if code not in rows:
            raise BentDerivation("", "outcome", "its front has no table")
        found.append(_outcome(derivation, fronts[code], rows[code]))
    seen = sorted((each.front, each.unit) for each in found)
    _same(sorted((code, unit) for code in rows for unit in rows[code]), seen, "", "outcomes")
    return found


def _front_of(derivation: Derivation) -> str:
    try:
        return str(derivation["inputs"]["front"])
    except (LookupError, TypeError) as error:
        raise BentDerivation("", None, "not a node of an outcome") from error


def _rows(front: Derivation) -> dict[str, Inputs]:
    return {row["unit"]: row for row in front["inputs"]["rows"]}


def _same(wanted: object, stated: object, path: str, rule: str) -> None:
    if wanted != stated:
        raise BentDerivation(path, rule, f"says {stated!r}, should be {wanted!r}")


def _redone(node: Derivation, path: str, kinds: list[str]) -> None:
    """Check a node and all below it, each by itself: place, result, digest."""
    if not isinstance(node, dict) or node.keys() != KEYS or not isinstance(node["children"], list):
        raise BentDerivation(path, None, "not a node of an outcome")
    rule = node["rule"]
    if rule not in kinds or rule not in OPERATIONS:
        raise BentDerivation(path, rule, "does not stand in this place")
    operation, allowed = OPERATIONS[rule]
    if len(node["children"]) != COUNTS.get(rule, len(node["children"])):
        raise BentDerivation(path, rule, "has too much or too little below it")
    for number, child in enumerate(node["children"]):
        fitting = [allowed[number]] if rule == "outcome" else allowed
        _redone(child, f"{path}/children/{number}", fitting)
    try:
        wanted, is_whole = operation(node), sealed_result(node)["digest"] == node["digest"]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BentDerivation(path, rule, f"cannot be redone: {error}") from error
    _same(wanted, node["result"], path, rule)
    if not is_whole:
        raise BentDerivation(path, rule, "does not match its digest")


def _outcome(derivation: Derivation, front: Derivation, rows: dict[str, Inputs]) -> Redone:
    """The outcome, each node redone, then all held against each other and the front's table."""
    _redone(derivation, "", ["outcome"])
    try:
        return _held_together(derivation, front, rows)
    except (LookupError, TypeError) as error:
        raise BentDerivation("", "outcome", f"cannot be redone: {error}") from error


def _held_together(derivation: Derivation, front: Derivation, rows: dict[str, Inputs]) -> Redone:
    inputs, table = derivation["inputs"], front["inputs"]
    final, rank, awards, sanctions = derivation["children"]
    own = rows.get(inputs["unit"])
    if own is None:
        raise BentDerivation("/children/1", "rank", "the unit is not in its front's table")
    base = recompute_grade.redone_grades(final, own["rank"], len(rows))
    total = base["children"][0]
    value = total if table["on"] == "rounded" else total["children"][0]
    _same((table["front"], table["scheme"]), (inputs["front"], inputs["scheme"]), "", "outcome")
    _same(table["on"], base["inputs"]["on"], "/children/0", "base_grade")
    _same(
        (inputs["unit"], inputs["front"], front["digest"], value["result"]),
        tuple(rank["inputs"][name] for name in ("unit", "front", "table", "value")),
        "/children/1",
        "rank",
    )
    _same(
        (str(own["rank"]), own["value"]), (rank["result"], value["result"]), "/children/1", "rank"
    )
    _same(own["total"], total["digest"], "/children/0", "total")
    by = table.get("tie_break", [])
    decided = recompute_front.tie_break_of(total, by)
    _same(decided, own.get("tie_break", []), "/children/1", "rank")
    told = [{"by": name, "value": value} for name, value in zip(by, decided, strict=True)]
    _same(told, rank["inputs"].get("tie_break", []), "/children/1", "rank")
    grade = final["result"]
    last = base["inputs"]["grades"][-1]["code"] if len(base["inputs"]["grades"]) > 1 else None
    stated = tuple(awards["inputs"][name] for name in ("rank", "grade", "withheld_at"))
    _same((own["rank"], grade, last), stated, "/children/2", "awards")
    _same(grade, sanctions["inputs"]["grade"], "/children/3", "sanctions")
    return Redone(
        inputs["unit"], inputs["front"], total["result"], base["result"], grade, own["rank"]
    )


# One redoing a kind of node; each returns what the node's result must be, by the node alone.


def _first_child(node: Derivation) -> str:
    return str(node["children"][0]["result"])


def _rank(node: Derivation) -> str:
    return str(node["result"])  # needs the front's table: redone in _outcome


def _awards(node: Derivation) -> str:
    inputs = node["inputs"]
    is_withheld = inputs["withheld_at"] is not None and inputs["grade"] == inputs["withheld_at"]
    rule = "award_withheld" if is_withheld else "award"
    wanted = [(rule, each) for each in inputs["awards"] if each["place"] == inputs["rank"]]
    if [(child["rule"], child["inputs"]) for child in node["children"]] != wanted:
        raise ValueError("these are not the awards of the place")
    return "0" if is_withheld else str(len(wanted))


def _award(node: Derivation) -> str:
    amount = node["inputs"]["amount"]
    return "not_set" if amount is None else str(amount)


def _sanctions(node: Derivation) -> str:
    inputs = node["inputs"]
    wanted = [each for each in inputs["sanctions"] if each["grade"] == inputs["grade"]]
    if [child["inputs"] for child in node["children"]] != wanted:
        raise ValueError("these are not the sanctions of the grade")
    return str(len(wanted))


def _sanction(node: Derivation) -> str:
    return str(node["inputs"]["code"])


OPERATIONS: Final[dict[str, tuple[Redo, list[str]]]] = {
    # what it is → how to redo it, and what may stand below it (for the outcome: in each place)
    "outcome": (_first_child, ["grade", "rank", "awards", "sanctions"]),
    "grade": (_first_child, ["grade_rule", "veto", "base_grade"]),
    "grade_rule": (recompute_grade.grade_rule, ["grade_rule", "veto", "base_grade"]),
    "veto": (recompute_grade.veto, ["veto", "base_grade"]),
    "base_grade": (recompute_grade.base_grade, ["total"]),
    "total": (recompute_total.total, ["normalised", "limited", "sum"]),
    "normalised": (recompute_total.normalised, ["limited", "sum"]),
    "limited": (recompute_total.limited, ["sum"]),
    "sum": (recompute_total.added, ["category", "evaluation", "adjustment"]),
    "category": (recompute_total.category, ["reserve"]),
    "reserve": (recompute_total.reserve, []),
    "evaluation": (recompute_total.evaluation, ["asked", "checked", "absent", "left_out"]),
    "asked": (recompute_total.asked, []),
    "checked": (recompute_total.checked, []),
    "absent": (recompute_total.absent, []),
    "left_out": (recompute_total.absent, []),
    "adjustment": (recompute_total.adjustment, []),
    "rank": (_rank, []),
    "awards": (_awards, ["award", "award_withheld"]),
    "award": (_award, []),
    "award_withheld": (_award, []),
    "sanctions": (_sanctions, ["sanction"]),
    "sanction": (_sanction, []),
    "front": (recompute_front.front, []),
}
COUNTS: Final = {
    "outcome": 4,
    "grade": 1,
    "grade_rule": 1,
    "veto": 1,
    "base_grade": 1,
    "total": 1,
    "normalised": 1,
    "limited": 1,
}
"""How many nodes stand below one, where that is fixed."""
