"""Reports, the change window, and the days on which items fall due (S30, S34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.scheme.checks.subject import Finding, Subject
from workflow.scheme.lines import Path
from workflow.words import Words


def periods(subject: Subject) -> Iterator[Finding]:
    """Each report is due on or after the day up to which it reports, one after the other."""
    before = ""
    for path, period in subject.each("period"):
        yield from _real(subject, (*path, "until"), period["until"])
        yield from _real(subject, (*path, "due"), period["due"])
        yield from _in_order(path, "until", "due", period["until"], period["due"])
        if period["until"] <= before:
            words = Words(
                "须晚于上一期的 {0}", "this must come after {0}, the end of the one before"
            )
            yield (*path, "until"), words.format(before)
        before = period["until"]


def change_window(subject: Subject) -> Iterator[Finding]:
    """The window opens before it closes."""
    window = subject.body.get("change_window")
    if window is None:
        return
    path: Path = ("change_window",)
    for name in ("from", "until"):
        yield from _real(subject, (*path, name), window[name])
    yield from _in_order(path, "from", "until", window["from"], window["until"])


def items(subject: Subject) -> Iterator[Finding]:
    """An item falls due on a day that the year has."""
    for path, item in subject.each("item"):
        yield from _real(subject, (*path, "due"), item.get("due", "12-31"))


def _in_order(path: Path, first: str, then: str, start: str, end: str) -> Iterator[Finding]:
    if end < start:
        words = Words("{then} {end} 早于 {first} {start}", "{then} {end} is before {first} {start}")
        yield (*path, then), words.format(then=then, end=end, first=first, start=start)


def _real(subject: Subject, path: Path, month_day: str) -> Iterator[Finding]:
    text = f"{subject.body['year']}-{month_day}"
    if _day(text) is None:
        yield path, _not_a_day(text)


def _not_a_day(text: str) -> Words:
    return Words(f"没有 {text} 这一天", f"there is no day {text}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
