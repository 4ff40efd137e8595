"""`shangxia year baselines`: a published year's results become the next year's baselines."""

from __future__ import annotations

import click

from web.commands.bilingual import Command, Whole, as_json, on_behalf
from web.commands.program import Program
from workflow.door import Done
from workflow.queries.baselines import baselines, knocks
from workflow.words import Words


@click.command(
    "baselines",
    cls=Command,
    help=Words(
        "把已公示年度的结果登记为下年基数：公示后为预计，审定后为最终。",
        "Record a published year's results as baselines: estimated, final once decided.",
    ),
)
@click.argument("number", metavar="YEAR", type=Whole())
@on_behalf()
@as_json()
@click.pass_obj
def record(program: Program, number: int, as_: str | None, json_: bool) -> int:
    """Every one an act of the target office; 1 where one was refused."""
    found = baselines(program.reader(as_), number)
    answers = program.door.perform_many(knocks(found), program.person(as_)) if found["rows"] else []
    done = sum(isinstance(answer, Done) for answer in answers)
    if json_:
        program.data({**found, "recorded": done})
    else:
        program.tell(
            f"已登记 {done} 项，原已登记 {found['same']} 项，重名未登记 {len(found['double'])} 项",
            f"recorded: {done}, recorded before: {found['same']}, left for several targets by one "
            f"measure: {len(found['double'])}",
        )
    return 0 if done == len(answers) else 1
