"""Why one unit stands before another, in plain sentences with names and titles."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.pages import published
from web.presentation import number, t, w
from workflow.scoring.exact import exact, exact_text

Values = dict[str, Any]


def drawn(shown: Values, a: str, b: str) -> Values:
    """Everything the page needs: the two units to choose, and what sets them apart."""
    names = {row["unit"]: w(row["unit_name"]) for row in shown["units"]}
    year, no = shown["year"], published.no_of(shown)
    both = [code for code in dict.fromkeys((a, b)) if code in names]
    return {
        "heading": t(f"两个单位的差别：{year} 年度", f"Two units compared: {year}"),
        "lead": w(shown["front_name"]),
        "back": url_for("results.show", year=year, no=no),
        "action": url_for("results.compare", year=year),
        "no": no,
        "outdated": published.outdated(shown),
        "selects": [
            _select("a", t("单位", "Unit"), a, names),
            _select("b", t("与之比较的单位", "Compared with"), b, names),
        ],
        "sentences": _sentences(shown, a, b, names),
        "sheets": [
            {
                "label": t(f"{names[code]}的得分表", f"Score sheet of {names[code]}"),
                "url": url_for("results.sheet", year=year, unit=code, no=no),
            }
            for code in both
        ],
    }


def _select(name: str, title: str, value: str, names: dict[str, str]) -> Values:
    options = [{"value": code, "label": text} for code, text in names.items()]
    return {"name": name, "id": f"unit-{name}", "label": title, "value": value, "options": options}


def _sentences(shown: Values, a: str, b: str, names: dict[str, str]) -> list[Values]:
    if shown["differences"] is None:
        said = t(
            "位次只在同一战线内排列：请选择本战线的两个单位。",
            "Places are given inside one front: choose two units of this one.",
        )
        return [{"text": said, "links": []}]
    if a == b:
        said = t("请选择两个不同的单位。", "Choose two different units.")
        return [{"text": said, "links": []}]
    pair = (names[a], names[b])
    first = {"text": _places(shown, a, b, names), "links": []}
    found = [_sentence(each, shown, pair) for each in shown["differences"]]
    return [first, *(found or [_nothing(pair)])]


def _places(shown: Values, a: str, b: str, names: dict[str, str]) -> str:
    rows = {row["unit"]: row for row in shown["units"]}
    one, other = rows[a], rows[b]
    if one["rank"] == other["rank"]:
        both, rank = (names[a], names[b]), one["rank"]
        return t(
            f"{both[0]}与{both[1]}并列第 {rank} 位。",
            f"{both[0]} and {both[1]} share place {rank}.",
        )
    return t(
        f"{names[a]}列第 {one['rank']} 位，{names[b]}列第 {other['rank']} 位。",
        f"{names[a]} is at place {one['rank']}, {names[b]} at place {other['rank']}.",
    )


def _nothing(pair: tuple[str, str]) -> Values:
    said = t(
        f"{pair[0]}与{pair[1]}各类得分都相同。",
        f"{pair[0]} and {pair[1]} are equal in all categories.",
    )
    return {"text": said, "links": []}


def _sentence(each: Values, shown: Values, pair: tuple[str, str]) -> Values:
    if each["rule"] == "target":
        return _of_targets(each, pair)
    a, b = number(each["a"]), number(each["b"])
    first, second = pair
    more = exact(each["a"]) - exact(each["b"])
    gap = number(exact_text(abs(more)))
    ahead = first if more > 0 else second
    told = {
        "total": t("总分", "Total"),
        "sum": t("取舍后总分相同；未取舍的总分", "Equal as rounded; the total before rounding"),
    }
    categories = {row["code"]: w(row["name"]) for row in shown["categories"]}
    name = categories.get(each["category"] or "", each["category"])
    what = told.get(each["rule"]) or t(f"最先拉开差距的是{name}类", f"First to differ: {name}")
    text = t(
        f"{what}：{first} {a} 分，{second} {b} 分，{ahead}多 {gap} 分。",
        f"{what}: {first} {a}, {second} {b}; {ahead} has {gap} more.",
    )
    return {"text": text, "links": []}


def _of_targets(each: Values, pair: tuple[str, str]) -> Values:
    sides = list(zip("ab", pair, strict=True))
    told = [_of_target(name, each[f"{side}_target"], each[side]) for side, name in sides]
    targets = [(name, each[f"{side}_target"]) for side, name in sides if each[f"{side}_target"]]
    return {
        "text": t("其中拉开差距的目标：", "The target that sets them apart: ")
        + t("；", "; ").join(told)
        + t("。", "."),
        "links": [
            {
                "label": t(f"{name}：{target['title']}", f"{name}: {target['title']}"),
                "url": url_for("targets.show", target=target["id"]),
            }
            for name, target in targets
        ],
    }


def _of_target(unit: str, target: Values | None, score: str | None) -> str:
    if target is None:
        return t(f"{unit}没有可与之相比的目标", f"{unit} has no further target to set beside it")
    points = number(target["points"])
    return t(
        f"{unit}“{target['title']}”得 {number(score)} 分（分值 {points}）",
        f"{unit} scored {number(score)} of {points} on “{target['title']}”",
    )
