"""What a cell means in its column, or why it can mean nothing there. Nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workflow.audit.canonical import nfc
from workflow.inputs.fields import DAY_PATTERN
from workflow.spreadsheets.reading import Cell
from workflow.words import Words, joined

if TYPE_CHECKING:
    from workflow.spreadsheets.tables import Column

# Above this many digits Excel itself shows another number than was typed.
MOST_DIGITS = 11
SEPARATORS = re.compile(r"[、,，;；\n]")
YES = frozenset({"是", "yes", "y", "true"})
NO = frozenset({"否", "no", "n", "false"})

NOT_A_NUMBER = Words(
    "应为数字，而这里是文字“{0}”。", "This must be a number; here stands the text “{0}”."
)
NOT_TEXT = Words(
    "应为文字；请把单元格设为“文本”格式后重新填写（现为{0}）。",
    "This must be text; format the cell as text and type it again (now {0}).",
)
SCALED = Words(
    "单元格的数字格式（百分比或千、万缩放）使所见的数不同于所存的 {0}；请改用常规格式。",
    "The number format (per cent or thousands) shows another number than is stored, {0}; "
    "use the General format.",
)
KINDS = {
    "number": Words("数字", "a number"),
    "dressed": Words("带格式的数字", "a number in a format"),
    "scaled": Words("带缩放格式的数字", "a number in a scaling format"),
    "date": Words("日期", "a date"),
    "yesno": Words("逻辑值", "true or false"),
}


class BadValue(Exception):
    """The cell can mean nothing in its column."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def value_of(column: Column, cell: Cell) -> Any:
    """The value of a cell as its act's input takes it; None where it is blank. Raises BadValue."""
    if cell.kind == "error":
        words = Words("公式的结果是错误 {0}。", "The formula's result is the error {0}.")
        raise BadValue(words.format(cell.text))
    if cell.kind == "formula":
        raise BadValue(
            Words(
                "公式没有存下结果；请在表格软件中打开、重新计算并保存。",
                "The formula has no stored result; open the file, recalculate and save it.",
            )
        )
    if cell.kind == "text" and not cell.text.strip():
        return None
    readers = {
        "decimal": _decimal,
        "whole": _whole,
        "day": _day,
        "choice": _choice,
        "codes": _codes,
        "yesno": _yes_or_no,
    }
    return readers.get(column.kind, _text)(column, cell)


def _text(column: Column, cell: Cell) -> str:
    if cell.kind == "text":
        # As every input keeps its texts, so that what is the same is seen to be the same.
        return nfc(cell.text.strip())
    digits = cell.text.lstrip("-")
    if cell.kind == "number" and digits.isdecimal() and len(digits) <= MOST_DIGITS:
        return cell.text
    raise BadValue(NOT_TEXT.format(KINDS[cell.kind]))


def _decimal(column: Column, cell: Cell) -> str:
    if cell.kind == "text":
        raise BadValue(NOT_A_NUMBER.format(cell.text[:40]))
    if cell.kind == "scaled":
        raise BadValue(SCALED.format(cell.text))
    if cell.kind not in ("number", "dressed"):
        words = Words("应为数字，而这里是{0}。", "This must be a number; here stands {0}.")
        raise BadValue(words.format(KINDS[cell.kind]))
    return cell.text


def _whole(column: Column, cell: Cell) -> int:
    text = _decimal(column, cell)
    if text.startswith("-"):
        words = Words("不能为负数，而这里是 {0}。", "This may not be below zero; here stands {0}.")
        raise BadValue(words.format(text))
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        words = Words("应为整数，不是 {0}。", "This must be a whole number, not {0}.")
        raise BadValue(words.format(text))
    return int(text)


def _day(column: Column, cell: Cell) -> str:
    text = cell.text.strip()
    if cell.kind in ("date", "text") and re.fullmatch(DAY_PATTERN, text, re.ASCII):
        return text
    words = Words(
        "应为日期，如 2013-03-31，而这里是“{0}”。",
        "This must be a date such as 2013-03-31; here stands “{0}”.",
    )
    raise BadValue(words.format(text[:40]))


def _choice(column: Column, cell: Cell) -> str:
    given = _text(column, cell)
    for code, label in column.labels.items():
        if given.casefold() in (code, label.zh.casefold(), label.en.casefold()):
            return code
    words = Words("应为其一：{0}；不是“{1}”。", "This must be one of: {0}; not “{1}”.")
    raise BadValue(words.format(joined(list(column.labels.values())), given[:40]))


def _codes(column: Column, cell: Cell) -> list[str]:
    parts = [part.strip() for part in SEPARATORS.split(_text(column, cell))]
    if "" in parts:
        raise BadValue(
            Words("分隔号之间有空项。", "There is nothing between two of the separators.")
        )
    twice = [part for part in dict.fromkeys(parts) if parts.count(part) > 1]
    if twice:
        words = Words("“{0}”写了两次。", "“{0}” is named twice.")
        raise BadValue(words.format(twice[0]))
    return parts


def _yes_or_no(column: Column, cell: Cell) -> bool:
    text = cell.text.strip().casefold()
    if cell.kind in ("text", "yesno") and text in YES | NO:
        return text in YES
    words = Words("应为“是”或“否”，不是“{0}”。", "This must be yes or no, not “{0}”.")
    raise BadValue(words.format(text[:40]))
