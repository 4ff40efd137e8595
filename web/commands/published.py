"""What the commands about published tables share: the file, its columns, what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from workflow.organisation import Organisation
from workflow.published.files import table_file
from workflow.published.finding import Finding
from workflow.published.headings import NoTable
from workflow.queries.organisation import organisation
from workflow.spreadsheets.reading import MOST_BYTES, TOO_LARGE, Book, Unreadable
from workflow.words import Words

Values = dict[str, Any]
T = TypeVar("T")

COLUMN = Words(
    "某字段在此文件中的标题，如 --column item=考核要点；可用多次。",
    "The heading of a field in this file, such as --column item=Topic; may be repeated.",
)
STRICT = Words("表中有误则退出码为 1。", "Exit code 1 where the table is wrong.")
NOT_COMPARED = Words(
    "没有县的数据库，未核对单位。", "There is no county here: its units were not compared."
)


def book_in(file: str) -> Book:
    """The table in a file. Raises Failed where it cannot be read as one."""
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(TOO_LARGE)
        return table_file(path.stem, path.read_bytes())
    except Unreadable as error:
        raise Failed(error.words.zh, error.words.en) from error


def columns_in(given: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """The headings by field, as --column says them. Raises Wrong."""
    columns = {}
    for text in given:
        name, equals, heading = text.partition("=")
        if not equals or not heading.strip() or name not in known:
            names = " ".join(known)
            raise Wrong(
                f"--column 应为“字段=标题”，字段为其一：{names}；不是 {text}",
                f"--column is FIELD=HEADING with one of the fields {names}, not {text}",
            )
        columns[name] = heading
    return columns


def county(program: Program) -> Organisation | None:
    """The county's organisation, where there is a county."""
    try:
        found = program.county()
    except Failed:
        return None
    return organisation(program.open(), found["organisation"])


def tell(program: Program, findings: Sequence[Finding], *, to_err: bool = False) -> None:
    """One line a finding: its row, its column, its kind, and what there is to it."""
    for finding in findings:
        kind = finding.code if finding.is_wrong else f"({finding.code})"
        row = finding.row or "-"
        line = f"{row}\t{finding.heading or '-'}\t{kind}\t{program.say(finding.words)}"
        click.echo(line, err=to_err)


def told(finding: Finding) -> Values:
    """A finding for programs."""
    return {
        "sheet": finding.sheet,
        "row": finding.row or None,
        "column": finding.heading or None,
        "code": finding.code,
        "wrong": finding.is_wrong,
        "text": finding.words,
    }


def read_as(make: Callable[[], T]) -> T:
    """What a table comes to. Raises Failed where no sheet of the file is such a table."""
    try:
        return make()
    except NoTable as error:
        raise Failed(error.words.zh, error.words.en) from error
