"""An item's ledger by Excel: an empty workbook, what it would enter by row, then all at once.

Between upload and confirmation the server keeps nothing: what was read travels in the form, sealed,
and is read anew when it comes back.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.county import actor, here, reader
from web.pages import uploading
from web.pages.bureau import LARGEST
from web.pages.importing import MOST_SEALED
from web.pages.left_out import left_out
from web.presentation import day, language, number, t, w
from web.sealing import sealed, unsealed
from workflow.door import ManyRefused
from workflow.queries import bureau
from workflow.queries.bureau import Sheet, ledger_of
from workflow.spreadsheets.ledger_file import Entries, ledger_book, read_entries, tried_entries
from workflow.spreadsheets.plans import Step
from workflow.spreadsheets.reading import Book, book_of
from workflow.spreadsheets.tables import Fault

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]
pages = Blueprint("ledger_files", __name__)
LEDGER = f"/items/<int(max={LARGEST}):item>/ledger"


@pages.url_value_preprocessor
def allow_for_a_workbook(endpoint: str | None, _: Values | None) -> None:
    """An upload may be larger than a form; said before anything looks into the form."""
    uploading.allow(endpoint, "ledger_files.upload")


@pages.get(f"{LEDGER}.xlsx")
def download(item: int) -> Response:
    """The empty ledger, with the item's units and events to choose from."""
    sheet = bureau.sheet(reader(), item)
    body = ledger_book(sheet.item, sheet.rows, sheet.events, language())
    return uploading.workbook(body, f"ledger-{sheet.item['year']}-{sheet.item['code']}")


@pages.get(f"{LEDGER}/upload")
def begin(item: int) -> Answer:
    sheet = bureau.sheet(reader(), item)
    if not (sheet.events and sheet.may("enter_ledger")):
        return redirect(url_for("ledger.show", item=item), 303)
    return form_page(sheet)


@pages.post(f"{LEDGER}/upload")
def upload(item: int) -> Answer:
    """Read what was sent, and show what it would enter and what is left out of it."""
    g.back = url_for("ledger.show", item=item)
    sheet = bureau.sheet(reader(), item)
    book, why = uploading.book()
    if book is None:
        return form_page(sheet, no_file=why), 422
    key = secrets.token_urlsafe(12)
    found = _found(sheet, book, key)
    if not found.steps:
        return form_page(sheet, found.refused or found.left_out), 422
    text = sealed(_purpose(item), {"book": book.as_plain(), "key": key, "rows": found.rows})
    if len(text) > MOST_SEALED:
        large = t("内容过多，请拆成几个文件。", "This is too much at once; split the file.")
        return form_page(sheet, no_file=large), 422
    return check_page(sheet, found, text)


@pages.post(f"{LEDGER}/upload/confirmed")
def confirm(item: int) -> Answer:
    """Enter what was shown, all of it or nothing."""
    g.back = url_for("ledger.show", item=item)
    sheet = bureau.sheet(reader(), item)
    kept = unsealed(_purpose(item), request.form.get("sealed", ""))
    if kept is None:
        late = t("页面放得太久，请重新上传。", "The page was open too long; upload it again.")
        return form_page(sheet, no_file=late), 422
    found = _found(sheet, book_of(kept["book"]), kept["key"])
    if found.rows != kept["rows"]:
        # Something moved meanwhile: what is to be entered now is looked at once more.
        return form_page(sheet, found.refused or found.left_out), 409
    try:
        here().door.perform_many(found.knocks, actor(), together=True)
    except ManyRefused as error:
        faults = [f for n, why in error.refused for f in found.steps[n].faults(why)]
        return form_page(sheet, tuple(faults)), 409
    count = number(len(found.steps))
    flash(t(f"已记入台账 {count} 条", f"Entered in the ledger: {count}"), "fine")
    return redirect(url_for("ledger.show", item=item), 303)


def _purpose(item: int) -> str:
    return f"ledger/{item}"


def _found(sheet: Sheet, book: Book, key: str) -> Entries:
    """The entries that the door would take now, and the others by cell."""
    ledger = ledger_of(sheet)
    found = read_entries(book, ledger, key)
    return found if found.refused else tried_entries(here().door, found, ledger, actor())


# — pages —


def _frame(sheet: Sheet) -> Values:
    return {
        "back": url_for("ledger.show", item=sheet.item["id"]),
        "back_label": t("台账", "Ledger"),
    }


def form_page(sheet: Sheet, faults: tuple[Fault, ...] = (), *, no_file: str = "") -> str:
    """The form for the file, and what is wrong with the one that was sent."""
    name, item = f"{sheet.item['title']} {sheet.item['year']}", sheet.item["id"]
    return uploading.form_page(
        **_frame(sheet),
        heading=t(f"上传台账：{name}", f"Upload entries: {name}"),
        lead=t(
            "每行一条；下一页逐条核对，确认之前不会作任何改动。已经在册的不会重复记入。",
            "One entry a row; the next page shows each, and nothing is changed until you confirm. "
            "What is in the ledger already is not entered again.",
        ),
        send_to=url_for("ledger_files.upload", item=item),
        download=url_for("ledger_files.download", item=item),
        faults=faults,
        no_file=no_file,
    )


def check_page(sheet: Sheet, found: Entries, text: str) -> str:
    """Every entry as it would be made, and what is left out."""
    name, count = f"{sheet.item['title']} {sheet.item['year']}", len(found.steps)
    events = {each["event"]: w(each["name"]) for each in sheet.events}
    units = {row["id"]: w(row["unit_name"]) for row in sheet.rows}
    return render_template(
        "pages/ledger_check.html",
        **_frame(sheet),
        **left_out(found.left_out),
        heading=t(f"核对台账：{name}", f"Check the entries: {name}"),
        again=url_for("ledger_files.begin", item=sheet.item["id"]),
        send_to=url_for("ledger_files.confirm", item=sheet.item["id"]),
        columns=[{"label": label, "number": n in (0, 4)} for n, label in enumerate(_columns())],
        rows=[_row(step, units, events) for step in found.steps],
        kept=[("sealed", text)],
        button=t(f"记入台账 {count} 条", f"Enter {count} in the ledger"),
    )


def _columns() -> tuple[str, ...]:
    return (
        t("行", "Row"),
        t("单位", "Unit"),
        t("发生日期", "Occurred on"),
        t("事项", "Event"),
        t("次数", "Count"),
        t("事由", "Matter"),
        t("依据文号", "Document number"),
    )


def _row(step: Step, units: dict[int, str], events: dict[str, str]) -> Values:
    raw, target = step.knock.raw, step.knock.object_id
    assert target is not None  # noqa: S101  (an entry is about a target)
    return {
        "row": str(step.line.number),
        "unit": units[target],
        "day": day(raw["occurred_on"]),
        "event": events[raw["event"]],
        "count": number(str(raw.get("count", 1))),
        "matter": raw["matter"],
        "document": raw.get("document", ""),
    }
