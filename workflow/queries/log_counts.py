"""What a period of the log says by numbers: refusals by person and reason, administrators' acts,
acts of whoever runs the program, exports, auditors' own reads. Set-based, for auditors."""

from __future__ import annotations

import json
from typing import Any

import peewee

from models import statements
from models.base import is_sqlite
from workflow.lifecycle import ACTS, act_named
from workflow.queries import facts, history
from workflow.queries.history import sentence
from workflow.queries.log_search import Span, span
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
_MACHINE = (Capacity.ADMIN, Capacity.SYSTEM)
# So many groups of refusals are shown, the most frequent first.
MOST = 50
ADMINISTRATORS = tuple(
    act.name for act in ACTS if {Capacity.ADMIN} <= {*act.capacities} <= {*_MACHINE}
)
LOG_SECTIONS: dict[str, tuple[Words, Words]] = {
    "refused": (
        Words("未获准的行为", "Refused acts"),
        Words("有人提出而规则不准的。", "Somebody asked, and the rules said no."),
    ),
    "administrators": (
        Words("系统管理员的行为", "Acts of administrators"),
        Words("账号、岗位、单位、代理的变动。", "Changes of accounts, posts, units, substitutes."),
    ),
    "operator": (
        Words("在本机运行程序者的行为", "Acts by whoever runs the program on its machine"),
        Words("经命令行、未署人名的。", "By the command line, in nobody's name."),
    ),
    "exports": (
        Words("导出", "Exports"),
        Words("取出本系统的文件。", "Files taken out of the county."),
    ),
    "reads": (
        Words("审计人员的查阅", "Auditors' own reads"),
        Words("每人每日每类页面记一次。", "Once for each person, day and kind of page."),
    ),
}


def counts(reader: Reader, first: str | None, last: str | None) -> list[Values]:
    """Every section of the log with how many entries of the period belong to it, and the acts by
    which a search finds them. Raises NotPermitted."""
    history.only_auditors(reader)
    days = span(reader.database, first, last)
    asked: dict[str, tuple[str, list[Any], Values]] = {
        "refused": ("outcome = 'refused'", [], {"outcome": "refused"}),
        "administrators": _by_act(*ADMINISTRATORS),
        # The clock has no person either, but another channel; these begin at the command line.
        "operator": _by_operator(),
        "exports": _by_act("export", "export_bundle"),
        "reads": _by_act("read_log"),
    }
    return [
        {
            "section": name,
            "label": LOG_SECTIONS[name][0],
            "about": LOG_SECTIONS[name][1],
            "count": _count(reader.database, days, clause, values),
            "search": search,
        }
        for name, (clause, values, search) in asked.items()
    ]


def refused(reader: Reader, first: str) -> int:
    """How many acts were refused from a day on. Raises NotPermitted."""
    history.only_auditors(reader)
    return _count(reader.database, span(reader.database, first, None), "outcome = 'refused'", [])


def _by_act(*acts: str) -> tuple[str, list[Any], Values]:
    return f"act IN ({facts.marks(acts)})", [*acts], {"act": list(acts)}


def _by_operator() -> tuple[str, list[Any], Values]:
    head = "substr(body, length(act) + length(at) + 19, 60)"
    search = {"capacity": str(Capacity.SYSTEM), "channel": "cli"}
    return f"person_id IS NULL AND {head} LIKE ?", ['"capacity":%,"channel":"cli",%'], search


def _count(database: peewee.Database, days: Span, clause: str, values: list[Any]) -> int:
    inside, moments = days.clause
    sql = f"SELECT COUNT(*) FROM entry WHERE {inside} AND {clause}"
    return int(statements.value(database, sql, [*moments, *values]))


def refusals(reader: Reader, first: str | None, last: str | None) -> list[Values]:
    """Who was refused what, for which reasons and how often, the most frequent first. Raises
    NotPermitted."""
    history.only_auditors(reader)
    inside, moments = span(reader.database, first, last).clause
    rows = statements.rows(
        reader.database,
        f"SELECT person_id, act, object_kind AS kind, {_codes(reader.database)} AS codes, "
        "COUNT(*) AS times, MAX(id) AS newest, MAX(at) AS at FROM entry "
        f"WHERE {inside} AND outcome = 'refused' "
        "GROUP BY person_id, act, object_kind, codes ORDER BY times DESC, newest DESC LIMIT ?",
        [*moments, MOST],
    )
    people = names(reader.database, [row["person_id"] for row in rows])
    return [_group(row, people) for row in rows]


def _codes(database: peewee.Database) -> str:
    """The list of refusals in an entry's body. Its text is canonical: inside a string no quotation
    mark stands without a stroke, so these keys are found where they are, and nowhere else."""
    at = "instr" if is_sqlite(database) else "strpos"
    begins = f"""({at}(body, '"refusals":') + 11)"""
    ends = f"""{at}(body, ',"request":')"""
    return f"substr(body, {begins}, {ends} - {begins})"


def _group(row: Values, people: Any) -> Values:
    act = act_named(row["kind"], row["act"])
    by = people.get(row["person_id"])
    return {
        "by": by.username if by else None,
        "by_name": by.name if by else None,
        "action": row["act"],
        "label": act.label if act else row["act"],
        "kind": row["kind"],
        "refusals": [sentence(act, code) for code in json.loads(row["codes"])],
        "count": row["times"],
        "newest": row["newest"],
        "at": row["at"],
    }
