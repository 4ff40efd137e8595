"""Numbers as published tables print them: "31", "31分", "100 (107.14 capped)", "(2+6+3)"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from workflow.scoring.exact import exact, exact_text
from workflow.spreadsheets.reading import Cell

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,6})?"
_PRINTED = re.compile(rf"(-?{_NUMBER})\s*(?:%|分|名|points?)?\s*(?:\((.*)\))?", re.IGNORECASE)
# Two numbers or more with a plus between, not part of some longer number: "2+6+3", "2分+6分".
_PARTS = re.compile(
    rf"(?<![0-9.:+-])({_NUMBER}\s*分?(?:\s*\+\s*{_NUMBER}\s*分?)+)(?![0-9.:])", re.IGNORECASE
)
_EACH = re.compile(_NUMBER)


@dataclass(frozen=True)
class Printed:
    """A number as it was printed, and what stood behind it in brackets."""

    text: str
    note: str = ""

    @property
    def value(self) -> Fraction:
        """The number itself."""
        return exact(self.text)

    @property
    def places(self) -> int:
        """So many decimals were printed."""
        return len(self.text.partition(".")[2])


def printed(cell: Cell) -> Printed | None:
    """The number of a cell; None where it holds none. What a scaling format shows is not what is
    stored, so such a cell holds none either."""
    if cell.kind not in ("text", "number", "dressed"):
        return None
    found = _PRINTED.fullmatch(unicodedata.normalize("NFKC", cell.text).strip())
    return Printed(found[1], found[2] or "") if found else None


def parts_of(text: str) -> tuple[str, ...]:
    """The parts that a text says some points consist of, the first sum in it; () for none."""
    found = _PARTS.search(unicodedata.normalize("NFKC", text))
    return tuple(_EACH.findall(found[1])) if found else ()


def sum_of(numbers: tuple[str, ...]) -> Fraction:
    """The sum of printed numbers."""
    return sum(map(exact, numbers), Fraction())


def shown(number: Fraction) -> str:
    """A number as text, without loss."""
    return exact_text(number)
