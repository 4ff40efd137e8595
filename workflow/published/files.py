"""A published table as a file: a workbook, or the text that spreadsheet programs write as CSV.

A workbook is opened in a process of its own (spreadsheets/reading.py). CSV is plain text that the
standard library splits at commas: nothing in it can unpack, so it is read here, within the same
limits.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from workflow.spreadsheets.child import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, column_name
from workflow.spreadsheets.reading import (
    MOST_BYTES,
    TOO_LARGE,
    WHY,
    Book,
    Cell,
    Row,
    Sheet,
    Unreadable,
    read,
)
from workflow.words import Words

# What Chinese Windows writes where nobody asked for UTF-8.
ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
NO_TEXT = Words(
    "既不是 .xlsx 工作簿，也不是逗号分隔的文本（UTF-8 或 GB18030）。",
    "This is neither an .xlsx workbook nor comma-separated text (UTF-8 or GB18030).",
)


def table_file(name: str, body: bytes) -> Book:
    """The sheets of a file, told by its content; CSV is one sheet of its `name`. Raises
    Unreadable."""
    if len(body) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if body.startswith(WORKBOOKS):
        return read(body)
    return Book((Sheet(name, _rows(_text(body))),))


def _text(body: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(NO_TEXT)


def _rows(text: str) -> tuple[Row, ...]:
    """The rows as a spreadsheet program counts them: a line end inside quotes begins none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [_row(n, cells) for n, cells in enumerate(islice(reader, MOST_ROWS + 1), 1)]
    except csv.Error as error:
        raise Unreadable(NO_TEXT) from error
    return tuple(row for row in rows if row.cells)


def _row(number: int, cells: list[str]) -> Row:
    if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
        at = f"{column_name(min(len(cells), MOST_COLUMNS + 1))}{number}"
        raise Unreadable(WHY["too_many_cells"].format(detail=at))
    for place, text in enumerate(cells, 1):
        if len(text) > MOST_TEXT:
            raise Unreadable(WHY["text_too_long"].format(detail=f"{column_name(place)}{number}"))
    return Row(number, {n: Cell("text", text) for n, text in enumerate(cells, 1) if text.strip()})
