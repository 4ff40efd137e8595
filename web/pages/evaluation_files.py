"""An evaluation's outcomes by Excel: downloaded, filled in offline, checked by row; one act.

With anything wrong none of a file is entered: one document covers all of its outcomes. Between
upload and confirmation the server keeps nothing: what was read travels in the form, sealed, and is
read anew when it comes back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import forms
from web.county import actor, here, reader
from web.pages import uploading, way
from web.pages.acts import refuse_early
from web.pages.asking import refusal_line
from web.pages.importing import MOST_SEALED
from web.pages.left_out import left_out
from web.pages.unit_entries import about, address_of, asking_for, button, outcome
from web.presentation import language, number, t, w
from web.sealing import sealed, unsealed
from workflow.errors import InvalidInput, RulesRefused, StaleVersion, WrongState
from workflow.inputs.whole_unit import EnterEvaluation
from workflow.once import once
from workflow.queries import years
from workflow.queries.unit_entries_view import listed
from workflow.scheme.scheme import Scheme
from workflow.spreadsheets.evaluation_file import (
    Asking,
    Outcomes,
    Row,
    entered,
    outcomes_book,
    read_outcomes,
)
from workflow.spreadsheets.reading import Book, book_of
from workflow.spreadsheets.tables import Fault

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("evaluation_files", __name__)
ENTRIES = "/years/<int(max=9999):year>/entries"
# What is typed on the check page; the rest comes out of the file.
TYPED = ("document", "text")


@dataclass(frozen=True)
class Desk:
    """What a page of this stands on: the year as it is now, and what is asked about its units."""

    asking: Asking
    scheme: Scheme
    version: int

    def url(self, endpoint: str) -> str:
        """The address of another step for the same asking."""
        named = address_of(self.asking)
        return url_for(f"evaluation_files.{endpoint}", year=self.asking.year, **named)

    def seal(self, book: Book, key: str) -> str:
        """What was read, to travel in the form of the check page."""
        kept = {"book": book.as_plain(), "key": key, "version": self.version}
        return sealed(self.asking.mark, kept)


@pages.url_value_preprocessor
def allow_for_a_workbook(endpoint: str | None, _: Values | None) -> None:
    """An upload may be larger than a form; said before anything looks into the form."""
    uploading.allow(endpoint, "evaluation_files.upload")


@pages.get(f"{ENTRIES}/sheet.xlsx")
def download(year: int) -> Response:
    """The sheet with every unit of the year, to be filled in."""
    desk = _desk(year)
    if desk is None:
        return _nothing(year)
    asking = desk.asking
    parts = ("evaluation", str(year), *address_of(asking).values())
    return uploading.workbook(outcomes_book(asking, language()), "-".join(parts))


@pages.get(f"{ENTRIES}/upload")
def begin(year: int) -> Answer:
    desk = _desk(year)
    return form_page(desk) if desk else _nothing(year)


@pages.post(f"{ENTRIES}/upload")
def upload(year: int) -> Answer:
    """Read what was sent, and show row by row what it was understood to say."""
    g.back = url_for("unit_entries.show", year=year)
    desk = _desk(year)
    if desk is None:
        return _nothing(year)
    book, why = uploading.book()
    if book is None:
        return form_page(desk, no_file=why), 422
    return checked(desk, book, secrets.token_urlsafe(12))


@pages.post(f"{ENTRIES}/upload/confirmed")
def confirm(year: int) -> Answer:
    """Enter what was shown under the document that was typed, all of it or nothing."""
    g.back = url_for("unit_entries.show", year=year)
    desk = _desk(year, is_sent=True)
    if desk is None:
        return _nothing(year)
    kept = unsealed(desk.asking.mark, request.form.get("sealed", ""))
    if kept is None:
        late = t("页面放得太久，请重新上传。", "The page was open too long; upload it again.")
        return form_page(desk, no_file=late), 422
    book = book_of(kept["book"])
    found = read_outcomes(book, desk.asking)
    if found.faults:
        return checked(desk, book, kept["key"])
    typed = forms.read(EnterEvaluation, request.form)
    more = {name: typed[name] for name in TYPED if name in typed}
    raw = entered(desk.asking, found, version=kept["version"], **more)
    text = desk.seal(book, kept["key"])
    try:
        _do(year, raw, kept["key"])
    except InvalidInput as error:
        return check_page(desk, found, text, more, errors=error.fields), 422
    except RulesRefused as error:
        lines = [refusal_line(refusal) for refusal in error.refusals]
        return check_page(desk, found, text, more, problems=lines), 409
    except StaleVersion as error:
        # Shown once more on the year as it is now, to be confirmed anew.
        return check_page(desk, found, text, more, problems=[w(error.words)]), 409
    except WrongState as error:
        return way.moved(w(error.words), g.back), 409
    flash(t(f"已办：{button(desk.asking)}", f"Done: {button(desk.asking)}"), "fine")
    return redirect(g.back, 303)


def _do(year: int, raw: Values, key: str) -> None:
    asked = once(f"file:{key}", "year", year, "enter_evaluation", raw)
    here().door.perform("enter_evaluation", "year", year, actor(), raw, idempotent=asked)


def _desk(year: int, *, is_sent: bool = False) -> Desk | None:
    """The asking that the address names; None where there is none. Raises what `refuse_early` does:
    nobody fills in a file that cannot be sent. What was confirmed the door itself refuses."""
    known = reader()
    shown, scheme = years.year(known, year), years.scheme_of(known, year)
    asking = asking_for(year, scheme)
    if not is_sent:
        refuse_early(shown, "enter_evaluation")
    return Desk(asking, scheme, shown["version"]) if asking else None


def _nothing(year: int) -> Response:
    return redirect(url_for("unit_entries.show", year=year), 303)


# — pages —


def form_page(desk: Desk, faults: tuple[Fault, ...] = (), *, no_file: str = "") -> str:
    """The form for the file, and why the one that was sent is not taken."""
    name = _name(desk)
    return uploading.form_page(
        heading=t(f"上传测评结果：{name}", f"Upload outcomes: {name}"),
        lead=t(
            "下载后离线填写，再上传；没有结果的单位留空。下一页逐行核对，确认之前不会作任何改动。",
            "Download it, fill it in offline and upload it; leave units without an outcome empty. "
            "The next page shows every row, and nothing is changed until you confirm.",
        ),
        back=url_for("unit_entries.enter", year=desk.asking.year, **address_of(desk.asking)),
        back_label=button(desk.asking),
        send_to=desk.url("upload"),
        download=desk.url("download"),
        faults=faults,
        no_file=no_file,
        what=_not_taken(),
    )


def _not_taken() -> str:
    return t(
        "整个文件未采用，未作任何改动；请更正后再上传。",
        "None of the file is taken and nothing was changed; correct it and upload it again.",
    )


def _name(desk: Desk) -> str:
    return f"{w(desk.asking.name)} {desk.asking.year}"


def checked(desk: Desk, book: Book, key: str) -> Answer:
    """What a workbook was understood to say; with anything wrong there is nothing to confirm."""
    found = read_outcomes(book, desk.asking)
    if found.refused or not (found.rows and (found.units or found.faults)):
        return form_page(desk, found.faults), 422
    text = desk.seal(book, key)
    if len(text) > MOST_SEALED:
        large = t("内容过多，请删去无关的内容。", "This is too much; remove what is not asked.")
        return form_page(desk, no_file=large), 422
    page = check_page(desk, found, text, {})
    return (page, 422) if found.faults else page


def check_page(
    desk: Desk,
    found: Outcomes,
    text: str,
    typed: Values,
    *,
    errors: forms.Errors | None = None,
    problems: list[str] | None = None,
) -> str:
    """Every row with what it says or what is wrong; the document is typed here."""
    controls = forms.controls(EnterEvaluation, typed, errors or {}, {})
    lines = [{"field": "", "text": text} for text in problems or ()]
    before = _before(desk)
    # Where anything is wrong, the right rows are not entered either.
    fine = t("无误", "fine") if found.faults else t("将登记", "will be entered")
    return render_template(
        "pages/evaluation_check.html",
        **left_out(found.faults),
        what=_not_taken(),
        heading=t(f"核对测评结果：{_name(desk)}", f"Check the outcomes: {_name(desk)}"),
        problems=[*lines, *forms.problems(EnterEvaluation, errors or {})],
        again=desk.url("begin"),
        back=url_for("unit_entries.show", year=desk.asking.year),
        send_to=desk.url("confirm"),
        about=[about(desk.asking.declared)[0], *_counted(found)],
        columns=_columns(desk, before),
        rows=[_row(desk, row, before, fine) for row in found.rows],
        controls=[control for control in controls if control["name"] in TYPED],
        kept=[] if found.faults else [("sealed", text)],
        button=t(
            f"登记 {len(found.units)} 个单位的结果", f"Enter outcomes of {len(found.units)} units"
        ),
    )


def _counted(found: Outcomes) -> list[Values]:
    """What becomes of how many rows, and which units stand in none."""
    absent = t("、", ", ").join(w(unit.name) for unit in found.absent)
    counted = [
        (t("有结果", "With an outcome"), number(str(len(found.units)))),
        (t("留空，不登记", "Left empty"), number(str(found.empty))),
    ]
    drawn: list[Values] = [{"label": label, "value": value} for label, value in counted]
    if absent:
        drawn.append({"label": t("不在文件中", "Not in the file"), "value": absent, "whole": True})
    return drawn


def _before(desk: Desk) -> dict[str, str]:
    """What was entered before for the same asking and counts, by unit, in words."""
    asked = ("evaluation", desk.asking.declared.code, desk.asking.period)
    return {
        row["unit"]: outcome(desk.scheme, row)
        for row in listed(reader(), desk.asking.year)
        if (row["kind"], row["code"], row["period"]) == asked and not row["ended_at"]
    }


def _columns(desk: Desk, before: dict[str, str]) -> list[Values]:
    told = (t("行", "Row"), t("代码", "Code"), t("单位", "Unit"))
    last = [t("原登记（将被替换）", "Entered before (replaced)")] if before else []
    return [
        *({"label": label, "number": place == 0} for place, label in enumerate(told)),
        *({"label": w(column.label), "number": True} for column in desk.asking.answers),
        *({"label": label} for label in (*last, t("核对", "Check"))),
    ]


def _row(desk: Desk, row: Row, before: dict[str, str], fine: str) -> Values:
    code = row.line.get("unit") or ""
    return {
        "row": str(row.line.number),
        "code": code,
        "unit": w(row.unit.name) if row.unit else row.line.get("name") or "",
        "answers": [_said(row.line.get(column.name)) for column in desk.asking.answers],
        "before": (before.get(code, "") if row.outcome else "") if before else None,
        "problems": [w(fault.words) for fault in row.faults],
        "state": fine if row.outcome else t("留空，不登记", "left empty"),
    }


def _said(value: Any) -> str:
    return "" if value is None else number(str(value))
