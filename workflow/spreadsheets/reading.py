"""Reading a workbook that somebody sent: in a process of its own, with limits, killed when over.

What comes back is text with the cell it stood in; nothing is understood here. A reader written in C
once aborted a whole service over a file of two cells (stack.md 6), and openpyxl can be made to eat
memory: so neither runs where others' requests do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.spreadsheets.child import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    column_name,
)
from workflow.words import Words

CHILD = Path(__file__).with_name("child.py")
MOST_BYTES = 5 * 1024**2
MOST_SECONDS = 30.0
# So many files are read at one time in one process of the service; others wait this long.
READERS = 2
PATIENCE = 20.0
_turns = threading.BoundedSemaphore(READERS)

DAMAGED = Words(
    "文件已损坏，无法读取；请用表格软件重新另存为 .xlsx。",
    "The file is damaged and cannot be read; save it again as .xlsx.",
)
TOO_LONG = Words(
    "读取此文件用时过长，已中止；请拆成几个文件。",
    "Reading this file took too long and was stopped; split it into several.",
)
TOO_LARGE = Words(
    f"文件超过 {MOST_BYTES // 1024**2} MB；请拆成几个文件。",
    f"The file is larger than {MOST_BYTES // 1024**2} MB; split it into several.",
)
BUSY = Words("正在读取其他文件，请稍后再试。", "Other files are being read; try again shortly.")
WHY = {
    "not_a_workbook": Words("这不是 .xlsx 工作簿。", "This is no .xlsx workbook."),
    "old_format": Words(
        "这是旧的 .xls 文件，或设有打开密码；请另存为不带密码的 .xlsx。",
        "This is an old .xls file or has a password; save it as .xlsx without one.",
    ),
    "macros": Words(
        "文件带有宏，不予读取；请另存为 .xlsx。", "The file holds macros; save it as plain .xlsx."
    ),
    "entities": Words(
        "文件含有 XML 实体，不予读取。", "The file declares XML entities and is not read."
    ),
    "unpacks_too_large": Words(
        "文件解压后过大，不予读取。", "The file unpacks to too much and is not read."
    ),
    "too_many_sheets": Words(
        f"工作表最多 {MOST_SHEETS} 个。", f"A workbook may have at most {MOST_SHEETS} sheets."
    ),
    "too_many_cells": Words(
        f"每个工作表最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列，{{detail}} 超出范围。",
        f"A sheet may have at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; "
        "{detail} lies beyond.",
    ),
    "text_too_long": Words(
        f"{{detail}} 的文字超过 {MOST_TEXT} 字。",
        f"The text in {{detail}} is longer than {MOST_TEXT} characters.",
    ),
    "too_much_text": Words(
        "全部文字过多（到 {detail} 为止）；请拆成几个文件。",
        "There is too much text (as far as {detail}); split the file.",
    ),
}


class Unreadable(Exception):
    """The file as a whole is not read; the words say why and what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. `kind` is text, number, dressed, scaled, date, yesno, error, formula.

    A number that is `dressed` by a format still reads as it is stored, one that is `scaled` (per
    cent, thousands) does not; a `formula` is one whose value the file does not hold.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A row that holds anything: its number in the sheet, and its cells by column, from 1."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows in order."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Book:
    """A workbook as read; `as_plain` and `book_of` carry it through a form and back."""

    sheets: tuple[Sheet, ...]

    def as_plain(self) -> list[dict[str, Any]]:
        """Plain values, in the form in which the reading process says them."""
        return [
            {
                "name": sheet.name,
                "rows": [
                    [row.number, [[n, c.kind, c.text] for n, c in row.cells.items()]]
                    for row in sheet.rows
                ],
            }
            for sheet in self.sheets
        ]


def book_of(plain: list[dict[str, Any]]) -> Book:
    """The workbook of these plain values."""
    return Book(
        tuple(
            Sheet(
                sheet["name"],
                tuple(
                    Row(number, {column: Cell(kind, text) for column, kind, text in cells})
                    for number, cells in sheet["rows"]
                ),
            )
            for sheet in plain
        )
    )


def cell_name(column: int, row: int) -> str:
    """3, 7 → C7."""
    return f"{column_name(column)}{row}"


def read(body: bytes) -> Book:
    """The workbook in these bytes. Raises Unreadable; the reading process never outlives this."""
    if len(body) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if not _turns.acquire(timeout=PATIENCE):
        raise Unreadable(BUSY)
    try:
        answer = _asked(body)
    finally:
        _turns.release()
    if "refused" in answer:
        words = WHY.get(answer["refused"], DAMAGED)
        raise Unreadable(words.format(detail=answer.get("detail", "")))
    return book_of(answer["sheets"])


def _asked(body: bytes) -> dict[str, Any]:
    """What the reading process answers. Raises Unreadable where it was ended or died."""
    try:
        ran = subprocess.run(  # noqa: S603  (our own program, no word of theirs)
            [sys.executable, "-I", "-X", "utf8", str(CHILD)],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            env=_environment(),
            cwd=tempfile.gettempdir(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_LONG) from error
    if ran.returncode != 0:
        # Below zero: ended by the system, for its time.
        raise Unreadable(TOO_LONG if ran.returncode < 0 else DAMAGED)
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret key, no database address. Windows cannot start without its own."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    # lxml, where somebody has it installed, would read in place of the guarded parser.
    return {**kept, "OPENPYXL_LXML": "False"}
