"""Which column of a published table holds what: by its heading, or as somebody says.

A layout is data: its fields with every heading under which one was seen, in Chinese and English. A
table whose headings are other ones is read by saying which is which (`--column item=考核要点`);
nothing is guessed from what stands in the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.published.finding import Finding
from workflow.published.numbers import Printed, printed
from workflow.spreadsheets.reading import Book, Cell, Row, Sheet
from workflow.spreadsheets.tables import HEAD_ROWS, SUMS, plain, spellings
from workflow.words import Words, both, joined

NOTHING = Cell("text", "")


@dataclass(frozen=True)
class Field:
    """What a column may hold, and the headings it is known by; the first two are its name."""

    name: str
    label: Words
    headings: tuple[str, ...] = ()

    @property
    def spellings(self) -> set[str]:
        """Every heading it is known by, as they are compared."""
        return {heading_of(text) for text in self.headings} | spellings(self.label)


@dataclass(frozen=True)
class Layout:
    """A kind of table: its fields, and those without which it is none of this kind."""

    name: str
    label: Words
    fields: tuple[Field, ...]
    needs: tuple[str, ...]
    # Fields of merged cells: where one is empty, the one above it holds.
    carried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row under its headings."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]
    # Of a row of sums: its word.
    is_sum: bool = False

    def text(self, name: str) -> str:
        """What stands in a column, "" where nothing does."""
        return " ".join(self.cells.get(name, NOTHING).text.split())

    def number(self, name: str) -> Printed | None:
        """The number in a column; None where there is none."""
        cell = self.cells.get(name)
        return printed(cell) if cell else None

    def finding(self, name: str, code: str, words: Words, *, is_wrong: bool = True) -> Finding:
        """Something about this row's cell in a column."""
        heading = self.headings.get(name, "")
        return Finding(self.sheet, self.row, heading, code, words, is_wrong)

    def numbers(self, *names: str) -> Iterator[Finding]:
        """The cells of these columns that ought to hold a number and do not."""
        words = Words("应为数字，而这里是“{0}”。", "This must be a number; here stands “{0}”.")
        for name in names:
            if self.text(name) and self.number(name) is None:
                said = words.format(both(self.text(name)[:40]))
                yield self.finding(name, "not_a_number", said)


@dataclass(frozen=True)
class Found:
    """A sheet that is of a layout: its rows, and the headings that nothing was made of."""

    layout: Layout
    sheet: str
    lines: tuple[Line, ...]
    unread: tuple[str, ...] = ()


class NoTable(Exception):
    """No sheet is of any layout asked for; the words say what was looked for."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def heading_of(text: str) -> str:
    """A heading as it is compared: width, case, spaces and underlines do not count."""
    return plain(text.replace("_", " "))


def tables_in(
    book: Book, layouts: Sequence[Layout], columns: Mapping[str, str] | None = None
) -> list[Found]:
    """Every sheet that is of one of the layouts. `columns` says field by field which heading it
    has in this file. Raises NoTable."""
    found = [one for sheet in book.sheets if (one := _found(sheet, layouts, columns or {}))]
    if not found:
        wanted = joined([_wanted(layout) for layout in layouts])
        words = Words(
            "没有找到可读的表。标题行须有：{0}；标题不同的，用“字段=标题”写明。",
            "There is no table that can be read. Its headings must name: {0}; say others as "
            "field=heading.",
        )
        raise NoTable(words.format(wanted))
    return found


def _wanted(layout: Layout) -> Words:
    names = joined([f.label for f in layout.fields if f.name in layout.needs])
    return Words("{0}（{1}）", "{0} ({1})").format(layout.label, names)


def _found(sheet: Sheet, layouts: Sequence[Layout], columns: Mapping[str, str]) -> Found | None:
    """The sheet by the layout and heading row of which it names most."""
    best: tuple[int, Layout, Row, dict[int, str]] | None = None
    for row in sheet.rows:
        if row.number > HEAD_ROWS:
            break
        for layout in layouts:
            places = _places(layout, row, columns)
            if {*layout.needs} <= {*places.values()} and (best is None or len(places) > best[0]):
                best = (len(places), layout, row, places)
    return None if best is None else _read(sheet, *best[1:])


def _places(layout: Layout, row: Row, columns: Mapping[str, str]) -> dict[int, str]:
    """The fields by their column; of a heading that stands twice the first one counts."""
    said = {heading_of(heading): name for name, heading in columns.items()}
    known = {text: f.name for f in layout.fields for text in f.spellings if f.name not in columns}
    places: dict[int, str] = {}
    for place, cell in row.cells.items():
        text = heading_of(cell.text)
        name = said.get(text) or known.get(text)
        if name is not None and name not in places.values():
            places[place] = name
    return places


def _read(sheet: Sheet, layout: Layout, head: Row, places: dict[int, str]) -> Found:
    headings = {name: " ".join(head.cells[n].text.split()) for n, name in places.items()}
    others = {n: " ".join(c.text.split()) for n, c in head.cells.items() if n not in places}
    headings |= {f"+{text}": text for text in others.values()}
    names = places | {n: f"+{text}" for n, text in others.items()}
    lines, above = [], dict[str, Cell]()
    for row in sheet.rows:
        if row.number <= head.number:
            continue
        cells = {names[n]: cell for n, cell in row.cells.items() if n in names}
        is_sum = any(plain(cell.text) in SUMS for cell in cells.values())
        if not is_sum:
            cells = _carried(layout, cells, above)
        lines.append(Line(sheet.name, row.number, cells, headings, is_sum))
    return Found(layout, sheet.name, tuple(lines), tuple(others.values()))


def _carried(layout: Layout, cells: dict[str, Cell], above: dict[str, Cell]) -> dict[str, Cell]:
    """The row with what merged cells above it hold; `above` goes on to the next row."""
    given = [name for name in layout.carried if name in cells]
    if given:
        # A new group begins: what stood beside the one before it is not this one's.
        first = layout.carried.index(given[0])
        for name in layout.carried[first:]:
            above.pop(name, None)
    above |= {name: cells[name] for name in given}
    return above | cells
