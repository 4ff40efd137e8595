"""`shangxia audit entry` and `audit absent`: the auditor's desk on the command line."""

from __future__ import annotations

from typing import Any

import click

from web.commands.bilingual import Command, Whole, as_json, on_behalf, option
from web.commands.program import Program
from workflow.queries import absent as absences
from workflow.queries import log_counts, log_entry, log_search
from workflow.reads import note_reading
from workflow.words import Words

Values = dict[str, Any]


@click.command(
    cls=Command,
    help=Words("一条日志的全部内容（限审计人员）。", "One entry, whole (for auditors)."),
)
@click.argument("index", type=Whole())
@on_behalf()
@as_json()
@click.pass_obj
def entry(program: Program, index: int, as_: str | None, json_: bool) -> None:
    """Who did what, and every row that it wrote, before and after."""
    found = log_entry.entry(program.reader(as_), index)
    note_reading(program.door, program.person(as_), "entries")
    if json_:
        program.data(found)
        return
    thing = f"{found['object']['kind']} {found['object']['id'] or ''}".strip()
    program.table(
        (Words("内容", "Field"), Words("之前", "Before"), Words("之后", "After")),
        [
            (found["label"], "", f"{found['at']} {found['by'] or ''} {thing}"),
            *((said["text"], "", said["code"]) for said in found["refusals"]),
            *(
                (
                    f"{write['table']} {write['id']} {field['field']}",
                    field["before"],
                    field["after"],
                )
                for write in found["writes"]
                for field in write["fields"]
            ),
            ("leaf", "", found["leaf"]),
        ],
    )


@click.command(
    cls=Command,
    help=Words(
        "未发生之事：拒绝、逾期与沉默（限审计人员）。",
        "What did not happen: refusals, missed dates, silence (for auditors).",
    ),
)
@option("--year", type=Whole(1, 9999), words=Words("计划年度", "Plan year"))
@option("--from", "first", words=Words("日志起始日期（本县）", "Log from this day in the county"))
@option("--to", "last", words=Words("日志截止日期（本县）", "Log until this day in the county"))
@on_behalf()
@as_json()
@click.pass_obj
def absent(
    program: Program,
    year: int | None,
    first: str | None,
    last: str | None,
    as_: str | None,
    json_: bool,
) -> None:
    """Counts of a plan year and of a period of the log, and who was refused what."""
    known = program.reader(as_)
    days = (log_search.day_of("from", first or ""), log_search.day_of("to", last or ""))
    counted = log_counts.counts(known, *days)
    year = year or absences.usual_year(known)
    plan = absences.counts(known, year) if year is not None else []
    refusals = log_counts.refusals(known, *days)
    note_reading(program.door, program.person(as_), "absent")
    if json_:
        program.data({"year": year, "plan": plan, "log": counted, "refusals": refusals})
        return
    rows = [(one["section"], one["label"], one["count"]) for one in [*plan, *counted]]
    program.table((Words("代码", "Code"), Words("事项", "Matter"), Words("数量", "Count")), rows)
