"""What a scheme says of units as a whole, in words: evaluations, adjustments, vetoes, limits."""

from __future__ import annotations

from typing import Any

from web.pages.word_parts import part
from web.presentation import aside, number, t, w
from workflow.scheme.unit_rules import Adjustment, Evaluation, Limits, Veto
from workflow.scheme.value import Scheme
from workflow.scoring.ranking import LOAD
from workflow.words import Words

Values = dict[str, Any]

MISSING = {
    "refuse": Words("没有结果时不能公示", "without an outcome there are no results"),
    "zero": Words("没有开展的按零分计", "none entered counts as zero"),
    "not_applicable": Words("没有开展的不计入", "none entered does not count"),
}


def evaluations(scheme: Scheme) -> Values:
    """Points for a unit as a whole: who is asked or what is checked, and how it counts."""
    rows = [
        (w(one.name), number(one.points), _how(one), w(MISSING[one.missing]))
        for one in scheme.evaluations
    ]
    columns = (
        t("测评与阶段考核", "Evaluation"),
        t("分值", "Points"),
        t("计分", "Counts as"),
        t("未开展时", "When missing"),
    )
    return part(t("测评与阶段考核", "Evaluations"), columns, rows, numbers=frozenset({1}))


def _how(one: Evaluation) -> str:
    said = t(f"得分 ÷ {number(one.out_of)}", f"score ÷ {number(one.out_of)}")
    if one.answers:
        said = t("，", ", ").join(f"{w(a.name)} {number(a.share)}" for a in one.answers)
    if one.periods:
        listed = t("、", ", ").join(one.periods)
        said += t(f"；{listed}各期平均", f"; mean of {listed}")
    return said


def adjustments(scheme: Scheme) -> Values:
    """What may be added to a unit's points or taken from them, and how much at most."""
    lines = [f"{w(one.name)}{t('：', ': ')}{_bounds(one)}" for one in scheme.adjustments]
    return part(t("加减分", "Adjustments"), lines=lines)


def _bounds(one: Adjustment) -> str:
    parts = []
    if one.cap != "0":
        parts.append(
            t(f"累计最多加 {number(one.cap)} 分", f"at most {number(one.cap)} points added")
        )
    if one.floor != "0":
        most = number(one.floor.lstrip("-"))
        parts.append(t(f"累计最多扣 {most} 分", f"at most {most} points deducted"))
    if one.applicable:
        parts.append(t("所加分值同时计入适用分值", "what is added counts as applicable too"))
    return t("，", ", ").join(parts) + t("。", ".")


def limits(scheme: Scheme) -> Values:
    """Limits of categories and of the total, and whether totals are normalised."""
    lines = [
        f"{w(category.name)}{t('：', ': ')}{_limits(category.limits)}"
        for category in scheme.categories.values()
        if _limits(category.limits)
    ]
    if _limits(scheme.limits):
        lines.append(t("总分：", "Total: ") + _limits(scheme.limits))
    if scheme.normalise_to is not None:
        to = number(scheme.normalise_to)
        lines.append(t(f"总分 = 得分 ÷ 适用分值 × {to}。", f"Total = earned ÷ applicable × {to}."))
    return part(t("限额与折算", "Limits and normalising"), lines=lines)


def _limits(given: Limits) -> str:
    parts = []
    if given.cap is not None:
        parts.append(t(f"最多 {number(given.cap)} 分", f"at most {number(given.cap)}"))
    if given.floor is not None:
        parts.append(t(f"最少 {number(given.floor)} 分", f"at least {number(given.floor)}"))
    return t("，", ", ").join(parts)


def veto(scheme: Scheme, one: Veto) -> str:
    """A veto: whose document, and what it does to the grade."""
    grade = next(w(g.name) for g in scheme.grades if g.code == one.set_to)
    name = w(one.name) + aside(one.authority)
    return t(f"{name}：等次不高于“{grade}”。", f"{name}: the grade is no better than “{grade}”.")


def tie_break(scheme: Scheme) -> list[str]:
    """What decides between equal totals, in its order."""
    names = {code: w(category.name) for code, category in scheme.categories.items()}
    names[LOAD] = t("目标数", "number of targets")
    listed = t("、", ", ").join(names[code] for code in scheme.ranking.tie_break)
    if not listed:
        return []
    return [t(f"总分相同时依次比较：{listed}。", f"Equal totals are told apart by: {listed}.")]
