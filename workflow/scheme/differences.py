"""What is different between two schemes, path by path, in words: before a scheme is changed.

Entries are told apart by their code, place or field, never by where they stand: one that only moved
is no other one. Where the order itself counts, it is compared too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflow.scheme.reading import Body
from workflow.scheme.writing import ORDER, place_of
from workflow.words import Words, both, joined

# What tells an entry of a table from another; a step of a ladder is told by its band.
NAMED_BY = ("code", "place", "field", "event")
# The words for tables and keys (docs/scheme.md).
WORDS = {
    "category": Words("类别", "Category"),
    "variant": Words("变式", "Variant"),
    "front": Words("战线", "Front"),
    "group": Words("分组", "Group"),
    "item": Words("事项", "Item"),
    "rule": Words("计分办法", "Scoring rule"),
    "grade": Words("等次", "Grade"),
    "grade_rule": Words("等次规则", "Grade rule"),
    "veto": Words("一票否决", "Veto"),
    "evaluation": Words("测评与阶段考核", "Evaluation"),
    "adjustment": Words("加减分", "Adjustment"),
    "limits": Words("总分限额", "Limits of the total"),
    "normalise": Words("按适用分值折算", "By applicable points"),
    "ranking": Words("排名", "Ranking"),
    "award": Words("奖励", "Award"),
    "sanction": Words("惩戒", "Sanction"),
    "period": Words("报告期", "Report"),
    "change_window": Words("目标调整期", "Change window"),
    "notice": Words("公示与异议", "Notice and objections"),
    "arbitration": Words("提请审定", "Arbitration"),
    "office": Words("目标办本单位", "The office's own unit"),
    "unit": Words("单位", "unit"),
    "stands_in": Words("代行岗位", "post that stands in"),
    "open": Words("空缺", "Left open"),
    "code": Words("代码", "code"),
    "year": Words("年度", "year"),
    "zh": Words("中文名称", "Chinese name"),
    "en": Words("英文名称", "English name"),
    "label_zh": Words("中文名称", "Chinese name"),
    "label_en": Words("英文名称", "English name"),
    "total": Words("总分", "total"),
    "precheck": Words("初审", "precheck"),
    "inspector_from_same_front": Words("验收人可与单位同战线", "inspectors of the same front"),
    "points": Words("分值", "points"),
    "reserve": Words("机动分", "reserve"),
    "fronts": Words("适用战线", "fronts"),
    "groups": Words("适用分组", "groups"),
    "authority": Words("主管机关", "authority"),
    "answers": Words("答复", "answer"),
    "out_of": Words("满分", "out of"),
    "periods": Words("期次", "periods"),
    "missing": Words("缺失时", "when missing"),
    "applicable": Words("计入适用分值", "counts as applicable"),
    "to": Words("到", "to"),
    "top": Words("前几名", "first places"),
    "top_percent": Words("前百分之几", "first per cent"),
    "needs": Words("须完成的事项", "items that must be met"),
    "tie_break": Words("并列时比较", "ties broken by"),
    "units": Words("单位", "units"),
    "measure": Words("指标", "measure"),
    "unit_of_measure": Words("计量单位", "unit of measure"),
    "target_value": Words("目标值", "target value"),
    "direction": Words("方向", "direction"),
    "scoring_unit": Words("考核责任单位", "scoring unit"),
    "reviewing_post": Words("审定岗位", "reviewing post"),
    "due": Words("期限", "due"),
    "until": Words("截止", "until"),
    "from": Words("起", "from"),
    "at": Words("位置", "at"),
    "within": Words("比较范围", "compared within"),
    "step": Words("每后一位扣分", "points each place"),
    "small_group": Words("小组界限（单位数）", "small group"),
    "small_step": Words("小组每后一位扣分", "points each place in a small group"),
    "evidence": Words("佐证材料", "evidence"),
    "acceptance": Words("验收方式", "acceptance"),
    "kind": Words("种类", "kind"),
    "cap_percent": Words("完成率封顶（%）", "cap in per cent"),
    "band": Words("区间宽度", "band"),
    "per_percent": Words("每超（%）", "per cent over"),
    "points_each": Words("每次加分", "points each"),
    "bonus_cap": Words("加分封顶", "bonus cap"),
    "decided_by": Words("判定依据", "decided by"),
    "steps": Words("档次", "step"),
    "share": Words("得分比例", "share"),
    "deductions": Words("扣分事项", "deduction"),
    "additions": Words("加分事项", "addition"),
    "event": Words("事项", "event"),
    "at_most": Words("最多", "at most"),
    "at_least": Words("不低于", "at least"),
    "floor": Words("下限", "floor"),
    "cap": Words("封顶", "cap"),
    "points_per_unit": Words("每差一单位扣分", "points per unit"),
    "parts": Words("分项", "part"),
    "adjust_floor": Words("最多扣分", "taken at most"),
    "adjust_cap": Words("最多加分", "added at most"),
    "result_floor": Words("加减后下限", "floor after adjustments"),
    "result_cap": Words("加减后封顶", "cap after adjustments"),
    "quality_poor_factor": Words("质量较差系数", "factor for poor quality"),
    "late_factor": Words("不按时系数", "factor when late"),
    "rounding": Words("舍入", "rounding"),
    "places": Words("小数位", "decimals"),
    "mode": Words("舍入方式", "rounding mode"),
    "when": Words("条件", "condition"),
    "cause": Words("原因", "cause"),
    "lower_by": Words("降等", "lower by"),
    "set_to": Words("定为", "set to"),
    "ties": Words("并列", "ties"),
    "on": Words("比较依据", "compared on"),
    "place": Words("名次", "place"),
    "amount": Words("金额", "amount"),
    "days": Words("公示（工作日）", "notice in working days"),
    "objection_days": Words("异议（工作日）", "objection in working days"),
    "answer_days": Words("答复（工作日）", "answer in working days"),
    "rounds": Words("轮数", "rounds"),
    "deputy_post": Words("代县长裁定的岗位", "post of the deputy"),
    "field": Words("字段", "field"),
}
SEQUENCE = Words("顺序", "order")
YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}
# Tables whose order decides something: grades from the best down, rules one after the other.
ORDERED = frozenset(
    {
        "category",
        "grade",
        "grade_rule",
        "item",
        "front",
        "award",
        "period",
        "veto",
        "evaluation",
        "adjustment",
        "parts",
        "periods",
    }
)


@dataclass(frozen=True)
class Difference:
    """One value that is not the same: where it stands, as it was and as it will be, or absent."""

    path: Words
    before: Words
    after: Words


def differences(old: Body, new: Body) -> list[Difference]:
    """Every difference between two sound schemes; empty where they say the same."""
    return list(_tables((), old, new))


def _tables(path: tuple[Words, ...], old: Body, new: Body) -> Iterator[Difference]:
    for name in sorted({*old, *new}, key=_place):
        own = (*path, WORDS.get(name, both(name)))
        yield from _values(own, name, old.get(name), new.get(name))


def _place(name: str) -> tuple[bool, int, str]:
    return (name in ORDER, *place_of(name))


def _values(path: tuple[Words, ...], name: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _tables(path, old, new)
    elif _is_list_of(dict, old) and _is_list_of(dict, new):
        yield from _entries(path, name, old or [], new or [])
    elif _is_list_of(str, old) and _is_list_of(str, new) and {*(old or ())} != {*(new or ())}:
        yield _difference(path, _said(_only(old, new)), _said(_only(new, old)))
    else:
        yield _difference(path, _said(old), _said(new))


def _is_list_of(kind: type, value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, kind) for v in value))


def _only(these: list[str] | None, those: list[str] | None) -> list[str]:
    """Of a long list, such as the days off, only what the other has not."""
    return [one for one in these or () if one not in (those or ())]


def _entries(
    path: tuple[Words, ...], name: str, old: list[Body], new: list[Body]
) -> Iterator[Difference]:
    before, after = _by_name(name, old), _by_name(name, new)
    for key in dict.fromkeys((*before, *after)):
        own = (*path, _title(key, after.get(key) or before[key]))
        if key in before and key in after:
            yield from _tables(own, before[key], after[key])
        else:
            yield _difference(own, _said(before.get(key)), _said(after.get(key)))
    if name in ORDERED and before.keys() == after.keys() and [*before] != [*after]:
        yield _difference((*path, SEQUENCE), _said([*before]), _said([*after]))


def _by_name(table: str, entries: list[Body]) -> dict[str, Body]:
    """Entries by what names them; by their number where nothing does, or not alone."""
    keys = ("at_least",) if table == "steps" else NAMED_BY
    named = [next((str(e[key]) for key in keys if key in e), None) for e in entries]
    alone = None not in named and len({*named}) == len(named)
    names = named if alone else range(1, len(entries) + 1)
    return {str(name): entry for name, entry in zip(names, entries, strict=True)}


def _title(key: str, entry: Body) -> Words:
    """An entry by its name where it has one, and by what names it."""
    zh, en = (entry.get(n) or entry.get(f"label_{n}") for n in ("zh", "en"))
    return Words(f"{zh}（{key}）", f"{en} ({key})") if zh and en and zh != key else both(key)


def _difference(path: tuple[Words, ...], before: Words, after: Words) -> Difference:
    where = Words(" › ".join(p.zh for p in path), " › ".join(p.en for p in path))
    return Difference(where, before, after)


def _said(value: Any) -> Words:
    """A value in words; of an entry that is new or gone everything that stands in it."""
    if value is None:
        return both("")
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, list):
        return joined([_inside(one) for one in value])
    if isinstance(value, dict):
        return _joined_pairs(value)
    return both(str(value))


def _inside(value: Any) -> Words:
    """An entry of a list is held together by brackets."""
    said = _said(value)
    return Words(f"（{said.zh}）", f"({said.en})") if isinstance(value, dict) else said


def _joined_pairs(entry: Body) -> Words:
    pairs = [(WORDS.get(name, both(name)), _said(entry[name])) for name in entry]
    return Words(
        "；".join(f"{name.zh}：{value.zh}" for name, value in pairs),
        "; ".join(f"{name.en}: {value.en}" for name, value in pairs),
    )
