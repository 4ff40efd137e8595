"""`shangxia docs`: the generated parts of the README and docs/acts.md."""

from __future__ import annotations

import click

from config import PROJECT
from web.commands.bilingual import Command, option
from web.commands.failures import Failed
from web.commands.program import Program
from workflow import lifecycle_docs
from workflow.words import Words


@click.command(
    cls=Command,
    help=Words(
        "按生命周期表重写 README 与 docs/acts.md 的生成部分。",
        "Write the generated parts of README and docs/acts.md anew from the lifecycle table.",
    ),
)
@option(
    "--check",
    is_flag=True,
    words=Words(
        "只检查；过期则退出码为 1。", "Only check; exit code 1 where they are out of date."
    ),
)
@click.pass_obj
def docs(program: Program, check: bool) -> None:
    """In a checkout only: a package carries no documents."""
    try:
        stale = lifecycle_docs.out_of_date(PROJECT) if check else lifecycle_docs.write(PROJECT)
    except (lifecycle_docs.Stale, FileNotFoundError) as error:
        raise Failed(f"不能生成文档：{error}", f"The documents cannot be made: {error}") from error
    names = " ".join(str(path.relative_to(PROJECT)) for path in stale)
    if check and stale:
        raise Failed(f"已过期，请运行 make docs：{names}", f"Out of date, run make docs: {names}")
    if names:
        program.tell(f"已更新：{names}", f"Written: {names}")
    else:
        program.tell("文档与表一致", "The documents say what the table says")
