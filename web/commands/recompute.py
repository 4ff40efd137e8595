"""`shangxia recompute`: published results or progress; what does not come out, by row."""

from __future__ import annotations

from typing import Any

import click

from web.commands.bilingual import Command, as_json, option
from web.commands.failures import Failed
from web.commands.program import Program
from web.commands.published import COLUMN, STRICT, book_in, columns_in, county, read_as, tell, told
from web.commands.scheme import stored
from web.commands.scheme_file import text_of
from workflow.published import recomputing
from workflow.published.results import Rules, rules_of
from workflow.published.units import unit_names
from workflow.scheme.scheme import (
    BadScheme,
    Scheme,
    body_of,
    canonical_text,
    check,
    scheme_of,
    shipped,
)
from workflow.words import Words


@click.command(
    cls=Command,
    help=Words(
        "重算公布的成绩表或进度表（.xlsx 或 .csv）：合计、位次、等次、完成率，不符的按行列出。",
        "Recompute a published table of results or progress (.xlsx or .csv): sums, ranks, grades, "
        "percentages; what does not come out is told by row.",
    ),
)
@click.argument("file", metavar="FILE")
@option(
    "--scheme",
    "which",
    metavar="CODE|YEAR|FILE",
    words=Words("按此方案的并列规则与等次。", "By the ties and grades of this scheme."),
)
@option("--part", multiple=True, words=Words("作为分项的列（标题）。", "A column that is a part."))
@option("--column", multiple=True, metavar="FIELD=HEADING", words=COLUMN)
@option("--strict", is_flag=True, words=STRICT)
@as_json()
@click.pass_obj
def recompute(program: Program, file: str, which: str | None, **given: Any) -> int:
    """Changes nothing, in the county or in the file."""
    known = county(program)
    names = None if known is None else unit_names(known)
    rules: Rules = rules_of(_scheme(program, which), names, given["part"])
    columns = columns_in(given["column"], recomputing.FIELDS)
    made = read_as(lambda: recomputing.recomputing(book_in(file), rules, columns))
    if given["json_"]:
        program.data({"rows": made.rows, "findings": map(told, made.findings)})
    else:
        tell(program, made.findings)
        count = len(made.findings)
        program.tell(
            f"重算 {made.rows} 行，{count} 处不符。",
            f"{made.rows} rows were recomputed; {count} do not come out.",
        )
    return 1 if made.findings and given["strict"] else 0


def _scheme(program: Program, which: str | None) -> Scheme | None:
    """A scheme that ships, a year's, or one in a file. Raises Failed, Wrong, OSError."""
    if which is None:
        return None
    if which.isascii() and which.isdecimal():
        return scheme_of(canonical_text(stored(program, int(which))))
    text = shipped(which) or text_of(which)
    try:
        body = body_of(text)
        faults = check(body, text=text)
    except BadScheme as error:
        faults = list(error.faults)
    if faults:
        sentence = faults[0].sentence
        raise Failed(f"方案有误：{sentence.zh}", f"The scheme is wrong: {sentence.en}")
    return scheme_of(canonical_text(body))
