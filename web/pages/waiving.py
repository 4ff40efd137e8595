"""豁免: excusing what the plan lacks, and taking it back; what is asked stands on the cockpit."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for

from web.county import reader
from web.pages import way
from web.pages.acts import refuse_early
from web.pages.asking import Answer, Asked, flow
from web.pages.year_frame import heading
from web.presentation import aside, t, w
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.queries.coverage_view import coverage_of

pages = Blueprint("waiving", __name__)


@pages.route("/years/<int(max=9999):year>/acts/waive", methods=["GET", "POST"])
def waive(year: int) -> Answer:
    """The page of a waiver: what was asked for, ticked; without that all that could be excused."""
    shown = coverage_of(reader(), year, "issue")
    open_ones = [one for one in shown["failures"] if one["waivable"]]
    what = request.args.get("what")
    named = [one for one in open_ones if what in (one["digest"], one["check"])]
    open_ones = named or open_ones
    asked = _asked(year, "waive")
    asked.values = {"failures": [one["digest"] for one in named]}
    asked.choices = {
        "failures": [(one["digest"], f"{one['check']} {w(one['text'])}") for one in open_ones]
    }
    return _flow(asked)


@pages.route("/years/<int(max=9999):year>/acts/end_waiver", methods=["GET", "POST"])
def take_back(year: int) -> Answer:
    """The page of taking one waiver back."""
    shown = coverage_of(reader(), year, "issue")
    named = request.values.get("waiver", "")
    found = [row for row in shown["waivers"] if str(row["id"]) == named]
    if not found:
        return redirect(url_for("coverage.show", year=year, _anchor="waivers"))
    (row,) = found
    asked = _asked(year, "end_waiver")
    asked.seen["waiver"] = row["id"]
    asked.about = [
        {"label": t("豁免事项", "What is waived"), "value": w(row["text"]), "whole": True},
        {"label": t("理由", "Reason"), "value": row["reason"], "whole": True},
    ]
    return _flow(asked)


def _asked(year: int, action: str) -> Asked:
    act, shown = BY_KIND["year"][action], years.year(reader(), year)
    if request.method == "GET":
        refuse_early(shown, action)
    return Asked(
        act=act,
        object_id=year,
        button=w(act.label) + aside(heading(year)),
        lead=t("计划统筹", "Coverage of the plan"),
        back=url_for("coverage.show", year=year),
        back_label=t("计划统筹", "Coverage of the plan"),
        seen={"version": shown["version"]},
    )


def _flow(asked: Asked) -> Answer:
    try:
        return flow(asked)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), asked.back), 409
