"""The years of the plan: the list, how far one is, and the acts on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from web.county import reader
from web.pages import way, year_overview
from web.pages.acts import refuse_early
from web.pages.asking import Answer, flow
from web.pages.year_acts import asked_of
from web.pages.year_frame import heading, tabs
from web.presentation import t, w
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import act_named
from workflow.queries import years

Values = dict[str, Any]
pages = Blueprint("years", __name__)


@pages.get("/years")
def list_all() -> str:
    titles = (t("年度", "Year"), t("状态", "State"), t("印发文号", "Document"), t("印发", "Issued"))
    return render_template(
        "pages/years.html",
        columns=[{"label": title} for title in titles],
        rows=[
            {**row, "label": heading(row["year"]), "url": url_for("years.show", year=row["year"])}
            for row in years.years(reader())
        ],
    )


@pages.get("/years/<int(max=9999):year>")
def show(year: int) -> str:
    shown = years.year(reader(), year)
    units = year_overview.units(shown)
    return render_template(
        "pages/year.html",
        heading=heading(year),
        tabs=tabs(year, "years.show"),
        year=shown,
        steps=year_overview.steps(shown),
        facts=year_overview.facts(shown, units["rows"]),
        events=year_overview.timeline(shown),
        counts=year_overview.counts(shown),
        units=units,
        items=year_overview.items(year),
        allowed=allowed(shown),
        blocked=way.blocked(shown, now=True),
    )


def allowed(shown: Values) -> list[Values]:
    """What may be done with a year now, each with its page."""
    return [
        {
            "label": w(a["button"]),
            "url": url_for("years.ask", year=shown["year"], action=a["action"]),
            "main": True,
        }
        for a in shown["actions"]
        if a["allowed"]
    ]


@pages.route("/years/<int(max=9999):year>/acts/<action>", methods=["GET", "POST"])
def ask(year: int, action: str) -> Answer:
    """The page of one act on a year."""
    act = act_named("year", action)
    if act is None:
        abort(404)
    shown = years.year(reader(), year)
    g.back = url_for("years.show", year=year)
    if request.method == "GET":
        refuse_early(shown, action)
    try:
        return flow(asked_of(act, shown))
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), g.back), 409
