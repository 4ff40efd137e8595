"""What a sheet should look like, and reading one by that: headings found, each wrong cell named.

A declared table has columns with a heading in each language. Nothing is repaired and nothing is
guessed: what a cell cannot mean is a fault, and a sheet with a fault changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.spreadsheets.reading import Row, Sheet, cell_name
from workflow.spreadsheets.values import BadValue, value_of
from workflow.words import Words, both, joined

Values = dict[str, Any]
# So many rows from the top are looked through for the headings; titles may stand above them.
HEAD_ROWS = 10
# The words of a row of sums, and of one that sums up what stands above it since the last such row.
SUMS = {
    **dict.fromkeys(("合计", "总计", "total", "合计 total"), "all"),
    **dict.fromkeys(("小计", "subtotal", "小计 subtotal"), "part"),
}
CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Column:
    """A column: its field, its heading, what its cells hold, and what to say of it to people.

    `kind` is text, code, codes, decimal, whole, day, choice or yesno.
    """

    name: str
    label: Words
    kind: str = "text"
    required: bool = False
    labels: Mapping[str, Words] = field(default_factory=dict)
    hint: Words | None = None


@dataclass(frozen=True)
class Table:
    """A table: its sheet's name, its columns, and which of them tell its rows apart."""

    name: str
    label: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    # The columns of the template; a table may know more of them than it asks for. () means all.
    asked: tuple[str, ...] = ()
    # Whether 合计 or Total in a cell makes its row one of sums.
    has_sums: bool = False

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the sheet, the cell (or "7" for a row, "" for the sheet)."""

    sheet: str
    cell: str
    words: Words

    @property
    def said(self) -> Words:
        """Where and what, in one sentence."""
        where = both(f"{self.sheet}!{self.cell}" if self.cell else self.sheet)
        return Words("{0}：{1}", "{0}: {1}").format(where, self.words)

    def place(self) -> tuple[int, int, str]:
        """For the order in which people look through a sheet: row, then column."""
        found = CELL.fullmatch(self.cell)
        if found is None:
            return (int(self.cell or 0), 0, "")
        return (int(found[2]), len(found[1]), found[1])


@dataclass(frozen=True)
class Line:
    """A row as it was understood: the values of its cells by column, and where each stands."""

    sheet: str
    number: int
    values: Values
    cells: Mapping[str, str]
    # Of a row of sums: "all", or "part" for what stands above it since the last such row.
    sums: str = ""

    def fault(self, column: str, zh: str, en: str) -> Fault:
        """A fault of this row's cell in a column; of the row where the sheet has no such column."""
        return Fault(self.sheet, self.cells.get(column, str(self.number)), Words(zh, en))

    def get(self, column: str) -> Any:
        """The value of a column; None for an empty cell."""
        return self.values.get(column)


@dataclass(frozen=True)
class Read:
    """A sheet as it was understood, and all that is wrong with it."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    totals: tuple[Line, ...] = ()


def plain(text: str) -> str:
    """A heading or a word from a list as it is compared: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(words: Words) -> set[str]:
    """How a heading may be written: in either language, or in both as our templates do."""
    return {plain(words.zh), plain(words.en), plain(f"{words.zh} {words.en}")}


def read_table(table: Table, sheet: Sheet) -> Read:
    """The rows of a sheet under their headings."""
    head = _heading_row(table, sheet)
    if head is None:
        needed = joined([c.label for c in table.columns if c.required])
        sentence = Words(
            "前 {0} 行中找不到列标题（须有：{1}）。",
            "No headings in the first {0} rows (needed: {1}).",
        )
        return Read((), (Fault(sheet.name, "", sentence.format(both(str(HEAD_ROWS)), needed)),))
    columns, faults = _headings(table, sheet, head)
    faults += _unheaded(sheet, head)
    lines: list[Line] = []
    totals: list[Line] = []
    for row in sheet.rows:
        if row.number > head.number and not _is_blank(row):
            line, wrong = _line(table, columns, sheet.name, row)
            faults += wrong if line.sums else [*wrong, *_missing(columns, line)]
            (totals if line.sums else lines).append(line)
    if table.key:
        keyed = ((line, tuple(line.get(name) for name in table.key)) for line in lines)
        faults += same_rows(keyed, table.key[-1])
    return Read(tuple(lines), tuple(faults), tuple(totals))


def _is_blank(row: Row) -> bool:
    return all(cell.kind == "text" and not cell.text.strip() for cell in row.cells.values())


def _heading_row(table: Table, sheet: Sheet) -> Row | None:
    known = {spelling for column in table.columns for spelling in spellings(column.label)}
    enough = min(2, len(table.columns))
    best, most = None, enough - 1
    for row in sheet.rows:
        if row.number > HEAD_ROWS:
            break
        count = sum(plain(cell.text) in known for cell in row.cells.values())
        if count > most:
            best, most = row, count
    return best


def _headings(table: Table, sheet: Sheet, head: Row) -> tuple[dict[int, Column], list[Fault]]:
    """The columns by their place, and what is wrong with the headings."""
    by_name = {name: column for column in table.columns for name in spellings(column.label)}
    found: dict[int, Column] = {}
    faults = []
    for place, cell in head.cells.items():
        column = by_name.get(plain(cell.text))
        where = cell_name(place, head.number)
        if column is None:
            words = Words("没有“{0}”这一列。", "There is no column “{0}”.")
            faults.append(Fault(sheet.name, where, words.format(cell.text)))
        elif column in found.values():
            words = Words("“{0}”这一列出现了两次。", "The column “{0}” stands here twice.")
            faults.append(Fault(sheet.name, where, words.format(column.label)))
        else:
            found[place] = column
    words = Words("缺少“{0}”这一列。", "The column “{0}” is missing.")
    faults += [
        Fault(sheet.name, str(head.number), words.format(column.label))
        for column in table.columns
        if column.required and column not in found.values()
    ]
    return found, faults


def _line(
    table: Table, columns: Mapping[int, Column], sheet: str, row: Row
) -> tuple[Line, list[Fault]]:
    sums = ""
    cells = {column.name: cell_name(place, row.number) for place, column in columns.items()}
    values: Values = {}
    faults = []
    for place, cell in row.cells.items():
        where = cell_name(place, row.number)
        if place not in columns:
            continue
        if table.has_sums and cell.kind == "text" and plain(cell.text) in SUMS:
            sums = SUMS[plain(cell.text)]
            continue
        try:
            value = value_of(columns[place], cell)
        except BadValue as error:
            faults.append(Fault(sheet, where, error.words))
            # Known to be filled in, so that it is not called empty too.
            values[columns[place].name] = None
        else:
            if value is not None:
                values[columns[place].name] = value
    return Line(sheet, row.number, values, cells, sums), faults


def _missing(columns: Mapping[int, Column], line: Line) -> list[Fault]:
    words = Words("“{0}”必填。", "“{0}” is required.")
    return [
        Fault(line.sheet, line.cells[column.name], words.format(column.label))
        for column in columns.values()
        if column.required and column.name not in line.values
    ]


def _unheaded(sheet: Sheet, head: Row) -> list[Fault]:
    """The first cell of every column that holds something and has no heading."""
    known = set(head.cells)
    faults = []
    for row in sheet.rows:
        for place in row.cells:
            if row.number > head.number and place not in known:
                known.add(place)
                words = Words("这一列没有标题。", "This column has no heading.")
                faults.append(Fault(sheet.name, cell_name(place, row.number), words))
    return faults


def same_rows(keyed: Iterable[tuple[Line, tuple[Any, ...]]], column: str) -> list[Fault]:
    """Rows of which there may be only one, by a key of theirs; both are named."""
    first: dict[tuple[Any, ...], Line] = {}
    faults = []
    for line, key in keyed:
        earlier = line if None in key else first.setdefault(key, line)
        if earlier is not line:
            words = Words("第 {0} 行与第 {1} 行重复：{2}。", "Rows {0} and {1} are the same: {2}.")
            numbers = (both(str(line.number)), both(str(earlier.number)))
            said = both(" · ".join(str(part) for part in key))
            faults.append(Fault(line.sheet, line.cells[column], words.format(*numbers, said)))
    return faults
