"""审计 the audit log for reading: a search of its entries, newest first, and what it found as a
file."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, Response, render_template, request

from web import paging
from web.county import actor, here, live, reader
from web.forms import problems_of_filters
from web.pages.audit_rows import columns, kind_name, row
from web.pages.audit_tabs import tabs
from web.presentation import label, moment, signer, t, w
from workflow.audit.entry import root_of
from workflow.errors import InvalidInput
from workflow.lifecycle import ACTS
from workflow.queries import absent, log_search, target_list
from workflow.reads import note_reading
from workflow.terms import CAPACITIES, CHANNELS

Values = dict[str, Any]
pages = Blueprint("audit", __name__)
# A file holds so many entries at most, read so many at once.
MOST_EXPORTED, AT_ONCE = 10_000, 1_000
# What a spreadsheet would take for a formula is shown to be text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/audit")
def list_entries() -> str | tuple[str, int]:
    filters = chosen()
    try:
        found = log_search.search(
            reader(), filters, limit=target_list.DEFAULT, before=paging.cursor() or None
        )
    except InvalidInput as error:
        return _page(filters, log_search.Page([], None), problems_of_filters(error)), 422
    note_reading(live().door, actor(), "entries")
    return _page(filters, found, [])


@pages.post("/audit/export")
def export() -> Response:
    """The entries of a search as a CSV file; first the log says that they were taken out."""
    filters = chosen()
    log_search.search(reader(), filters, limit=1)
    told = "&".join(f"{name}={value}" for name, value in filters.items() if value)
    raw = {"exports": "entries", **({"text": told} if told else {})}
    here().door.perform("export", "county", None, actor(), raw)
    answer = Response(_csv(_found(filters)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=audit-entries.csv"
    return answer


def chosen() -> Values:
    """The filters as they stand in the address or the form; several acts by commas."""
    values = request.values
    several = ",".join(filter(None, values.getlist("act")))
    return {name: several if name == "act" else values.get(name, "") for name in log_search.FILTERS}


def _page(filters: Values, found: log_search.Page, problems: Any) -> str:
    size, root = root_of(here().database)
    return render_template(
        "pages/audit.html",
        problems=problems,
        tabs=tabs("audit.list_entries"),
        head={"size": size, "root": root},
        controls=controls(filters),
        columns=columns(),
        rows=[row(one) for one in found.rows],
        looked_to=found.looked_to,
        kept=[(name, value) for name, value in filters.items() if value],
        most=MOST_EXPORTED,
        years=absent.years(reader()),
        first=paging.first(),
        next=paging.following(found.following),
    )


def _found(filters: Values) -> list[Values]:
    found: list[Values] = []
    before: int | None = None
    while len(found) < MOST_EXPORTED:
        page = log_search.search(reader(), filters, limit=AT_ONCE, before=before)
        found += page.rows
        before = page.following
        if before is None:
            break
    return found


def _csv(rows: list[Values]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            *(t("序号", "Index"), t("时间", "Time"), t("用户名", "User name"), t("人员", "Person")),
            *(t("岗位", "Post"), t("身份", "Capacity"), t("途径", "Channel"), t("行为", "Act")),
            *(t("对象", "Object"), t("编号", "Number"), t("名称", "Title"), t("结果", "Outcome")),
            *(t("未获准理由", "Why refused"), t("内容摘要", "Digest")),
        ]
    )
    for one in rows:
        writer.writerow([_plain(cell) for cell in _cells(one)])
    # With the mark by which Chinese spreadsheet programs know UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _cells(one: Values) -> list[str]:
    refused = "; ".join(w(refusal["text"]) for refusal in one["refusals"])
    return [
        *(str(one["index"]), moment(one["at"]), one["by"] or "", signer(one)),
        *(w(one["post_name"]), label("capacity", one["capacity"])),
        *(label("channel", one["channel"]), w(one["label"]), kind_name(one["object"]["kind"])),
        *("" if one["object"]["id"] is None else str(one["object"]["id"]), one["title"] or ""),
        *(label("outcome", one["outcome"]), refused, one["digest"] or ""),
    ]


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def controls(filters: Values) -> list[Values]:
    """The filters as controls."""
    acts = {act.name: w(act.label) for act in ACTS}
    kinds = [(kind, kind_name(kind)) for kind in log_search.KINDS]
    outcomes = [(code, label("outcome", code)) for code in log_search.OUTCOMES]
    channels = [(code, label("channel", code)) for code in CHANNELS]
    capacities = [(str(code), label("capacity", code)) for code in CAPACITIES]
    listed: tuple[tuple[str, str, str, list[tuple[str, str]]], ...] = (
        ("person", t("姓名或用户名", "Name or user name"), "search", []),
        ("title", t("目标名称含有", "Target's title contains"), "search", []),
        ("kind", t("对象类别", "Kind of object"), "select", kinds),
        ("object", t("对象编号", "Number of object"), "text", []),
        ("outcome", t("结果", "Outcome"), "select", outcomes),
        ("channel", t("途径", "Channel"), "select", channels),
        ("capacity", t("身份", "Capacity"), "select", capacities),
        ("from", t("起始日期", "From"), "date", []),
        ("to", t("截止日期", "To"), "date", []),
        ("act", t("行为（可多选）", "Acts (one or several)"), "several", list(acts.items())),
    )
    return [
        {
            "name": name,
            "id": f"f-{name}",
            "label": title,
            "kind": kind,
            "value": filters[name].split(",") if kind == "several" else filters[name],
            "options": [{"value": value, "label": text} for value, text in pairs],
            "whole": name == "act",
            "hint": "",
            "errors": [],
        }
        for name, title, kind, pairs in listed
    ]


def log_size(database: Any) -> int:
    """How many entries the log has: for the foot of every page."""
    return root_of(database)[0]
