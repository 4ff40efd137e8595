"""统筹: whether a year's plan is whole, who carries what, and what was excused (S12, S14–S17, S19).

All of it comes from the one view that the API shows as well; here it is only laid out.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.county import reader
from web.pages.year_frame import heading, tabs
from web.pages.year_overview import plan_name
from web.presentation import aside, moment, number, short, t, w
from workflow.coverage.failure import CHECKS
from workflow.lifecycle import BY_KIND
from workflow.machine import standing_for
from workflow.queries import years
from workflow.queries.coverage_view import VIEWS, coverage_of, digests, sight_of

Values = dict[str, Any]
pages = Blueprint("coverage", __name__)

YEAR = "/years/<int(max=9999):year>"
# So many failures of a check stand on the page of all; the check's own page has every one.
MOST_SHOWN = 6


@pages.get("/coverage")
def newest() -> Response:
    """The coverage of the newest year, where the work is."""
    sight_of(reader())
    listed = years.years(reader())
    if not listed:
        return redirect(url_for("years.list_all"))
    drafting = [row["year"] for row in listed if row["state"] == "drafting"]
    return redirect(url_for("coverage.show", year=[*drafting, listed[0]["year"]][0]))


@pages.get(f"{YEAR}/coverage")
def show(year: int) -> str:
    view, check = request.args.get("view"), request.args.get("check")
    shown = coverage_of(reader(), year, view if view in VIEWS else "candidates")
    return render_template(
        "pages/coverage.html",
        heading=heading(year) + t(" 计划统筹", ": coverage of the plan"),
        year=year,
        tabs=tabs(year, "coverage.show"),
        shown=shown,
        facts=plan_facts(shown),
        views=[] if shown["issued"] else views(year, shown["view"]),
        check=check if check in CHECKS else None,
        checks=checks(shown),
        groups=groups(shown, check if check in CHECKS else None),
        tasks=shown["key_tasks"],
        task_columns=task_columns(),
        names=names(),
        matrix=matrix(shown),
        unit_columns=unit_columns(),
        waivers=waivers(shown),
        waiver_columns=columns(
            ("豁免事项", "What is waived"),
            ("理由", "Reason"),
            ("文号", "Document"),
            ("签署", "Signed"),
            ("状态", "State"),
            ("可办事项", "What you can do"),
        ),
        may_waive=may_waive(year),
    )


def columns(*labels: tuple[str, str], numbers: tuple[int, ...] = ()) -> list[Values]:
    """Columns of a table from labels in both languages."""
    return [{"label": t(*label), "number": n in numbers} for n, label in enumerate(labels)]


def names() -> dict[str, str]:
    """Units by their code."""
    return {code: w(unit.name) for code, unit in reader().organisation.units.items()}


def views(year: int, chosen: str) -> list[Values]:
    """The two ways of counting, while the plan is drafted."""
    labels = {
        "candidates": t("全部候选稿", "Every candidate"),
        "issue": t("如现在印发", "If issued now"),
    }
    return [
        {
            "label": labels[view],
            "url": url_for("coverage.show", year=year, view=view),
            "here": view == chosen,
        }
        for view in VIEWS
    ]


def plan_facts(shown: Values) -> list[Values]:
    """Whether the plan can be issued, and by what digest it is named."""
    plan = shown["plan"]
    state = (
        t("可以印发", "It can be issued")
        if shown["can_issue"]
        else t("不能印发", "It cannot be issued")
    )
    rows = [(t("统筹检查", "Checks"), "" if shown["issued"] else state)]
    rows.append((t("未批准的目标", "Not approved"), number(shown["unapproved"])))
    if plan:
        rows.append((t("计划摘要", "Plan digest"), plan_name(plan)))
        rows.append((t("前一摘要", "The one before"), short(plan["previous"])))
        rows.append((t("形成时间", "Since"), moment(plan["at"])))
    return [{"label": label, "value": value} for label, value in rows if value]


def checks(shown: Values) -> list[Values]:
    """Each check with how it stands: in its worst word first."""
    rows = []
    for one in shown["checks"]:
        counts = (
            ("broken", one["failures"]),
            ("waived", one["waived"]),
            ("warning", one["warnings"]),
        )
        marks = [(kind, count) for kind, count in counts if count]
        url = url_for("coverage.show", year=shown["year"], view=shown["view"], check=one["check"])
        rows.append({**one, "marks": marks, "url": f"{url}#{one['check']}"})
    return rows


def groups(shown: Values, check: str | None) -> list[Values]:
    """What fails, check by check; of many only the first, unless one check was asked for."""
    by_check: dict[str, list[Values]] = {}
    for failure in shown["failures"]:
        by_check.setdefault(failure["check"], []).append(failure)
    made = []
    for row in checks(shown):
        found = by_check.get(row["check"], [])
        if not found or (check and row["check"] != check):
            continue
        listed = found if check else found[:MOST_SHOWN]
        made.append(
            {
                **row,
                "failures": [_failure(shown, one) for one in listed],
                "who": list(dict.fromkeys(who for one in found for who in one["who"])),
                "more": len(found) - len(listed),
                "waive": _waive_url(shown["year"], row["check"], found),
            }
        )
    return made


def _failure(shown: Values, failure: Values) -> Values:
    kind = "warning" if failure["severity"] == "warning" else "broken"
    return {
        **failure,
        "kind": "waived" if failure["waiver"] else kind,
        "links": _links(shown["year"], failure),
        "waive": _waive_url(shown["year"], failure["digest"], [failure]),
    }


def _links(year: int, failure: Values) -> list[Values]:
    """Where it could be mended."""
    if failure["unit"] and len(failure["targets"]) != 1:
        url = url_for("targets.list_all", year=year, unit=failure["unit"])
        return [{"url": url, "label": t("该单位的目标", "The unit's targets")}]
    return [
        {
            "url": url_for("targets.show", target=number),
            "label": t(f"目标 {number}", f"Target {number}"),
        }
        for number in failure["targets"][:3]
    ]


def _waive_url(year: int, what: str, found: list[Values]) -> str:
    open_ones = [one for one in found if one["waivable"]]
    return url_for("waiving.waive", year=year, what=what) if open_ones else ""


def may_waive(year: int) -> bool:
    """Whether this person is one who waives, whatever there is to waive."""
    case = reader().desk().year_case(year)
    return standing_for(BY_KIND["year"]["waive"], case) is not None


def task_columns() -> list[Values]:
    """The columns of the county's key tasks."""
    return columns(
        ("重点任务", "Key task"),
        ("方式", "Kind"),
        ("县定值", "County's value"),
        ("合计", "Sum"),
        ("差额", "Gap"),
        ("牵头", "Lead"),
        ("承担单位", "Units"),
        ("检查", "Checks"),
        numbers=(2, 3, 4, 6),
    )


def unit_columns() -> list[Values]:
    """The columns of the units' load."""
    return columns(
        ("单位", "Unit"),
        ("目标", "Targets"),
        ("分值", "Points"),
        ("重点目标", "Key targets"),
        ("重点占比", "Key share"),
        ("配合", "Supports"),
        ("最多轮次", "Most rounds"),
        ("县长审定", "Imposed"),
        ("检查", "Checks"),
        numbers=(1, 2, 3, 4, 5, 6, 7),
    )


def matrix(shown: Values) -> list[Values]:
    """Units down, key tasks across; a unit that has to do with none is left out."""
    cells = {
        (cell["unit"], task["code"]): cell for task in shown["key_tasks"] for cell in task["cells"]
    }
    order = [unit["unit"] for unit in shown["units"]]
    concerned = {unit for unit, _ in cells}
    listed = [*(u for u in order if u in concerned), *sorted(concerned - {*order})]
    return [
        {"unit": unit, "cells": [cells.get((unit, task["code"])) for task in shown["key_tasks"]]}
        for unit in listed
    ]


def waivers(shown: Values) -> list[Values]:
    """Waivers with the way to take a live one back."""
    return [
        {
            **row,
            "signed": f"{row['by_name']}{aside(w(row['post_name']))} {moment(row['at'])}",
            "url": url_for("waiving.take_back", year=shown["year"], waiver=row["id"])
            if row["state"] != "ended"
            else "",
        }
        for row in shown["waivers"]
    ]


@pages.get(f"{YEAR}/coverage/digests")
def chain(year: int) -> str:
    """Every digest of the plan, each linked to the one before."""
    sight_of(reader())
    return render_template(
        "pages/plan_digests.html",
        heading=heading(year) + t(" 计划摘要", ": plan digests"),
        year=year,
        tabs=tabs(year, "coverage.show"),
        rows=[{**row, "label": w(_act_label(row["act"]))} for row in digests(reader(), year)],
        columns=columns(
            ("序号", "No."),
            ("摘要", "Digest"),
            ("前一摘要", "The one before"),
            ("由何而成", "By what"),
            ("豁免", "Waivers"),
            ("时间", "Since"),
            numbers=(0, 4),
        ),
    )


def _act_label(name: str) -> str:
    return next((rows[name].label for rows in BY_KIND.values() if name in rows), name)
