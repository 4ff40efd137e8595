"""Empty workbooks to fill in: headings in both languages, drop-downs, and a sheet of notes.

A template that was filled in is imported as it is, so nothing but headings stands on its sheets;
what there is to say stands on a sheet that every import passes over.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from workflow.spreadsheets.child import MOST_ROWS
from workflow.spreadsheets.importing import KINDS, Kind
from workflow.spreadsheets.plans import BESIDE
from workflow.spreadsheets.tables import Column, Table
from workflow.words import Words, say

# Text stays text: nothing that somebody typed becomes a formula or a link (stack.md 6).
TEXT_STAYS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# The same template is the same file, whenever it is made.
MADE = datetime(2013, 1, 1, tzinfo=UTC)
YES_OR_NO = (Words("是", "yes"), Words("否", "no"))
# Excel holds a list that stands in its own cell to this length.
LONGEST_LIST = 255
FORMATS = {"decimal": "General", "whole": "0", "day": "yyyy-mm-dd"}
KINDS_OF_CELLS = {
    "text": Words("文字", "text"),
    "code": Words("文字", "text"),
    "codes": Words("文字，几项用、隔开", "text, several with commas between"),
    "decimal": Words("数字", "number"),
    "whole": Words("整数", "whole number"),
    "day": Words("日期", "date"),
    "choice": Words("从列表选择", "chosen from the list"),
    "yesno": Words("是或否", "yes or no"),
}
RULES = (
    Words(
        "列的次序不限，标题可用中文或英文；标题行之上可以有题目。",
        "Columns may stand in any order, headings in Chinese or English; titles may stand above.",
    ),
    Words(
        "导入只增加，不更改已有内容；有一处错误就什么也不导入，错误按单元格列出。",
        "An import adds and never changes what is there; with one mistake nothing is imported, and "
        "every mistake is named by its cell.",
    ),
    Words(
        f"每表最多 {MOST_ROWS} 行；隐藏的行、列和工作表同样导入。",
        f"At most {MOST_ROWS} rows a sheet; hidden rows, columns and sheets are imported too.",
    ),
)


def template(name: str, language: str) -> bytes:
    """The empty workbook of a kind of import; drop-downs and notes in this language."""
    kind = KINDS[name]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": say(kind.label, language), "created": MADE})
        styles = _styles(book)
        for table in kind.tables:
            _sheet(book, styles, table, language)
        _notes(book, styles, kind, language)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    return {
        "head": book.add_format({**head, "bg_color": "#EEF2F6"}),
        "required": book.add_format({**head, "bg_color": "#D6E4F5"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        **{kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()},
    }


def columns_of(table: Table) -> list[Column]:
    """The columns that a template asks for."""
    return [c for c in table.columns if not table.asked or c.name in table.asked]


def _sheet(book: Any, styles: dict[str, Any], table: Table, language: str) -> None:
    sheet = book.add_worksheet(f"{table.label.zh} {table.label.en}")
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for place, column in enumerate(columns_of(table)):
        style = styles["required" if column.required else "head"]
        sheet.write_string(0, place, f"{column.label.zh}\n{column.label.en}", style)
        width = max(12, 2 * len(column.label.zh) + 2, len(column.label.en) + 2)
        sheet.set_column(place, place, width, styles.get(column.kind, styles["text"]))
        check = _validation(column, language)
        if check:
            sheet.data_validation(1, place, MOST_ROWS - 1, place, check)


def _validation(column: Column, language: str) -> dict[str, Any] | None:
    labels = YES_OR_NO if column.kind == "yesno" else tuple(column.labels.values())
    choices = [say(label, language) for label in labels]
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        return {"validate": "list", "source": choices}
    if column.kind == "decimal":
        return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    return None


def _notes(book: Any, styles: dict[str, Any], kind: Kind, language: str) -> None:
    sheet = book.add_worksheet(f"{BESIDE[0].zh} {BESIDE[0].en}")
    sheet.set_column(0, 2, 20, styles["wrap"])
    sheet.set_column(3, 3, 70, styles["wrap"])
    lines: list[tuple[Words | str, ...]] = [(kind.about,), *((rule,) for rule in RULES)]
    for table in kind.tables:
        lines += [(), (table.label, Words("必填", "Required"), Words("内容", "What"))]
        lines += [_note(column) for column in columns_of(table)]
    for row, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, say(cell, language))


def _note(column: Column) -> tuple[Words | str, ...]:
    need = Words("是", "yes") if column.required else ""
    choices = Words(
        "、".join(label.zh for label in column.labels.values()),
        ", ".join(label.en for label in column.labels.values()),
    )
    return (column.label, need, KINDS_OF_CELLS[column.kind], column.hint or choices)
