"""`init`, `migrate`, `tick`: what is done to a county from its own machine."""

from __future__ import annotations

import sys
from typing import Any

import click

from web import setup_link
from web.commands.bilingual import Command, as_json, option
from web.commands.failures import Failed, Wrong
from web.commands.person import set_password
from web.commands.program import Program
from workflow.case import Actor
from workflow.founding import founding_acts
from workflow.inputs.loading import loaded
from workflow.lifecycle import BY_KIND
from workflow.queries import facts
from workflow.ticks import tick as run_tick
from workflow.words import Words

ASKED = {
    "name_zh": Words("县名（中文）", "Name in Chinese"),
    "name_en": Words("县名（英文）", "Name in English"),
    "admin": Words("管理员用户名", "Administrator's user name"),
    "admin_name": Words("管理员姓名", "Administrator's name"),
}
BROWSER = Words(
    "显示一次性建县链接，在浏览器中建县。",
    "Print a one-time link to found the county in a browser.",
)


def _asked(name: str) -> Any:
    """An option that is asked for where it is not given."""
    return option(f"--{name.replace('_', '-')}", words=ASKED[name])


def refuse_a_second(program: Program) -> None:
    """Raise Failed where this database has its county already."""
    known = facts.county(program.open())
    if known is not None:
        raise Failed(
            f"库中已有“{known['name_zh']}”，一库只存一县。",
            f"This database already holds {known['name_en']}: one database, one county.",
        )


@click.command(
    cls=Command,
    help=Words(
        "建立本县与第一位管理员，口令仅显示一次。",
        "Found the county and its first administrator, with a password shown once.",
    ),
)
@_asked("name_zh")
@_asked("name_en")
@_asked("admin")
@_asked("admin_name")
@option("--browser", is_flag=True, words=BROWSER)
@as_json()
@click.pass_obj
def init(program: Program, browser: bool, json_: bool, **given: str | None) -> None:
    """Refuses where there is a county; a mistake in the input makes nothing.

    With nothing said and nobody at a terminal to be asked, it prints the link.
    """
    said = any(value is not None for value in given.values())
    if browser and said:
        raise Wrong(
            "--browser 与其他选项不能并用。", "--browser goes with none of the other options."
        )
    if browser or not (said or sys.stdin.isatty()):
        _offer_link(program, json_)
        return
    _found(program, json_, {name: _answer(program, name, given[name]) for name in ASKED})


def _answer(program: Program, name: str, given: str | None) -> str:
    return given if given is not None else str(click.prompt(program.say(ASKED[name])))


def _found(program: Program, json_: bool, given: dict[str, str]) -> None:
    admin, zh, en = given["admin"], given["name_zh"], given["name_en"]
    knocks = founding_acts(zh, en, admin, given["admin_name"])
    for knock in knocks:
        loaded(BY_KIND["county"][knock.act], knock.raw)
    program.open(make=True)
    refuse_a_second(program)
    operator = Actor(None, "operator", "cli")
    program.key_folder.set_aside()
    program.founding_door().perform_many(knocks, operator, together=True)
    program.begin_log()
    password = set_password(program, operator, admin)
    if json_:
        program.data({"county": zh, "username": admin, "password": password})
        return
    program.tell(
        f"已建立{zh}。管理员 {admin} 的口令（仅显示这一次）：{password}",
        f"{en} is founded. Password of {admin} (shown this once): {password}",
    )


def _offer_link(program: Program, json_: bool) -> None:
    """An empty database, and the link by which a county is founded in it."""
    program.open(make=True)
    refuse_a_second(program)
    program.key_folder.set_aside()
    path = f"/setup/{setup_link.make(program.config)}"
    address = program.config.address(path)
    if json_:
        program.data({"database": program.shown_database, "path": path, "address": address})
        return
    hours = setup_link.HOURS
    program.tell(
        f"数据库已备好：{program.shown_database}\n请运行 shangxia serve，然后在浏览器中打开"
        f"（只能用一次，{hours} 小时内有效）：\n{address}",
        f"The database is ready: {program.shown_database}\nRun shangxia serve, then open this in "
        f"a browser (works once, for {hours} hours):\n{address}",
    )


@click.command(
    cls=Command,
    help=Words("把数据库升级到本程序的版本。", "Bring the database to this program's version."),
)
@as_json()
@click.pass_obj
def migrate(program: Program, json_: bool) -> None:
    """A SQLite file is made by init alone: a mistyped path must not become an empty county."""
    file = program.sqlite_file
    if file is not None and not file.exists():
        program.open()
    program.open(make=True)
    if json_:
        program.data({"database": program.shown_database, "ready": True})
    else:
        program.tell(
            f"数据库已是本版本：{program.shown_database}",
            f"The database is of this version: {program.shown_database}",
        )


@click.command(
    cls=Command,
    help=Words(
        "时钟的事：让时限已过的目标到期，逾期未答复的上报。可反复运行。",
        "The clock's acts: what passed its deadline falls due, what stays unanswered is reported.",
    ),
)
@as_json()
@click.pass_obj
def tick(program: Program, json_: bool) -> None:
    """Each date fires once, however often this runs and beside a running server."""
    done = run_tick(program.door)
    program.begin_log()
    if json_:
        program.data({"fell_due": list(done.fell_due), "escalated": list(done.escalated)})
    else:
        fell, silent = len(done.fell_due), len(done.escalated)
        program.tell(
            f"到期 {fell} 项，逾期未答复上报 {silent} 项",
            f"{fell} fell due, {silent} unanswered and reported",
        )
