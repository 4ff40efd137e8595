"""The steps of a unit's outcome in words: one sentence for each node of outcome_node.py.

Results that are codes (a grade, a sanction, an amount that is not set) get their names here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages.naming import Names
from web.pages.score_steps import rounding
from web.pages.whole_unit_steps import limits_said
from web.presentation import aside, number, short, t, w
from workflow.scoring.ranking import LOAD
from workflow.terms import CAUSES

Node = Mapping[str, Any]
Inputs = Mapping[str, Any]


def _name(given: Inputs) -> str:
    return t(given["zh"], given["en"])


def _category(node: Node, _: Names) -> str:
    points, count = number(node["inputs"]["points"]), len(node["inputs"]["targets"])
    more = t("，另加未动用机动分", ", and the reserve not used") if node["children"] else ""
    if limits := limits_said(node["inputs"]):
        more += t(f"；{limits}", f"; {limits}")
    return t(f"分值 {points}，目标 {count} 项", f"{points} points, targets: {count}") + more


def _reserve(node: Node, _: Names) -> str:
    """The points of the category less those of its targets, no more than the scheme keeps."""
    points, given, kept = (number(node["inputs"][n]) for n in ("points", "given", "reserve"))
    return t(
        f"分值 {points} 减各目标分值 {given}，不超过机动分 {kept}",
        f"{points} points less {given} of its targets, at most the reserve of {kept}",
    )


def _category_title(label: str, node: Node, names: Names) -> str:
    code = node["inputs"]["category"]
    return label + t("：", ": ") + names.categories.get(code, code)


def _named_title(label: str, node: Node, _: Names) -> str:
    return label + t("：", ": ") + _name(node["inputs"])


def _veto(node: Node, names: Names) -> str:
    """By whose documents it stands, or that none does."""
    given = node["inputs"]
    if not given["applies"]:
        return t("没有登记", "none is entered")
    documents = t("、", ", ").join(one["document"] for one in given["entries"])
    effect = _effect({"set_to": given["set_to"]}, names)
    return t(f"{given['authority']} {documents}：{effect}", f"{documents}: {effect}")


def _sum(*_: Any) -> str:
    return t("各类得分相加，不取舍", "the categories added up, nothing rounded")


def _total(node: Node, _: Names) -> str:
    return rounding(node["inputs"])


def _base_grade(node: Node, _: Names) -> str:
    """The bands of the scheme, and by which figure the grade is judged."""
    given = node["inputs"]
    bands = t("；", "; ").join(map(_band, given["grades"]))
    on = t("按取舍后的总分", "by the total as rounded")
    if given["on"] != "rounded":
        on = t("按未取舍的总分", "by the total before rounding")
    return t(f"{on}：{bands}", f"{on}: {bands}")


def _band(grade: Inputs) -> str:
    """What a grade asks for, all of it together."""
    asked = []
    if grade["at_least"] is not None:
        low = number(grade["at_least"])
        asked.append(t(f"{low} 分以上", f"{low} and above"))
    if "places" in grade:
        places = grade["places"]
        asked.append(t(f"战线前 {places} 名", f"the first {places} of the front"))
    if "needs" in grade:
        open_ones = len(grade["unfinished"])
        asked.append(
            t(f"须完成的事项未完成 {open_ones} 项", f"{open_ones} of what it needs not met")
        )
    if not asked:
        return t(f"其余为{_name(grade)}", f"below: {_name(grade)}")
    said = t("且", " and ").join(asked)
    return t(f"{said}为{_name(grade)}", f"{said}: {_name(grade)}")


def _grade_rule(node: Node, names: Names) -> str:
    """What a rule asks for, what it counted in this unit, and whether it applied."""
    given = node["inputs"]
    counts = t("；", "; ").join(_count(each, names) for each in given["when"])
    does = t("不适用", "does not apply")
    if given["applies"]:
        does = t("适用，", "applies, ") + _effect(given, names)
    return counts + t("：", ": ") + does


def _count(count: Inputs, names: Names) -> str:
    category = names.categories.get(count["category"] or "", "")
    cause = w(CAUSES[count["cause"]]) if count["cause"] else ""
    why = t(f"因{cause}", f" ({cause})") if cause else ""
    found = aside(t("、", ", ").join(names.target(target) for target in count["targets"]))
    held, asked = len(count["targets"]), _range(count)
    return t(
        f"须有{why}未完成的{category}目标 {asked}，本单位 {held} 项{found}",
        f"asks for {asked} {category} targets not met{why}, this unit has {held}{found}",
    )


def _range(count: Inputs) -> str:
    low, high = count["at_least"], count["at_most"]
    if high is None:
        return t(f"{low} 项以上", f"{low} or more")
    if low == high:
        return t(f"{low} 项", f"{low}")
    return t(f"{low} 至 {high} 项", f"{low} to {high}")


def _effect(given: Inputs, names: Names) -> str:
    if given["set_to"] is not None:
        grade = names.grades.get(given["set_to"], given["set_to"])
        return t(f"定为{grade}", f"set to {grade}")
    by = given["lower_by"]
    return t(f"降 {by} 等", f"lowered by {by}")


def _grade(*_: Any) -> str:
    return t("各条等次调整之后", "after all grade rules")


def _rank(node: Node, names: Names) -> str:
    given = node["inputs"]
    front = names.fronts.get(given["front"], given["front"])
    value, table = number(given["value"]), short(given["table"])
    ties = t("，", ", ").join(
        f"{_tie_name(one['by'], names)} {number(one['value'])}"
        for one in given.get("tie_break", ())
    )
    more = t(f"，并列时比较{ties}", f", ties broken by {ties}") if ties else ""
    return t(
        f"{front}内按 {value} 分排列{more}；排名表摘要 {table}",
        f"in {front} by {value} points{more}; digest of the table {table}",
    )


def _tie_name(by: str, names: Names) -> str:
    return t("目标数", "number of targets") if by == LOAD else names.categories.get(by, by)


def _awards(node: Node, names: Names) -> str:
    given = node["inputs"]
    grade = names.grades.get(given["grade"], given["grade"])
    said = t(f"第 {given['rank']} 位，{grade}", f"place {given['rank']}, {grade}")
    if given["withheld_at"] is None:
        return said
    last = names.grades.get(given["withheld_at"], given["withheld_at"])
    return said + t(f"；{last}的单位不予奖励", f"; none for a unit that is {last}")


def _sanctions(node: Node, names: Names) -> str:
    grade = names.grades.get(node["inputs"]["grade"], node["inputs"]["grade"])
    return t(f"等次为{grade}", f"the grade is {grade}")


def amount(value: str | None) -> str:
    """An amount of money, or that the scheme has not set it (S46)."""
    if value in (None, "not_set"):
        return t("金额未定", "amount not set")
    return t(f"{number(value)} 元", f"{number(value)} yuan")


def _grade_named(node: Node, names: Names) -> str:
    return names.grades.get(node["result"], node["result"])


def _place(node: Node, _: Names) -> str:
    return t(f"第 {node['result']} 位", f"place {node['result']}")


def _how_many(node: Node, _: Names) -> str:
    return t(f"{node['result']} 项", node["result"])


def _paid(node: Node, _: Names) -> str:
    return amount(node["result"])


def _nothing(*_: Any) -> str:
    return t("不予", "withheld")


SAID: dict[str, Callable[[Node, Names], str]] = {
    "category": _category,
    "reserve": _reserve,
    "veto": _veto,
    "sum": _sum,
    "total": _total,
    "base_grade": _base_grade,
    "grade_rule": _grade_rule,
    "grade": _grade,
    "rank": _rank,
    "awards": _awards,
    "sanctions": _sanctions,
}
TITLES: dict[str, Callable[[str, Node, Names], str]] = {
    "category": _category_title,
    "grade_rule": _named_title,
    "veto": _named_title,
    "evaluation": _named_title,
    "adjustment": _named_title,
    "award": _named_title,
    "award_withheld": _named_title,
}
RESULTS: dict[str, Callable[[Node, Names], str]] = {
    "base_grade": _grade_named,
    "grade_rule": _grade_named,
    "veto": _grade_named,
    "grade": _grade_named,
    "outcome": _grade_named,
    "rank": _place,
    "awards": _how_many,
    "award": _paid,
    "award_withheld": _nothing,
    "sanctions": _how_many,
    "sanction": lambda node, _: _name(node["inputs"]),
}
