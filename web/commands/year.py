"""`shangxia year`: set up and open a year, show it, and a command for every other act on years."""

from __future__ import annotations

from typing import Any

import click

from web.commands.acting import acting, is_for_people, report
from web.commands.baselines import record as record_baselines
from web.commands.bilingual import Group, Whole, as_json, as_of, on_behalf, option
from web.commands.program import Program
from web.commands.what_if import whatif
from workflow.errors import NotFound
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.queries.coverage_view import VIEWS, coverage_of
from workflow.terms import STATES, YEAR_STATES
from workflow.words import Words

Values = dict[str, Any]
year = Group("year", help=Words("年度", "Plan years"))


def look(program: Program, username: str, number: int) -> Values:
    """A year as this person sees it."""
    return years.year(program.reader(username), number)


@year.command(
    "open",
    help=Words(
        "部署拟定；年度尚未建立的，先建立。",
        "Call for drafts; sets the year up where there is none.",
    ),
)
@click.argument("number", metavar="YEAR", type=Whole())
@option("--scheme", words=Words("考核方案代码", "Scheme code"))
@option("--text", words=Words("说明", "Remark"))
@on_behalf()
@as_json()
@click.pass_obj
def open_(
    program: Program,
    number: int,
    scheme: str | None,
    text: str | None,
    as_: str | None,
    json_: bool,
) -> None:
    """Two acts of the target office, where the year is new."""
    actor = program.person(as_)
    try:
        version = look(program, as_ or "", number)["version"]
    except NotFound:
        named = {"scheme": scheme} if scheme else {}
        program.door.perform("open_year", "county", None, actor, {"year": number, **named})
        version = 1
    raw = {"version": version, **({"text": text} if text else {})}
    done = program.door.perform("open", "year", number, actor, raw)
    report(program, BY_KIND["year"]["open"], done, json_, lambda: look(program, as_ or "", number))


@year.command(
    help=Words(
        "一个年度：状态、目标数、可办的事。", "One year: its state, its targets, what may be done."
    )
)
@click.argument("number", metavar="YEAR", type=Whole())
@on_behalf()
@as_json()
@click.pass_obj
def show(program: Program, number: int, as_: str | None, json_: bool) -> None:
    """The year with its counts."""
    seen = look(program, as_ or "", number)
    if json_:
        program.data(seen)
        return
    state = program.say(YEAR_STATES[seen["state"]])
    click.echo(f"{seen['year']}\t{state}\t{seen['document'] or ''}")
    for name, count in seen["counts"].items():
        click.echo(f"{program.say(STATES[name])}\t{count}")
    open_ones = " ".join(map(str, seen["unapproved"]))
    program.tell(f"未获批准\t{open_ones}", f"not approved\t{open_ones}")


@year.command(
    help=Words(
        "计划统筹：检查 C0–C10、不符事项及其摘要（供豁免）。",
        "Coverage: checks C0–C10, and what fails, with the digests by which it is waived.",
    )
)
@click.argument("number", metavar="YEAR", type=Whole())
@option("--view", words=Words("口径", "Which targets count"), type=click.Choice(VIEWS))
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def coverage(program: Program, number: int, view: str | None, as_: str | None, json_: bool) -> None:
    """How whole the year's plan is: as it would be issued now, or of every candidate."""
    seen = coverage_of(program.reader(as_), number, view or "issue")
    if json_:
        program.data(seen)
        return
    for one in seen["failures"]:
        digest = one["digest"] if one["waivable"] else ""
        click.echo(f"{one['check']}\t{program.say(one['text'])}\t{digest}")


for _command in (whatif, record_baselines):
    year.add_command(_command)
for _act in filter(is_for_people, BY_KIND["year"].values()):
    if _act.name not in year.commands:
        year.add_command(acting(_act, "year", look, argument="YEAR"))
