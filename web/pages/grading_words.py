"""How a scheme grades, ranks and rewards, in words (S41–S47)."""

from __future__ import annotations

from typing import Any

from web.pages import whole_unit_words
from web.pages.rule_words import rounding
from web.pages.word_parts import part, unset
from web.presentation import number, t, w
from workflow.scheme.value import Count, Grade, GradeRule, Scheme
from workflow.terms import CAUSES

Values = dict[str, Any]


def parts(scheme: Scheme) -> list[Values]:
    """Grades, ranking, awards and sanctions."""
    return [
        whole_unit_words.evaluations(scheme),
        whole_unit_words.adjustments(scheme),
        whole_unit_words.limits(scheme),
        _grades(scheme),
        _ranking(scheme),
        _awards(scheme),
        _sanctions(scheme),
    ]


def _grades(scheme: Scheme) -> Values:
    """Base grades, and the rules over them in their order (S42–S44)."""
    base = [_grade(scheme, grade) for grade in scheme.grades]
    vetoes = [whole_unit_words.veto(scheme, veto) for veto in scheme.vetoes]
    over = [_grade_rule(scheme, rule) for rule in scheme.grade_rules]
    return part(t("等次", "Grades"), lines=[*base, *vetoes, *over])


def _grade(scheme: Scheme, grade: Grade) -> str:
    """A grade with everything that it asks for."""
    name, asked = w(grade.name), []
    if grade.at_least is not None:
        low = grade.at_least
        asked.append(t(f"总分不低于 {low}", f"a total of {low} or more"))
    if grade.top is not None:
        asked.append(t(f"战线前 {grade.top} 名", f"among the first {grade.top} of the front"))
    if grade.top_percent is not None:
        share = number(grade.top_percent)
        asked.append(t(f"战线前 {share}%", f"among the first {share}% of the front"))
    if grade.needs:
        names = {item.code: w(item.name) for item in scheme.items}
        names |= {code: w(category.name) for code, category in scheme.categories.items()}
        needed = t("、", ", ").join(names.get(code, code) for code in grade.needs)
        asked.append(t(f"{needed}全部完成", f"everything of {needed} met"))
    if not asked:
        return t(f"{name}：其余。", f"{name}: the rest.")
    return t(f"{name}：{'，且'.join(asked)}。", f"{name}: {', and '.join(asked)}.")


def _grade_rule(scheme: Scheme, rule: GradeRule) -> str:
    conditions = t("，且", ", and ").join(_count(scheme, count) for count in rule.when)
    if rule.set_to is not None:
        named = next(w(g.name) for g in scheme.grades if g.code == rule.set_to)
        then = t(f"定为“{named}”", f"the grade is “{named}”")
    else:
        then = t(f"降 {rule.lower_by} 等", f"down by {rule.lower_by}")
    return t(
        f"{w(rule.name)}：{conditions}的，{then}。", f"{w(rule.name)}: where {conditions}, {then}."
    )


def _count(scheme: Scheme, count: Count) -> str:
    """How many unfinished targets a condition asks for."""
    category = w(scheme.categories[count.category].name) if count.category else ""
    cause = w(CAUSES[count.cause]) if count.cause else ""
    what = t(
        f"{category}目标{f'因{cause}' if cause else ''}未完成",
        f"unfinished {category} targets{f' by {cause}' if cause else ''}".replace("  ", " "),
    )
    low, high = count.at_least, count.at_most
    if high is None:
        return t(f"{what} {low} 项以上", f"{low} or more {what}")
    if low == high:
        return t(f"{what}恰为 {low} 项", f"exactly {low} {what}")
    if not low:
        return t(f"{what}不超过 {high} 项", f"at most {high} {what}")
    return t(f"{what} {low} 至 {high} 项", f"{low} to {high} {what}")


def _ranking(scheme: Scheme) -> Values:
    ranking = scheme.ranking
    ties = {
        "competition": t(
            "总分相同的并列，其后名次空缺（1、2、2、4）。",
            "Equal totals share a place, the next ones are skipped (1, 2, 2, 4).",
        ),
        "dense": t(
            "总分相同的并列，其后名次不空缺（1、2、2、3）。",
            "Equal totals share a place, none is skipped (1, 2, 2, 3).",
        ),
    }
    compared = {
        "rounded": t("按舍入后的总分比较。", "Totals are compared as rounded."),
        "exact": t("按未舍入的总分比较。", "Totals are compared before rounding."),
    }
    lines = [
        t("各战线内排名。", "Units are ranked inside their front."),
        ties[ranking.ties],
        rounding(ranking.places, ranking.mode),
        compared[ranking.on],
        *whole_unit_words.tie_break(scheme),
    ]
    return part(t("排名", "Ranking"), lines=lines)


def _awards(scheme: Scheme) -> Values:
    """Honour and money for the first places of each front; what is not set says so (S45, S46)."""
    rows = [(w(award.name), unset(_yuan(award.amount))) for award in scheme.awards]
    columns = (t("名次", "Place"), t("奖励金额", "Amount"))
    return part(t("奖励", "Awards"), columns, rows, numbers=frozenset({1}), narrow=True)


def _yuan(amount: str | None) -> str:
    return t(f"{number(amount)} 元", f"{number(amount)} yuan") if amount else ""


def _sanctions(scheme: Scheme) -> Values:
    grades = {grade.code: w(grade.name) for grade in scheme.grades}
    lines = [
        t(f"{grades[s.grade]}的：{w(s.name)}。", f"{grades[s.grade]}: {w(s.name)}.")
        for s in scheme.sanctions
    ]
    return part(t("惩戒", "Sanctions"), lines=lines)
