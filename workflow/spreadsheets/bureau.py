"""A scoring unit's sheet as a workbook: one item, all units, filled offline and read again (S7–S9).

Each row carries a check code, the version and content that it was made from: a row that moved since
is named and left out, the others go on. What is filled in comes to the same answers that the page
takes, and is judged like them; nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.audit.canonical import nfc
from workflow.inputs.acceptance import Assess
from workflow.inputs.fields import Choice, DecimalText, YesNo
from workflow.spreadsheets.filling import Sent, marked, sent_table, workbook
from workflow.spreadsheets.reading import Book
from workflow.spreadsheets.tables import Column, Fault, Line, Table
from workflow.words import Words, both, say

Values = dict[str, Any]
Answers = dict[str, str]

ANSWERS = ("found_value", "quality", "on_time", "met", "cause", "text")


def _answer(name: str) -> Column:
    """A column as the act's input declares its field."""
    declared = Assess().fields[name]
    kind, labels = "text", {}
    if isinstance(declared, Choice):
        kind, labels = "choice", dict(declared.labels)
    elif isinstance(declared, DecimalText):
        kind = "decimal"
    elif isinstance(declared, YesNo):
        kind = "yesno"
    return Column(name, declared.metadata["label"], kind, labels=labels)


SHEET = Table(
    "bureau",
    Words("考核表", "Sheet"),
    (
        Column("unit", Words("单位代码", "Unit code"), required=True),
        Column("name", Words("单位", "Unit")),
        Column("content", Words("内容", "Content")),
        Column("target_value", Words("目标值", "Target value")),
        Column("reported", Words("上报值", "Reported")),
        Column("ledger", Words("台账", "Ledger")),
        *(_answer(name) for name in ANSWERS),
        Column("check", Words("核对码", "Check code"), required=True),
    ),
    (),
)
# What stands in a row that may be found until somebody writes something else.
USUAL = {"quality": "ok", "on_time": "true", "cause": "none"}


@dataclass
class Filled:
    """What was filled in: answers by target, as a form would send them; and what is left out."""

    answers: dict[int, Answers] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    left_out: list[Fault] = field(default_factory=list)
    # Rows in which nothing was filled in.
    untouched: int = 0
    # Why the file as a whole is not taken.
    refused: tuple[Fault, ...] = ()


def mark(item: Values) -> str:
    """What says in a file of which item it is."""
    return marked("sheet", item["year"], item["code"])


def check_code(row: Values) -> str:
    """The version and content of a row, in short."""
    return f"{row['version']}-{row['digest'][:12]}"


def bureau_book(item: Values, rows: Sequence[Values], language: str) -> bytes:
    """The sheet of an item with these rows (queries/bureau.py), to be filled in."""
    lines = [_cells(item, row, language) for row in rows]
    title = Words("考核表：{0}", "Bureau sheet: {0}").format(f"{item['title']} {item['year']}")
    needs_value = any(row["needs_value"] for row in rows)
    left = {"ledger"} if needs_value else {"reported", "found_value", "target_value"}
    columns = [column for column in SHEET.columns if column.name not in left]
    return workbook(SHEET.label, title, mark(item), columns, lines, ANSWERS, language)


def _cells(item: Values, row: Values, language: str) -> Values:
    usual = USUAL if row["assessable"] else {}
    shown = {name: _label(name, value, language) for name, value in usual.items()}
    balance = " ".join(text for text in (row["costs"], row["gives"]) if text != "0")
    return {
        "unit": row["unit"],
        "name": say(row["unit_name"], language),
        "content": item["fields"].get("measure") or item["title"],
        "target_value": row["target_value"] or "",
        "reported": row["reported"] or "",
        "ledger": f"{row['entries']}: {balance}" if row["entries"] else "",
        "check": check_code(row),
        **shown,
    }


def _label(name: str, value: str, language: str) -> str:
    if name == "on_time":
        return str(say(Words("是", "yes") if value == "true" else Words("否", "no"), language))
    return str(say(SHEET.column(name).labels[value], language))


def filled(book: Book, item: Values, rows: Sequence[Values]) -> Filled:
    """What a workbook holds for the item's rows as they stand now."""
    sent = sent_table(book, SHEET, mark(item))
    if sent.refused:
        return Filled(refused=sent.refused)
    made, by_code = Filled(), {row["unit"]: row for row in rows}
    counts = Counter(line.get("unit") for line in sent.lines)
    for line in sent.lines:
        row = by_code.get(line.get("unit") or "")
        if _is_untouched(line, row):
            made.untouched += 1
            continue
        why = [*_wrong(sent, line), *_refused(line, row, counts)]
        if why or row is None:
            made.left_out += why
            continue
        made.answers[row["id"]] = _answers(line)
        made.lines[row["id"]] = line
    return made


def _is_untouched(line: Line, row: Values | None) -> bool:
    """Whether nothing was filled in: no value where one is asked for, else no answer at all."""
    if row is not None and row["needs_value"]:
        return "found_value" not in line.values
    return not any(name in line.values for name in ANSWERS)


def _wrong(sent: Sent, line: Line) -> list[Fault]:
    """The cells that can mean nothing, of those that are read."""
    cells = {line.cells[name] for name in (*ANSWERS, "unit", "check") if name in line.cells}
    name = both(str(line.get("name") or line.get("unit") or ""))
    words = Words("“{0}”：{1}", "“{0}”: {1}")
    return [
        Fault(fault.sheet, fault.cell, words.format(name, fault.words) if name else fault.words)
        for fault in sent.faults
        if fault.cell in cells
    ]


def _refused(line: Line, row: Values | None, counts: Mapping[Any, int]) -> Iterator[Fault]:
    """Why a row as a whole is left out."""
    given = line.get("unit")
    if row is None:
        if given is not None:
            words = Words("本事项没有单位“{0}”。", "This item has no unit “{0}”.")
            yield Fault(line.sheet, line.cells["unit"], words.format(both(given)))
        return
    if counts[given] > 1:
        words = Words("单位“{0}”出现了不止一次。", "The unit “{0}” stands here more than once.")
        yield Fault(line.sheet, line.cells["unit"], words.format(both(given)))
    code = line.get("check")
    if code is not None and nfc(code) != check_code(row):
        words = Words(
            "“{0}”在下载之后有了变动，未采用此行：请重新下载。",
            "“{0}” changed after the download, so this row is left out: download it again.",
        )
        yield Fault(line.sheet, line.cells["check"], words.format(row["unit_name"]))
    elif not row["assessable"]:
        reasons = row["refusals"]
        said = reasons[0].text if reasons else Words("不能核定。", "It cannot be assessed.")
        words = Words("“{0}”：{1}", "“{0}”: {1}").format(row["unit_name"], said)
        yield Fault(line.sheet, str(line.number), words)


def _answers(line: Line) -> Answers:
    """The answers of a row as a form would send them; what is left empty is as usual."""
    told = {"found_value": "", "met": "", "text": "", **USUAL}
    for name in ANSWERS:
        value = line.get(name)
        if value is not None:
            told[name] = str(value).lower() if isinstance(value, bool) else value
    return told
