"""`init`, `migrate`, `tick`: what is done to a county from its own machine."""

from __future__ import annotations

from typing import Any

import click

from web.commands.bilingual import Command, as_json, option
from web.commands.failures import Failed
from web.commands.person import set_password
from web.commands.program import Program
from workflow.case import Actor
from workflow.inputs.loading import loaded
from workflow.lifecycle import BY_KIND
from workflow.queries import facts
from workflow.ticks import tick as run_tick
from workflow.words import Words

FIRST_POST = {
    "code": "GL-1",
    "name_zh": "系统管理员",
    "name_en": "Administrator",
    "capacity": "admin",
}


def _acts(zh: str, en: str, admin: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The acts that found a county with its first administrator."""
    appointment = {"username": admin, "post": FIRST_POST["code"], "document": "shangxia init"}
    return [
        ("found", {"name_zh": zh, "name_en": en}),
        ("add_person", {"username": admin, "name": name}),
        ("add_post", dict(FIRST_POST)),
        ("appoint", appointment),
    ]


def _asked(flag: str, zh: str, en: str) -> Any:
    """An option that is asked for where it is not given."""
    return option(flag, prompt=f"{zh} {en}", words=Words(zh, en))


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
@_asked("--name-zh", "县名（中文）", "Name in Chinese")
@_asked("--name-en", "县名（英文）", "Name in English")
@_asked("--admin", "管理员用户名", "Administrator's user name")
@_asked("--admin-name", "管理员姓名", "Administrator's name")
@as_json()
@click.pass_obj
def init(
    program: Program, name_zh: str, name_en: str, admin: str, admin_name: str, json_: bool
) -> None:
    """Refuses where there is a county; a mistake in the input makes nothing."""
    acts = _acts(name_zh, name_en, admin, admin_name)
    for name, fields in acts:
        loaded(BY_KIND["county"][name], fields)
    program.open(make=True)
    refuse_a_second(program)
    operator = Actor(None, "operator", "cli")
    door = program.founding_door()
    for name, fields in acts:
        door.perform(name, "county", None, operator, fields)
    password = set_password(program, operator, admin)
    if json_:
        program.data({"county": name_zh, "username": admin, "password": password})
        return
    program.tell(
        f"已建立{name_zh}。管理员 {admin} 的口令（仅显示这一次）：{password}",
        f"{name_en} is founded. Password of {admin} (shown this once): {password}",
    )


@click.command(
    cls=Command,
    help=Words("把数据库升级到本程序的版本。", "Bring the database to this program's version."),
)
@as_json()
@click.pass_obj
def migrate(program: Program, json_: bool) -> None:
    """Makes the database where there is none."""
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
        "时钟的事：让时限已过的目标到期。可反复运行。",
        "The clock's acts: what passed its deadline falls due. May be run again and again.",
    ),
)
@as_json()
@click.pass_obj
def tick(program: Program, json_: bool) -> None:
    """Each date fires once, however often this runs and beside a running server."""
    done = run_tick(program.door)
    if json_:
        program.data({"fell_due": list(done.fell_due)})
    else:
        count = len(done.fell_due)
        program.tell(f"到期 {count} 项", f"{count} fell due")
