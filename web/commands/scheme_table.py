"""`shangxia scheme table`: a published scheme becomes a draft; its faults are told by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from web.commands.bilingual import Command, Whole, as_json, option
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from web.commands.published import (
    COLUMN,
    NOT_COMPARED,
    STRICT,
    book_in,
    columns_in,
    county,
    read_as,
    tell,
    told,
)
from workflow.clock import SHANGHAI, system_clock
from workflow.published import scheme_table
from workflow.words import Words

AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


@click.command(
    "table",
    cls=Command,
    help=Words(
        "把公布的方案表（.xlsx 或 .csv）读成方案草案；表中的错误按行列出，照原样保留。",
        "Read a published scheme (.xlsx or .csv) into a draft; what is wrong in it is told by row "
        "and left as it is.",
    ),
)
@click.argument("file", metavar="FILE")
@option("--out", metavar="FILE.toml", words=Words("草案写到此新文件。", "The draft's new file."))
@option("--code", default="draft", words=Words("方案代码。", "The scheme's code."))
@option("--year", "number", type=Whole(2000, 2999), words=Words("年度。", "The year."))
@option(
    "--total",
    words=Words("应有总分，默认按表或 100。", "Points in all; else as the table, or 100."),
)
@option(
    "--common",
    default="0",
    words=Words("各部门共有而表上没有的分值。", "Points all departments share, not in the table."),
)
@option("--column", multiple=True, metavar="FIELD=HEADING", words=COLUMN)
@option("--strict", is_flag=True, words=STRICT)
@as_json()
@click.pass_obj
def table(program: Program, file: str, out: str | None, **given: Any) -> int:
    """The draft is written whatever is wrong; on standard output where no file is named."""
    wanted = scheme_table.Wanted(
        code=given["code"],
        year=given["number"] or system_clock().astimezone(SHANGHAI).year,
        total=_points("--total", given["total"]),
        common=_points("--common", given["common"]) or "0",
        columns=columns_in(given["column"], scheme_table.FIELDS),
    )
    known = county(program)
    made = read_as(lambda: scheme_table.scheme_table(book_in(file), wanted, known))
    if out is not None:
        _written(Path(out), made.toml)
    if given["json_"]:
        findings = map(told, made.findings)
        program.data({"findings": findings, "faults": len(made.faults), "toml": made.toml})
    else:
        _say(program, made, out, is_compared=known is not None)
    return 1 if made.wrong and given["strict"] else 0


def _points(name: str, text: str | None) -> str | None:
    """Points as somebody typed them. Raises Wrong."""
    if text is not None and not AMOUNT.fullmatch(text):
        raise Wrong(f"{name} 应为分值，不是 {text}", f"{name} is a number of points, not {text}")
    return text


def _written(file: Path, toml: str) -> None:
    """Never over a file that is there. Raises Failed."""
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(toml)
    except FileExistsError as error:
        raise Failed(
            f"{file} 已经存在，未改写。", f"{file} is there already and was left as it is."
        ) from error


def _say(
    program: Program, made: scheme_table.SchemeTable, out: str | None, *, is_compared: bool
) -> None:
    """The findings; beside the draft they go where complaints go."""
    beside = out is None
    tell(program, made.findings, to_err=beside)
    said = [scheme_table.told(made)]
    said += [scheme_table.unread(made)] if made.unread else []
    said += [] if is_compared else [NOT_COMPARED]
    said += [] if out is None else [Words("草案：{0}", "Draft: {0}").format(out)]
    for words in said:
        click.echo(program.say(words), err=beside)
    if out is None:
        click.echo(made.toml, nl=False)
