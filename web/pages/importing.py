"""导入 workbooks: upload, every wrong cell by name, or what would be done; done on confirmation.

Between upload and confirmation the server keeps nothing. What was read travels in the form, signed
with the application's key for this person, session, kind and year, and is planned anew when it
comes back. So it works with any number of processes and machines, leaves no file to clear away or
to find, and what is done is what was shown; whoever bent it would send no more than they could have
uploaded, for the door judges every act again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from web.county import actor, here, reader
from web.pages.left_out import SHOWN_FAULTS, fault_columns, left_out
from web.presentation import language, number, t, w
from web.sealing import sealed, unsealed
from workflow.door import ManyRefused
from workflow.lifecycle import act_named
from workflow.queries import facts
from workflow.queries.importing import known, plan_years
from workflow.spreadsheets.importing import KINDS, Kind, plan
from workflow.spreadsheets.plans import Plan, Step, tried
from workflow.spreadsheets.reading import MOST_BYTES, Book, Unreadable, book_of, read
from workflow.spreadsheets.tables import Fault
from workflow.spreadsheets.templates import template as template_of
from workflow.terms import Capacity

Values = dict[str, Any]
Answer = AnyResponse | str | tuple[str, int]
pages = Blueprint("importing", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Whose pages these are; heads of units and leaders bring in targets by the command line.
WHO = frozenset({Capacity.ADMIN, Capacity.OFFICE})
# The form's other fields, and the boundaries between them.
REST = 64 * 1024
# Below what a form may hold (security.MOST_BYTES): five thousand rows of ten columns stay under it.
MOST_SEALED = 1_500_000
SHOWN_STEPS = 20
# Planned and done in one go: of a form sent twice the second finds what the first one did.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Asked:
    """A kind of import that this person may do, and the year it is for."""

    kind: Kind
    year: int | None = None


@pages.url_value_preprocessor
def allow_for_a_workbook(endpoint: str | None, _: Values | None) -> None:
    """An upload may be larger than a form; said before anything looks into the form."""
    if endpoint == "importing.upload":
        request.max_content_length = MOST_BYTES + REST


def allowed() -> list[Kind]:
    """The kinds of import that this person's posts allow."""
    held = reader().acting & WHO
    return [kind for kind in KINDS.values() if held & {*kind.capacities}]


def asked_for(name: str) -> Kind:
    """The kind of this name; whoever may not have it finds nothing here."""
    kind = next((kind for kind in allowed() if kind.name == name), None)
    if kind is None:
        abort(404)
    g.back = url_for("importing.show")
    return kind


@pages.get("/import")
def show() -> str:
    kinds = allowed()
    if not kinds:
        abort(404)
    return render_template(
        "pages/imports.html",
        kinds=[
            {
                "label": w(kind.label),
                "about": w(kind.about),
                "url": url_for("importing.begin", kind=kind.name),
                "template": url_for("importing.template", kind=kind.name),
            }
            for kind in kinds
        ],
    )


@pages.get("/import/<kind>/template.xlsx")
def template(kind: str) -> Response:
    """The empty workbook, to be filled in."""
    name = asked_for(kind).name
    headers = {"Content-Disposition": f'attachment; filename="shangxia-{name}.xlsx"'}
    return Response(template_of(name, language()), mimetype=XLSX, headers=headers)


@pages.get("/import/<kind>")
def begin(kind: str) -> str:
    return form_page(Asked(asked_for(kind)))


@pages.post("/import/<kind>")
def upload(kind: str) -> Answer:
    """Read what was sent, and show what is wrong with it or what it would do."""
    asked = Asked(asked_for(kind))
    if asked.kind.needs_year:
        asked = Asked(asked.kind, year_of(request.form.get("year", "")))
        if asked.year is None:
            return form_page(asked, no_year=t("请选定年度。", "Choose the year.")), 422
    sent = request.files.get("file")
    body = sent.read(MOST_BYTES + 1) if sent else b""
    if not body:
        return form_page(asked, no_file=t("请选择文件。", "Choose a file.")), 422
    try:
        book = read(body)
    except Unreadable as error:
        return form_page(asked, no_file=w(error.words)), 422
    made = planned(asked, book)
    faults = made.faults or tried(here().door, made, actor())
    if faults:
        return form_page(asked, faults=faults), 422
    return check_page(asked, made, book)


@pages.post("/import/<kind>/confirmed")
def confirm(kind: str) -> Answer:
    """Do what was shown, all of it or nothing."""
    asked = Asked(asked_for(kind))
    kept = unsealed(f"import/{kind}", request.form.get("sealed", ""))
    if kept is None:
        late = t("页面放得太久，请重新上传。", "The page was open too long; upload it again.")
        return form_page(asked, no_file=late), 422
    asked, book = Asked(asked.kind, kept["year"]), book_of(kept["book"])
    with _one_at_a_time:
        made = planned(asked, book)
        if made.faults:
            return form_page(asked, faults=made.faults), 409
        try:
            here().door.perform_many(made.knocks, actor(), together=True)
        except ManyRefused as error:
            return form_page(asked, faults=made.refused(error)), 409
    count = number(len(made.steps))
    flash(t(f"已导入，办理 {count} 项", f"Imported; acts done: {count}"), "fine")
    return redirect(url_for("importing.show"), 303)


def planned(asked: Asked, book: Book) -> Plan:
    """What the workbook would do in the county as it is now."""
    county = here()
    found = known(county.database, county.clock, reader())
    return plan(asked.kind.name, book, found, year=asked.year)


# — pages —


def years() -> list[int]:
    """The years that can be chosen, the latest first."""
    return sorted(plan_years(here().database), reverse=True)


def year_of(text: str) -> int | None:
    """The year that was chosen, if there is such a one."""
    return next((year for year in years() if str(year) == text), None)


def form_page(
    asked: Asked, *, faults: tuple[Fault, ...] = (), no_file: str = "", no_year: str = ""
) -> str:
    """The form, and what is wrong with what was sent."""
    problems = [("f-file", no_file), ("f-year", no_year)]
    return render_template(
        "pages/import.html",
        heading=heading(asked.kind),
        about=w(asked.kind.about),
        template=url_for("importing.template", kind=asked.kind.name),
        send_to=url_for("importing.upload", kind=asked.kind.name),
        problems=[{"field": field, "text": text} for field, text in problems if text],
        no_file=no_file,
        year=_year_control(asked, no_year) if asked.kind.needs_year else None,
        columns=[{"label": label} for label in fault_columns()],
        faults=[
            {"sheet": f.sheet, "cell": f.cell, "text": w(f.words)} for f in faults[:SHOWN_FAULTS]
        ],
        count=len(faults),
    )


def heading(kind: Kind) -> str:
    """What is imported."""
    return t(f"导入{w(kind.label)}", f"Import: {w(kind.label)}")


def _year_control(asked: Asked, error: str) -> Values:
    drafting = facts.drafting_years(here().database)
    chosen = asked.year or (drafting[-1] if drafting else None)
    return {
        "name": "year",
        "id": "f-year",
        "label": t("年度", "Year"),
        "hint": "",
        "kind": "select",
        "value": str(chosen or ""),
        "options": [{"value": str(year), "label": str(year)} for year in years()],
        "errors": [error] if error else [],
        "required": True,
        "short": True,
        "whole": False,
    }


def check_page(asked: Asked, made: Plan, book: Book) -> Answer:
    """What would be done: how many acts of which kind, and the first of them."""
    text = sealed(f"import/{asked.kind.name}", {"year": asked.year, "book": book.as_plain()})
    if len(text) > MOST_SEALED:
        large = t(
            "内容过多，网页上无法一次导入；请拆成几个文件，或用命令行导入。",
            "This is too much for one import by page; split the file, or use the command line.",
        )
        return form_page(asked, no_file=large), 422
    counts = [{"label": w(label), "value": number(count)} for label, count in made.counts]
    if made.same:
        there = t("已经在库，不作改动", "There already, left as it is")
        counts.append({"label": there, "value": number(made.same)})
    return render_template(
        "pages/import_check.html",
        heading=heading(asked.kind) + (f" · {asked.year}" if asked.year else ""),
        back=url_for("importing.begin", kind=asked.kind.name),
        send_to=url_for("importing.confirm", kind=asked.kind.name),
        counts=counts,
        total=len(made.steps),
        **left_out(made.remarks),
        columns=[{"label": label} for label in step_columns()],
        steps=[shown(step) for step in made.steps[:SHOWN_STEPS]],
        sealed=text,
    )


def step_columns() -> tuple[str, ...]:
    """The headings of the table of what would be done."""
    return (t("位置", "Where"), t("事项", "Act"), t("内容", "What"))


def shown(step: Step) -> Values:
    """One act of the plan, in a line."""
    knock, line = step.knock, step.line
    row = act_named(knock.kind, knock.act)
    assert row is not None  # noqa: S101  (a plan is made of acts of the table)
    fields = row.input().fields
    said = [value_shown(fields.get(name), value) for name, value in knock.raw.items()]
    return {
        "where": t(f"{line.sheet} 第 {line.number} 行", f"{line.sheet}, row {line.number}"),
        "act": w(row.label),
        "what": " · ".join(text for text in said if text),
    }


def value_shown(field: Any, value: Any) -> str:
    """A value of an act's input in words; nothing for one that is not given."""
    if isinstance(value, list):
        return t("、", ", ").join(str(one) for one in value if not isinstance(one, dict))
    if value is None:
        return ""
    return w(getattr(field, "labels", {}).get(value, str(value)))
