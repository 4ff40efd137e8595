"""The list of targets with its filters, and the page of one target."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import paging
from web.county import reader
from web.forms import problems_of_filters
from web.pages import (
    again,
    audit_links,
    beside,
    choices,
    entries,
    joint,
    proposing,
    quarrel,
    reading,
    sums,
    way,
)
from web.presentation import label, t, w
from workflow.errors import InvalidInput
from workflow.lifecycle import act_named
from workflow.queries import bulk_edit, facts, history, target_list, years
from workflow.standing import towards_unit
from workflow.terms import CATEGORIES, LIGHTS, STATES, TURNS

Values = dict[str, Any]
BEGINNING = ("create", "assign", "add")
pages = Blueprint("targets", __name__)

LARGEST = 2**53 - 1


def columns() -> list[Values]:
    """The columns of the list."""
    titles = (
        t("目标", "Target"),
        t("责任单位", "Unit"),
        t("类别", "Category"),
        t("状态", "State"),
        t("轮到", "Waiting for"),
        t("稿", "Revision"),
        t("完成时限", "Deadline"),
        t("灯", "Light"),
    )
    return [{"label": title, "number": i == 5} for i, title in enumerate(titles)]


@pages.get("/targets")
def list_all() -> str | tuple[str, int]:
    filters = {name: request.args.get(name, "") for name in target_list.FILTERS}
    try:
        rows, following = target_list.page(reader(), filters, after=paging.cursor())
    except InvalidInput as error:
        return _list(filters, [], None, problems_of_filters(error)), 422
    return _list(filters, rows, following, [])


def _list(filters: Values, rows: list[Values], following: int | None, problems: Any) -> str:
    picks = {row["id"] for row in rows if bulk_edit.may_be_picked(reader(), row)}
    return render_template(
        "pages/targets.html",
        problems=problems,
        controls=controls(filters),
        creating=creating(),
        columns=columns(),
        caption=t("目标清单", "Targets"),
        rows=[
            {
                **row,
                "url": url_for("targets.show", target=row["id"]),
                "pick": row["id"] in picks,
                "reported": quarrel.reported(row["escalated"]),
                "proposed": proposing.mark(row["proposed"]),
            }
            for row in rows
        ],
        picks=bool(picks),
        kept=[("back", request.full_path)],
        first=paging.first(),
        next=paging.following(following),
    )


def controls(filters: Values) -> list[Values]:
    """The filters as controls; every one also stands in the address."""
    known = reader()
    listed = [str(row["year"]) for row in years.years(known)]
    choice = {
        "year": (t("年度", "Year"), [(y, y) for y in listed]),
        "unit": (t("单位", "Unit"), choices.units(known.organisation)),
        "front": (
            t("战线", "Front"),
            [(f.code, w(f.name)) for f in known.organisation.fronts.values()],
        ),
        "category": (t("类别", "Category"), [(c, label("category", c)) for c in CATEGORIES]),
        "state": (t("状态", "State"), [(s, w(v)) for s, v in STATES.items() if s != "new"]),
        "turn": (t("轮到", "Waiting for"), [(c, label("turn", c)) for c in TURNS]),
        "light": (t("灯", "Light"), [(c, label("light", c)) for c in LIGHTS]),
    }
    drawn = [_control("q", t("名称含有", "Title contains"), "search", filters, [])]
    drawn += [_control(n, title, "select", filters, pairs) for n, (title, pairs) in choice.items()]
    return [*drawn, _control("due_before", t("时限早于", "Due before"), "date", filters, [])]


def _control(name: str, title: str, kind: str, filters: Values, pairs: Any) -> Values:
    return {
        "name": name,
        "id": f"f-{name}",
        "label": title,
        "kind": kind,
        "value": filters[name],
        "options": [{"value": value, "label": text} for value, text in pairs],
        "whole": name == "q",
    }


def creating() -> list[Values]:
    """Drafting or assigning where this person may and a year is open for it; adding to a plan that
    runs."""
    known = reader()
    open_to = {
        name: bool(facts.years_in(known.database, "issued" if name == "add" else "drafting"))
        for name in BEGINNING
    }
    units = [known.organisation.units[code] for code in choices.own_units()]
    held = {s.capacity for unit in units for s in towards_unit(list(known.posts), unit)}
    acts = [act_named("target", name) for name in BEGINNING if open_to[name]]
    return [
        {"url": url_for("acts.begin", action=act.name), "label": w(act.label)}
        for act in acts
        if act is not None and held & set(act.capacities) and known.acting
    ]


@pages.get(f"/targets/<int(max={LARGEST}):target>")
def show(target: int) -> str:
    shown = reading.target(target)
    return render_template(
        "pages/target.html",
        title=shown["title"],
        target=shown,
        light=shown.get("light"),
        lead=reading.lead(shown),
        back=back_to_list(),
        steps=way.steps(shown),
        hands_note=way.hands_note(shown),
        hands=way.hands(shown),
        again=again.of_target(shown),
        diffs_since=reading.since_signed(shown),
        proposal=proposing.notes(shown),
        quarrel=quarrel.notes(shown),
        facts=reading.parts(shown),
        lowered=proposing.lowered(shown),
        **joint.panels(shown),
        sums=sums.rows(shown),
        sum_columns=sums.columns(),
        beside=beside.rows(shown),
        beside_columns=beside.columns(),
        ledger=entries.of_target(shown),
        ledger_columns=entries.columns(unit=False),
        allowed=way.allowed(shown),
        advice=way.advice(shown),
        sheet_url=url_for("paper.show", target=target) if shown["in_force"] is None else "",
        blocked=way.blocked(shown, now=True),
        later=way.blocked(shown, now=False),
        history=[way.event(row) for row in history.of_target(reader(), target)],
        audit=audit_links.of_target(shown),
    )


def back_to_list() -> str:
    """The list, inbox or sheet this page was opened from, with its filters; else the whole list."""
    came = urlsplit(request.referrer or "")
    lists = (url_for("targets.list_all"), url_for("inbox.show"), url_for("sheet.show"))
    of_items = came.path.startswith(url_for("bureau.list_all"))
    if came.netloc == request.host and (came.path in lists or of_items):
        return f"{came.path}?{came.query}" if came.query else came.path
    return lists[0]


@pages.get("/")
def home() -> Response:
    """The inbox is home."""
    return redirect(url_for("inbox.show"), 303)
