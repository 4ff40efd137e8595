"""会议批准计划: the whole plan on one page, approved by one decision of the meeting (S15).

Every target that both hands have signed is shown with its digest; the decision names the meeting's
document. Each becomes an act of its own in the log; what changed in between is named and left out.
"""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from web import forms
from web.county import actor, here, reader
from web.pages import content, together, way
from web.pages.asking import form_key, refusal_line
from web.presentation import number, t, w
from workflow.door import Done
from workflow.errors import (
    InvalidInput,
    NotPermitted,
    Refusal,
    RulesRefused,
    StaleVersion,
    WrongState,
)
from workflow.inputs.year import ApprovePlan
from workflow.once import once
from workflow.queries import sheets, years
from workflow.rules.points import points_stay_whole

Values = dict[str, Any]
pages = Blueprint("approval", __name__)
ACT = "approve"


@pages.get("/years/<int(max=9999):year>/acts/approve")
def show(year: int) -> together.Answer:
    """What waits for approval, unit by unit, everything ticked."""
    shown = _offered(year)
    waiting = [_row(row) for row in _waiting(year)]
    page = {
        **_frame(shown),
        "units": _units([row for row in waiting if row["ready"]]),
        "left": [row for row in waiting if not row["ready"]],
    }
    return render_template("pages/approval.html", **page)


@pages.post("/years/<int(max=9999):year>/acts/approve")
def send(year: int) -> together.Answer:
    """The check page of what was ticked, and then the decision."""
    shown = _offered(year)
    seen = _seen(request.form)
    step = request.form.get("step", "")
    if step == "check":
        return _check(shown, seen, request.form)
    if step == "confirm":
        return _confirm(shown, seen, request.form)
    raise BadRequest


def _offered(year: int) -> Values:
    """The year, where this act on it is this reader's. Raises NotFound, NotPermitted, RulesRefused
    and says who could."""
    shown = years.year(reader(), year)
    offer = next(a for a in shown["actions"] if a["action"] == ACT)
    refusals = [Refusal(r["code"], r["text"], tuple(r["who"])) for r in offer["refusals"]]
    if refusals and refusals[0].code == way.NOT_YOURS:
        raise NotPermitted(refusals[0])
    if refusals and request.method == "GET":
        raise RulesRefused(refusals)
    return shown


def _waiting(year: int) -> list[Values]:
    known = reader()
    return sheets.rows(known, sheets.awaiting_approval(known, year))


def _row(row: Values) -> Values:
    act, why = together.signing(row)
    ready = (act is not None and act.name == ACT) or _ready_together(row)
    return {
        **row,
        "value": content.value_line(row["content"]),
        "ready": ready,
        "why": "" if ready else why or t("不由您批准", "not yours to approve"),
        "seen": f"{row['id']}:{row['digest']}",
    }


def _ready_together(row: Values) -> bool:
    """Whether only its points stand in the way of a change, and others here may make up for them:
    the door judges the sheet as a whole."""
    codes = [{r.code for r in o["refusals"]} for o in row["offers"] if o["act"].name == ACT]
    return codes == [{points_stay_whole.code}]


def _units(rows: list[Values]) -> list[Values]:
    """The rows by unit, each unit with its number of targets, their points, and its key ones."""
    by_unit: dict[str, list[Values]] = {}
    for row in rows:
        by_unit.setdefault(row["unit"], []).append(row)
    return [
        {"name": some[0]["unit_name"], "note": _sum(some), "rows": some}
        for some in by_unit.values()
    ]


def _sum(rows: list[Values]) -> str:
    points = sum((Decimal(row["content"]["points"] or "0") for row in rows), Decimal(0))
    key = sum(row["category"] == "key" for row in rows)
    return t(
        f"{len(rows)} 项，其中重点 {key} 项，{number(points)} 分",
        f"{len(rows)}, of these {key} key, {number(points)} points",
    )


def _frame(shown: Values) -> Values:
    year = shown["year"]
    titles = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("目标值", "Value"),
        t("分值", "Points"),
        t("完成时限", "Deadline"),
        t("稿次与摘要", "Revision and digest"),
    )
    return {
        "heading": t(f"会议批准 {year} 年度计划", f"Approve the plan of {year}"),
        "columns": [{"label": title, "number": i == 3} for i, title in enumerate(titles)],
        "url": url_for("approval.send", year=year),
        "back": url_for("years.show", year=year),
        "year": shown,
        "problems": [],
        "controls": [],
        "kept": [],
    }


def _seen(form: MultiDict[str, str]) -> list[Values]:
    """The targets that were ticked, each with the digest that was shown."""
    found = []
    for text in form.getlist("seen"):
        number_text, _, digest = text.partition(":")
        if not (number_text.isascii() and number_text.isdecimal() and len(number_text) <= 16):
            raise BadRequest
        found.append({"id": int(number_text), "digest": digest})
    return found


def _check(
    shown: Values,
    seen: list[Values],
    form: MultiDict[str, str],
    problems: list[Values] | None = None,
    errors: forms.Errors | None = None,
) -> together.Answer:
    """What would be approved, by unit and in sum, with the document that it rests on."""
    ticked = {f"{one['id']}:{one['digest']}" for one in seen}
    rows = [_row(row) for row in sheets.rows(reader(), [one["id"] for one in seen])]
    chosen = [row for row in rows if row["seen"] in ticked and row["ready"]]
    moved = t("内容在您查看之后有了改动", "it changed after you saw it")
    left = [{**row, "why": row["why"] or moved} for row in rows if row not in chosen]
    kept = [("seen", row["seen"]) for row in chosen]
    kept += [("version", str(shown["version"]))]
    kept += [("once", form.get("once") or secrets.token_urlsafe(12))]
    count = number(len(chosen))
    page = {
        **_frame(shown),
        "heading": t(f"核对：批准 {count} 项", f"Check your answers: approve {count}"),
        "units": _units(chosen),
        "left": left,
        "kept": kept,
        "back": url_for("approval.show", year=shown["year"]),
        "button": t(f"批准 {count} 项", f"Approve {count} targets") if chosen else "",
        "controls": _controls(form, errors or {}),
        "problems": problems or [],
    }
    text = render_template("pages/approval.html", **page)
    return (text, 422) if problems else text


def _controls(form: MultiDict[str, str], errors: forms.Errors) -> list[Values]:
    values = {name: form.get(name, "") for name in ("document", "text")}
    drawn = forms.controls(ApprovePlan, values, errors, {})
    return [control for control in drawn if control["name"] in values]


def _confirm(shown: Values, seen: list[Values], form: MultiDict[str, str]) -> together.Answer:
    data: Values = {
        "version": form.get("version", ""),
        "document": form.get("document", "").strip(),
        "targets": seen,
    }
    if form.get("text", "").strip():
        data["text"] = form["text"]
    year, key = shown["year"], form_key(form)
    kept = once(f"page:{key}", "year", year, ACT, data) if key else None
    try:
        done = here().door.perform(ACT, "year", year, actor(), data, idempotent=kept)
    except InvalidInput as error:
        problems = forms.problems(ApprovePlan, error.fields)
        return _check(shown, seen, form, problems, error.fields)
    except RulesRefused as error:
        lines = [{"field": "", "text": refusal_line(r)} for r in error.refusals]
        return _check(shown, seen, form, lines)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), url_for("approval.show", year=year)), 409
    return _told(done, seen, year)


def _told(done: Done, seen: list[Values], year: int) -> together.Answer:
    titles = sheets.titles(reader(), [one.object_id for one in done.left_out])
    left = [
        together.Left(one.object_id, titles.get(one.object_id, ""), together.why_not(one.why))
        for one in done.left_out
    ]
    count = len({one["id"] for one in seen}) - len(left)
    sentence = t(f"已批准 {count} 项", f"Approved: {count}")
    if left:
        sentence += t(f"，未批准 {len(left)} 项", f"; left out: {len(left)}")
    return together.told(sentence, left, url_for("years.show", year=year))
