"""Reports, the change window, and the year's days off and days worked (S30, S34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.scheme.checks.subject import Finding, Subject
from workflow.scheme.lines import Path
from workflow.words import Words

SATURDAY = 5


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


def calendar(subject: Subject) -> Iterator[Finding]:
    """Days off are working days else, days worked are Saturdays and Sundays else (调休).

    The following year's days may stand here too: notice and objections fall there.
    """
    year = subject.body["year"]
    for name, is_weekend in (("holidays", False), ("workdays", True)):
        for position, text in enumerate(subject.body.get("calendar", {}).get(name, ())):
            path: Path = ("calendar", name, position)
            day = _day(text)
            if day is None:
                yield path, _not_a_day(text)
            elif day.year not in (year, year + 1):
                words = Words("{0} 不在 {1} 年或次年", "{0} is not in {1} or the year after it")
                yield path, words.format(text, year)
            elif (day.weekday() >= SATURDAY) != is_weekend:
                yield path, _wrong_weekday(text, is_weekend)


def _wrong_weekday(text: str, is_weekend: bool) -> Words:
    if is_weekend:
        words = Words(
            "{0} 不是星期六或星期日，本来就上班",
            "{0} is no Saturday or Sunday: it is worked anyway",
        )
    else:
        words = Words("{0} 是星期六或星期日，本来就休息", "{0} is a Saturday or Sunday: off anyway")
    return words.format(text)


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
