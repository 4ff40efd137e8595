"""`shangxia bench`: how fast the door, the lists and the pages are, as ratios."""

from __future__ import annotations

import click

from web.commands.bilingual import Command
from web.commands.program import Program
from workflow.words import Words


@click.command(
    cls=Command,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
    help=Words(
        "与直接写同样数据的 SQLite 交替测量，给出比值。",
        "Measure beside bare SQLite that writes the same rows, in turn; prints ratios.",
    ),
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def bench(program: Program, options: tuple[str, ...]) -> int:
    """In a temporary folder; the county is neither read nor written."""
    from web.bench import measure
    from web.commands.progress import counted
    from workflow.bench.run import main

    try:
        return main(
            ["--language", program.config.language, *options], also=(measure,), counted=counted
        )
    except SystemExit as wanted:  # argparse's own --help and complaints
        return int(wanted.code or 0)
