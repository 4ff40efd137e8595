"""`shangxia key-task`: the county's key tasks of a year (S5)."""

from __future__ import annotations

from typing import Any

import click

from web.commands.acting import creating
from web.commands.bilingual import Group, Whole, as_json, as_of, on_behalf
from web.commands.program import Program
from workflow.door import Done
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.words import Words

Values = dict[str, Any]
key_task = Group("key-task", help=Words("重点工作任务", "Key tasks"))


def _made(program: Program, given: Values, done: Done) -> Values:
    found = years.key_tasks(program.reader(given["as"]))
    return next(one for one in found if one["id"] == done.object_id)


@key_task.command("list", help=Words("重点工作任务，可按年度。", "Key tasks, of one year or all."))
@click.argument("number", metavar="[YEAR]", type=Whole(), required=False)
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def list_(program: Program, number: int | None, as_: str | None, json_: bool) -> None:
    """Newest year first."""
    found = years.key_tasks(program.reader(as_), number)
    if json_:
        program.data({"items": found, "next": None})
        return
    head = (
        Words("年度", "year"),
        Words("代码", "code"),
        Words("牵头", "lead"),
        Words("目标值", "value"),
        Words("名称", "title"),
    )
    program.table(
        head, [(k["year"], k["code"], k["lead_unit"], k["target_value"], k["title"]) for k in found]
    )


for _name in ("add", "change", "end"):
    _act = BY_KIND["county"][f"{_name}_key_task"]
    key_task.add_command(creating(_act, "county", _made, name=_name))
