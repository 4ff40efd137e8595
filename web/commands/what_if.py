"""`shangxia year whatif`: a changed scheme tried on a year, nothing written."""

from __future__ import annotations

from typing import Any

import click

from web.commands.bilingual import Command, Whole, as_json, as_of, on_behalf, option
from web.commands.failures import Wrong
from web.commands.program import Program
from web.commands.scheme_file import text_of
from workflow.queries import what_if
from workflow.words import Words

Values = dict[str, Any]
HEAD = (
    Words("单位", "unit"),
    Words("原总分", "total"),
    Words("试算总分", "tried"),
    Words("原等次", "grade"),
    Words("试算等次", "tried"),
    Words("原位次", "rank"),
    Words("试算位次", "tried"),
)


@click.command(
    cls=Command,
    help=Words(
        "方案试算：换一个方案，哪些得分、等次、位次会不同，为什么。只读，不写入任何数据。",
        "Try a changed scheme on a year: which scores, grades and ranks would differ. Reads only.",
    ),
)
@click.argument("number", metavar="YEAR", type=Whole())
@click.argument("file", metavar="[FILE]", required=False)
@option(
    "--scheme", "other", type=Whole(), words=Words("采用哪一年度的方案", "Use this year's scheme")
)
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def whatif(
    program: Program,
    number: int,
    file: str | None,
    other: int | None,
    as_: str | None,
    json_: bool,
) -> None:
    """By a file, or by the scheme of another year."""
    if (file is None) == (other is None):
        raise Wrong(
            "请给出方案文件，或用 --scheme 指明年度。",
            "Give a file, or a year with --scheme.",
        )
    reader = program.reader(as_)
    what_if.allowed(reader, number)
    toml = None if file is None else text_of(file)
    body = what_if.changed_scheme(reader, number, toml=toml, scheme=other)
    found = what_if.what_if(reader, number, body)
    if json_:
        program.data(found)
        return
    _tell(program, found)


def _tell(program: Program, found: Values) -> None:
    counts = found["counts"]
    program.tell(
        f"得分不同 {counts['scores']}，总分不同 {counts['totals']}，"
        f"等次不同 {counts['grades']}，位次不同 {counts['ranks']}",
        f"would differ: {counts['scores']} scores, {counts['totals']} totals, "
        f"{counts['grades']} grades, {counts['ranks']} ranks",
    )
    for one in found["unscored"]:
        reasons = "; ".join(program.say(reason) for reason in one["reasons"])
        program.tell(
            f"无法计分\t{one['unit']}\t{one['target']}\t{one['title']}\t{reasons}",
            f"no score\t{one['unit']}\t{one['target']}\t{one['title']}\t{reasons}",
        )
    for gap in found["gaps"]:
        program.tell(f"不能排名\t{program.say(gap)}", f"no ranking\t{program.say(gap)}")
    if found["units"]:
        program.table(HEAD, [_row(unit) for unit in found["units"]])


def _row(unit: Values) -> list[Any]:
    sides = (unit["before"], unit["after"])
    figures = [side[name] for name in ("total", "grade_name", "rank") for side in sides]
    return [unit["unit"], *figures]
