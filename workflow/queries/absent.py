"""未发生之事: what should have happened in a year's plan and has not, by rows, for auditors.

Each section is one condition over the tables, counted and listed by the same text, so that the
count and its rows cannot disagree. What the log alone tells (refusals, administrators' acts, reads)
stands in log_counts.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import statements
from workflow.clock import end_of, stamp
from workflow.errors import NotFound
from workflow.queries import calendar, facts, history, letters, reports, year_units
from workflow.queries.coordination import AT_WORK
from workflow.queries.reader import Reader
from workflow.scheme.scheme import Scheme
from workflow.words import Words

Values = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the sections of one year are judged by."""

    reader: Reader
    year: Values
    scheme: Scheme

    @property
    def today(self) -> str:
        """The county's day."""
        return self.reader.today.isoformat()

    def days_ago(self, days: int) -> str:
        """The moment before which so many working days are over by now."""
        known = calendar.calendar(self.reader.database)
        return stamp(end_of(known.last_day_over(self.reader.now, days)))


@dataclass(frozen=True)
class Section:
    """One kind of thing that did not happen. `key` is the row's id, `since` the day or moment from
    which it is missing, `what` a further word of the row; all of a target `t`."""

    name: str
    label: Words
    about: Words
    table: str
    key: str
    since: str
    what: str
    where: str
    values: Callable[[Asked], list[Any]]


_LIVE = "t.in_force IS NOT NULL AND t.state <> 'cancelled'"
SECTIONS = (
    Section(
        "no_finding",
        Words("到期而无验收结论的目标", "Targets that fell due without a finding"),
        Words("时限已过，尚无任何验收结论。", "The deadline has passed and nothing was found yet."),
        "target t",
        "t.id",
        "t.due_on",
        "t.state",
        f"{_LIVE} AND t.due_on < ? AND NOT EXISTS "
        "(SELECT 1 FROM finding f WHERE f.target_id = t.id)",
        lambda asked: [asked.today],
    ),
    Section(
        "milestones",
        Words("已过而无报告的时间节点", "Milestones passed without a report"),
        Words(
            "节点日期已过，没有截至该日或之后的进度报告，此前也未验收。",
            "The day has passed; no report is as of it or later, and nothing was found before.",
        ),
        "milestone m JOIN target t ON t.id = m.target_id AND m.revision = t.in_force",
        "m.id",
        "m.due_on",
        "m.title",
        f"{_LIVE} AND m.due_on < ? AND NOT EXISTS (SELECT 1 FROM report r "
        "WHERE r.target_id = t.id AND r.as_of >= m.due_on) AND NOT EXISTS "
        "(SELECT 1 FROM finding f WHERE f.target_id = t.id AND f.at < m.due_on)",
        lambda asked: [asked.today],
    ),
    Section(
        "handovers",
        Words("未答复的交接", "Unanswered hand-overs"),
        Words(
            "轮到一方而未办理，已超过方案规定的工作日。",
            "A side is awaited and has let pass the working days that the scheme gives.",
        ),
        "handover h JOIN target t ON t.id = h.target_id",
        "h.id",
        "h.at",
        "h.turn",
        "h.ended_at IS NULL AND h.at < ?",
        lambda asked: [asked.days_ago(asked.scheme.arbitration.answer_days)],
    ),
    Section(
        "escalations",
        Words("上报而未答复", "Reported upward, not answered"),
        Words("已报上级，至今未处理。", "A higher level was told and has not acted yet."),
        "escalation e JOIN target t ON t.id = e.target_id",
        "e.id",
        "e.at",
        "e.level",
        "e.ended_at IS NULL AND e.at < ?",
        lambda asked: [asked.days_ago(asked.scheme.arbitration.answer_days)],
    ),
    Section(
        "objections",
        Words("逾期未答复的复核申请", "Objections whose answer is late"),
        Words(
            "已超过方案规定的答复工作日。",
            "The working days that the scheme gives for an answer are over.",
        ),
        "objection o JOIN target t ON t.id = o.target_id",
        "o.id",
        "o.at",
        "o.about",
        "o.state = 'open' AND o.at < ?",
        lambda asked: [asked.days_ago(asked.scheme.answer_days)],
    ),
    Section(
        "questions",
        Words("逾期未答复的协调询问", "Questions between units whose answer is late"),
        Words("期限已过，被询单位未答复。", "The day has passed and the unit has not answered."),
        "coordination c JOIN target t ON t.id = c.target_id",
        "c.id",
        "c.due_on",
        "c.asked_id",
        f"c.asked_id IS NOT NULL AND c.due_on < ? AND {AT_WORK} AND NOT EXISTS "
        "(SELECT 1 FROM coordination a WHERE a.answers_id = c.id)",
        lambda asked: [asked.today],
    ),
)
# What is owed by units and not by targets.
REPORTS = Section(
    "reports",
    Words("逾期未报的单位报告", "Reports of units that are missing"),
    Words("报告期末日已过，单位未报。", "The last day of the period has passed without a report."),
    *("", "", "", "", ""),
    lambda _: [],
)
LETTERS = Section(
    "letters",
    Words("未签订的目标责任书", "Responsibility letters not signed"),
    Words("计划已印发，尚未登记签订。", "The plan is issued and no signed letter was registered."),
    *("", "", "", "", ""),
    lambda _: [],
)
ALL = (*SECTIONS, REPORTS, LETTERS)
BY_NAME = {section.name: section for section in ALL}


def years(reader: Reader) -> list[int]:
    """The years there are, newest first."""
    rows = statements.rows(reader.database, "SELECT id FROM year ORDER BY id DESC")
    return [row["id"] for row in rows]


def usual_year(reader: Reader) -> int | None:
    """The newest year whose plan binds, else the newest of all."""
    sql = "SELECT id FROM year ORDER BY CASE WHEN issued_at IS NULL THEN 1 ELSE 0 END, id DESC"
    found = statements.value(reader.database, f"{sql} LIMIT 1")
    return None if found is None else int(found)


def counts(reader: Reader, year: int) -> list[Values]:
    """Every section with how much there is of it. Raises NotPermitted, NotFound."""
    asked = _asked(reader, year)
    return [
        {"section": one.name, "label": one.label, "about": one.about, "count": _count(asked, one)}
        for one in ALL
    ]


def unanswered(reader: Reader, year: int) -> int:
    """How many hand-overs of a year nobody answered in time. Raises NotPermitted, NotFound."""
    return _count(_asked(reader, year), BY_NAME["handovers"])


def rows(
    reader: Reader, name: str, year: int, *, limit: int, after: int = 0
) -> tuple[list[Values], int | None]:
    """What one section counts, and the key after which the next page begins. Raises NotPermitted,
    NotFound."""
    section = BY_NAME.get(name)
    if section is None:
        raise NotFound
    asked = _asked(reader, year)
    if not section.table:
        return _owed(asked, section), None
    sql = (
        f"SELECT {section.key} AS id, t.id AS target, t.title, t.unit_id, "
        f"{section.since} AS since, {section.what} AS what FROM {section.table} "
        f"WHERE t.year_id = ? AND {section.where} "
        f"AND {section.key} > ? ORDER BY {section.key} LIMIT ?"
    )
    values = [year, *section.values(asked), after, limit + 1]
    found = statements.rows(reader.database, sql, values)
    more = found[limit - 1]["id"] if len(found) > limit else None
    return [_row(reader, row) for row in found[:limit]], more


def _asked(reader: Reader, year: int) -> Asked:
    history.only_auditors(reader)
    row = facts.year(reader.database, year)
    if row is None:
        raise NotFound
    return Asked(reader, row, facts.scheme_of_year(reader.database, row))


def _count(asked: Asked, section: Section) -> int:
    if not section.table:
        return len(_owed(asked, section))
    sql = f"SELECT COUNT(*) FROM {section.table} WHERE t.year_id = ? AND {section.where}"
    values = [asked.year["id"], *section.values(asked)]
    return int(statements.value(asked.reader.database, sql, values))


def _row(reader: Reader, row: Values) -> Values:
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    what = row["what"]
    if isinstance(what, int):
        what = reader.organisation.unit_by_id[what].name
    return {
        "target": row["target"],
        "title": row["title"],
        "unit": unit.code,
        "unit_name": unit.name,
        "since": row["since"],
        "what": what,
    }


def _owed(asked: Asked, section: Section) -> list[Values]:
    """What the units of the year owe and have not given."""
    reader, year = asked.reader, asked.year
    if year["issued_at"] is None:
        return []
    case = reader.desk().year_case(year["id"])
    units = year_units.of_year(reader, year["id"])
    if section is LETTERS:
        signed = {row["unit"] for row in letters.letters(reader, case)}
        return [_of_unit(u, year["issued_at"], None) for u in units if u.code not in signed]
    sent = {(row["unit"], row["period"]): row for row in reports.reports(reader, case)}
    return [
        _of_unit(unit, one.due, one.name)
        for one in reports.owed(asked.scheme)
        for unit in units
        if reports.standing(reader, one, sent.get((unit.code, one.code)), year["issued_at"])
        == "missing"
    ]


def _of_unit(unit: Any, since: str | None, what: Words | None) -> Values:
    return {
        "target": None,
        "title": None,
        "unit": unit.code,
        "unit_name": unit.name,
        "since": since,
        "what": what,
    }
