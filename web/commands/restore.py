"""`shangxia restore`: a backup in the place of the county; what was there is kept beside it."""

from __future__ import annotations

from pathlib import Path

import click

from models.base import DatabaseUnusable
from models.replacing import InUse, check_backup, replace
from web.commands.bilingual import Command, as_json
from web.commands.failures import Failed
from web.commands.program import Program
from workflow.words import Words


@click.command(
    cls=Command,
    help=Words(
        "用备份文件替换 SQLite 数据库（先停止服务）；原数据库留在旁边。此后须另立日志源头。",
        "Put a backup in the place of the SQLite database (stop the service first); the old one is "
        "kept beside it. Before anything can be done, a new origin of the log must be opened.",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json()
@click.pass_obj
def restore(program: Program, file: Path, json_: bool) -> None:
    """Looked at first: a damaged file, or one that is no county, replaces nothing."""
    target = program.sqlite_file
    if target is None:
        raise Failed(
            "PostgreSQL 请用 pg_restore 恢复。",
            "A PostgreSQL database is restored with pg_restore.",
        )
    if target.exists() and target.samefile(file):
        raise Failed(f"{file} 就是本县数据库。", f"{file} is the county's database itself.")
    kept = _put(target, file)
    if json_:
        program.data({"database": str(target), "kept": str(kept) if kept else None})
        return
    program.tell(f"已恢复 {target}。", f"{target} is restored.")
    if kept is not None:
        program.tell(f"原数据库在 {kept}", f"What was there is kept as {kept}")
    program.tell(
        "接着：shangxia migrate，shangxia audit verify；备份之后签过的记录不在其中，"
        "办理前须 shangxia audit reopen --reason …",
        "Next: shangxia migrate, shangxia audit verify. What was signed after the backup is not in "
        "it: shangxia audit reopen --reason … before anything can be done.",
    )


def _put(target: Path, file: Path) -> Path | None:
    try:
        check_backup(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        return replace(target, file)
    except DatabaseUnusable as error:
        raise Failed(f"不能用作备份：{error}", str(error)) from error
    except InUse as error:
        raise Failed(
            f"{error} 正在使用，请先停止服务。", f"{error} is in use: stop the service first."
        ) from error
    except OSError as error:
        raise Failed(f"{target} 写不了：{error.strerror}", f"{target}: {error.strerror}") from error
