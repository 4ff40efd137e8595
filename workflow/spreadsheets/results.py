"""Last year's targets and results from a workbook (S18), its sums checked and never mended.

Published tables contain errors: a sum that is not the sum of its rows is named with both numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Any

from workflow.audit.canonical import decimal_text
from workflow.inputs.fields import DECIMAL
from workflow.spreadsheets.plans import Draft, Known, units_known
from workflow.spreadsheets.tables import Column, Fault, Line, Read, Table, same_rows
from workflow.terms import PAST_STATUSES
from workflow.words import Words, both

Values = dict[str, Any]

RESULTS = Table(
    "results",
    Words("上年完成", "Results"),
    (
        Column("year", Words("年度", "Year"), "whole", required=True),
        Column(
            "unit",
            Words("单位", "Unit"),
            required=True,
            hint=Words("代码或名称。", "Code or name."),
        ),
        Column("measure", Words("指标", "Measure"), required=True),
        Column("unit_of_measure", Words("计量单位", "Unit of measure"), required=True),
        Column("target_value", Words("目标值", "Target value"), "decimal"),
        Column("result", Words("完成值", "Result"), "decimal", required=True),
        Column("status", Words("口径", "Status"), "choice", required=True, labels=PAST_STATUSES),
        Column("document", Words("文号", "Document number")),
    ),
    (),
    has_sums=True,
)
SUMMED = ("target_value", "result")
# Enough for any number of rows of 15 digits before the point and 15 after it.
EXACT = Context(prec=60)


def record(draft: Draft, read: Read, known: Known) -> None:
    """登记上年完成 for every row that is new, or final where the county holds an estimate."""
    lines = draft.take(read)
    units = units_known(known)
    keys = [(line, _key(draft, line, units)) for line in lines]
    draft.faults += same_rows(keys, "measure")
    draft.faults += sum_faults(lines, read.totals)
    for line, (year, unit, measure) in keys:
        if unit is None:
            continue
        raw = {
            "year": year,
            "unit": unit,
            "measure": measure,
            "unit_of_measure": line.get("unit_of_measure"),
            "target_value": line.get("target_value"),
            "result": line.get("result"),
            "status": line.get("status"),
            "document": line.get("document"),
        }
        record_one(draft, line, raw, known.past.get((year, unit, measure)))


def _key(draft: Draft, line: Line, units: Any) -> tuple[Any, ...]:
    given = line.get("unit")
    code = units.code(draft, line, "unit", given) if given else None
    return (line.get("year"), code, line.get("measure"))


def record_one(draft: Draft, line: Line, raw: Values, held: Values | None) -> None:
    """One figure, unless the county holds it word for word; a final one stays as it is."""
    if held is not None and all(_as_kept(name, raw[name]) == held[name] for name in held):
        draft.same += 1
    elif held is not None and held["status"] == "final":
        draft.wrong(
            line,
            "result",
            f"该指标已有最终数 {held['result']}，不再更改。",
            f"This measure has its final figure already, {held['result']}.",
        )
    else:
        draft.act(line, "record_past_result", raw)


def _as_kept(name: str, value: Any) -> Any:
    """A decimal in the one form in which the county keeps it; anything else as it is."""
    is_decimal = name in SUMMED and value is not None and DECIMAL.fullmatch(value)
    return decimal_text(value) if is_decimal else value


# — sums —


def sum_faults(lines: Sequence[Line], totals: Sequence[Line]) -> list[Fault]:
    """Every printed sum that is not the sum of its rows.

    合计 with a measure sums that measure's rows, without one the whole column; 小计 sums the rows
    since the 小计 before it.
    """
    faults = []
    above = 0
    for total in totals:
        rows = [line for line in lines if _belongs(line, total)]
        if total.sums == "part":
            rows = [line for line in rows if above < line.number < total.number]
            above = total.number
        for column in SUMMED:
            faults += _wrong_sum(total, column, rows)
    return faults


def _belongs(line: Line, total: Line) -> bool:
    names = ("year", "measure", "unit_of_measure")
    return all(total.get(name) in (None, line.get(name)) for name in names)


def _wrong_sum(total: Line, column: str, rows: Sequence[Line]) -> list[Fault]:
    printed = total.get(column)
    values = [line.values[column] for line in rows if column in line.values]
    # A cell that is no number was named already; no sum can be told with it.
    if printed is None or None in values:
        return []
    computed = Decimal(0)
    for value in values:
        computed = EXACT.add(computed, Decimal(value))
    if computed == Decimal(printed):
        return []
    words = Words(
        "合计不符：表上是 {0}，逐行相加是 {1}。",
        "The sum is wrong: {0} stands here, {1} is the sum of the rows.",
    )
    numbers = (both(printed), both(format(computed.normalize(EXACT), "f")))
    return [Fault(total.sheet, total.cells[column], words.format(*numbers))]
