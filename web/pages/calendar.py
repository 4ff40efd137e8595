"""工作日历: which days are worked, year by year, with every version and where it comes from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, url_for

from web.county import here, reader
from web.presentation import MONTHS, aside, day, t
from workflow.lifecycle import act_named
from workflow.queries import calendar

Values = dict[str, Any]
pages = Blueprint("calendar", __name__)


@pages.get("/county/calendar")
def show() -> str:
    now = reader().today.year
    versions = calendar.versions(here().database, also={now, now + 1})
    may = may_set()
    return render_template(
        "pages/calendar.html",
        years=[_year(one, versions, may) for one in versions if one["counts"]],
    )


def may_set() -> bool:
    """Whether this person sets the calendar."""
    act = act_named("county", "set_calendar")
    return act is not None and bool(reader().acting & {*act.capacities})


def _year(one: Values, versions: list[Values], may: bool) -> Values:
    year = one["year"]
    older = [v for v in versions if v["year"] == year and not v["counts"]]
    return {
        "title": t(f"{year} 年", str(year)),
        "source": source(one),
        "known": one["known"],
        "rows": days_of(one),
        "older": [{"source": source(v), "rows": days_of(v)} for v in older],
        "url": url_for("administration.ask", action="set_calendar", year=year) if may else "",
        "button": t(f"设定 {year} 年", f"Set {year}"),
    }


def source(one: Values) -> str:
    """Where a version comes from."""
    if not one["known"]:
        return t("尚未公布", "not announced yet")
    if not one["no"]:
        return one["document"] + aside(t("随本产品附带", "ships with the product"))
    by = aside(f"{one['by']} {day(one['at'])}")
    return t(f"第{one['no']}版 · ", f"version {one['no']} · ") + one["document"] + by


def days_of(one: Values) -> list[Values]:
    """Days off and days worked, as ranges."""
    return [
        {
            "label": t("周一至周五休息", "Mondays to Fridays off"),
            "value": ranges(one["holidays"]),
            "whole": True,
        },
        {
            "label": t("周六、周日上班", "Saturdays and Sundays worked"),
            "value": ranges(one["workdays"]),
            "whole": True,
        },
    ]


def ranges(days: list[str]) -> str:
    """Days of one year as people write them: 10月1–4日、7日; 1–4 and 7 Oct."""
    runs: list[list[date]] = []
    for each in map(date.fromisoformat, days):
        follows = runs and each - runs[-1][-1] == timedelta(days=1)
        if follows and each.month == runs[-1][-1].month:
            runs[-1].append(each)
        else:
            runs.append([each])
    months: dict[int, list[str]] = {}
    for run in runs:
        first, last = run[0].day, run[-1].day
        text = str(first) if first == last else f"{first}–{last}"
        months.setdefault(run[0].month, []).append(text)
    return t("；", "; ").join(_month(month, some) for month, some in months.items())


def _month(month: int, days: list[str]) -> str:
    listed = "、".join(f"{n}日" for n in days)
    return t(f"{month}月{listed}", f"{', '.join(days)} {MONTHS[month - 1]}")
