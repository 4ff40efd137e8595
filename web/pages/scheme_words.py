"""A year's scheme in words, part by part, for people who never see its file (S3, S35)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from web.county import reader
from web.pages import grading_words
from web.pages.choices import rule_name
from web.pages.content import shown
from web.pages.rule_words import rule_lines
from web.pages.word_parts import part, unset
from web.presentation import aside, day, number, short, t, w
from workflow.scheme.unit_rules import For
from workflow.scheme.value import Arbitration, ItemPlan, Office, Scheme
from workflow.scoring.exact import exact, exact_text
from workflow.terms import DIRECTIONS

Values = dict[str, Any]


def parts(scheme: Scheme) -> list[Values]:
    """Everything a scheme says, each part a title with a table or with sentences."""
    made = (
        _points(scheme),
        _reserve(scheme),
        _fronts(scheme),
        _groups(scheme),
        _items(scheme),
        _rules(scheme),
        *grading_words.parts(scheme),
        _periods(scheme),
        _days(scheme),
        _open(scheme),
    )
    return [one for one in made if one["rows"] or one["lines"] or one["groups"]]


def facts(scheme: Scheme) -> list[Values]:
    """What names the scheme, and what it says of the way of a target."""
    yes, no = t("是", "yes"), t("否", "no")
    rows = (
        (t("名称", "Name"), w(scheme.name)),
        (t("代码", "Code"), scheme.code),
        (t("摘要", "Digest"), short(scheme.digest)),
        (t("送领导前由目标办初审", "Precheck by the office"), yes if scheme.precheck else no),
        (
            t("验收人可与被验收单位同战线", "Inspectors of the unit's own front"),
            yes if scheme.inspector_from_same_front else no,
        ),
    )
    return [{"label": label, "value": value} for label, value in rows]


def _points(scheme: Scheme) -> Values:
    """Points by category, and the variants beside them (S10)."""
    variants = [
        (w(v.name) + _whom(For(v.units, v.fronts, v.groups), scheme), v.points)
        for v in scheme.variants
    ]
    rows = [
        (w(c.name), number(c.points), *(number(own.get(c.code, c.points)) for _, own in variants))
        for c in scheme.categories.values()
    ]
    if scheme.evaluations:
        asked = exact_text(sum((exact(e.points) for e in scheme.evaluations), Fraction(0)))
        label = t("测评与阶段考核", "Evaluations")
        rows.append((label, *(number(asked) for _ in range(len(variants) + 1))))
    total = (t("合计", "In all"), number(scheme.total), *(number(scheme.total) for _ in variants))
    columns = (
        t("类别", "Category"),
        t("分值", "Points"),
        *(name for name, _ in variants),
    )
    return part(
        t("分值", "Points"),
        columns,
        [*rows, total],
        numbers=frozenset(range(1, len(columns))),
        narrow=True,
    )


def _reserve(scheme: Scheme) -> Values:
    """What is kept for additions after issue (机动分), and what becomes of it."""
    title = t("机动分", "Reserve")
    kept = [c for c in scheme.categories.values() if exact(c.reserve)]
    if not kept:
        return part(title)
    listed = t("、", ", ").join(f"{w(c.name)} {number(c.reserve)}" for c in kept)
    said = t(
        f"{listed}。印发时可以留出，用于年中增补；年终仍未动用的，计入该单位得分。",
        f"{listed}. It may be left out at issue and used for additions; what a unit was given none "
        "of by the end of the year is counted as its points.",
    )
    return part(title, lines=[said])


def _whom(given_to: For, scheme: Scheme) -> str:
    """In brackets, for which fronts, groups and units something is."""
    return aside(_named(given_to, scheme))


def _named(given_to: For, scheme: Scheme) -> str:
    fronts = {front.code: w(front.name) for front in scheme.fronts}
    groups = {group.code: w(group.name) for group in scheme.groups}
    whom = [fronts.get(code, code) for code in given_to.fronts]
    whom += [groups.get(code, code) for code in given_to.groups]
    return t("、", ", ").join([*whom, *(_unit(code) for code in given_to.units)])


def _groups(scheme: Scheme) -> Values:
    """Other groupings of units, for items and points."""
    lines = [
        f"{w(group.name)}{t('：', ': ')}"
        + _named(For(group.units, group.fronts, group.groups), scheme)
        for group in scheme.groups
    ]
    return part(t("分组", "Groups"), lines=lines)


def _unit(code: str) -> str:
    found = reader().organisation.units.get(code)
    return w(found.name) if found else code


def _fronts(scheme: Scheme) -> Values:
    """Which units are ranked against each other, as they are placed in this year (S41)."""
    known = reader().organisation
    placed: dict[str, list[str]] = {}
    for (year, unit), front in sorted(known.front_of.items()):
        if year == scheme.year:
            placed.setdefault(front.code, []).append(w(known.unit_by_id[unit].name))
    names = {front.code: w(front.name) for front in scheme.fronts} or {
        code: w(known.fronts[code].name) for code in placed
    }
    rows = [
        (name, number(len(placed.get(code, []))), t("、", ", ").join(placed.get(code, [])))
        for code, name in names.items()
    ]
    columns = (t("战线", "Front"), t("单位数", "Count"), t("单位", "Units"))
    return part(t("战线", "Fronts"), columns, rows, numbers=frozenset({1}))


def _items(scheme: Scheme) -> Values:
    columns = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("分值", "Points"),
        t("指标与目标值", "Measure and value"),
        t("计分办法", "Scoring rule"),
        t("考核责任单位", "Scoring unit"),
        t("审定岗位", "Reviewing post"),
        t("时限", "Due"),
    )
    rows = [_item(scheme, item) for item in scheme.items]
    title = t("通用与稳定工作", "Common and stability items")
    return part(title, columns, rows, numbers=frozenset({2}))


def _item(scheme: Scheme, item: ItemPlan) -> tuple[str, ...]:
    post = item.reviewing_post
    value = item.target_value
    goal = (
        f"{w(DIRECTIONS[item.direction])} {number(value)} {item.unit_of_measure}" if value else ""
    )
    return (
        w(item.name) + _whom(item.given_to, scheme),
        w(scheme.categories[item.category].name),
        unset(number(item.points)),
        t("，", ", ").join(part for part in (item.measure, goal) if part),
        rule_name(scheme.rules[item.rule]),
        unset(_unit(item.scoring_unit) if item.scoring_unit else ""),
        unset(shown("reviewing_post", post, reader().organisation)),
        day(f"{scheme.year}-{item.due}"),
    )


def _rules(scheme: Scheme) -> Values:
    """Each scoring rule with its sentences (S40)."""
    groups = [(rule_name(rule), rule_lines(rule)) for rule in scheme.rules.values()]
    return {**part(t("计分办法", "Scoring rules")), "groups": groups}


def _periods(scheme: Scheme) -> Values:
    rows = [
        (w(p.name), day(f"{scheme.year}-{p.until}"), day(f"{scheme.year}-{p.due}"))
        for p in scheme.periods
    ]
    columns = (t("报告期", "Report"), t("截至", "Until"), t("应报日期", "Due"))
    return part(t("信息反馈", "Reports"), columns, rows, narrow=True)


def _days(scheme: Scheme) -> Values:
    window = scheme.change_window
    lines = [
        t(
            f"公示 {scheme.notice_days} 个工作日；{scheme.objection_days} 个工作日内可申请复核，"
            f"{scheme.answer_days} 个工作日内答复。",
            f"Public notice of {scheme.notice_days} working days; objections within "
            f"{scheme.objection_days}, answers within {scheme.answer_days}.",
        ),
        *_arbitration(scheme.arbitration),
        *_office(scheme.office),
    ]
    if window is None:
        lines.append(t("年中不调整目标。", "Targets are not changed in mid-year."))
    else:
        first, last = (day(f"{scheme.year}-{text}") for text in window)
        lines.append(
            t(f"目标调整期：{first}至{last}。", f"Targets may be changed from {first} to {last}.")
        )
    return part(t("期限", "Periods and days"), lines=lines)


def _office(own: Office | None) -> list[str]:
    """Who is the target office towards its own unit."""
    if own is None:
        return []
    known = reader().organisation
    unit, post = known.units.get(own.unit), known.posts.get(own.stands_in)
    names = (w(unit.name) if unit else own.unit, w(post.name) if post else own.stands_in)
    return [
        t(
            f"{names[0]}是目标办所在单位，其目标由{names[1]}代行目标办职责。",
            f"{names[0]} is the target office's own unit; towards its targets this post is the "
            f"office: {names[1]}.",
        )
    ]


def _arbitration(terms: Arbitration) -> list[str]:
    """When a quarrel goes to the county head, and to whom where he is a party."""
    post = reader().organisation.posts.get(terms.deputy_post or "")
    deputy = w(post.name) if post else terms.deputy_post
    return [
        t(
            f"往返 {terms.rounds} 轮未达成一致，可提请县长审定；{terms.answer_days} 个工作日"
            f"未答复的，上报一级，再逾 {terms.answer_days} 个工作日也可提请审定。",
            f"After {terms.rounds} rounds without agreement the county head may decide. What is "
            f"not answered in {terms.answer_days} working days is reported to the next level; "
            f"after {terms.answer_days} more he may decide too.",
        ),
        t(f"县长为当事方的，由{deputy}裁定。", f"Where he is a party, this post decides: {deputy}.")
        if deputy
        else t("县长为当事方的，未指定裁定人。", "Where he is a party, nobody is named to decide."),
    ]


def _open(scheme: Scheme) -> Values:
    """What is left open, by its field."""
    rows = [(w(one.name), one.field) for one in scheme.open]
    columns = (t("内容", "What"), t("字段", "Field"))
    return part(t("尚未确定", "Left open"), columns, rows, narrow=True)
