"""The program that opens somebody's workbook, in a process that may do nothing else.

It reads the file from standard input and writes what stands in the cells, as JSON, to standard
output. It limits itself before it looks at a single byte, has no secret in its environment and
imports nothing of this project: whatever a file does to it, the service goes on (stack.md 6).
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

MOST_MEMORY = 1024**3
MOST_CPU_SECONDS = 20
# A sheet filled to our own limits unpacks to about 25 MB.
MOST_UNPACKED = 60 * 1024**2
MOST_MEMBERS = 300
MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_TEXT = 4_000
MOST_TEXT_IN_ALL = 4_000_000

# Excel shows fifteen significant digits of what it stores with seventeen.
SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
# Number formats under which a number reads as it is stored.
PLAIN = frozenset({"general", "0", "@"})
# Formats that show another number than is stored: per cent, thousands, ten thousands (0!.0,).
SCALED = re.compile(r"%|[0#?],+(?![0#?,])|[!\\]\.")
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|_.')


class Refused(Exception):
    """The file is not read; `code` says why, `detail` where."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def limit() -> None:
    """Give up memory, time and files beyond what reading needs, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        # macOS knows RLIMIT_AS and does not take it.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


# — the archive —


def check_archive(body: bytes) -> None:
    """What the file is, by its content; and that it unpacks to no more than we would read."""
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old_format")
    if not body.startswith(b"PK"):
        raise Refused("not_a_workbook")
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise Refused("unpacks_too_large")
    if len(set(names)) != len(names):
        raise Refused("damaged")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused("not_a_workbook")
    if any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in names):
        raise Refused("macros")


# — the cells —


def format_of(workbook: Any, style: int) -> str:
    """The number format of a cell's style."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    number = workbook._cell_styles[style].numFmtId if style < len(workbook._cell_styles) else 0
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(number, "General"))
    return str(workbook._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def number_kind(code: str) -> str:
    """Whether a number reads as it is stored (number), is only dressed, or reads as another."""
    if code.lower() in PLAIN:
        return "number"
    return "scaled" if SCALED.search(QUOTED.sub("", code)) else "dressed"


def number_text(raw: str) -> str:
    """A stored number as Excel shows it: no binary noise, no exponent, no trailing zeros."""
    try:
        value = SHOWN.create_decimal(raw)
    except InvalidOperation as error:
        raise Refused("damaged") from error
    if not value.is_finite():
        raise Refused("damaged")
    if abs(value.adjusted()) > 40:
        return str(value)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if Decimal(text) == 0 else text


def date_text(value: Any) -> str:
    """A day as ISO text; with a time of day where there is one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def column_name(number: int) -> str:
    """1 → A, 28 → AB."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def rows_of(workbook: Any, sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet that hold anything, each with its number and its cells, as written.

    openpyxl's own rows are padded to the sheet's declared size, which a file may set at will, and
    do not tell a formula without a value from an empty cell; so its parser is asked directly.
    """
    from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            cell["raw"] = element.findtext(VALUE_TAG)
            cell["formula"] = element.find(FORMULA_TAG) is not None
            return cell

    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        last = 0
        for _, element in iterparse(source):
            if element.tag != ROW_TAG:
                continue
            number, cells = parser.parse_row(element)
            element.clear()
            found = [c for c in (cell_of(workbook, cell) for cell in cells) if c is not None]
            columns = [cell[0] for cell in found]
            if number <= last or columns != sorted(set(columns)):
                raise Refused("damaged")
            last = number
            if found:
                yield [number, found]


def cell_of(workbook: Any, cell: dict[str, Any]) -> list[Any] | None:
    """A cell as [column, kind, text]; None where it holds nothing."""
    kind, value = cell["data_type"], cell["value"]
    if value is None or value == "":
        # A formula may have the empty text as its value, and then says so by its type.
        bare = cell["formula"] and not (cell["raw"] == "" and kind == "str")
        return [cell["column"], "formula", ""] if bare else None
    if kind == "e":
        return [cell["column"], "error", str(value)]
    if kind == "b":
        return [cell["column"], "yesno", "true" if value else "false"]
    if kind == "d":
        return [cell["column"], "date", date_text(value)]
    if kind == "n":
        style = number_kind(format_of(workbook, cell["style_id"]))
        return [cell["column"], style, number_text(cell["raw"])]
    return [cell["column"], "text", str(value)]


def sheet_of(workbook: Any, sheet: Any, left: list[int]) -> dict[str, Any]:
    """One sheet within its limits; `left` counts down what may still be said in all."""
    rows = []
    for number, cells in rows_of(workbook, sheet):
        for column, _, text in cells:
            name = f"{sheet.title}!{column_name(column)}{number}"
            if number > MOST_ROWS or column > MOST_COLUMNS:
                raise Refused("too_many_cells", name)
            if len(text) > MOST_TEXT:
                raise Refused("text_too_long", name)
            left[0] -= len(text) + 1
            if left[0] < 0:
                raise Refused("too_much_text", name)
        rows.append([number, cells])
    return {"name": sheet.title, "rows": rows}


def book_of(body: bytes) -> list[dict[str, Any]]:
    """Every sheet of a workbook. Raises Refused."""
    check_archive(body)
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        # Without it entities are expanded: never read a stranger's file like that.
        raise Refused("no_defusedxml")
    from defusedxml import DefusedXmlException

    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(body), read_only=True, data_only=True, keep_links=False
        )
        if len(workbook.worksheets) > MOST_SHEETS:
            raise Refused("too_many_sheets")
        left = [MOST_TEXT_IN_ALL]
        return [sheet_of(workbook, sheet, left) for sheet in workbook.worksheets]
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # openpyxl says no in many ways, and wraps what its parser says.
        behind: BaseException | None = error
        while behind is not None:
            if isinstance(behind, DefusedXmlException):
                raise Refused("entities") from error
            behind = behind.__cause__ or behind.__context__
        raise Refused("damaged") from error


def main() -> None:
    """Read, and say what there was or why it was not read."""
    limit()
    warnings.simplefilter("ignore")
    answer: dict[str, Any]
    try:
        answer = {"sheets": book_of(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": refused.code, "detail": refused.detail}
    except MemoryError:
        answer = {"refused": "unpacks_too_large", "detail": ""}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
