"""What pages share that take a filled-in workbook back: file, form, what is left out."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from web.pages.importing import REST, XLSX
from web.pages.left_out import left_out
from web.presentation import t, w
from workflow.spreadsheets.reading import MOST_BYTES, Book, Unreadable, read
from workflow.spreadsheets.tables import Fault

Values = dict[str, Any]


def allow(endpoint: str | None, upload: str) -> None:
    """Let this upload be larger than a form."""
    if endpoint == upload:
        request.max_content_length = MOST_BYTES + REST


def workbook(body: bytes, name: str) -> Response:
    """A workbook to be kept as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)


def book() -> tuple[Book | None, str]:
    """The workbook that was sent, or why there is none."""
    sent = request.files.get("file")
    body = sent.read(MOST_BYTES + 1) if sent else b""
    if not body:
        return None, t("请选择文件。", "Choose a file.")
    try:
        return read(body), ""
    except Unreadable as error:
        return None, w(error.words)


def form_page(
    *,
    faults: tuple[Fault, ...] = (),
    no_file: str = "",
    note: str = "",
    what: str = "",
    **frame: Any,
) -> str:
    """The form for a file, and everything that is wrong with the one that was sent.

    `what` says what became of the file; else its other rows go on.
    """
    return render_template(
        "pages/upload.html",
        problems=[{"field": "f-file", "text": no_file}] if no_file else [],
        no_file=no_file,
        note=note,
        what=what,
        **left_out(faults),
        **frame,
    )
