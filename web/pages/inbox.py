"""待办 the inbox: what waits for this person, what they did, what they began."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from web import paging
from web.county import reader
from web.pages import (
    again,
    audit_links,
    entries,
    joint,
    proposing,
    quarrel,
    succession,
    together,
)
from web.presentation import label, t, w
from workflow.lifecycle import BY_KIND
from workflow.queries import inbox, ledger, sheets, target_list
from workflow.words import Words

Values = dict[str, Any]
pages = Blueprint("inbox", __name__)

TABS = {
    "todo": Words("待办", "To do"),
    "done": Words("已办", "Done"),
    "mine": Words("我发起", "Started by me"),
}
NEW, NEW_WORDS = "ledger", Words("新记台账", "New in the ledger")


@pages.get("/inbox")
def show() -> str:
    tab = request.args.get("tab", "todo")
    known = reader()
    if tab == NEW and known.own_units():
        return new_entries()
    if tab not in TABS:
        abort(404)
    rows, following = inbox.inbox(known, tab, limit=target_list.DEFAULT, after=paging.cursor())
    drawn = _rows(rows, signable=tab == "todo")
    return render_template(
        "pages/inbox.html",
        tabs=tabs(tab),
        notices=[*succession.notices(), *audit_links.notices()] if tab == "todo" else [],
        columns=columns(),
        rows=drawn,
        button=_button(drawn),
        kept=_kept(drawn),
        signable=len([row for row in drawn if row["act"]]),
        empty=t("没有待办事项。", "Nothing waits for you.")
        if tab == "todo"
        else t("还没有。", "Nothing yet."),
        first=paging.first(),
        next=paging.following(following),
    )


def tabs(here: str) -> list[Values]:
    """The tabs with their counts; what is new in a ledger is told to the unit it is about."""
    known = reader()
    counts, words = inbox.counts(known), dict(TABS)
    if known.own_units():
        counts[NEW], words[NEW] = ledger.count_new(known), NEW_WORDS
    return [
        {
            "url": url_for("inbox.show", tab=name),
            "label": label,
            "count": counts[name],
            "here": name == here,
        }
        for name, label in words.items()
    ]


def new_entries() -> str:
    """新记台账: what was entered about the reader's own unit, with the way to object (S34)."""
    rows, following = ledger.new_for(reader(), after=paging.cursor())
    may_object = bool(reader().acting & {*BY_KIND["target"]["object_result"].capacities})
    return render_template(
        "pages/inbox_ledger.html",
        tabs=tabs(NEW),
        columns=entries.columns(unit=True, first=t("目标", "Target")),
        rows=[entries.new(row, may_object=may_object) for row in rows],
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


def _rows(rows: list[Values], *, signable: bool) -> list[Values]:
    """The rows as they are drawn; what waits for the reader's signature may be ticked."""
    acts = _signatures([row["id"] for row in rows]) if signable and rows else {}
    nothing: Values = {"act": "", "again": None}
    return [
        {
            **row,
            "url": url_for("targets.show", target=row["id"]),
            "next": label("turn", row["turn"]),
            "reported": quarrel.reported(row["escalated"]),
            "proposed": proposing.mark(row["proposed"]),
            "because": joint.because(row["because"]),
            **acts.get(row["id"], nothing),
        }
        for row in rows
    ]


def _signatures(numbers: list[int]) -> dict[int, Values]:
    """By which act the reader may sign each of these now, by its label, and where that is to sign
    again what has not changed for them: by one click."""
    found = {}
    for row in sheets.rows(reader(), numbers, since=True):
        act, _ = together.signing(row)
        if act is not None:
            found[row["id"]] = {"act": w(act.label), "again": _again(row, act.name)}
    return found


def _again(row: Values, act: str) -> Values | None:
    """The one click, with what it sends; none where the signer has something to look at or say."""
    since = row["since_signed"]
    if not since or not since["again"] or since["again"]["action"] != act:
        return None
    if row["asks_reason"] and act == "submit":
        return None
    kept = [(f"act-{row['id']}", act), (f"digest-{row['id']}", row["digest"])]
    return {"sentence": again.sentence(since), "kept": kept}


def _kept(rows: list[Values]) -> list[tuple[str, str]]:
    """What travels with the form: where to come back to, what may be signed, and once only."""
    signable = [row for row in rows if row["act"]]
    shown = [pair for row in signable if row["again"] for pair in row["again"]["kept"]]
    every = [("all", str(row["id"])) for row in signable]
    return [("back", request.full_path), ("once", secrets.token_urlsafe(12)), *every, *shown]


def _button(rows: list[Values]) -> str:
    """What signs the ticked ones, by the names of its acts; "" where nothing can be signed."""
    names = dict.fromkeys(row["act"] for row in rows if row["act"])
    return t("核对所选：", "Check: ") + t("、", ", ").join(names) if names else ""
