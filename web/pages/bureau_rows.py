"""A bureau sheet in words: what surrounds it, its columns, its rows front by front (S7–S9)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for

from web.county import here
from web.pages import assessing, entries, reading
from web.pages.assessing import Typed, wrong
from web.presentation import cleared_by, label, number, t, w
from workflow.errors import WorkflowError
from workflow.queries.bureau import Sheet

Values = dict[str, Any]

NUMBERS = frozenset({"reported", "found_value", "score"})


@dataclass(frozen=True)
class Shown:
    """What a sheet shows of what its rule computes with: a value, values by part, a ledger."""

    value: bool
    parts: bool
    ledger: bool


def shown_of(sheet: Sheet) -> Shown:
    """What there is to show of this sheet's rows; the ledger where nothing else is."""
    value = any(row["needs_value"] for row in sheet.rows)
    parts = any(row["has_parts"] for row in sheet.rows)
    counts = any(row["counts_events"] for row in sheet.rows)
    return Shown(value, parts, counts or not (value or parts))


def usual(shown: Shown) -> str:
    """The answers that stand in every row until somebody writes others."""
    if shown.value:
        by = t("核定值达到目标值的为完成", "met where the value found reaches the target")
    elif shown.parts:
        by = t("各分项均得满分的为完成", "met where every part earns all its points")
    else:
        by = t("分值未被台账扣完的为完成", "met unless the ledger took all the points")
    return t(
        f"未另行填写的，按合格、按时、无原因计；“完成”未选的，{by}。未完成的须选原因。",
        f"Unless you say otherwise: quality ok, on time, no cause; {by}. "
        "What is not met needs its cause.",
    )


def frame(sheet: Sheet) -> Values:
    """What surrounds the rows on both pages."""
    item = sheet.item
    fields, name = item["fields"], f"{item['title']} {item['year']}"
    return {
        "item": item,
        "name": name,
        "heading": t(f"考核表：{name}", f"Bureau sheet: {name}"),
        "lead": " · ".join(
            (
                label("category", fields["category"]),
                t(f"{number(fields['points'])} 分", f"{number(fields['points'])} points"),
                t("考核责任单位：", "scoring unit: ") + w(item["scorer_name"]),
            )
        ),
        "url": url_for("bureau.send", item=item["id"]),
        "ledger_url": url_for("ledger.show", item=item["id"]),
        "download": url_for("bureau_files.download", item=item["id"]),
        "upload": url_for("bureau_files.begin", item=item["id"]),
        "back": url_for("bureau.list_all", year=item["year"]),
        "facts": [
            row
            for row in reading.item_facts(fields, item["year"])
            if row["field"] in ("measure", "target_value", "scoring_rule", "acceptance")
        ],
        "prices": prices(sheet),
    }


def prices(sheet: Sheet) -> str:
    """What each event costs or gives by the rule."""
    return t("、", ", ").join(
        f"{w(each['name'])} "
        + entries.signed(("-" if each["kind"] == "deduction" else "") + each["points"])
        for each in sheet.events
    )


def columns(shown: Shown, *, final: bool, checking: bool = False) -> list[Values]:
    """The columns of the sheet by code; of value, parts and ledger what the rule computes with.
    `final`: whether every score of the column is one that was found."""
    titles = [
        ("unit", t("单位", "Unit"), True),
        ("reported", t("上报值", "Reported"), shown.value),
        ("found_value", t("核定值", "Value found"), shown.value),
        ("parts", t("分项核定值", "Values by part"), shown.parts),
        ("ledger", t("台账", "Ledger"), shown.ledger),
        ("score", t("得分", "Score") if final else t("预计得分", "Predicted"), True),
        ("quality", t("质量", "Quality"), True),
        ("on_time", t("按时", "On time"), True),
        ("met", t("完成", "Met"), True),
        ("cause", t("未完成原因", "Cause"), True),
        ("text", t("考核意见", "In words"), True),
        ("state", t("状态", "State"), not checking),
    ]
    return [
        {"code": code, "label": title, "number": code in NUMBERS}
        for code, title, is_there in titles
        if is_there
    ]


def labels(columns: list[Values]) -> dict[str, str]:
    """The titles of the columns by code, for cells that stand alone on a telephone."""
    return {column["code"]: column["label"] for column in columns}


def waiting(sheet: Sheet) -> list[str]:
    """Why no row of a sheet can be found now, each reason once, and who could clear it."""
    told = {
        refusal.code: f"{w(refusal.text)}{cleared_by(refusal.who)}"
        for row in sheet.rows
        if not row["finding"]
        for refusal in row["refusals"]
    }
    return list(told.values())


def grouped(rows: list[Values]) -> list[Values]:
    """The rows front by front, in the county's order of fronts; what is in none comes last."""
    order = {code: place for place, code in enumerate(here().organisation.fronts)}
    placed = sorted(rows, key=lambda row: order.get(row["front"] or "", len(order)))
    return [
        {"label": name, "note": str(len(some)), "rows": some}
        for name, some in (
            (name, list(of)) for name, of in groupby(placed, lambda row: row["front_label"])
        )
    ]


def facts(sheet: Sheet, row: Values) -> Values:
    """A row's unit, ledger and prediction in words."""
    ledger = url_for("ledger.show", item=sheet.item["id"], unit=row["unit"])
    return {
        **row,
        "name": w(row["unit_name"]),
        "front_label": w(row["front_name"]) or t("未列入战线", "In no front"),
        "url": url_for("targets.show", target=row["id"]),
        "ledger_url": ledger,
        "ledger": _ledger(row),
        "predicted": number(row["predicted"]),
        "reported": number(row["reported"]),
        "found": None,
    }


def _ledger(row: Values) -> str:
    """The standing entries in short: how many, what they cost, what they give."""
    if not row["entries"]:
        return ""
    count = row["entries"]
    parts = [entries.signed(amount) for amount in (row["costs"], row["gives"]) if amount != "0"]
    entries_of = "entry" if count == 1 else "entries"
    return t(f"{count} 条 {' '.join(parts)}", f"{count} {entries_of} {' '.join(parts)}")


def row(sheet: Sheet, one: Values, typed: Typed, problem: WorkflowError | None) -> Values:
    """A row with its controls where it is this reader's to find, else with what was found."""
    answers = typed.answers.get(one["id"]) if one["assessable"] else None
    return {
        **facts(sheet, one),
        "found": assessing.found(sheet, one["finding"]) if one["finding"] else None,
        "controls": assessing.controls(sheet, one, answers, problem) if answers else None,
        "picked": one["id"] in typed.picked,
        "note": _note(one),
        # What is about one control stands there.
        "problem": assessing.why(problem) if problem and not (answers and wrong(problem)) else "",
    }


def _note(row: Values) -> str:
    """Whose row it is where it is not this reader's, and what its unit says to it."""
    notes = []
    if row["own"]:
        notes.append(t("本单位自己的一行，由目标办核定", "its own row: for the target office"))
    if row["objections"]:
        notes.append(t(f"申请复核 {row['objections']} 件", f"objections: {row['objections']}"))
    return t("；", "; ").join(notes)
