"""Why a unit would end otherwise, in plain sentences: the steps of workflow/scoring/moved.py."""

from __future__ import annotations

from typing import Any

from web.pages.naming import Names, figure
from web.pages.outcome_steps import Node
from web.presentation import punctuated, t, w
from workflow.scheme.differences import WORDS
from workflow.scoring.derivation import LABELS as OF_SCORES
from workflow.scoring.outcome_node import LABELS as OF_OUTCOMES
from workflow.words import both

Values = dict[str, Any]
ARROW = " → "


def why(unit: Values, names: Names) -> list[str]:
    """The sentences for one unit, from the category that moved to the units it fell behind."""
    told = [_step(step, names) for step in unit["why"]]
    return [text for text in (*told, *_neighbours(unit, names)) if text]


def _called(rule: str) -> str:
    label = OF_SCORES.get(rule) or OF_OUTCOMES.get(rule) or both(rule)
    return t(punctuated(label.zh), label.en)


def step(one: Values) -> str:
    """One step of a score: what it is called, and which of its numbers are others."""
    label = _called(one["rule"])
    changed = t("；", "; ").join(text for text in map(_other, one["inputs"]) if text)
    return label + (t("：", ": ") + changed if changed else "")


def _step(one: Node, names: Names) -> str:
    moved = _arrow(one["before"], one["after"])
    rule, code = one["rule"], one["code"]
    if rule == "total":
        return t("；", "; ").join(_other(other) for other in one["inputs"])
    if rule == "category":
        name = names.categories.get(code, code)
        return t(f"{name}类 {moved}", f"{name} {moved}")
    if rule == "target":
        return t(
            f"“{names.target(one['target'])}”{moved}", f"“{names.target(one['target'])}” {moved}"
        )
    if rule == "front":
        fronts = (names.fronts.get(one[side], one[side]) for side in ("before", "after"))
        return t("战线：", "front: ") + ARROW.join(fronts)
    if rule == "grade_rule":
        return t(f"等次规则“{code}”", f"grade rule {code}") + _added(one)
    if rule == "base_grade":
        return _limits(one, names)
    return "" if rule in ("rank", "grade") else step({**one})


def _limits(one: Node, names: Names) -> str:
    """The limits of grades that moved; where none did, the total reached another grade."""
    moved = [other for other in one["inputs"] if other["name"] == "at_least"]
    limits = [
        f"{names.grades.get(each['code'], each['code'])} {_arrow(each['before'], each['after'])}"
        for each in moved
    ]
    if limits:
        return t("等次界线：", "limits of grades: ") + t("；", "; ").join(limits)
    return t("总分达到另一等次", "the total reaches another grade")


def _added(one: Node) -> str:
    changed = t("；", "; ").join(text for text in map(_other, one["inputs"]) if text)
    return t("：", ": ") + changed if changed else ""


def _neighbours(unit: Values, names: Names) -> list[str]:
    """Who passed it, and whom it passed; with neither, the way of counting places is another."""
    told = []
    for name, zh, en in (
        ("ahead_now", "被超过：", "passed by "),
        ("behind_now", "超过：", "passes "),
    ):
        units = t("、", ", ").join(names.units.get(code, code) for code in unit[name])
        told += [t(zh, en) + units] if units else []
    only_places = [one["rule"] for one in unit["why"]] == ["rank"]
    if only_places and not told:
        return [t("位次的编法不同", "places are counted otherwise")]
    return told


def _other(other: Values) -> str:
    """One number that is another, by its name."""
    name = w(WORDS.get(other["name"]) or INPUTS.get(other["name"]) or both(other["name"]))
    if other["before"] is None and other["after"] is None:
        return t(f"{name}不同", f"{name}: another")
    if other["name"] == "rule":
        return ARROW.join(_called(other[side]) for side in ("before", "after"))
    return f"{name} {_arrow(other['before'], other['after'])}"


INPUTS = {"met": WORDS["decided_by"], "poor_factor": WORDS["quality_poor_factor"]}


def _arrow(before: str | None, after: str | None) -> str:
    return ARROW.join("—" if side is None else figure(side) for side in (before, after))
