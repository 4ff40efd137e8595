"""The years of the plan: state, document, counts, and the acts on a year."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, url_for

from web.county import reader
from web.pages import way
from web.pages.asking import Answer, Asked, flow
from web.presentation import aside, moment, number, t, w
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import act_named
from workflow.queries import target_list, years

Values = dict[str, Any]
pages = Blueprint("years", __name__)

MOST_OPEN = 10_000


@pages.get("/years")
def list_all() -> str:
    titles = (t("年度", "Year"), t("状态", "State"), t("印发文号", "Document"), t("印发", "Issued"))
    return render_template(
        "pages/years.html",
        columns=[{"label": title} for title in titles],
        rows=[
            {**row, "label": heading(row), "url": url_for("years.show", year=row["year"])}
            for row in years.years(reader())
        ],
    )


def heading(row: Values) -> str:
    """A year's name."""
    return t(f"{row['year']} 年度", f"Year {row['year']}")


@pages.get("/years/<int(max=9999):year>")
def show(year: int) -> str:
    shown = years.year(reader(), year)
    return render_template(
        "pages/year.html",
        heading=heading(shown),
        year=shown,
        facts=facts(shown),
        columns=[{"label": t("状态", "State")}, {"label": t("目标数", "Targets"), "number": True}],
        counts=[
            {
                "state": state,
                "count": count,
                "url": url_for("targets.list_all", year=year, state=state),
            }
            for state, count in shown["counts"].items()
        ],
        allowed=[
            {
                "label": w(a["button"]),
                "url": url_for("years.ask", year=year, action=a["action"]),
                "main": True,
            }
            for a in shown["actions"]
            if a["allowed"]
        ],
        blocked=way.blocked(shown, now=True),
        items=items(year),
        item_columns=item_columns(),
    )


def item_columns() -> list[Values]:
    """The columns of the year's common and stability items."""
    titles = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("分值", "Points"),
        t("待领导签署的单位", "Units waiting for the leader"),
        t("可办事项", "What you can do"),
    )
    return [{"label": title, "number": i in (2, 3)} for i, title in enumerate(titles)]


def items(year: int) -> list[Values]:
    """The year's common and stability items, with the one hand that covers all units."""
    return [
        {
            **item["fields"],
            "code": item["code"],
            "waiting": item["waiting"],
            "acts": [
                {
                    "label": w(a["button"]),
                    "url": url_for(
                        "administration.ask_of_item", year=year, item=item["id"], action=a["action"]
                    ),
                }
                for a in item["actions"]
                if a["allowed"]
            ],
        }
        for item in years.items(reader(), year)
    ]


def facts(shown: Values) -> list[Values]:
    """What is known of a year."""
    points = t("、", ", ").join(f"{w(c['name'])} {c['points']}" for c in shown["categories"])
    rows = (
        (t("考核方案", "Scheme"), shown["scheme"]),
        (t("分值构成", "Points"), points),
        (t("印发文号", "Document"), shown["document"]),
        (t("印发时间", "Issued"), moment(shown["issued_at"])),
        (t("未批准的目标", "Not approved"), number(len(shown["unapproved"]))),
    )
    return [{"label": label, "value": value} for label, value in rows]


@pages.route("/years/<int(max=9999):year>/acts/<action>", methods=["GET", "POST"])
def ask(year: int, action: str) -> Answer:
    """The page of one act on a year."""
    act = act_named("year", action)
    if act is None:
        abort(404)
    known = reader()
    shown = years.year(known, year)
    g.back = url_for("years.show", year=year)
    asked = Asked(
        act=act,
        object_id=year,
        button=t(f"{w(act.label)}（{year} 年度）", f"{w(act.label)}: {year}"),
        lead=heading(shown),
        back=url_for("years.show", year=year),
        back_label=heading(shown),
        seen={"version": shown["version"]},
        choices={"ids": _unapproved(shown) if action == "issue" else []},
    )
    try:
        return flow(asked)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), asked.back), 409


def _unapproved(shown: Values) -> list[tuple[str, str]]:
    """The targets that are not approved, each to be named if the plan goes without it (C0)."""
    listed = []
    for state in ("drafted", "reviewed"):
        filters = {"year": str(shown["year"]), "state": state}
        rows, _ = target_list.page(reader(), filters, limit=MOST_OPEN)
        listed += rows
    return [(str(row["id"]), row["title"] + aside(w(row["unit_name"]))) for row in listed]
