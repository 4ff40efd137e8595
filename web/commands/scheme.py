"""`shangxia scheme`: look at the rules of a year, check a file of them, and put it in force."""

from __future__ import annotations

import json
from typing import Any

import click

from models import statements
from web.commands.acting import report
from web.commands.bilingual import Group, Whole, as_json, on_behalf, option
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from web.commands.scheme_file import text_of
from web.commands.scheme_table import table
from web.commands.year import look
from workflow.errors import NotFound
from workflow.lifecycle import BY_KIND
from workflow.organisation import Organisation
from workflow.queries.organisation import organisation
from workflow.scheme.scheme import (
    SHIPPED,
    BadScheme,
    Fault,
    body_of,
    check,
    schema_text,
    shipped,
)
from workflow.words import Words

Values = dict[str, Any]

scheme = Group("scheme", help=Words("考核方案", "Schemes"))


@scheme.command(
    "check",
    help=Words(
        "检查方案文件：每处错误列出行、字段与说明；有错则退出码为 1。",
        "Check a file: every fault by line, field and sentence; exit code 1 if there is any.",
    ),
)
@click.argument("file", metavar="FILE")
@as_json()
@click.pass_obj
def check_(program: Program, file: str, json_: bool) -> int:
    """Units and posts are those of the county, where there is one."""
    text, known = text_of(file), _county(program)
    faults = _faults(text, known)
    if json_:
        program.data({"ok": not faults, "county": known is not None, "faults": map(_told, faults)})
    else:
        for fault in faults:
            line = "-" if fault.line is None else fault.line
            click.echo(f"{line}\t{fault.field or '-'}\t{program.say(fault.words)}")
        if known is None:
            program.tell(
                "没有县的数据库，未核对单位与岗位。",
                "There is no county here: its units and posts were not compared.",
            )
        if not faults:
            program.tell("方案无误", "The scheme can be used")
    return 1 if faults else 0


def _county(program: Program) -> Organisation | None:
    try:
        county = program.county()
    except Failed:
        return None
    return organisation(program.open(), county["organisation"])


def _faults(text: str, known: Organisation | None) -> list[Fault]:
    try:
        body = body_of(text)
    except BadScheme as error:
        return list(error.faults)
    if known is None:
        return check(body, text=text)
    return check(body, text=text, units=known.units, posts=known.posts)


def _told(fault: Fault) -> Values:
    return {"line": fault.line, "field": fault.field, "text": fault.words}


@scheme.command(
    help=Words(
        f"显示方案：随程序附带的（{' '.join(SHIPPED)}）显示其 TOML，某年度的显示所存 JSON。",
        f"Show a scheme: one that ships ({' '.join(SHIPPED)}) as TOML, a year's as stored JSON.",
    )
)
@click.argument("which", metavar="CODE|YEAR")
@click.pass_obj
def show(program: Program, which: str) -> None:
    """What ships is shown with its comments; a county keeps the data alone."""
    if which.isascii() and which.isdecimal():
        program.data(stored(program, Whole().convert(which, None, None)))
        return
    text = shipped(which)
    if text is None:
        raise Wrong(
            f"没有方案 {which}；附带的有：{' '.join(SHIPPED)}",
            f"There is no scheme {which}; these ship: {' '.join(SHIPPED)}",
        )
    click.echo(text, nl=False)


def stored(program: Program, number: int) -> Values:
    program.county()
    body = statements.value(
        program.open(),
        "SELECT s.body FROM scheme s JOIN year y ON y.scheme_id = s.id WHERE y.id = ?",
        (number,),
    )
    if body is None:
        raise Failed(f"没有 {number} 年度。", f"There is no year {number}.")
    found: Values = json.loads(body)
    return found


@scheme.command(
    help=Words(
        "方案文件的 JSON Schema（draft 2020-12），供编辑器使用。",
        "The JSON Schema (draft 2020-12) of scheme files, for editors.",
    )
)
def schema() -> None:
    """Its shape only: `check` also says what the tables mean together."""
    click.echo(schema_text(), nl=False)


@scheme.command(
    "import",
    help=Words(
        "采用方案文件：年度尚未建立的，据此建立；已建立的，更换其方案。",
        "Put a file in force: sets the year up where there is none, else changes its scheme.",
    ),
)
@click.argument("file", metavar="FILE")
@option("--year", "number", type=Whole(), required=True, words=Words("年度", "Year"))
@on_behalf()
@as_json()
@click.pass_obj
def import_(program: Program, file: str, number: int, as_: str | None, json_: bool) -> None:
    """One act of the target office; a file with a fault changes nothing."""
    toml, actor = text_of(file), program.person(as_)

    def seen() -> Values:
        return look(program, as_ or "", number)

    try:
        raw = {"version": seen()["version"], "toml": toml}
    except NotFound:
        act = BY_KIND["county"]["open_year"]
        done = program.door.perform(act.name, "county", None, actor, {"year": number, "toml": toml})
    else:
        act = BY_KIND["year"]["change_scheme"]
        done = program.door.perform(act.name, "year", number, actor, raw)
    report(program, act, done, json_, seen)


scheme.add_command(table)
