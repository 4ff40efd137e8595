"""Plain charts as SVG: where the marks of a chart stand, in whole pixels; macros/chart.html draws.

A chart never stands alone: the numbers are in a table beside it, and its text alternative says what
it shows. Colours come from the page's own tokens by class, for no style may stand in the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

Values = dict[str, Any]
Down = Callable[[Fraction], int]

WIDTH: Final = 640
HEIGHT: Final = 220
LEFT: Final = 48
RIGHT: Final = 24
TOP: Final = 16
BOTTOM: Final = 28
LINES: Final = 5
"""Lines of the grid, lowest and highest among them."""


def chart(
    title: str,
    years: Sequence[int],
    dots: Mapping[int, Sequence[Fraction]],
    line: Mapping[int, Fraction],
    *,
    scale: tuple[Fraction, Fraction] | None = None,
    unit: str = "",
) -> Values | None:
    """A chart by years: values as dots, one value a year joined to a line. None where there are not
    two years to look at. `scale` is the lowest and highest value; else that of the values."""
    values = [v for each in dots.values() for v in each] + list(line.values())
    if len(years) < 2 or not values:
        return None
    low, high = scale or spread(values)
    across = {year: _across(place, len(years)) for place, year in enumerate(years)}

    def down(value: Fraction) -> int:
        kept = min(max(value, low), high)
        return TOP + round((HEIGHT - TOP - BOTTOM) * (high - kept) / (high - low))

    joined = [(across[year], down(line[year])) for year in years if year in line]
    return {
        "title": title,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "grid": [_gridline(n, low, high, down, unit) for n in range(LINES)],
        "years": [{"x": across[year], "y": HEIGHT - 8, "text": str(year)} for year in years],
        "dots": [
            {"x": across[year], "y": y}
            for year in years
            for y in sorted({down(value) for value in dots.get(year, ())})
        ],
        "line": " ".join(f"{x},{y}" for x, y in joined),
        "points": [{"x": x, "y": y} for x, y in joined],
    }


def spread(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The lowest and highest value; where they are one, room around it."""
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - 1, high + 1)


def _across(place: int, count: int) -> int:
    inside = WIDTH - LEFT - RIGHT
    return LEFT + inside * (2 * place + 1) // (2 * count)


def _gridline(n: int, low: Fraction, high: Fraction, down: Down, unit: str) -> Values:
    value = low + (high - low) * n / (LINES - 1)
    return {"y": down(value), "text": _decimal(value) + unit}


def _decimal(value: Fraction) -> str:
    """A value of the scale to one decimal, half up."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    sign = "-" if value < 0 and tenths else ""
    whole, rest = divmod(tenths, 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
