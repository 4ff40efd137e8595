"""The draft of a scheme in the making: its tables, their comments, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from workflow.published.bands import bands
from workflow.published.headings import Found
from workflow.scheme.writing import toml_of
from workflow.words import Words

Body = dict[str, Any]
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
# Characters that a name in a scheme may not hold: controls, and what turns the text's direction.
UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAME, TITLE, LINE = 60, 120, 200
# What is not in such tables and must stand in a scheme; said in the file.
NOT_PRINTED = "原表未列 not in the table"
NO_POINTS = Words("分值：表上没有可读的数", "The points: the table has no number to read")
# The grades of the source (S42), where the table has none.
USUAL_GRADES = (
    ("exceeded", Words("超标", "Exceeded"), "95"),
    ("met", Words("达标", "Met"), "80"),
    ("not_met", Words("未达标", "Not met"), None),
)


def text(given: str, most: int) -> str:
    """A printed text as a scheme holds one: on one line, and no longer than it may be."""
    line = " ".join(UNFIT.sub(" ", given).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


class Draft:
    """Tables and their comments; codes are given once each."""

    def __init__(self, code: str, year: int, total: str, name: Words) -> None:
        self.body: Body = {
            "code": code,
            "year": year,
            "zh": text(name.zh, TITLE),
            "en": text(name.en, TITLE),
            "total": total,
        }
        self.notes: dict[tuple[str, int], Sequence[str]] = {}
        self._codes: dict[str, set[str]] = {}

    def note(self, *lines: str) -> None:
        """What stands above everything."""
        self.notes["", 0] = [*self.notes.get(("", 0), ()), *lines]

    def add(self, table: str, entry: Body, *notes: str) -> None:
        """One more entry of a table, with a comment above it."""
        entries = self.body.setdefault(table, [])
        if notes:
            self.notes[table, len(entries)] = notes
        entries.append(entry)

    def code(self, table: str, wanted: str, fallback: str) -> str:
        """A code of its own for an entry: as it was printed, where that is one."""
        taken = self._codes.setdefault(table, set())
        code = wanted if CODE.fullmatch(wanted) else fallback
        while code in taken:
            code = f"{fallback}-{len(taken) + 1}"
        taken.add(code)
        return code

    def open(self, field: str, words: Words) -> None:
        """Say that something is left open."""
        self.add("open", {"field": field, "zh": words.zh, "en": words.en})

    def grades(self, found: Sequence[Found]) -> None:
        """The grades of the table's own bands, else the usual ones, said to be so."""
        lines = [line for one in found for line in bands(one)]
        if len(lines) < 2:
            for place, (code, name, least) in enumerate(USUAL_GRADES):
                entry = {"code": code, "zh": name.zh, "en": name.en}
                entry |= {} if least is None else {"at_least": least}
                notes = () if place else (f"◐ {NOT_PRINTED}: S42",)
                self.add("grade", entry, *notes)
            return
        for place, line in enumerate(lines, 1):
            title, low = text(line.text("grade"), NAME), line.number("low")
            code = self.code("grade", line.text("grade"), f"g{place}")
            entry = {"code": code, "zh": title, "en": title}
            # The last one takes the rest, whatever is printed as its beginning.
            entry |= {"at_least": low.text} if low and place < len(lines) else {}
            self.add("grade", entry, f"第 {line.row} 行 row {line.row}")

    @property
    def toml(self) -> str:
        """The draft as a file."""
        return toml_of(self.body, self.notes)
