"""得分表: one unit's score sheet put into words, from each target's score up to its awards."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web import part_values
from web.county import reader
from web.pages import derivation, marking, published
from web.pages.naming import Names, figure
from web.pages.objecting import Links
from web.presentation import aside, day, number, short, t, w
from workflow.audit import paper_mark
from workflow.queries.objecting import Open
from workflow.scoring import nodes
from workflow.terms import CAUSES, DIRECTIONS, QUALITIES
from workflow.words import Words

Values = dict[str, Any]
Nodes = dict[int, Open]


def drawn(shown: Values, open_nodes: Nodes, shut: Words | None) -> Values:
    """Everything the page of a score sheet needs; `open_nodes`: to what the reader may object;
    `shut`: why nobody may any more."""
    year, names = shown["year"], _names(shown)
    unit = w(shown["unit_name"])
    return {
        "heading": t(f"得分表：{unit} {year} 年度", f"Score sheet: {unit}, {year}"),
        "lead": _lead(shown),
        "back": url_for("results.show", year=year, no=published.no_of(shown)),
        "revisions": published.revisions(
            shown, lambda no: url_for("results.sheet", year=year, unit=shown["unit"], no=no)
        ),
        "outdated": _not_final(shown),
        "facts": _facts(shown),
        "objecting": _objecting(shown, shut),
        "columns": _columns(),
        "categories": [_category(each, names, open_nodes) for each in shown["categories"]],
        "extras": [
            {
                "title": w(one["name"]),
                "score": _points(one),
                "steps": derivation.steps(one["derivation"], names),
            }
            for one in shown["extras"]
        ],
        "reckoning": _reckoning(shown, names),
        "compare": _compared(shown),
        "over_years": url_for("over_years.unit", code=shown["unit"]),
        "mark": _mark(shown),
    }


def _mark(shown: Values) -> Values | None:
    """The mark of a published sheet; scores so far are no paper that anybody could rely on."""
    if shown["no"] is None:
        return None
    unit, year, no = shown["unit"], shown["year"], shown["no"]
    derivation = shown["derivation"]["digest"]
    return marking.mark(paper_mark.score_sheet(unit, year, no, derivation))


def _names(shown: Values) -> Names:
    targets = [target for each in shown["categories"] for target in each["targets"]]
    rules = [target["rule"] for target in targets if target["rule"]]
    return Names(
        targets={target["id"]: target["title"] for target in targets},
        categories={each["code"]: w(each["name"]) for each in shown["categories"]},
        events={each["event"]: event_name(each) for rule in rules for each in rule["events"]},
        grades=published.grades(shown),
        units={unit.code: w(unit.name) for unit in reader().organisation.units.values()},
        fronts={shown["front"]: w(shown["front_name"])} if shown["front"] else {},
    )


def event_name(event: Values) -> str:
    """What an event of a rule is called."""
    return w(event["name"])


def _lead(shown: Values) -> str:
    if shown["no"] is None:
        return w(shown["front_name"])
    digest = t("本表摘要", "digest of this sheet") + f" {short(shown['derivation']['digest'])}"
    which = t(f"第 {shown['no']} 次公布", f"revision {shown['no']}")
    return f"{w(shown['front_name'])} · {which} · {digest}"


def _not_final(shown: Values) -> str:
    if shown["no"] is not None:
        return published.outdated(shown) or published.corrected(shown)
    return t(
        "结果尚未公示：以下是目前已有的得分，还没有等次和位次，只对本单位及其上级可见。",
        "Not published yet: these are the scores so far, without grade or place, "
        "shown to the unit and those above it only.",
    )


def _facts(shown: Values) -> list[Values]:
    rows = [
        (t("总分", "Total") if shown["no"] else t("目前得分", "So far"), number(shown["total"]))
    ]
    if shown["no"] is not None:
        rows += [
            (t("等次", "Grade"), published.grade(shown, published.grades(shown))),
            (t("战线内位次", "Place in the front"), published.place(shown)),
        ]
    rows += [
        (t("重点未完成", "Key targets not met"), number(shown["unfinished_key"])),
        (t("县长审定下达", "Imposed"), number(shown["imposed"])),
        (t("年中调低", "Lowered after issue"), number(shown["lowered"])),
    ]
    if shown["awards"]:
        listed = t("；", "; ").join(published.award(row) for row in shown["awards"])
        rows.append((t("奖惩", "Awards and sanctions"), listed))
    return [{"label": title, "value": value} for title, value in rows]


def _objecting(shown: Values, shut: Words | None) -> str:
    """How a unit objects (S34), or why no unit may any more."""
    if shown["notice"] is None:
        return ""
    until = day(shown["notice"]["objections_until"])
    if shut is not None:
        said = t(
            f"不再受理复核申请（期限为 {until}）：{w(shut)}。",
            f"Objections are closed (the last day was {until}). {w(shut)}.",
        )
        return said + (_put_right() if shown["decided"] else "")
    return t(
        f"责任单位对某个数值、依据、扣分或原因有异议的，由一把手在其旁（展开“怎样算出”）或在该目标页办理"
        f"“申请复核”，截至 {until}。",
        "A unit that objects to a figure, the evidence, a deduction or a cause does so beside it "
        f"(unfold how it came about) or on the target's own page, by its head, until {until}.",
    )


def _put_right() -> str:
    """Who can still put a final result right."""
    return t(
        "确有错误的，由县长决定更正。",
        " What is wrong can be put right only by a correction that the county head opens.",
    )


def _columns() -> list[Values]:
    titles = (
        t("目标", "Target"),
        t("分值", "Points"),
        t("得分", "Score"),
        t("目标值", "Target value"),
        t("核定值", "Value found"),
        t("结论", "Finding"),
        t("计分办法", "Scoring rule"),
    )
    return [{"label": title, "number": i in (1, 2, 3, 4)} for i, title in enumerate(titles)]


def _category(each: Values, names: Names, open_nodes: Nodes) -> Values:
    said = _scored(each)
    if each["reserve"] is not None:
        kept = number(each["reserve"])
        said += t(f"，其中未动用机动分 {kept} 分", f", of these {kept} of the reserve not used")
    return {
        "id": f"category-{each['code']}",
        "name": w(each["name"]),
        "score": said,
        "rows": [
            _row(target, names, Links(target["id"], target["title"], open_nodes.get(target["id"])))
            for target in each["targets"]
        ],
    }


def _scored(each: Values) -> str:
    """What a category came to; before anything in it was scored that is not nothing."""
    score, points = number(each["score"]), number(each["points"])
    if each["targets"] and all(target["score"] is None for target in each["targets"]):
        return t(f"尚未计分，分值 {points} 分", f"not scored yet, {points} points")
    return t(f"得 {score} 分，分值 {points} 分", f"{score} of {points} points")


def _points(one: Values) -> str:
    """What an evaluation gave of its points, or an adjustment of nothing."""
    score = figure(one["score"])
    if one["points"] is None:
        return t(f"{score} 分", f"{score} points")
    points = number(one["points"])
    return t(f"得 {score} 分，分值 {points} 分", f"{score} of {points} points")


def _row(target: Values, names: Names, links: Links) -> Values:
    tree = target["derivation"]
    to_steps = links.to_steps(tree) if tree else None
    return {
        "title": target["title"],
        "url": url_for("targets.show", target=target["id"]),
        "imposed": t("县长审定下达", "imposed") if target["imposed"] else "",
        "points": target["points"],
        "score": published.points(target["score"]),
        "state": target["state"] if target["score"] is None else "",
        "wanted": _wanted(target),
        "found": _measured(target, (target["finding"] or {}).get("found_value")),
        "by_part": _by_part(target),
        "finding": _finding(target),
        "found_by": _found_by(target["finding"]),
        "rule": w(target["rule"]["name"]) if target["rule"] else "",
        "steps": derivation.steps(tree, names, to_steps) if tree else [],
        "ledger": [
            {
                "said": _entry(entry, scored=bool(tree)),
                "object": links.to_row("deduction", nodes.entry_path(entry["id"])),
            }
            for entry in target["ledger"]
        ],
        # Of an earlier score the finding was another one.
        "objects": [
            link
            for what, path in (("evidence", nodes.FINDING), ("cause", nodes.CAUSE))
            if (to_steps or not tree) and (link := links.to_row(what, path))
        ],
    }


def _measured(target: Values, value: str | None) -> str:
    return f"{number(value)} {target['unit_of_measure'] or ''}".strip() if value else ""


def _by_part(target: Values) -> list[str]:
    """The values found by part, where the rule is made of parts."""
    finding, rule = target["finding"], target["rule"]
    if not finding or not finding["parts"]:
        return []
    return part_values.said(finding["parts"], part_values.choices_of(rule["parts"] if rule else []))


def _wanted(target: Values) -> str:
    value = _measured(target, target["target_value"])
    return f"{w(DIRECTIONS[target['direction']])} {value}" if value else ""


def _finding(target: Values) -> str:
    """Met or not and why, and what was wrong with quality or time."""
    if target["met"] is None:
        return ""
    said = t("完成", "Met") if target["met"] else t("未完成", "Not met")
    if not target["met"]:
        said += aside(w(CAUSES.get(target["cause"] or "", "")))
    finding = target["finding"] or {"quality": "ok", "on_time": True}
    if finding["quality"] != "ok":
        said += t("，质量", ", quality ") + w(QUALITIES[finding["quality"]])
    return said if finding["on_time"] else said + t("，未按时", ", late")


def _found_by(finding: Values | None) -> str:
    return f"{finding['by_name']} {day(finding['at'])}" if finding else ""


def _entry(entry: Values, *, scored: bool) -> str:
    """An entry of the ledger in one line, and whether this score counted it."""
    name, points = event_name(entry), number(entry["amount"])
    parts = [
        day(entry["occurred_on"]),
        t(f"{name} {entry['count']} 次 {points} 分", f"{name} {entry['count']}×: {points} points"),
        entry["document"] or "",
        entry["matter"] or "",
    ]
    return " · ".join(part for part in parts if part) + aside(_counted(entry, scored=scored))


def _counted(entry: Values, *, scored: bool) -> str:
    """What became of an entry of the ledger, where that is not plain: it stands and was counted."""
    struck = entry["struck_at"] is not None
    if scored and not entry["counted"]:
        return t("已撤销，未计入", "struck, not counted") if struck else t("未计入", "not counted")
    return t("后已撤销", "struck since") if struck else ""


def _reckoning(shown: Values, names: Names) -> list[Values]:
    """From the categories to the grade, then place, awards and sanctions; nothing before notice."""
    if shown["derivation"] is None:
        return []
    found = [derivation.steps(each, names) for each in shown["derivation"]["children"]]
    return [step for steps in found for step in steps]


def _compared(shown: Values) -> Values | None:
    """Why the unit just before this one stands there."""
    if shown["before"] is None:
        return None
    pair = {"a": shown["before"], "b": shown["unit"], "no": published.no_of(shown)}
    return {
        "url": url_for("results.compare", year=shown["year"], **pair),
        "label": t("与前一位单位比较", "Compare with the unit before"),
    }
