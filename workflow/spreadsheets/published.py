"""An earlier year's published results from a workbook: kept as printed, what is wrong in it told.

A published table is a document: that its sums, ranks or grades do not come out is said by row and
stops nothing. What cannot be kept at all, a row of no known unit or without a number, is left out
and told too. The total of each unit becomes last year's figure of the measure named below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflow.published import results
from workflow.published.finding import Finding
from workflow.published.headings import Found, Line, NoTable, tables_in
from workflow.published.units import unit_names
from workflow.spreadsheets import tables
from workflow.spreadsheets.plans import Draft, Known
from workflow.spreadsheets.reading import Book
from workflow.spreadsheets.results import record_one
from workflow.spreadsheets.tables import Column, Fault, Table
from workflow.words import Words, both

Values = dict[str, Any]

PUBLISHED = Table(
    "published",
    Words("考核结果", "Published results"),
    tuple(
        Column(
            f.name,
            f.label,
            {"year": "whole", "total": "decimal", "rank": "whole"}.get(f.name, "text"),
            required=f.name in ("year", *results.RESULTS.needs),
        )
        for f in results.RESULTS.fields
    ),
    (),
)
MEASURE, UNIT_OF_MEASURE = "年度考核总分", "分"


def record_published(draft: Draft, book: Book, known: Known) -> None:
    """登记上年完成 for the total of every unit, and remarks on all that does not recompute."""
    try:
        found = tables_in(book, (results.RESULTS,))
    except NoTable as error:
        draft.faults.append(Fault("", "", error.words))
        return
    for one in found:
        _record(draft, one, known)


def _record(draft: Draft, found: Found, known: Known) -> None:
    names = unit_names(known.organisation)
    lines = results.rows(found)
    for year in dict.fromkeys(line.text("year") for line in lines):
        own = replace(found, lines=tuple(x for x in lines if x.text("year") == year))
        plan_year = known.years.get(int(year)) if _is_year(year) else None
        rules = results.rules_of(plan_year.scheme if plan_year else None, names)
        draft.remarks += (_remark(finding) for finding in results.findings(own, rules))
    units = Counter((line.text("year"), line.text("unit")) for line in lines)
    for line in lines:
        why = list(_not_kept(line, names, units[line.text("year"), line.text("unit")]))
        draft.remarks += why
        if not why:
            _keep(draft, line, names[line.text("unit")], known)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal()


def _remark(finding: Finding) -> Fault:
    words = finding.words
    if finding.heading:
        words = Words("{0}：{1}", "{0}: {1}").format(both(finding.heading), words)
    return Fault(finding.sheet, str(finding.row or ""), words)


def _not_kept(line: Line, names: dict[str, str], times: int) -> Iterator[Fault]:
    """Why a row cannot be kept as it is printed."""
    words = None
    if not _is_year(line.text("year")):
        words = Words("没有年度，未登记。", "It has no year and is not recorded.")
    elif line.text("unit") not in names:
        words = Words("不知是哪个单位，未登记。", "Its unit is not known; it is not recorded.")
    elif times > 1:
        words = Words(
            "此单位不止一行，都未登记。", "This unit has several rows; none of them is recorded."
        )
    elif line.number("total") is None:
        words = Words("总分不是数字，未登记。", "Its total is no number; it is not recorded.")
    if words is not None:
        yield Fault(line.sheet, str(line.row), words)


def _keep(draft: Draft, line: Line, unit: str, known: Known) -> None:
    total = line.number("total")
    assert total is not None
    raw: Values = {
        "year": int(line.text("year")),
        "unit": unit,
        "measure": MEASURE,
        "unit_of_measure": UNIT_OF_MEASURE,
        "target_value": None,
        "result": total.text,
        "status": "final",
        "document": line.text("document") or None,
    }
    held = known.past.get((raw["year"], unit, MEASURE))
    record_one(draft, tables.Line(line.sheet, line.row, {}, {}), raw, held)
