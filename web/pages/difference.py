"""两个时刻之间的变动: what was added and changed, in words, with the entries that did it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web import paging
from web.county import here, reader
from web.forms import problems_of_filters
from web.labels import LABELS
from web.pages.audit_rows import kind_name
from web.presentation import day, label, moment, number, t, w
from workflow.clock import today
from workflow.errors import InvalidInput
from workflow.queries import differences
from workflow.queries.history import only_auditors

Values = dict[str, Any]
pages = Blueprint("difference", __name__)

ROWS = 100
LONGEST = 120
# Columns that hold a code with a word of its own, by table where the word differs.
CODES = {
    "state": {"target": "state", "year": "year_state"},
    **{name: name for name in ("category", "turn", "side", "capacity", "level", "origin")},
}
# What a row counts for itself tells a reader nothing.
QUIET = frozenset({"version", "organisation"})
YES_OR_NO = frozenset(
    {"active", "additive", "demo", "handed_up", "imposed", "met", "on_time", "prechecked"}
)


@pages.get("/audit/difference")
def show() -> str | tuple[str, int]:
    only_auditors(reader())
    asked = {name: request.args.get(name, "").strip() for name in ("from", "to", "table")}
    if not asked["from"] or not asked["to"]:
        return _page({**_usual(), **{n: v for n, v in asked.items() if v}}, None, [])
    county = here()
    try:
        first, last = differences.ends(county.database, county.clock, asked["from"], asked["to"])
        found = differences.difference(
            reader(), first, last, asked["table"] or None, limit=ROWS, after=paging.cursor()
        )
    except InvalidInput as error:
        return _page(asked, None, problems_of_filters(error)), 422
    return _page(asked, found, [])


def _usual() -> Values:
    """What is asked for unless something else is: today."""
    now = today(reader().now)
    return {"from": now.replace(day=1).isoformat(), "to": now.isoformat(), "table": ""}


def _page(asked: Values, found: Values | None, problems: list[Values]) -> str:
    return render_template(
        "pages/difference.html",
        problems=problems,
        controls=_controls(asked),
        lead=_lead(found) if found else "",
        found=found is not None,
        tabs=_tabs(asked, found["counts"]) if found else [],
        columns=_columns(),
        rows=[_row(row) for row in found["items"]] if found else [],
        first=paging.first(),
        next=paging.following(found["next"]) if found else None,
    )


def _lead(found: Values) -> str:
    first, last = found["from"], found["to"]
    done = number(last["entry"] - first["entry"])
    return t(
        f"{moment(first['at'])} 至 {moment(last['at'])}，其间日志 {done} 条",
        f"From {moment(first['at'])} to {moment(last['at'])}: {done} entries of the log",
    )


def _controls(asked: Values) -> list[Values]:
    titles = {
        "from": t("自（某日终了，或 entry:N）", "From the end of a day, or entry:N"),
        "to": t("至（某日终了，或 entry:N）", "To the end of a day, or entry:N"),
    }
    return [
        {
            "name": name,
            "id": f"f-{name}",
            "label": title,
            "kind": "text",
            "value": asked[name],
            "options": [],
            "hint": "",
            "errors": [],
            "whole": True,
        }
        for name, title in titles.items()
    ]


def _tabs(asked: Values, counts: list[Values]) -> list[Values]:
    """The kinds of things that changed, each with how many, as ways to it alone."""
    kinds = [(one["table"], w(one["label"]), one["added"] + one["changed"]) for one in counts]
    every = ("", t("全部", "All"), sum(count for *_, count in kinds))
    ends = {name: asked[name] for name in ("from", "to")}
    return [
        {
            "url": url_for("difference.show", **ends, **({"table": table} if table else {})),
            "label": title,
            "count": count,
            "here": table == asked["table"],
        }
        for table, title, count in (every, *kinds)
    ]


def _columns() -> list[Values]:
    titles = (
        t("什么", "What"),
        t("所属", "Of"),
        t("字段：原值 → 现值", "Field: before → after"),
        t("记录", "Entries"),
    )
    return [{"label": title} for title in titles]


def _row(row: Values) -> Values:
    about = row["object"]
    named = w(row["name"]) if row["name"] else f"#{row['id']}"
    return {
        "what": w(row["label"]),
        "name": named,
        "added": row["added"],
        "about": f"{kind_name(about['kind'])} {about['id'] or ''}".strip(),
        "url": _url(about),
        "fields": [
            _field(row["table"], one, added=row["added"])
            for one in row["changes"]
            if one["field"] not in QUIET
        ],
        # The log's own list, begun at that entry.
        "entries": [
            {"index": index, "url": url_for("audit.list_entries", after=index + 1)}
            for index in dict.fromkeys([row["entries"][0], row["entries"][-1]])
        ],
        "between": max(0, len(row["entries"]) - 2),
    }


def _url(about: Values) -> str | None:
    if about["kind"] == "target" and about["id"]:
        return url_for("targets.show", target=about["id"])
    if about["kind"] == "year" and about["id"]:
        return url_for("years.show", year=about["id"])
    return None


def _field(table: str, one: Values, *, added: bool) -> Values:
    return {
        "label": w(one["label"]),
        "before": "" if added else _said(table, one["field"], one["before"]),
        "after": _said(table, one["field"], one["after"]),
    }


def _said(table: str, name: str, value: Any) -> str:
    """A value in words, short enough for a line."""
    if value is None or value == "":
        return "—"
    code = CODES.get(name)
    kind = code.get(table) if isinstance(code, dict) else code
    if kind is not None and value in LABELS[kind]:
        return label(kind, value)
    if name in YES_OR_NO:
        return t("是", "yes") if value == "1" else t("否", "no")
    text = w(value)
    if name.endswith("_on"):
        return day(text)
    if name == "at" or name.endswith("_at"):
        return moment(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
