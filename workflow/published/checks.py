"""Questions that every kind of published table is asked: parts against points, numbers twice."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction

from workflow.published.finding import Finding
from workflow.published.headings import Line
from workflow.published.numbers import parts_of, shown, sum_of
from workflow.words import Words, both, joined

PARTS = Words(
    "“{3}”为 {0} 分，而分项 {1} 相加为 {2}。",
    "{3!r} is worth {0}, while its parts {1} add to {2}.",
)
PRINTED_SUM = Words(
    "分项 {0} 相加为 {1}，表上的分项合计为 {2}。",
    "The parts {0} add to {1}; the sum printed beside them is {2}.",
)
TWICE = Words("编号 {0} 与第 {1} 行重复。", "Number {0} stands in row {1} already.")


def parts_in(line: Line, *columns: str) -> tuple[str, ...]:
    """The parts of the points, from the first of these columns that names any."""
    for name in columns:
        number = line.number(name)
        # A column of parts may hold a single number, which is then the only part.
        found = parts_of(line.text(name)) or ((number.text,) if name == "parts" and number else ())
        if found:
            return found
    return ()


def parts(line: Line, name: str, points: str, of: Sequence[str]) -> Iterator[Finding]:
    """The points of a row against the sum of its parts, and that sum against what is printed.

    `name` is the column that tells what the row is about, `points` that of its points.
    """
    if not of:
        return
    total, said = sum_of(tuple(of)), both("+".join(of))
    worth, beside = line.number(points), line.number("parts_sum")
    if worth is not None and worth.value != total:
        words = PARTS.format(both(worth.text), said, both(shown(total)), both(line.text(name)))
        yield line.finding(points, "parts", words)
    if beside is not None and beside.value != total:
        words = PRINTED_SUM.format(said, both(shown(total)), both(beside.text))
        yield line.finding("parts_sum", "parts_sum", words)


def twice(
    lines: Iterable[Line],
    column: str,
    code: str,
    owner: Callable[[Line], Hashable],
    words: Words = TWICE,
) -> Iterator[Finding]:
    """What stands in a column for two owners; the later row names the earlier one."""
    first: dict[str, Line] = {}
    told: set[tuple[str, Hashable]] = set()
    for line in lines:
        text = line.text(column)
        earlier = first.setdefault(text, line) if text else line
        if owner(earlier) == owner(line) or (text, owner(line)) in told:
            continue
        told.add((text, owner(line)))
        yield line.finding(column, code, words.format(both(text), earlier.row))


def unknown_units(
    named: Iterable[tuple[Line, str]], column: str, known: Container[str] | None
) -> Iterator[Finding]:
    """Units that the county does not have, each once, with every row that names it. `known` None:
    there is no county to ask."""
    lines: dict[str, list[Line]] = {}
    for line, name in named:
        if known is not None and name not in known:
            lines.setdefault(name, []).append(line)
    for name, some in lines.items():
        words = Words("本县没有单位“{0}”。", "This county has no unit {0!r}.")
        if len(some) > 1:
            words = Words(
                "本县没有单位“{0}”（第 {1} 行）。", "This county has no unit {0!r} (rows {1})."
            )
        rows = joined([both(str(line.row)) for line in some])
        yield some[0].finding(column, "unknown_unit", words.format(both(name), rows))


def total_of(numbers: Iterable[Fraction]) -> Fraction:
    """The sum of exact numbers."""
    return sum(numbers, Fraction())
