"""上下平衡: how a year's plan came about, in counted facts with their definitions (S11–S13).

No colour and no order by any of them: units stand as everywhere, leaders as their posts do. Behind
each figure stand the targets that it counts.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.county import reader
from web.pages.coverage import columns
from web.pages.year_frame import heading, tabs
from web.presentation import aside, number, t, w
from workflow.balance import FACTS
from workflow.errors import NotFound
from workflow.queries.balance import balance_of, targets_behind

Values = dict[str, Any]
pages = Blueprint("balance", __name__)

YEAR = "/years/<int(max=9999):year>"
MINUTES, HOURS = 60, 3600
# The facts that have a column, and those that stand in it as parts of the same figure.
COLUMNS: dict[str, tuple[str, ...]] = {
    "targets": (),
    "began_below": ("changed_above",),
    "began_above": ("changed_below",),
    "common": (),
    "further_rounds": (),
    "answers": (),
    "waiting": (),
    "hands": ("within_a_minute", "not_known"),
    "imposed": (),
}


@pages.get(f"{YEAR}/balance")
def show(year: int) -> str:
    """The facts of each unit and each leader."""
    shown = balance_of(reader(), year)
    return render_template(
        "pages/balance.html",
        heading=heading(year) + t(" 上下平衡", ": balance of the two directions"),
        year=year,
        tabs=tabs(year, "balance.show"),
        tables_shown=[table for table in (_units(shown), _leaders(shown)) if table["rows"]],
        definitions=[
            {"label": w(one["label"]), "value": w(one["about"]), "whole": True}
            for one in shown["facts"]
        ],
    )


def _units(shown: Values) -> Values:
    rows = [
        {"name": w(row["name"]), "cells": _cells(shown["year"], row, unit=row["unit"])}
        for row in shown["units"]
    ]
    return _table(t("各单位", "Units"), t("单位", "Unit"), rows)


def _leaders(shown: Values) -> Values:
    rows = [
        {
            "name": w(row["name"]) + aside(t("、", ", ").join(row["holders"])),
            "cells": _cells(shown["year"], row, post=row["post"]),
        }
        for row in shown["leaders"]
    ]
    return _table(t("各审定领导", "Reviewing leaders"), t("审定岗位", "Reviewing post"), rows)


def _table(caption: str, first: str, rows: list[Values]) -> Values:
    listed = [{"label": first, "number": False}]
    listed += [{"label": w(FACTS[name].label), "number": True} for name in COLUMNS]
    return {"caption": caption, "columns": listed, "rows": rows}


def _cells(year: int, row: Values, **whose: str) -> list[list[Values]]:
    """By column: its figure and what is counted of it, each leading to the targets that it counts.

    There are none behind a zero; a part that is none is left out.
    """
    made = []
    for whole, parts in COLUMNS.items():
        counted = [part for part in parts if row[part]]
        made.append([_part(year, row, fact, whose, whole) for fact in (whole, *counted)])
    return made


def _part(year: int, row: Values, fact: str, whose: Values, whole: str) -> Values:
    label = "" if fact == whole else f"{w(FACTS[fact].label)} "
    return {
        "text": label + number(row[fact]),
        "note": _note(fact, row),
        "url": _url(year, whose, fact) if row[fact] else "",
    }


def _url(year: int, whose: Values, fact: str) -> str:
    return url_for("balance.behind", year=year, **whose, fact=fact)


def _note(fact: str, row: Values) -> str:
    """The sizes that go with a count."""
    if fact == "further_rounds" and row[fact]:
        return t(f"最多 {row['most_rounds']} 轮", f"{row['most_rounds']} at most")
    if fact == "answers" and row[fact]:
        middle, most = row["median_days"], row["longest_days"]
        return t(f"中位 {middle}，最长 {most}", f"median {middle}, longest {most}")
    return ""


@pages.get(f"{YEAR}/balance/targets")
def behind(year: int) -> str:
    """The targets behind one figure of a unit or a leader."""
    whose = {name: request.args[name] for name in ("unit", "post") if request.args.get(name)}
    asked = request.args.get("fact", "")
    fact = asked if asked in FACTS else "targets"
    if len(whose) != 1:
        raise NotFound
    rows = targets_behind(reader(), year, **whose, fact=fact)
    return render_template(
        "pages/balance_targets.html",
        heading=t(f"{_name(whose)}：", f"{_name(whose)}: ") + w(FACTS[fact].label),
        lead=w(FACTS[fact].about),
        year=year,
        others=[
            {
                "label": one.label,
                "url": _url(year, whose, name),
                "here": name == fact,
            }
            for name, one in FACTS.items()
        ],
        columns=columns(
            ("目标", "Target"),
            ("单位", "Unit"),
            ("状态", "State"),
            ("起点", "Began"),
            ("轮次", "Round"),
            ("改动", "Changed"),
            ("答复用时（工作日）", "Answers (working days)"),
            ("自打开至签署", "From opening to the hand"),
            numbers=(4,),
        ),
        rows=[_target(row) for row in rows],
    )


def _name(whose: dict[str, str]) -> str:
    known = reader().organisation
    if "unit" in whose:
        return w(known.units[whose["unit"]].name)
    return w(known.posts[whose["post"]].name)


def _target(row: Values) -> Values:
    comma = t("、", ", ")
    changed = [
        t("经上级", "from above") if row["changed_above"] else "",
        t("经单位", "from below") if row["changed_below"] else "",
    ]
    waits = [t("等候中", "waiting")] if row["waiting"] else []
    return {
        **row,
        "unit": w(row["unit_name"]),
        "changed": comma.join(filter(None, changed)),
        "answered": comma.join([*map(str, row["answers"]), *waits]),
        "signed": comma.join(_spent(seconds) for seconds in row["hands"]),
    }


def _spent(seconds: int | None) -> str:
    """How long it was from the opening to the hand, in the unit in which people would say it."""
    if seconds is None:
        return t("不明", "not known")
    if seconds <= 2 * MINUTES:
        return t(f"{seconds} 秒", f"{seconds} s")
    if seconds < HOURS:
        return t(f"{seconds // MINUTES} 分钟", f"{seconds // MINUTES} min")
    return t(f"{seconds // HOURS} 小时", f"{seconds // HOURS} h")
