"""考核责任单位一表: one item, all units, filled, checked and found by its scoring unit (S7–S9).

Each row is an act of its own through the door, bound to the version that was shown: what changed
in between is named and left out, the rest is found.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web.county import actor, here, reader
from web.pages import assessing
from web.pages import bureau_rows as drawn
from web.pages.assessing import Problems, Typed
from web.presentation import t
from workflow.errors import NotFound, WorkflowError
from workflow.queries import bureau
from workflow.queries.bureau import Sheet

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("bureau", __name__)

LARGEST = 2**53 - 1


@pages.get("/items")
def list_all() -> str:
    years = bureau.years(reader())
    if not years:
        raise NotFound
    year = _year(years)
    return render_template(
        "pages/bureaus.html",
        heading=t(f"考核责任单位 {year}", f"Bureau sheets {year}"),
        lead=t(
            "由考核责任单位据台账和核定值，对各单位逐项核定的通用与稳定工作",
            "Common and stability items that one unit finds for all, from its ledger",
        ),
        tabs=[
            {
                "label": str(one["id"]),
                "count": one["items"],
                "url": url_for("bureau.list_all", year=one["id"]),
                "here": one["id"] == year,
            }
            for one in years
        ],
        columns=item_columns(),
        rows=[
            {
                **row,
                "sheet": url_for("bureau.show", item=row["id"]),
                "ledger": url_for("ledger.show", item=row["id"]),
            }
            for row in bureau.items(reader(), year)
        ],
    )


def _year(years: list[Values]) -> int:
    """The year asked for, else the newest whose plan is in force, else the newest."""
    asked = [one["id"] for one in years if str(one["id"]) == request.args.get("year")]
    begun = [one["id"] for one in years if one["begun"]]
    number: int = [*asked, *begun, *(one["id"] for one in years)][0]
    return number


def item_columns() -> list[Values]:
    """The columns of the list of items."""
    titles = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("考核责任单位", "Scoring unit"),
        t("单位数", "Units"),
        t("待核定", "Due"),
        t("已核定", "Assessed"),
        t("申请复核", "Objections"),
        t("待您核定", "Yours to find"),
        t("台账", "Ledger"),
    )
    return [{"label": title, "number": 3 <= i <= 7} for i, title in enumerate(titles)]


@pages.get(f"/items/<int(max={LARGEST}):item>/sheet")
def show(item: int) -> str:
    sheet = bureau.sheet(reader(), item)
    return form_page(sheet, assessing.fresh(sheet))


@pages.post(f"/items/<int(max={LARGEST}):item>/sheet")
def send(item: int) -> Answer:
    g.back = url_for("bureau.show", item=item)
    sheet, step = bureau.sheet(reader(), item), request.form.get("step")
    typed = assessing.sent(sheet, request.form)
    if step == "change":
        return form_page(sheet, typed)
    if step == "apply":
        assessing.apply(sheet, typed, request.form)
        return form_page(sheet, typed)
    if step not in ("check", "assess"):
        raise BadRequest
    if not typed.picked:
        text = t("请至少勾选一个单位。", "Tick at least one unit.")
        return form_page(sheet, typed, reasons=[{"text": text, "units": []}]), 422
    return _check(sheet, typed) if step == "check" else _assess(sheet, typed)


def _check(sheet: Sheet, typed: Typed) -> Answer:
    """What the door would say to every ticked row; only a sheet without a "no" goes on."""
    asked = {number: typed.raw(sheet, number) for number in sorted(typed.picked)}
    answers = sheet.tried(asked)
    problems = {n: a for n, a in answers.items() if isinstance(a, WorkflowError)}
    if problems:
        # What moved is shown as it is now, and may be looked at again.
        anew = assessing.renewed(sheet, typed)
        return form_page(sheet, anew, problems, assessing.reasons(sheet, problems)), 422
    findings = {n: a for n, a in answers.items() if not isinstance(a, WorkflowError)}
    return check_page(sheet, typed, findings)


def _assess(sheet: Sheet, typed: Typed) -> Answer:
    """Every ticked row through the door; what it would not take stays as it was typed."""
    picked = sorted(typed.picked)
    knocks = [typed.knock(sheet, number) for number in picked]
    answers = dict(zip(picked, here().door.perform_many(knocks, actor()), strict=True))
    problems = {n: a for n, a in answers.items() if isinstance(a, WorkflowError)}
    done = len(picked) - len(problems)
    sentence = t(f"已核定 {done} 个单位。", f"{done} units assessed.")
    if not problems:
        flash(sentence, "fine")
        return redirect(url_for("bureau.show", item=sheet.item["id"]), 303)
    now = bureau.sheet(reader(), sheet.item["id"])
    left = len(problems)
    title = sentence + t(f"未办 {left} 个：", f" Left out: {left}.")
    anew = assessing.renewed(now, typed)
    told = assessing.reasons(now, problems)
    return form_page(now, anew, problems, told, title), 200 if done else 409


def form_page(
    sheet: Sheet,
    typed: Typed,
    problems: Problems | None = None,
    reasons: list[Values] | None = None,
    title: str = "",
) -> str:
    """The sheet with these answers, and what stands in the way of which."""
    problems = problems or {}
    rows = [drawn.row(sheet, row, typed, problems.get(row["id"])) for row in sheet.rows]
    shown = drawn.shown_of(sheet)
    columns = drawn.columns(shown, final=all(row["found"] for row in rows))
    ready = bool(typed.answers)
    return render_template(
        "pages/bureau_sheet.html",
        **drawn.frame(sheet),
        reasons=reasons or [],
        title=title or t("请更正以下内容", "Please correct the following"),
        columns=columns,
        named=drawn.labels(columns),
        groups=drawn.grouped(rows),
        shown=shown,
        for_all=assessing.for_all(needs_value=shown.value) if ready else [],
        usual=drawn.usual(shown) if ready else "",
        kept=[("once", typed.key)],
        ready=ready,
        waiting=[] if ready else drawn.waiting(sheet),
    )


def check_page(
    sheet: Sheet, typed: Typed, findings: dict[int, Values], left: Values | None = None
) -> str:
    """Every ticked row as it will be found, with its score; nothing is found until confirmed.

    `left` is what was left out of an uploaded file (left_out.py).
    """
    rows = [
        {**drawn.facts(sheet, row), "found": assessing.found(sheet, findings[row["id"]])}
        for row in sheet.rows
        if row["id"] in findings
    ]
    shown = drawn.shown_of(sheet)
    columns = drawn.columns(shown, final=True, checking=True)
    count = len(rows)
    frame = drawn.frame(sheet)
    return render_template(
        "pages/bureau_check.html",
        **{**frame, "heading": t(f"核对：{frame['name']}", f"Check: {frame['name']}")},
        columns=columns,
        named=drawn.labels(columns),
        groups=drawn.grouped(rows),
        shown=shown,
        kept=typed.kept(),
        **(left or {}),
        promise=t("在您确认之前不会作任何改动。", "Nothing is changed until you confirm."),
        button=t(f"核定 {count} 个单位", f"Assess {count} units"),
    )
