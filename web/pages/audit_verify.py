"""核验 the verification of the log: one button, its progress, and a plain result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.county import actor, live, reader
from web.pages.audit_tabs import tabs
from web.presentation import moment, number, t, w
from web.verifying import Verifying
from workflow.audit.outside import NotGiven
from workflow.queries import history, verifications
from workflow.reads import note_reading

Values = dict[str, Any]
pages = Blueprint("audit_verify", __name__)


@pages.get("/audit/verification")
def show() -> str:
    return _page([])


def _page(problems: list[Values]) -> str:
    found = verifications.verifications(reader())
    note_reading(live().door, actor(), "verification")
    kept = verifying().kept
    running = verifying().running()
    titles = (
        *(t("时间", "Time"), t("申请人", "Asked for by"), t("条目数", "Entries")),
        *(t("结论", "Result"), t("树根", "Root")),
    )
    return render_template(
        "pages/audit_verify.html",
        tabs=tabs("audit_verify.show"),
        problems=problems,
        given=request.form,
        running=_running(running) if running else None,
        result=_result(kept) if kept else _result(found[0]["report"] or {}) if found else None,
        told=_told(kept) if kept else _told(found[0]) if found else "",
        columns=[{"label": title, "number": i == 2} for i, title in enumerate(titles)],
        rows=[
            {**one, "url": url_for("audit_entry.show", index=one["index"]), "said": _said(one)}
            for one in found
        ],
    )


@pages.post("/audit/verification")
def start() -> Response | tuple[str, int]:
    """Begin, against what was kept outside where something is pasted or uploaded."""
    history.only_auditors(reader())
    file = request.files.get("file")
    note = request.form.get("checkpoint", "").strip() or (file.read() if file else b"").decode(
        "utf-8", "replace"
    )
    vkey = request.form.get("vkey", "")
    try:
        begun = verifying().start(g.visitor.username, g.request_id, note, vkey)
    except NotGiven as error:
        return _page([{"field": "f-checkpoint", "text": w(error.words)}]), 422
    if not begun:
        flash(t("核验正在进行，请稍候刷新。", "A verification is running already."), "fine")
    return redirect(url_for("audit_verify.show"), 303)


def verifying() -> Verifying:
    """What this process knows of verifications."""
    known: Verifying = current_app.extensions["verifying"]
    return known


def _running(one: Any) -> Values:
    return {
        "by": one.by,
        "since": moment(one.since),
        "done": one.done,
        "total": one.total or 1,
        "far": f"{number(one.done)} / {number(one.total)}" if one.total else "…",
    }


def _said(one: Values) -> str:
    if not one["ok"]:
        return t("不吻合", "Bent")
    return t("可信", "Authentic") if one["outside"] else t("自洽", "Consistent only")


def _told(one: Values) -> str:
    size, by = number(one["size"]), one.get("by_name") or one["by"]
    return t(
        f"{moment(one['at'])} · {by} · {size} 条", f"{moment(one['at'])} · {by} · {size} entries"
    )


def _result(report: Values) -> Values | None:
    """A report in the reader's language; the first bad row leads to its entry."""
    if not report:
        return None
    return {
        "ok": report["ok"],
        "root": report["root"],
        "took": report["took"],
        "verdict": _in(report["verdict"]),
        "checks": [
            {
                "ok": check["ok"],
                "label": _in(check["label"]),
                "detail": _in(check["detail"]),
                "where": _where(check),
                "url": _entry(check["entry"]),
            }
            for check in report["checks"]
        ],
    }


def _in(words: Values) -> str:
    return t(words["zh"], words["en"])


def _entry(index: int | None) -> str | None:
    return None if index is None or index < 0 else url_for("audit_entry.show", index=index)


def _where(check: Values) -> str:
    """The row that is named: table, number and field."""
    if check["ok"] or check["table"] is None:
        return ""
    parts = (check["table"], check["id"], check["field"])
    return " · ".join(str(part) for part in parts if part is not None)
