"""Times of two ways of doing one thing, and what is said of them. Pure: no database in here.

Absolute times move with the machine and with what else it does; so both ways are always run in
turn, and the ratio of their medians is the figure that counts.
"""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, thread_time

from workflow.words import Words, say

HEADINGS = {
    "zh-CN": ("项目", "比值", "目标", "中位数", "p99", "对照中位数", "对照 p99", "次数"),
    "en": ("aspect", "ratio", "goal", "median", "p99", "beside", "its p99", "n"),
}


@dataclass
class Times:
    """Durations in seconds of one thing done again and again; `computing` is this thread's part.

    What a thread computes is nearly the same on a busy machine; what it waits for is not.
    """

    seconds: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)

    def run(self, what: Callable[[], object]) -> None:
        """Do it once and note how long it took."""
        begun, computed = perf_counter(), thread_time()
        what()
        self.computing.append(thread_time() - computed)
        self.seconds.append(perf_counter() - begun)

    def without_first(self, count: int) -> Times:
        """The same without what was done while the machine warmed up."""
        return Times(self.seconds[count:], self.computing[count:])

    def only_computing(self) -> Times:
        """The computing alone, as times of its own."""
        return Times(self.computing)

    @property
    def median(self) -> float:
        """The middle duration."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The duration that 99 of 100 do not exceed (nearest rank)."""
        return sorted(self.seconds)[math.ceil(0.99 * len(self.seconds)) - 1]


@dataclass(frozen=True)
class Goal:
    """What a ratio should reach, or stay below."""

    value: float
    at_least: bool = True

    def met(self, ratio: float) -> bool:
        """Whether the ratio is on the right side."""
        return ratio >= self.value if self.at_least else ratio <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"


@dataclass(frozen=True)
class Result:
    """One line: a ratio, its goal if there is one, and the times it was made of."""

    aspect: Words
    ratio: float
    goal: Goal | None = None
    ours: Times | None = None
    beside: Times | None = None
    note: Words | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.goal.met(self.ratio)


def quicker(aspect: Words, ours: Times, beside: Times, goal: float | None = None) -> Result:
    """How much of the other's speed ours has: 1 is as quick, 0.5 takes twice as long."""
    aim = None if goal is None else Goal(goal)
    return Result(aspect, beside.median / ours.median, aim, ours, beside)


def dearer(aspect: Words, ours: Times, beside: Times, goal: float | None = None) -> Result:
    """How many times the other's duration ours takes: 1 is the same, 2 twice as long."""
    aim = None if goal is None else Goal(goal, at_least=False)
    return Result(aspect, ours.median / beside.median, aim, ours, beside)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep what was built beforehand out of the garbage collector's rounds.

    A county of 60,000 targets in memory would make each round of it slow, and no server has that.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _millis(times: Times | None, which: str) -> str:
    return "" if times is None else f"{getattr(times, which) * 1000:.3f} ms"


def line(result: Result, language: str) -> tuple[str, ...]:
    """The cells of one result."""
    goal = ""
    if result.goal is not None:
        goal = f"{result.goal} {'✓' if result.met else '✗'}"
    count = str(len(result.ours.seconds)) if result.ours else ""
    return (
        say(result.aspect, language),
        f"{result.ratio:.2f}",
        goal,
        _millis(result.ours, "median"),
        _millis(result.ours, "p99"),
        _millis(result.beside, "median"),
        _millis(result.beside, "p99"),
        count,
    )


def table(results: list[Result], language: str) -> str:
    """All results as lines with a heading, notes below."""
    rows = [HEADINGS[language], *(line(r, language) for r in results)]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(HEADINGS[language]))]
    text = ["  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)) for row in rows]
    notes = [say(r.note, language) for r in results if r.note is not None]
    return "\n".join([*(each.rstrip() for each in text), *notes])


def _width(cell: str) -> int:
    # A Chinese character takes two columns of a terminal.
    return sum(2 if "\u2e80" <= c <= "\uffef" else 1 for c in cell)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))
