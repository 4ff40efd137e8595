"""`shangxia backup`: a consistent copy of a running county."""

from __future__ import annotations

import os
from pathlib import Path

import click

from models import durable, statements
from web.commands.bilingual import Command, as_json
from web.commands.failures import Failed
from web.commands.program import Program
from workflow.words import Words


@click.command(
    cls=Command,
    help=Words(
        "把 SQLite 数据库备份到一个新文件（服务可照常运行）。",
        "Copy the SQLite database into a new file, while the service runs.",
    ),
)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@as_json()
@click.pass_obj
def backup(program: Program, out: Path, json_: bool) -> None:
    """By VACUUM INTO: the file alone is whole, without the -wal beside it."""
    if program.sqlite_file is None:
        raise Failed(
            "PostgreSQL 请用 pg_dump 备份。", "A PostgreSQL database is backed up with pg_dump."
        )
    database = program.open()
    _reserve(out)
    try:
        statements.run(database, "VACUUM INTO ?", (str(out),))
        durable.sync(out)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    if json_:
        program.data({"file": str(out), "bytes": out.stat().st_size})
    else:
        program.tell(f"已备份到 {out}", f"Copied to {out}")


def _reserve(out: Path) -> None:
    """Make the empty file, for our eyes only; never over another. SQLite fills an empty file."""
    try:
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Failed(f"{out} 已存在，不覆盖。", f"{out} exists and is not overwritten.") from error
