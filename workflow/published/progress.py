"""A published table of progress: every printed percentage recomputed by our own completion.

The kinds of measure are those that such tables name: reached from below (cumulative, percentage),
kept below (decreasing), and the mean of the parts right above (composite). What is printed is
compared at the decimals it is printed with, rounded half up and capped at 100.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflow.published.finding import Finding
from workflow.published.headings import Field, Found, Layout, Line
from workflow.published.numbers import Printed, printed
from workflow.scoring.exact import rounded
from workflow.scoring.formulas import completion
from workflow.spreadsheets.reading import Cell
from workflow.spreadsheets.tables import plain
from workflow.words import Words, both

PROGRESS = Layout(
    "progress",
    Words("进度表", "a table of progress"),
    (
        Field("kind", Words("计算方式", "Type"), ("类型", "指标类型", "方向", "direction")),
        Field(
            "indicator",
            Words("指标", "Indicator"),
            ("目标", "项目", "measure", "item", "name"),
        ),
        Field("target", Words("目标值", "Target"), ("计划值", "年度目标", "target value", "plan")),
        Field(
            "actual",
            Words("实际完成值", "Actual"),
            ("完成值", "实际值", "累计完成", "result", "actual value"),
        ),
        Field(
            "printed",
            Words("完成率", "Printed"),
            (
                *("完成率%", "完成率（%）", "进度", "进度%", "printed progress pct"),
                *("progress", "progress %", "completion", "completion %"),
            ),
        ),
        Field(
            "uncapped",
            Words("未封顶完成率", "Uncapped"),
            ("recomputed uncapped pct", "uncapped pct", "实际完成率"),
        ),
    ),
    ("target", "actual", "printed"),
)
BELOW = frozenset({"decreasing", "at most", "递减", "下降", "不高于", "控制", "逆向"})
CHILD = frozenset({"child", "part", "分项", "子项", "子指标"})
MEAN = frozenset({"composite mean", "composite", "mean", "综合", "平均", "综合平均"})
FULL = Fraction(100)
# Higher than any percentage that somebody prints: what is not capped.
BOUNDLESS = Fraction(10**9)


@dataclass(frozen=True)
class Recomputed:
    """A row's percentage before it is capped; None where the row does not hold what it needs."""

    line: Line
    uncapped: Fraction | None


def recomputed(found: Found) -> list[Recomputed]:
    """Every row with its percentage; a mean is that of the parts right above it."""
    rows: list[Recomputed] = []
    above: list[Fraction | None] = []
    for line in found.lines:
        if line.is_sum or not line.text("printed"):
            continue
        kind = _kind(line)
        if kind in MEAN:
            rows.append(Recomputed(line, _mean(above)))
            above = []
            continue
        own = _share(line, "at_most" if kind in BELOW else "at_least")
        above = [*above, own] if kind in CHILD else []
        rows.append(Recomputed(line, own))
    return rows


def _kind(line: Line) -> str:
    return plain(line.text("kind").replace("_", " "))


def _share(line: Line, direction: str) -> Fraction | None:
    target, actual = line.number("target"), line.number("actual")
    if target is None or actual is None or target.value <= 0:
        return None
    return FULL * completion(direction, target.value, Fraction(), actual.value, BOUNDLESS)


def _mean(parts: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of percentages, none counted above 100."""
    known = [min(part, FULL) for part in parts if part is not None]
    return sum(known, Fraction()) / len(known) if known and len(known) == len(parts) else None


def findings(found: Found) -> Iterator[Finding]:
    """Every printed percentage that is not what its row comes to."""
    for row in recomputed(found):
        line = row.line
        yield from line.numbers("target", "actual", "printed", "uncapped")
        if row.uncapped is None:
            words = Words(
                "缺少目标值、完成值或分项，无法重算。",
                "Its target, result or parts are missing: it cannot be recomputed.",
            )
            yield line.finding("printed", "not_recomputed", words)
            continue
        yield from _differs(line, "printed", line.number("printed"), min(row.uncapped, FULL))
        yield from _differs(line, "uncapped", line.number("uncapped"), row.uncapped)
        yield from _differs(line, "printed", _in_brackets(line), row.uncapped)


def _in_brackets(line: Line) -> Printed | None:
    """The number before the cap, as "100 (107.14 capped)" prints it."""
    number = line.number("printed")
    first = number.note.split(" ")[0] if number else ""
    return printed(Cell("text", first)) if first else None


def _differs(line: Line, column: str, number: Printed | None, value: Fraction) -> Iterator[Finding]:
    if number is None or rounded(value, number.places, "half_up") == number.value:
        return
    found = _decimals(rounded(value, number.places, "half_up"), number.places)
    words = Words("印为 {0}，重算为 {1}。", "{0} is printed; it recomputes to {1}.")
    if rounded(value, number.places, "down") == number.value:
        words = Words(
            "印为 {0}，重算为 {1}（印的是截尾，不是四舍五入）。",
            "{0} is printed; it recomputes to {1} (what is printed was cut off, not rounded).",
        )
    indicator = line.text("indicator")
    said = words.format(both(number.text), both(found))
    if indicator:
        said = Words("“{0}”{1}", "{0!r}: {1}").format(both(indicator), said)
    yield line.finding(column, "percentage", said)


def _decimals(number: Fraction, places: int) -> str:
    """A rounded number with as many decimals as it is compared with: 40 → 40.00."""
    scaled = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{scaled[:-places]}.{scaled[-places:]}" if places else scaled)
