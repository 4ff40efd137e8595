"""A bureau sheet by Excel: downloaded, filled in offline, uploaded to the sheet's check page.

What was filled in becomes what is typed on the sheet; from there on it is judged, shown and found
as ever. A row that moved since the download, or that cannot be read, is named and left out.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from web.county import reader
from web.pages import assessing, uploading
from web.pages import bureau_rows as drawn
from web.pages.assessing import Typed
from web.pages.bureau import LARGEST, check_page
from web.pages.left_out import left_out
from web.presentation import language, number, t
from workflow.errors import WorkflowError
from workflow.queries import bureau
from workflow.queries.bureau import Sheet
from workflow.spreadsheets.bureau import Filled, bureau_book, filled
from workflow.spreadsheets.tables import Fault
from workflow.words import both

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("bureau_files", __name__)
SHEET = f"/items/<int(max={LARGEST}):item>/sheet"


@pages.url_value_preprocessor
def allow_for_a_workbook(endpoint: str | None, _: Values | None) -> None:
    """An upload may be larger than a form; said before anything looks into the form."""
    uploading.allow(endpoint, "bureau_files.upload")


@pages.get(f"{SHEET}.xlsx")
def download(item: int) -> Response:
    """The sheet as it stands now, to be filled in."""
    sheet = bureau.sheet(reader(), item)
    body = bureau_book(sheet.item, sheet.rows, language())
    return uploading.workbook(body, f"sheet-{sheet.item['year']}-{sheet.item['code']}")


@pages.get(f"{SHEET}/upload")
def begin(item: int) -> Answer:
    sheet = bureau.sheet(reader(), item)
    if not any(row["assessable"] for row in sheet.rows):
        return redirect(url_for("bureau.show", item=item), 303)
    return form_page(sheet)


@pages.post(f"{SHEET}/upload")
def upload(item: int) -> Answer:
    """Read what was sent; what can be found goes to the check page, the rest is named."""
    g.back = url_for("bureau.show", item=item)
    sheet = bureau.sheet(reader(), item)
    book, why = uploading.book()
    if book is None:
        return form_page(sheet, no_file=why), 422
    found = filled(book, sheet.item, sheet.rows)
    if found.refused:
        return form_page(sheet, found.refused), 422
    typed = _typed(sheet, found)
    answers = sheet.tried({n: typed.raw(sheet, n) for n in sorted(typed.picked)})
    left = list(found.left_out)
    for target, answer in answers.items():
        if isinstance(answer, WorkflowError):
            left.append(_problem(found, target, answer))
            typed.picked.discard(target)
    findings = {n: a for n, a in answers.items() if not isinstance(a, WorkflowError)}
    faults = tuple(sorted(left, key=Fault.place))
    if not findings:
        return form_page(sheet, faults, untouched=found.untouched), 422
    return check_page(sheet, typed, findings, left_out(faults, found.untouched))


def _typed(sheet: Sheet, found: Filled) -> Typed:
    """The sheet as if what was filled in had been typed; the other rows are not ticked."""
    typed = assessing.fresh(sheet)
    for target, answers in found.answers.items():
        typed.answers[target] = dict(assessing.USUAL) | answers
    typed.picked = set(found.answers)
    return typed


def _problem(found: Filled, target: int, error: WorkflowError) -> Fault:
    """Why the door would not take a row, at the row."""
    line = found.lines[target]
    about = next(iter(assessing.wrong(error)), "")
    cell = line.cells.get(about, str(line.number))
    said = f"{line.get('name') or line.get('unit')}{t('：', ': ')}{assessing.why(error)}"
    return Fault(line.sheet, cell, both(said))


def form_page(
    sheet: Sheet, faults: tuple[Fault, ...] = (), *, no_file: str = "", untouched: int = 0
) -> str:
    """The form for the file, and what is wrong with the one that was sent."""
    frame, item = drawn.frame(sheet), sheet.item["id"]
    return uploading.form_page(
        heading=t(f"上传考核表：{frame['name']}", f"Upload the sheet: {frame['name']}"),
        lead=t(
            "下载后离线填写，再上传；下一页逐行核对，确认之前不会作任何改动。",
            "Download it, fill it in offline and upload it; the next page shows every row, and "
            "nothing is changed until you confirm.",
        ),
        back=frame["url"],
        back_label=t("考核表", "The sheet"),
        send_to=url_for("bureau_files.upload", item=item),
        download=url_for("bureau_files.download", item=item),
        faults=faults,
        no_file=no_file,
        note=_note(untouched),
    )


def _note(untouched: int) -> str:
    count = number(untouched)
    return t(f"未填写的 {count} 行未采用。", f"Rows left empty: {count}.") if untouched else ""
