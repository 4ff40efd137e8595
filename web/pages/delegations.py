"""代理 who stands in for whom: substitutes and acting heads, their days, scope and document."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from web.county import reader
from web.pages import lent
from web.pages.administration import open_to_me
from web.presentation import day, label, t, w
from workflow.queries import delegations

Values = dict[str, Any]
pages = Blueprint("delegations", __name__)


@pages.get("/county/delegations")
def show() -> str:
    acts = {act.name: act for act in open_to_me()}
    titles = (
        t("代理人", "Who acts"),
        t("被代理人", "For whom"),
        t("岗位", "Post"),
        t("期限", "Days"),
        t("范围", "Scope"),
        t("依据文号", "Document"),
        t("状态", "State"),
    )
    listed = delegations.delegations(reader())
    return render_template(
        "pages/delegations.html",
        columns=[{"label": title} for title in titles],
        rows=[_row(one, may_end="end_delegation" in acts) for one in listed],
        register=w(acts["delegate"].label) if "delegate" in acts else "",
        register_url=url_for("administration.ask", action="delegate"),
    )


def _row(one: Values, *, may_end: bool) -> Values:
    ends = may_end and one["state"] != "over"
    end_url = url_for("administration.ask", action="end_delegation", delegation=one["id"])
    return {
        "who": one["by_name"],
        "behalf": one["on_behalf_of_name"] or t("无（主持工作）", "nobody (acting head)"),
        "post": w(one["post_name"]),
        "days": lent.period(one),
        "scope": lent.scope(one),
        "document": one["document"],
        "state": _state(one),
        "stands": one["state"] == "stands",
        "end_url": end_url if ends else "",
    }


def _state(one: Values) -> str:
    """Whether it stands, or by what it was ended."""
    if not one["ended_at"]:
        return label("delegation_state", one["state"])
    when, how = day(one["ended_at"]), one["ended_document"]
    return t(f"{when}终止（{how}）", f"Ended {when} ({how})")
