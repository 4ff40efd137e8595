"""待办 the inbox: what waits for this person, what they did, what they began."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from web import paging
from web.county import reader
from web.presentation import label, t
from workflow.queries import inbox, target_list
from workflow.words import Words

Values = dict[str, Any]
pages = Blueprint("inbox", __name__)

TABS = {
    "todo": Words("待办", "To do"),
    "done": Words("已办", "Done"),
    "mine": Words("我发起", "Started by me"),
}


@pages.get("/inbox")
def show() -> str:
    tab = request.args.get("tab", "todo")
    if tab not in TABS:
        abort(404)
    known = reader()
    rows, following = inbox.inbox(known, tab, limit=target_list.DEFAULT, after=paging.cursor())
    counts = inbox.counts(known)
    return render_template(
        "pages/inbox.html",
        tabs=[
            {
                "url": url_for("inbox.show", tab=name),
                "label": words,
                "count": counts[name],
                "here": name == tab,
            }
            for name, words in TABS.items()
        ],
        columns=columns(),
        rows=[_row(row) for row in rows],
        empty=t("没有待办事项。", "Nothing waits for you.")
        if tab == "todo"
        else t("还没有。", "Nothing yet."),
        first=paging.first(),
        next=paging.following(following),
    )


def columns() -> list[Values]:
    """The columns of the inbox."""
    titles = (
        t("事项", "Matter"),
        t("责任单位", "Unit"),
        t("当前环节", "Current step"),
        t("轮到", "Waiting for"),
        t("时限", "Deadline"),
        t("灯", "Light"),
    )
    return [{"label": title} for title in titles]


def _row(row: Values) -> Values:
    return {
        **row,
        "url": url_for("targets.show", target=row["id"]),
        "next": label("turn", row["turn"]),
    }
