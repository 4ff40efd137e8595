"""`shangxia import`: workbooks of units, people, last year's results and targets; and templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from web.commands.bilingual import AS, Command, Group, Option, Whole
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from workflow.case import Actor
from workflow.door import ManyRefused
from workflow.errors import NotPermitted
from workflow.inputs.loading import loaded
from workflow.lifecycle import act_named
from workflow.machine import capacity_refusal
from workflow.queries import facts, years
from workflow.queries.importing import known
from workflow.queries.reader import Reader, reader_of
from workflow.spreadsheets.evaluation_file import (
    OF_NOTHING,
    asked_of_units,
    asking_of,
    outcomes_plan,
    read_outcomes,
)
from workflow.spreadsheets.importing import KINDS, Kind, plan
from workflow.spreadsheets.plans import Plan, tried
from workflow.spreadsheets.reading import MOST_BYTES, TOO_LARGE, Book, Unreadable, read
from workflow.spreadsheets.tables import Fault
from workflow.spreadsheets.templates import template as template_of
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
TARGET_ACTS = ("create", "assign")

CHECK = Words("只检查，不导入。", "Only check; import nothing.")
JSON = Words("输出 JSON。", "Print JSON.")
YEAR = Words("年度", "The year")
DOCUMENT = Words("依据文号。", "The document that the outcomes rest on.")
ACT = Words(
    "起草（create）还是下达（assign）；兼有两种身份时须写明。",
    "Draft (create) or assign; must be said by whoever can do both.",
)

import_ = Group(
    "import",
    help=Words(
        "从 Excel 工作簿（.xlsx）导入；有一处错误就什么也不导入。",
        "Import an Excel workbook (.xlsx); with one mistake nothing is imported.",
    ),
)


def book_in(path: Path) -> Book:
    """The workbook in a file. Raises Failed where it cannot be read as one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(TOO_LARGE)
        return read(path.read_bytes())
    except Unreadable as error:
        raise Failed(error.words.zh, error.words.en) from error


def _command(kind: Kind) -> Command:
    @click.pass_obj
    def call(program: Program, file: str, as_: str | None, **given: Any) -> int:
        # What an administrator does, the machine's operator can do too, as with `county`.
        needs_person = Capacity.SYSTEM not in kind.capacities
        actor = program.person(as_) if needs_person else program.actor(as_)
        database, clock = program.door.database, program.door.clock
        reader = reader_of(database, clock, actor) if actor.person else None
        if reader is not None:
            _permit(reader, kind)
        book = book_in(Path(file))
        more: Values = {"year": given.get("year")}
        if kind.name == "targets" and reader is not None:
            more = _of_targets(reader, given)
        made = plan(kind.name, book, known(database, clock, reader), **more)
        return carry_out(program, actor, made, check=given["check"], json_=given["json_"])

    params: list[click.Parameter] = [
        click.Argument(["file"], metavar="FILE.xlsx"),
        Option(["--as", "as_"], metavar="USERNAME", words=AS),
        Option(["--check"], is_flag=True, words=CHECK),
        Option(["--json", "json_"], is_flag=True, words=JSON),
    ]
    if kind.needs_year:
        required = kind.name != "targets"
        params.append(Option(["--year"], type=Whole(), required=required, words=YEAR))
    if kind.name == "targets":
        params.append(Option(["--act"], type=click.Choice(TARGET_ACTS), words=ACT))
    return Command(kind.name, callback=call, params=params, help=kind.about)


def _permit(reader: Reader, kind: Kind) -> None:
    """Say once what the door would say of every row. Raises NotPermitted."""
    rows = [act_named("target", name) for name in TARGET_ACTS] if kind.name == "targets" else []
    if not any(reader.capacities & {*row.capacities} for row in (*rows, kind.row) if row):
        raise NotPermitted(capacity_refusal(kind.row))


def _of_targets(reader: Reader, given: Values) -> Values:
    """The year and the act of an import of targets: as said, else as there is only one."""
    can = [
        name
        for name in TARGET_ACTS
        if (row := act_named("target", name)) and reader.capacities & {*row.capacities}
    ]
    act = given["act"] or (can[0] if len(can) == 1 else None)
    if act is None:
        raise Wrong("请写明 --act create 或 --act assign。", "Say --act create or --act assign.")
    drafting = facts.drafting_years(reader.database)
    year = given["year"] or (drafting[0] if len(drafting) == 1 else None)
    if year is None:
        raise Wrong("请用 --year 指明年度。", "Say which year: --year.")
    return {"year": year, "act": act}


def carry_out(program: Program, actor: Actor, made: Plan, *, check: bool, json_: bool) -> int:
    """Do what was planned, all of it or nothing, and say it; 1 where anything is wrong."""
    faults = made.faults
    if not faults and check:
        faults = tried(program.door, made, actor)
    elif not faults:
        try:
            program.door.perform_many(made.knocks, actor, together=True)
        except ManyRefused as error:
            faults = made.refused(error)
    if json_:
        program.data(_told(made, faults, done=not faults and not check))
    elif faults:
        for fault in faults:
            click.echo(program.say(fault.said), err=True)
        count = len(faults)
        raise Failed(
            f"{count} 处有误，未作任何改动。", f"{count} found wrong; nothing was changed."
        )
    else:
        _say(program, made, check)
    return 1 if faults else 0


def _told(made: Plan, faults: tuple[Fault, ...], *, done: bool) -> Values:
    return {
        "done": done,
        "acts": [{"label": label, "count": count} for label, count in made.counts],
        "same": made.same,
        "faults": [_plainly(fault) for fault in faults],
        "remarks": [_plainly(remark) for remark in made.remarks],
    }


def _plainly(fault: Fault) -> Values:
    return {"sheet": fault.sheet, "cell": fault.cell, "text": fault.words}


def _say(program: Program, made: Plan, check: bool) -> None:
    for remark in made.remarks:
        click.echo(program.say(remark.said), err=True)
    for label, count in made.counts:
        click.echo(f"{program.say(label)}\t{count}")
    if made.same:
        program.tell(f"已经在库\t{made.same}", f"There already\t{made.same}")
    if check:
        program.tell("检查通过，未作改动", "Nothing is wrong; nothing was changed")
    else:
        program.tell(
            f"已导入，办理 {len(made.steps)} 项", f"Imported; acts done: {len(made.steps)}"
        )


for _kind in KINDS.values():
    import_.add_command(_command(_kind))


@import_.command(
    help=Words(
        "一项测评或阶段考核的结果，一份文件一次登记；年度、项目、期次写在下载的工作簿里。",
        "Outcomes of an evaluation, all in one act; the workbook that was downloaded says of which "
        "year, evaluation and period.",
    )
)
@click.argument("file", metavar="FILE.xlsx")
@click.option("--document", cls=Option, metavar="NO", required=True, words=DOCUMENT)
@click.option("--as", "as_", cls=Option, metavar="USERNAME", words=AS)
@click.option("--check", is_flag=True, cls=Option, words=CHECK)
@click.option("--json", "json_", is_flag=True, cls=Option, words=JSON)
@click.pass_obj
def evaluations(
    program: Program, file: str, document: str, as_: str | None, check: bool, json_: bool
) -> int:
    """What is wrong with the document is no cell's fault, and said as of any act."""
    actor = program.person(as_)
    database, clock = program.door.database, program.door.clock
    reader = reader_of(database, clock, actor)
    row = act_named("year", "enter_evaluation")
    assert row is not None  # noqa: S101  (a row of the table)
    if not reader.capacities & {*row.capacities}:
        raise NotPermitted(capacity_refusal(row))
    book, held = book_in(Path(file)), known(database, clock, reader)
    asking = asking_of(book, asked_of_units(held))
    if asking is None:
        return carry_out(program, actor, Plan((), (OF_NOTHING,), 0), check=check, json_=json_)
    version = years.year(reader, asking.year)["version"]
    found = read_outcomes(book, asking)
    made = outcomes_plan(asking, found, document=document, version=version)
    for step in made.steps:
        loaded(row, step.knock.raw)
    code = carry_out(program, actor, made, check=check, json_=json_)
    if not json_:
        count = len(made.knocks[0].raw["units"])
        label = f"{program.say(asking.name)} {asking.year}"
        program.tell(f"{label}\t{count} 个单位", f"{label}\tunits: {count}")
    return code


@import_.command(
    help=Words(
        "生成空白工作簿：有下拉选项和说明，填好即可导入。",
        "Make an empty workbook with drop-downs and notes; filled in, it can be imported.",
    )
)
@click.argument("kind", type=click.Choice([*KINDS]))
@click.argument("file", metavar="OUT.xlsx")
@click.pass_obj
def template(program: Program, kind: str, file: str) -> None:
    """Never writes over a file that is there."""
    try:
        with Path(file).open("xb") as out:
            out.write(template_of(kind, program.config.language))
    except FileExistsError as error:
        raise Failed(
            f"{file} 已经存在，未改写。", f"{file} is there already and was left as it is."
        ) from error
    program.tell(f"已生成 {file}", f"{file} is made")
