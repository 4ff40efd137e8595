"""`shangxia target`: list, show and history, and a command for every act on targets."""

from __future__ import annotations

from typing import Any

import click

from web.commands.acting import acting, creating, is_for_people
from web.commands.bilingual import Group, Whole, as_json, as_of, on_behalf, option
from web.commands.program import Program
from workflow.door import Done
from workflow.lifecycle import BY_KIND
from workflow.queries import history as histories
from workflow.queries import target_list
from workflow.queries.target_view import representation
from workflow.terms import LIGHTS, STATES, TURNS
from workflow.words import Words

Values = dict[str, Any]
target = Group("target", help=Words("目标", "Targets"))


def look(program: Program, username: str, number: int) -> Values:
    """A target as this person sees it."""
    return representation(program.reader(username), number)


def _made(program: Program, given: Values, done: Done) -> Values:
    assert done.object_id is not None  # noqa: S101  (a target was made, so it has its id)
    return look(program, given["as"], done.object_id)


FILTER_WORDS = {
    "year": Words("年度", "Year"),
    "unit": Words("单位代码", "Unit"),
    "front": Words("战线代码", "Front"),
    "category": Words("类别", "Category"),
    "state": Words("状态", "State"),
    "turn": Words("轮到谁", "Whose turn"),
    "light": Words("亮灯", "Light"),
    "q": Words("标题含有", "Title contains"),
    "due_before": Words("完成时限早于", "Due before"),
}


def _filtered(command: Any) -> Any:
    for name in reversed(target_list.FILTERS):
        flag = f"--{name.replace('_', '-')}"
        command = option(flag, name, words=FILTER_WORDS[name])(command)
    return command


@target.command("list", help=Words("看得到的目标，可筛选。", "The targets one may see, filtered."))
@_filtered
@option(
    "--limit",
    type=Whole(1, target_list.MOST),
    default=target_list.DEFAULT,
    words=Words("每页行数", "Rows of a page"),
)
@option("--cursor", type=Whole(), default=0, words=Words("从此之后", "Begin after"))
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def list_(
    program: Program, limit: int, cursor: int, as_: str | None, json_: bool, **filters: Any
) -> None:
    """One page; `next` begins the following one."""
    chosen = {name: value for name, value in filters.items() if value is not None}
    rows, more = target_list.page(program.reader(as_), chosen, limit=limit, after=cursor)
    if json_:
        program.data({"items": rows, "next": None if more is None else str(more)})
        return
    head = (
        Words("编号", "id"),
        Words("年度", "year"),
        Words("单位", "unit"),
        Words("状态", "state"),
        Words("轮到", "turn"),
        Words("灯", "light"),
        Words("时限", "due"),
        Words("名称", "title"),
    )
    program.table(
        head,
        [
            (
                r["id"],
                r["year"],
                r["unit"],
                STATES[r["state"]],
                TURNS[r["turn"]],
                LIGHTS[r["light"]],
                r["due_on"],
                r["title"],
            )
            for r in rows
        ],
    )
    if more is not None:
        program.tell(f"（下一页：--cursor {more}）", f"(next page: --cursor {more})")


@target.command(
    help=Words(
        "一个目标：内容、双方签署、可办与不可办的事。",
        "One target: content, hands, what may be done and what may not.",
    )
)
@click.argument("number", metavar="ID", type=Whole())
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def show(program: Program, number: int, as_: str | None, json_: bool) -> None:
    """The representation, as pages and API have it."""
    seen = representation(program.reader(as_), number)
    if json_:
        program.data(seen)
        return
    for name in ("id", "year", "unit", "origin", "round", "version"):
        click.echo(f"{name}\t{seen[name]}")
    click.echo(f"state\t{program.say(STATES[seen['state']])}")
    click.echo(f"turn\t{program.say(TURNS[seen['turn']])}")
    for name, value in seen["candidate"].items():
        click.echo(f"candidate.{name}\t{'' if value is None else program.plain(value)}")
    for hand in seen["signatures"]:
        mark = "✓" if hand["valid"] else "✗"
        click.echo(f"{mark} {hand['side']}\t{hand['by_name']}\t{hand['at']}\t{hand['digest']}")
    _offers(program, seen["actions"])


def _offers(program: Program, offers: list[Values]) -> None:
    for offer in offers:
        label = program.say(offer["label"])
        reasons = "; ".join(program.say(r["text"]) for r in offer["refusals"])
        mark = "+" if offer["allowed"] else "-"
        click.echo(f"{mark} {offer['action']}\t{label}\t{reasons}")


@target.command(help=Words("一个目标的全部记录。", "Everything that happened to a target."))
@click.argument("number", metavar="ID", type=Whole())
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def history(program: Program, number: int, as_: str | None, json_: bool) -> None:
    """Newest first, refused acts included."""
    entries = histories.of_target(program.reader(as_), number)
    if json_:
        program.data(entries)
        return
    for entry in entries:
        why = "; ".join(program.say(r["text"]) for r in entry["refusals"])
        click.echo(
            "\t".join(
                (
                    str(entry["index"]),
                    entry["at"],
                    program.say(entry["label"]),
                    entry["by_name"] or "",
                    entry["outcome"],
                    entry["text"] or why,
                )
            )
        )


for _act in filter(is_for_people, BY_KIND["target"].values()):
    made_new = "new" in _act.sources
    target.add_command(
        creating(_act, "target", _made) if made_new else acting(_act, "target", look)
    )
