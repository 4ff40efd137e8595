"""台账: the entries of one item over all units, and what may be entered and struck there (S9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import paging
from web.county import reader
from web.forms import problems_of_filters
from web.pages import acts, entries, reading, way
from web.pages.asking import Answer, Asked, flow
from web.presentation import t, w
from workflow.errors import InvalidInput, StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import bureau, ledger
from workflow.queries.bureau import Sheet

Values = dict[str, Any]
pages = Blueprint("ledger", __name__)

LARGEST = 2**53 - 1
ITEM = f"/items/<int(max={LARGEST}):item>/ledger"
ACTS = BY_KIND["target"]


@pages.get(ITEM)
def show(item: int) -> str | tuple[str, int]:
    sheet = bureau.sheet(reader(), item)
    unit = request.args.get("unit", "")
    try:
        rows, following = ledger.page(reader(), sheet.item, unit=unit, after=paging.cursor())
    except InvalidInput as error:
        return page(sheet, "", [], None, problems_of_filters(error)), 422
    return page(sheet, unit, rows, following, [])


def page(
    sheet: Sheet, unit: str, rows: list[Values], following: int | None, problems: list[Values]
) -> str:
    """The ledger with its filter, and the way to a new entry where this reader may make one."""
    of_item = [(row["unit"], w(row["unit_name"])) for row in sheet.rows]
    may_strike, item = sheet.may("strike_ledger"), sheet.item["id"]
    name = f"{sheet.item['title']} {sheet.item['year']}"
    return render_template(
        "pages/ledger.html",
        heading=t(f"台账：{name}", f"Ledger: {name}"),
        lead=t("考核责任单位：", "Scoring unit: ") + w(sheet.item["scorer_name"]),
        back=url_for("bureau.show", item=item),
        problems=problems,
        controls=[_filter(of_item, unit)],
        url=url_for("ledger.show", item=item),
        entering=_entering(sheet),
        empty=t("台账中没有记录", "The ledger holds no entry")
        if sheet.events
        else t("本事项按核定值计分，不计台账", "This item is scored by a value: it has no ledger"),
        columns=entries.columns(unit=True),
        rows=[_row(sheet, row, row["target"] in may_strike) for row in rows],
        first=paging.first(),
        next=paging.following(following),
    )


def _filter(pairs: list[tuple[str, str]], value: str) -> Values:
    options = [{"value": code, "label": name} for code, name in pairs]
    return {
        "name": "unit",
        "id": "f-unit",
        "label": t("单位", "Unit"),
        "kind": "select",
        "value": value,
        "options": options,
        "whole": True,
    }


def _entering(sheet: Sheet) -> list[Values]:
    """The way to a new entry about the unit that is chosen, where there is anything to enter."""
    if not (sheet.events and sheet.may("enter_ledger")):
        return []
    item = sheet.item["id"]
    url, upload = url_for("ledger.choose", item=item), url_for("ledger_files.begin", item=item)
    return [
        {"label": t("为该单位记入台账…", "Enter about this unit…"), "url": url},
        {"label": t("用 Excel 记入…", "Enter by Excel…"), "url": upload},
    ]


def _row(sheet: Sheet, entry: Values, may_strike: bool) -> Values:
    event = w(entry["event_name"])
    drawn = entries.row(entry, event)
    if may_strike and not entry["struck_at"]:
        url = url_for("ledger.strike", item=sheet.item["id"], entry=entry["id"])
        about = f"{w(entry['unit_name'])} {event}"
        drawn["acts"] = [{"label": t("撤销", "Strike"), "about": about, "url": url}]
    return {
        **drawn,
        "unit": w(entry["unit_name"]),
        "unit_url": url_for("targets.show", target=entry["target"]),
    }


@pages.get(f"{ITEM}/enter")
def choose(item: int) -> Response:
    """From the unit that was chosen on to the form of its new entry."""
    unit = request.args.get("unit", "")
    if not unit:
        flash(t("请先选择单位。", "Choose the unit first."), "wrong")
        return redirect(url_for("ledger.show", item=item), 303)
    return redirect(url_for("ledger.enter", item=item, unit=unit), 303)


@pages.route(f"{ITEM}/enter/<unit>", methods=["GET", "POST"])
def enter(item: int, unit: str) -> Answer:
    """A new entry about one unit; the act's own form, and back to the ledger."""
    shown = bureau.item(reader(), item)
    target = ledger.targets_by_unit(reader(), shown).get(unit)
    if target is None:
        abort(404)
    return _asked("enter_ledger", shown, reading.target(target))


@pages.route(f"{ITEM}/entries/<int(max={LARGEST}):entry>/strike", methods=["GET", "POST"])
def strike(item: int, entry: int) -> Answer:
    """An entry that does not stand, with the reason; it stays to be read."""
    shown = bureau.item(reader(), item)
    found = ledger.entry(reader(), shown, entry)
    if found is None:
        abort(404)
    return _asked("strike_ledger", shown, reading.target(found["target"]), entry)


def _asked(name: str, item: Values, shown: Values, entry: int | None = None) -> Answer:
    """The page of an act on the ledger: the act's own form, and back to the ledger."""
    act, back = ACTS[name], url_for("ledger.show", item=item["id"])
    g.back = back
    if request.method == "GET":
        acts.refuse_early(shown, name)
    whole = acts.asked_of(act, shown)
    asked: Asked = replace(
        whole,
        lead=f"{item['title']} {item['year']} · {w(shown['unit_name'])}",
        back=back,
        back_label=t("台账", "Ledger"),
        values=whole.values | ({} if entry is None else {"ledger": entry}),
    )
    try:
        return flow(asked)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), back), 409
