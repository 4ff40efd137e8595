"""What setting a year's days off and days worked writes (calendar.py says what they mean)."""

from __future__ import annotations

from datetime import date

from workflow.audit.canonical import canonical
from workflow.calendar import SATURDAY, Calendar
from workflow.case import Case
from workflow.effects.looking_up import refused
from workflow.errors import InvalidInput
from workflow.words import Words


def set_calendar(case: Case) -> None:
    """设定工作日历: the next version of a year's days; the earlier ones stay."""
    data, year = case.data, case.data["year"]
    days = {name: sorted({*data[name]}) for name in ("holidays", "workdays")}
    bad = {name: _wrong(year, days[name], name == "workdays") for name in days}
    if any(bad.values()):
        raise InvalidInput({name: words for name, words in bad.items() if words})
    known: Calendar = case.known("calendar")
    before = known.year(year)
    same = [frozenset(days[name]) for name in days] == [before.holidays, before.workdays]
    if same and before.document == data["document"]:
        raise refused("holidays", "与现行版本相同。", "This is the version that counts already.")
    case.subject_new = case.stage.insert(
        "calendar",
        year=year,
        no=before.no + 1,
        holidays=canonical(days["holidays"]).decode(),
        workdays=canonical(days["workdays"]).decode(),
        document=data["document"],
        person_id=case.person,
        at=case.at,
    )


def _wrong(year: int, days: list[str], weekend: bool) -> list[Words]:
    return [words for words in (_wrong_day(year, text, weekend) for text in days) if words]


def _wrong_day(year: int, text: str, weekend: bool) -> Words | None:
    day = date.fromisoformat(text)
    if day.year != year:
        return Words("{0} 不在 {1} 年。", "{0} is not in {1}.").format(text, year)
    if (day.weekday() >= SATURDAY) == weekend:
        return None
    if weekend:
        words = Words(
            "{0} 不是星期六或星期日，本来就上班。",
            "{0} is no Saturday or Sunday: it is worked anyway.",
        )
    else:
        words = Words(
            "{0} 是星期六或星期日，本来就休息。", "{0} is a Saturday or Sunday: off anyway."
        )
    return words.format(text)
