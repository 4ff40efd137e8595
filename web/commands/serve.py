"""`shangxia serve`: everything that can be wrong is said before the first request, in one line."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from typing import Any

import click

from config import LOOPBACK, BadSetting
from models.base import SAFE_WAL, sqlite_version
from web.commands.bilingual import Command, option
from web.commands.demo import ensure, known_people
from web.commands.failures import Failed
from web.commands.program import Program
from web.logs import to_stderr
from workflow.queries import facts
from workflow.words import Words


@click.command(
    cls=Command,
    help=Words(
        "启动服务；--demo 在没有县时先建立演示县，并可直接以演示人员登录。",
        "Serve the county; --demo makes a demo county first where there is none, and lets anyone "
        "sign in as its people.",
    ),
)
@option("--demo", is_flag=True, words=Words("演示县", "Serve the demo county"))
@click.pass_obj
def serve(program: Program, demo: bool) -> None:
    """Binds first, then opens: a busy port leaves everything as it was."""
    from web import serving

    if demo:
        program.config = replace(program.config, demo=True)
    _refuse_demo_abroad(program, program.config.demo)
    try:
        bound = serving.listen(program.config.host, program.config.port)
    except serving.CannotListen as error:
        raise Failed(f"不能在此地址提供服务：{error}", f"Cannot serve there: {error}") from error
    with bound:
        _prepare(program, make_demo=demo)
        block = _block(program)
        program.config = replace(program.config, secret_key=serving.cookie_key(program.config))
        # What was opened here must be closed before workers are forked.
        program.close()
        to_stderr(logging.INFO)
        run = serving.with_waitress if program.config.workers == 1 else serving.with_gunicorn
        try:
            run(program.config, bound, lambda: click.echo(block))
        except serving.CannotListen as error:
            raise Failed(f"服务已中止：{error}", f"The service ended: {error}") from error


def _refuse_demo_abroad(program: Program, demo: Any) -> None:
    if demo and program.config.host not in LOOPBACK:
        raise BadSetting(
            program.t(
                f"演示县的口令人人皆知，只能在本机地址上提供，不能用 {program.config.host}",
                "everybody knows the passwords of a demo county: it is served on a loopback "
                f"address only, not on {program.config.host}",
            )
        )


def _prepare(program: Program, *, make_demo: bool) -> None:
    """The database is there, may be written, and is what it is served as."""
    _refuse_read_only(program)
    if make_demo:
        ensure(program)
    if not program.config.demo and facts.county(program.open()) is None:
        # Only the pages by which it is founded are served until then (web/pages/setting_up.py).
        _ = program.founding_door()
        return
    county = program.county()
    if program.config.demo and not county["demo"]:
        raise BadSetting(
            program.t(
                "SHANGXIA_DEMO=1 只用于演示县，本库不是演示县",
                "SHANGXIA_DEMO=1 is for a demo county, and this one is real",
            )
        )
    _refuse_demo_abroad(program, county["demo"])
    # Also says now, not in the first request, that the clock cannot be set like that.
    _ = program.door


def _refuse_read_only(program: Program) -> None:
    file = program.sqlite_file
    if file is None or not file.exists():
        return
    for path in (file.parent, file):
        if not os.access(path, os.W_OK):
            raise Failed(f"不能写入 {path}。", f"{path} cannot be written.")


def _block(program: Program) -> str:
    """What somebody who just started it wants to know."""
    county = facts.county(program.open())
    rows = [
        (program.t("网址", "Address"), program.config.address()),
        (program.t("数据库", "Database"), f"{program.shown_database}{_engine(program)}"),
        *(_sign_in(program) if county else _found_first(program)),
        (program.t("停止", "Stop"), "Ctrl+C"),
    ]
    name = program.t("尚未建县", "no county yet")
    if county:
        name = program.t(county["name_zh"], county["name_en"])
    lines = [f"{program.t('上下', 'Shangxia')} · {name}", *(f"  {a}\t{b}" for a, b in rows)]
    return "\n".join(lines)


def _engine(program: Program) -> str:
    if program.sqlite_file is None:
        return ""
    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() >= SAFE_WAL:
        return f" (SQLite {version}, WAL)"
    return program.t(
        f"（SQLite {version} 的 WAL 有缺陷，改用回滚日志：较慢，安全）",
        f" (the WAL of SQLite {version} has a bug; rollback journal instead: slower, safe)",
    )


def _found_first(program: Program) -> list[tuple[str, str]]:
    say = program.t(
        "请打开 shangxia init 显示的链接（另要一个：shangxia init --browser）",
        "open the link that shangxia init printed (another: shangxia init --browser)",
    )
    return [(program.t("建县", "Set up"), say)]


def _sign_in(program: Program) -> list[tuple[str, str]]:
    if not program.county()["demo"]:
        return []
    from workflow.demo.names import PASSWORD

    names = " ".join(one["username"] for one in known_people(program))
    return [
        (program.t("登录", "Sign in"), names),
        (program.t("口令", "Password"), PASSWORD),
    ]
