"""`shangxia item`: common and stability items, defined once for all units."""

from __future__ import annotations

from typing import Any

import click

from web.commands.acting import acting, creating
from web.commands.bilingual import Group, Whole, as_json, as_of, on_behalf
from web.commands.program import Program
from workflow.door import Done
from workflow.errors import NotFound
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.words import Words

Values = dict[str, Any]
item = Group("item", help=Words("通用与稳定工作", "Common and stability items"))


def look(program: Program, username: str, number: int) -> Values:
    """An item as this person sees it. Raises NotFound."""
    reader = program.reader(username)
    for one in years.years(reader):
        for found in years.items(reader, one["year"]):
            if found["id"] == number:
                return {**found["fields"], **found}
    raise NotFound


def _made(program: Program, given: Values, done: Done) -> Values:
    assert done.object_id is not None  # noqa: S101  (an item was made, so it has its id)
    return look(program, given["as"], done.object_id)


@item.command("list", help=Words("一个年度的通用与稳定工作。", "The items of a year."))
@click.argument("number", metavar="YEAR", type=Whole())
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def list_(program: Program, number: int, as_: str | None, json_: bool) -> None:
    """With how many units still wait for the leader's hand."""
    found = years.items(program.reader(as_), number)
    if json_:
        program.data({"items": found, "next": None})
        return
    head = (
        Words("编号", "id"),
        Words("代码", "code"),
        Words("名称", "title"),
        Words("待审定", "waiting"),
        Words("摘要", "digest"),
    )
    program.table(
        head,
        [(i["id"], i["code"], i["fields"].get("title"), i["waiting"], i["digest"]) for i in found],
    )


item.add_command(creating(BY_KIND["county"]["define_item"], "county", _made, name="define"))
for _act in BY_KIND["item"].values():
    item.add_command(acting(_act, "item", look))
