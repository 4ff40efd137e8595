"""Workbooks that go out to be filled in and come back: made here, and known again by a mark.

The mark stands above the headings and says which item the file is of, so that one item's file is
never read as another's. Text stays text: nothing becomes a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from workflow.spreadsheets.child import MOST_ROWS
from workflow.spreadsheets.reading import Book, Sheet
from workflow.spreadsheets.tables import HEAD_ROWS, Column, Fault, Line, Table, plain, read_table
from workflow.spreadsheets.templates import FORMATS, MADE, TEXT_STAYS_TEXT, YES_OR_NO
from workflow.words import Words, both, say

PREFIX = "shangxia/"
# The title and the mark stand above the headings.
HEAD = 2
# Columns no wider than this, so that a long text does not push the others off the screen.
WIDEST = 30


@dataclass(frozen=True)
class Sent:
    """A file that came back: its rows, the cells that are wrong, or why it is not taken at all."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: tuple[Fault, ...] = ()


def marked(kind: str, year: int, code: str) -> str:
    """The mark of a file: its kind, and the item that it is of."""
    return f"{PREFIX}{kind}/{year}/{code}"


def workbook(
    label: Words,
    title: Words,
    mark: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str]],
    answers: Collection[str],
    language: str,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A workbook of one sheet: these columns with these rows, of which `answers` are to be filled.

    `choices` are lists too long or too much the county's own to stand in a column's declaration.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": say(title, language), "created": MADE})
        sheet = book.add_worksheet(f"{label.zh} {label.en}")
        styles = _styles(book)
        sheet.write_string(0, 0, say(title, language), styles["title"])
        sheet.write_string(1, 0, mark, styles["mark"])
        sheet.freeze_panes(HEAD + 1, 2)
        sheet.set_row(HEAD, 32)
        for place, column in enumerate(columns):
            cells = [row.get(column.name, "") for row in rows]
            _column(sheet, styles, place, column, cells, is_asked=column.name in answers)
            listed = _choices(column, language)
            if listed:
                check = {"validate": "list", "source": listed}
                sheet.data_validation(HEAD + 1, place, MOST_ROWS - 1, place, check)
        _lists(book, sheet, columns, choices or {})
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "mark": book.add_format({"font_color": "#808080", "font_size": 8}),
        "told": book.add_format({**head, "bg_color": "#EEF2F6"}),
        "asked": book.add_format({**head, "bg_color": "#D6E4F5"}),
        "cell": book.add_format({"num_format": "@", "font_color": "#606060"}),
        "text": book.add_format({"num_format": "@"}),
        **{kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()},
    }


def _column(
    sheet: Any,
    styles: Mapping[str, Any],
    place: int,
    column: Column,
    cells: Sequence[str],
    *,
    is_asked: bool,
) -> None:
    heading = f"{column.label.zh}\n{column.label.en}"
    sheet.write_string(HEAD, place, heading, styles["asked" if is_asked else "told"])
    own = styles.get(column.kind, styles["text"]) if is_asked else styles["cell"]
    longest = max([len(column.label.en), *(_width(cell) for cell in cells)])
    sheet.set_column(place, place, min(WIDEST, max(10, longest + 2)), own)
    for number, cell in enumerate(cells, HEAD + 1):
        if cell:
            sheet.write_string(number, place, cell, own)


def _width(text: str) -> int:
    """How wide a text is: a Chinese character takes two places."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _choices(column: Column, language: str) -> list[str]:
    labels = YES_OR_NO if column.kind == "yesno" else tuple(column.labels.values())
    return [say(label, language) for label in labels]


def _lists(
    book: Any, sheet: Any, columns: Sequence[Column], choices: Mapping[str, Sequence[str]]
) -> None:
    """Lists of any length, on a sheet that every import passes over."""
    if not choices:
        return
    lists = book.add_worksheet("选项 Lists")
    places = {column.name: place for place, column in enumerate(columns)}
    for own, (name, listed) in enumerate(choices.items()):
        lists.set_column(own, own, WIDEST)
        for number, text in enumerate(listed):
            lists.write_string(number, own, text)
        letter = "ABCDEFGH"[own]
        source = f"='选项 Lists'!${letter}$1:${letter}${max(1, len(listed))}"
        check = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(HEAD + 1, places[name], MOST_ROWS - 1, places[name], check)


def sent_table(book: Book, table: Table, mark: str) -> Sent:
    """The rows of a file that came back. A changed heading, or another item's mark, and nothing of
    it is taken."""
    passed = {"选项 lists", "选项", "lists"}
    sheets = [sheet for sheet in book.sheets if sheet.rows and plain(sheet.name) not in passed]
    if len(sheets) != 1:
        words = Words("应有一个填写的工作表。", "There must be one sheet that is filled in.")
        return Sent(refused=(Fault("", "", words),))
    sheet = sheets[0]
    wrong = _wrong_mark(sheet, mark)
    if wrong is not None:
        return Sent(refused=(wrong,))
    read = read_table(table, sheet)
    cells = {cell for line in read.lines for cell in line.cells.values()}
    # What is wrong outside the rows is wrong with the headings.
    refused = tuple(fault for fault in read.faults if fault.cell not in cells)
    return Sent(read.lines, read.faults, refused)


def _wrong_mark(sheet: Sheet, mark: str) -> Fault | None:
    for row in sheet.rows:
        if row.number > HEAD_ROWS:
            break
        found = [c.text.strip() for c in row.cells.values() if c.text.strip().startswith(PREFIX)]
        if found and found[0] == mark:
            return None
        if found:
            words = Words("这是另一事项的文件：{0}。", "This file is of another item: {0}.")
            return Fault(sheet.name, str(row.number), words.format(both(found[0][:80])))
    words = Words(
        "没有标明是哪一事项的文件（{0}）：请下载后填写。",
        "It does not say of which item it is ({0}): download the file and fill that in.",
    )
    return Fault(sheet.name, "", words.format(both(mark)))
