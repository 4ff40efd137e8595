"""A second opinion on grades: base grade, vetoes and rules redone from the targets themselves.

Written apart from grades.py and sharing none of its arithmetic (recompute.py says why).
"""

from typing import Any

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.recompute import BentDerivation

Inputs = dict[str, Any]
Unfinished = tuple[int, str, str | None, str | None]
"""Number, category, cause and item of a target that was not met."""


def redone_grades(final: Derivation, rank: int, of: int) -> Derivation:
    """Return the base grade below a final one, every step on the way having been redone.

    Raises BentDerivation at the first step that does not follow.
    """
    steps, path = [], "/children/0/children/0"
    step: Derivation = final["children"][0]
    while step["rule"] in ("grade_rule", "veto"):
        steps.append((path, step))
        path, step = f"{path}/children/0", step["children"][0]
    targets = _unfinished(step["children"][0])
    _conditions(step, targets, rank, of, path)
    codes = [each["code"] for each in step["inputs"]["grades"]]
    for path, one in reversed(steps):
        for count in one["inputs"].get("when", []):
            _same(_counted(count, targets), count["targets"], path, one["rule"])
        before = codes.index(one["children"][0]["result"])
        _same(codes[_after(one["inputs"], before, codes)], one["result"], path, one["rule"])
    return step


def base_grade(node: Derivation) -> str:
    """Return the first grade all of whose conditions hold, as the node states them."""
    total = node["children"][0]
    is_rounded = {"rounded": True, "exact": False}[node["inputs"]["on"]]
    value = exact((total if is_rounded else total["children"][0])["result"])
    for each in node["inputs"]["grades"]:
        misses = each["at_least"] is not None and value < exact(each["at_least"])
        if "places" in each:
            misses = misses or node["inputs"]["rank"] > each["places"]
        if not misses and not each.get("unfinished"):
            return str(each["code"])
    return str(node["inputs"]["grades"][-1]["code"])


def grade_rule(node: Derivation) -> str:
    """Return the result as stated, having looked whether the rule says rightly if it applies."""
    inputs = node["inputs"]
    holds = all(
        count["at_least"] <= len(count["targets"])
        and (count["at_most"] is None or len(count["targets"]) <= count["at_most"])
        for count in inputs["when"]
    )
    if holds is not inputs["applies"]:
        raise ValueError("it says wrongly whether it applies")
    return str(node["result"])  # needs the ladder of grades below it: see redone_grades


def veto(node: Derivation) -> str:
    """Return the result as stated, having looked whether the veto says rightly if it applies."""
    if node["inputs"]["applies"] is not (len(node["inputs"]["entries"]) > 0):
        raise ValueError("it says wrongly whether it applies")
    return str(node["result"])


def _unfinished(total: Derivation) -> list[Unfinished]:
    node = total
    while node["rule"] != "sum":
        node = node["children"][0]
    return [
        (entry["target"], part["inputs"]["category"], entry["cause"], entry.get("item"))
        for part in node["children"]
        if part["rule"] == "category"
        for entry in part["inputs"]["targets"]
        if entry["met"] is False
    ]


def _conditions(base: Derivation, targets: list[Unfinished], rank: int, of: int, path: str) -> None:
    """Quotas and needed targets of the grades, by the front's table and the targets."""
    inputs = base["inputs"]
    if "rank" in inputs or any("places" in each for each in inputs["grades"]):
        _same((rank, of), (inputs["rank"], inputs["of"]), path, "base_grade")
    for each in inputs["grades"]:
        if "top_percent" in each:
            share = exact(each["top_percent"]) * of
            places = (share.numerator // share.denominator) // 100
            _same(places, each["places"], path, "base_grade")
        named = each.get("needs", [])
        wanted = sorted(n for n, category, _, item in targets if {category, item} & {*named})
        _same(wanted, each.get("unfinished", []), path, "base_grade")


def _counted(count: Inputs, targets: list[Unfinished]) -> list[int]:
    return sorted(
        target
        for target, category, cause, _ in targets
        if count["category"] in (None, category) and count["cause"] in (None, cause)
    )


def _after(step: Inputs, before: int, codes: list[str]) -> int:
    if not step["applies"]:
        return before
    after = before + (step.get("lower_by") or 0)
    if step["set_to"] is not None and codes.index(step["set_to"]) > after:
        after = codes.index(step["set_to"])
    return after if after < len(codes) else len(codes) - 1


def _same(wanted: object, stated: object, path: str, rule: str) -> None:
    if wanted != stated:
        raise BentDerivation(path, rule, f"says {stated!r}, should be {wanted!r}")
