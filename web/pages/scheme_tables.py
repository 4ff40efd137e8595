"""A published table becomes the draft of a year's scheme; what is wrong in it is told by row.

Nothing is kept on the server and nothing is changed here: the draft goes on into the form by which
a scheme is changed, where it is checked like any other.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from web.county import reader
from web.pages.acts import refuse_early
from web.pages.importing import REST
from web.pages.schemes import CHANGE
from web.pages.year_frame import heading
from web.presentation import number, t, w
from workflow.errors import NotPermitted
from workflow.machine import capacity_refusal
from workflow.published.files import table_file
from workflow.published.finding import Finding
from workflow.published.headings import NoTable
from workflow.published.scheme_table import (
    FIELDS,
    LAYOUTS,
    SchemeTable,
    Wanted,
    scheme_table,
    told,
    unread,
)
from workflow.queries import years
from workflow.scheme.scheme import body_of
from workflow.spreadsheets.reading import MOST_BYTES, Unreadable

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("scheme_tables", __name__)

AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
# What is typed beside the file; empty counts as nothing said.
NUMBERS = ("total", "common")


@pages.url_value_preprocessor
def allow_for_a_table(endpoint: str | None, _: Values | None) -> None:
    """An upload may be larger than a form; said before anything looks into the form."""
    if endpoint == "scheme_tables.upload":
        request.max_content_length = MOST_BYTES + REST


def year_shown(year: int) -> Values:
    """The year, for whoever may change its scheme now. Raises NotFound, NotPermitted, WrongState,
    RulesRefused."""
    g.back = url_for("schemes.show", year=year)
    shown: Values = years.year(reader(), year)
    refuse_early(shown, CHANGE.name)
    if not any(a["action"] == CHANGE.name for a in shown["actions"]):
        raise NotPermitted(capacity_refusal(CHANGE))
    return shown


@pages.get("/years/<int(max=9999):year>/scheme/table")
def begin(year: int) -> str:
    return form_page(year_shown(year), {})


@pages.post("/years/<int(max=9999):year>/scheme/table")
def upload(year: int) -> Answer:
    """Read what was sent: the findings by row, and the draft."""
    shown = year_shown(year)
    errors = {
        name: t("应为分值，如 40。", "A number of points, such as 40.")
        for name in NUMBERS
        if not AMOUNT.fullmatch(request.form.get(name, "").strip() or "0")
    }
    columns, bad = _columns(request.form.get("columns", ""))
    errors |= {"columns": bad} if bad else {}
    sent = request.files.get("file")
    body = sent.read(MOST_BYTES + 1) if sent else b""
    if not body:
        errors["file"] = t("请选择文件。", "Choose a file.")
    if errors:
        return form_page(shown, errors), 422
    try:
        book = table_file(PurePath((sent and sent.filename) or "").stem, body)
        made = scheme_table(book, _wanted(shown, columns), reader().organisation)
    except (Unreadable, NoTable) as error:
        return form_page(shown, {"file": w(error.words)}), 422
    return result_page(shown, made)


def _columns(text: str) -> tuple[dict[str, str], str]:
    """The headings of fields, one a line: field=heading; and what is wrong with them."""
    columns = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, heading = (part.strip() for part in line.partition("="))
        if name not in FIELDS or not heading:
            names = " ".join(FIELDS)
            return {}, t(f"应为“字段=标题”，字段为其一：{names}", f"FIELD=HEADING, of: {names}")
        columns[name] = heading
    return columns, ""


def _wanted(shown: Values, columns: dict[str, str]) -> Wanted:
    said = {name: request.form.get(name, "").strip() for name in NUMBERS}
    return Wanted(
        code=f"county_{shown['year']}",
        year=shown["year"],
        total=said["total"] or None,
        common=said["common"] or "0",
        columns=columns,
    )


# — pages —


def _frame(shown: Values) -> Values:
    year = shown["year"]
    return {
        "heading": t(f"由公布的表格起草：{year} 年度", f"From a published table: {year}"),
        "back": url_for("schemes.show", year=year),
        "back_label": heading(year) + t("考核方案", ": scheme"),
        "send_to": url_for("scheme_tables.upload", year=year),
    }


def form_page(shown: Values, errors: dict[str, str]) -> str:
    """The form, and what is wrong with what was sent."""
    return render_template(
        "pages/scheme_table.html",
        **_frame(shown),
        problems=[{"field": f"f-{name}", "text": text} for name, text in errors.items()],
        no_file=errors.get("file", ""),
        controls=[_control(name, label, hint, errors) for name, label, hint in _labels()],
        headings=[
            {"layout": w(layout.label), "fields": [_field(f, layout.needs) for f in layout.fields]}
            for layout in LAYOUTS
        ],
        columns=[{"label": label} for label in _field_columns()],
    )


def _labels() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "total",
            t("应有总分", "Points in all"),
            t("空着即按表，表上没有则 100。", "Left empty: as the table says, else 100."),
        ),
        (
            "common",
            t("共有分值", "Common points"),
            t("各部门共有而表上没有的。", "What all departments share and the table lacks."),
        ),
        (
            "columns",
            t("标题对应", "Headings"),
            t("标题另有叫法的，每行一个：item=考核要点", "Other headings, one a line: item=Topic"),
        ),
    )


def _control(name: str, label: str, hint: str, errors: dict[str, str]) -> Values:
    return {
        "name": name,
        "id": f"f-{name}",
        "label": label,
        "hint": hint,
        "kind": "textarea" if name == "columns" else "text",
        "value": request.form.get(name, ""),
        "errors": [errors[name]] if name in errors else [],
        "required": False,
        "short": name != "columns",
        "whole": name == "columns",
        "rows": 3,
    }


def _field_columns() -> tuple[str, ...]:
    return (t("字段", "Field"), t("认得的标题", "Headings that are known"), t("必需", "Needed"))


def _field(field: Any, needs: tuple[str, ...]) -> Values:
    known = t("、", ", ").join((field.label.zh, *field.headings, field.label.en))
    return {
        "name": field.name,
        "known": known,
        "needed": t("是", "yes") if field.name in needs else "",
    }


def result_page(shown: Values, made: SchemeTable) -> str:
    """What is wrong by row, and the draft on its way into the form of the change."""
    body = body_of(made.toml)
    return render_template(
        "pages/scheme_table_read.html",
        **_frame(shown),
        lead=w(told(made)),
        unread=w(unread(made)) if made.unread else "",
        columns=[
            {"label": label}
            for label in (
                t("行", "Row"),
                t("列", "Column"),
                t("问题", "What is found"),
                t("性质", "Kind"),
            )
        ],
        rows=[_row(finding) for finding in made.findings],
        faults=[w(fault.sentence) for fault in made.faults[:50]],
        categories=[
            {"label": t(c["zh"], c["en"]), "value": number(c["points"])}
            for c in body.get("category", ())
        ],
        toml=made.toml,
        kept=[("version", shown["version"])],
        take_to=url_for("years.ask", year=shown["year"], action=CHANGE.name),
    )


def _row(finding: Finding) -> Values:
    return {
        "row": str(finding.row) if finding.row else t("全表", "whole"),
        "column": finding.heading,
        "text": w(finding.words),
        "kind": t("有误", "wrong") if finding.is_wrong else t("待定", "open"),
    }
