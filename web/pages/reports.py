"""信息反馈 the reports of a year: which unit has sent which, and each one to read (S30, S31)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, url_for

from web.county import reader
from web.pages.year_frame import heading, mine_first, tabs
from web.presentation import aside, day, moment, t, w
from workflow.lifecycle import BY_KIND
from workflow.queries import letters, reports, years

Values = dict[str, Any]
pages = Blueprint("reports", __name__)

SENDING = ("report_period", "self_assess")


@pages.get("/years/<int(max=9999):year>/reports")
def list_all(year: int) -> str:
    known = reader()
    shown, scheme = years.year(known, year), years.scheme_of(known, year)
    owed = reports.owed(scheme)
    units = letters.units(known, shown)
    rows = reports.matrix(known, shown, units, scheme)
    offered = {a["action"] for a in shown["actions"] if a["allowed"]}
    return render_template(
        "pages/reports.html",
        heading=t(f"{year} 年度信息反馈", f"Reports of units {year}"),
        tabs=tabs(year, "reports.list_all"),
        caption=t("各单位各期报告", "Every unit's reports") + mine_first(units),
        columns=[{"label": label} for label in _columns(owed)],
        rows=[_row(shown, row, offered) for row in rows],
        summary_rows=[_summary(rows, i, one) for i, one in enumerate(owed)],
        sending=[
            {
                "label": w(BY_KIND["year"][name].label),
                "url": url_for("years.ask", year=year, action=name),
                "main": True,
            }
            for name in SENDING
            if name in offered
        ],
    )


def _columns(owed: list[reports.Owed]) -> list[str]:
    return [t("单位", "Unit"), *(w(one.name) for one in owed)]


def _row(shown: Values, row: Values, offered: set[str]) -> Values:
    year, unit = shown["year"], row["unit"]
    mine = unit.id in reader().own_units()
    return {
        "name": w(unit.name),
        "cells": [
            {
                "standing": cell["standing"],
                "sent": cell["sent"],
                "url": url_for("reports.show", year=year, unit=unit.code, period=cell["period"])
                if cell["sent"] and row["readable"]
                else "",
                "send": _sending(year, unit.code, cell, offered) if mine else "",
            }
            for cell in row["cells"]
        ],
    }


def _sending(year: int, unit: str, cell: Values, offered: set[str]) -> str:
    """Where the unit's head sends a report that was not sent yet."""
    own = cell["period"] == reports.SELF
    action = SENDING[1] if own else SENDING[0]
    if cell["sent"] or action not in offered:
        return ""
    named = {} if own else {"period": cell["period"]}
    return url_for("years.ask", year=year, action=action, unit=unit, **named)


def _summary(rows: list[Values], place: int, one: reports.Owed) -> Values:
    """One report over all units: how many sent it, how many late, how many have not."""
    standings = [row["cells"][place]["standing"] for row in rows]
    late, missing = standings.count("late"), standings.count("missing")
    sent, of = standings.count("sent") + late, len(standings) - standings.count("none")
    due = [t(f"{day(one.due)}前", f"by {day(one.due)}")] if one.due else []
    said = [*due, t(f"已报 {sent}/{of}", f"sent {sent} of {of}")]
    said += [t(f"其中迟报 {late}", f"of these late {late}")] if late else []
    said += [t(f"逾期未报 {missing}", f"missing {missing}")] if missing else []
    return {"label": w(one.name), "value": t("，", ", ").join(said)}


@pages.get("/years/<int(max=9999):year>/reports/<unit>/<period>")
def show(year: int, unit: str, period: str) -> str:
    """One report, for those who work on the unit; for others there is none."""
    g.back = url_for("reports.list_all", year=year)
    found = reports.report(reader(), year, unit, period)
    rows = (
        (t("报告单位", "Unit"), w(found["unit_name"])),
        (t("报告期", "Period"), w(found["name"]) + _until(found)),
        (t("应报日期", "Due"), day(found["due"])),
        (t("报送时间", "Sent"), moment(found["at"])),
        (t("报送人", "Sent by"), found["by_name"]),
    )
    return render_template(
        "pages/report.html",
        back=g.back,
        back_label=heading(year) + t("信息反馈", ": reports"),
        heading=f"{w(found['unit_name'])} · {w(found['name'])}",
        standing="late" if found["late"] else "sent",
        facts=[{"label": label, "value": value} for label, value in rows if value],
        text=found["text"],
    )


def _until(found: Values) -> str:
    until = day(found["until"])
    return aside(t(f"截至{until}", f"until {until}")) if until else ""
