"""未发生之事 what did not happen: refusals, missed dates, silence; and administrators, exports and
auditors themselves. Each section with its count and the way to its rows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from web import paging
from web.county import actor, live, reader
from web.forms import problems_of_filters
from web.pages.audit_tabs import tabs
from web.presentation import day, label, moment, t, w
from workflow.errors import InvalidInput
from workflow.queries import absent, log_counts, log_search, takeover_view, target_list
from workflow.reads import note_reading
from workflow.terms import OBJECTED_TO

Values = dict[str, Any]
pages = Blueprint("audit_absent", __name__)
NOTHING: Values = {"plan": [], "log": [], "refusals": []}


@pages.get("/audit/absent")
def show() -> str | tuple[str, int]:
    year = _year()
    try:
        first, last = period(year)
    except InvalidInput as error:
        filters = {name: request.args.get(name, "") for name in ("from", "to")}
        return _page(year, filters, NOTHING, problems_of_filters(error)), 422
    found = {
        "plan": [_of_plan(one, year) for one in absent.counts(reader(), year)] if year else [],
        "log": [_of_log(one, first, last) for one in log_counts.counts(reader(), first, last)],
        "refusals": [
            _refusal(one, first, last) for one in log_counts.refusals(reader(), first, last)
        ],
    }
    if year:
        found["plan"].append(_takeovers())
    note_reading(live().door, actor(), "absent")
    return _page(year, {"from": first or "", "to": last or ""}, found, [])


def _year() -> int | None:
    """The plan year that is asked about; the newest that binds unless told."""
    text = request.args.get("year", "")
    if not text:
        return absent.usual_year(reader())
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        abort(404)
    return int(text)


def period(year: int | None) -> tuple[str | None, str | None]:
    """The days that are asked about; the calendar year's unless told. Raises InvalidInput."""
    first, last = (
        log_search.day_of(name, request.args.get(name, "").strip()) for name in ("from", "to")
    )
    if first is None and last is None and year is not None:
        return log_search.year_days(year)
    return first, last


def _page(year: int | None, filters: Values, found: Values, problems: Any) -> str:
    titles = (
        *(t("人员", "Person"), t("行为", "Act"), t("理由", "Reason")),
        *(t("次数", "Times"), t("最近一次", "The last time")),
    )
    return render_template(
        "pages/audit_absent.html",
        problems=problems,
        tabs=tabs("audit_absent.show"),
        controls=_controls(year, filters),
        year=year,
        plan=found["plan"],
        log=found["log"],
        refusals=found["refusals"],
        most=log_counts.MOST,
        columns=[{"label": title, "number": i == 3} for i, title in enumerate(titles)],
    )


def _controls(year: int | None, filters: Values) -> list[Values]:
    years = [(str(one), str(one)) for one in absent.years(reader())]
    listed: tuple[tuple[str, str, str, str, list[tuple[str, str]]], ...] = (
        ("year", t("计划年度", "Plan year"), "select", "" if year is None else str(year), years),
        ("from", t("日志起始日期", "Log, from"), "date", filters["from"], []),
        ("to", t("日志截止日期", "Log, to"), "date", filters["to"], []),
    )
    return [
        {
            "name": name,
            "id": f"f-{name}",
            "label": title,
            "kind": kind,
            "value": value,
            "options": [{"value": code, "label": text} for code, text in pairs],
        }
        for name, title, kind, value, pairs in listed
    ]


def _of_plan(one: Values, year: int | None) -> Values:
    url = url_for("audit_absent.rows", section=one["section"], year=year)
    return {**one, "url": url if one["count"] else None}


def _takeovers() -> Values:
    _, unsigned = takeover_view.notices(reader())
    return {
        "section": "takeovers",
        "label": t("尚未签署的交接清单", "Hand-over lists not signed"),
        "about": t("岗位已换人，接任者未签清单。", "The post has a new holder who has not signed."),
        "count": unsigned,
        "url": url_for("succession.list_all") if unsigned else None,
    }


def _of_log(one: Values, first: str | None, last: str | None) -> Values:
    url = url_for("audit.list_entries", **one["search"], **_days(first, last))
    return {**one, "url": url if one["count"] else None}


def _days(first: str | None, last: str | None) -> Values:
    return {name: value for name, value in (("from", first), ("to", last)) if value}


def _refusal(one: Values, first: str | None, last: str | None) -> Values:
    search = {"person": one["by"], "act": one["action"], "kind": one["kind"]}
    return {
        **one,
        "person": one["by_name"] or t("系统", "System"),
        "url": url_for("audit.list_entries", outcome="refused", **search, **_days(first, last)),
        "last": moment(one["at"]),
        "last_url": url_for("audit_entry.show", index=one["newest"]),
    }


# — the rows of one section —


@pages.get("/audit/absent/<section>")
def rows(section: str) -> str:
    year = _year()
    if year is None or section not in absent.BY_NAME:
        abort(404)
    known = absent.BY_NAME[section]
    found, following = absent.rows(
        reader(), section, year, limit=target_list.DEFAULT, after=paging.cursor()
    )
    note_reading(live().door, actor(), "absent")
    titles = (*(t("目标", "Target"), t("单位", "Unit"), t("具体", "What"), t("自何日起", "Since")),)
    return render_template(
        "pages/audit_absent_rows.html",
        title=w(known.label),
        about=w(known.about),
        year=year,
        back=url_for("audit_absent.show", year=year),
        columns=[{"label": title} for title in titles],
        rows=[_row(section, one, year) for one in found],
        first=paging.first(),
        next=paging.following(following),
    )


def _row(section: str, one: Values, year: int) -> Values:
    return {
        "title": one["title"] or "",
        "url": url_for("targets.show", target=one["target"]) if one["target"] else None,
        "unit": w(one["unit_name"]),
        "unit_url": url_for("audit_years.unit", code=one["unit"], year=year),
        "what": _what(section, one["what"]),
        "since": day(one["since"]),
    }


def _what(section: str, what: Any) -> str:
    """What is missing of the row, in words."""
    kinds = {"no_finding": "state", "handovers": "turn", "escalations": "level"}
    if section in kinds:
        return label(kinds[section], what)
    return w(OBJECTED_TO.get(what, what)) if section == "objections" else w(what)
