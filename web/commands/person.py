"""`shangxia person`: accounts, posts, passwords and tokens. Secrets are shown once, here."""

from __future__ import annotations

import secrets
from typing import Any

import click

from web.commands.bilingual import Group, Whole, as_json, on_behalf, option
from web.commands.program import Program
from workflow import passwords
from workflow.case import Actor
from workflow.inputs.access import MOST_HOURS, USUAL_HOURS
from workflow.links import granting
from workflow.words import Words

person = Group("person", help=Words("人员", "People"))

DOCUMENT = Words("任命文号", "Appointment document")
POST = Words("岗位代码", "Post code")


def new_password() -> str:
    """A password that nobody chose: 16 random characters, about 95 bits."""
    return secrets.token_urlsafe(12)


def set_password(program: Program, actor: Actor, username: str) -> str:
    """Give a person a new password, and return it: it is stored only as a hash."""
    password = new_password()
    fields = {"username": username, "password_hash": passwords.hashed(password)}
    program.door.perform("set_password", "county", None, actor, fields)
    return password


def grant(program: Program, actor: Actor, username: str, label: str, days: int) -> str:
    """Give a person a bearer token, and return it: it is stored only as a hash."""
    token = passwords.new_token()
    fields = {"username": username, "token_hash": passwords.token_hash(token), "label": label}
    program.door.perform("grant_token", "county", None, actor, {**fields, "days": days})
    return token


def _appoint(program: Program, actor: Actor, username: str, post: str, document: str) -> None:
    fields = {"username": username, "post": post, "document": document}
    program.door.perform("appoint", "county", None, actor, fields)


def _told(program: Program, json_: bool, data: dict[str, Any], zh: str, en: str) -> None:
    if json_:
        program.data(data)
    else:
        program.tell(zh, en)


@person.command(
    help=Words(
        "新增人员，生成一次性显示的口令；可同时任职。",
        "Add a person with a password shown once; may appoint at once.",
    )
)
@click.argument("username")
@click.argument("name")
@option("--post", words=POST)
@option("--document", words=DOCUMENT)
@on_behalf()
@as_json()
@click.pass_obj
def add(
    program: Program,
    username: str,
    name: str,
    post: str | None,
    document: str | None,
    as_: str | None,
    json_: bool,
) -> None:
    """Up to three acts: the person, the post, the password."""
    actor = program.actor(as_)
    program.door.perform("add_person", "county", None, actor, {"username": username, "name": name})
    if post:
        _appoint(program, actor, username, post, document or "")
    password = set_password(program, actor, username)
    _told(
        program,
        json_,
        {"username": username, "password": password},
        f"{username} 的口令（仅显示这一次）：{password}",
        f"Password of {username} (shown this once): {password}",
    )


@person.command(help=Words("停用账号。", "Disable an account."))
@click.argument("username")
@on_behalf()
@as_json()
@click.pass_obj
def disable(program: Program, username: str, as_: str | None, json_: bool) -> None:
    """Sessions and tokens end with it."""
    fields = {"username": username}
    program.door.perform("disable_person", "county", None, program.actor(as_), fields)
    _told(
        program,
        json_,
        {"username": username, "active": False},
        f"{username} 已停用",
        f"{username} is disabled",
    )


@person.command(help=Words("恢复账号。", "Enable a disabled account."))
@click.argument("username")
@on_behalf()
@as_json()
@click.pass_obj
def enable(program: Program, username: str, as_: str | None, json_: bool) -> None:
    """May sign in again; posts that were not taken away are held again."""
    fields = {"username": username}
    program.door.perform("enable_person", "county", None, program.actor(as_), fields)
    told = {"username": username, "active": True}
    _told(program, json_, told, f"{username} 已恢复", f"{username} is enabled")


@person.command("revoke-tokens", help=Words("撤销此人的全部令牌。", "Revoke a person's tokens."))
@click.argument("username")
@on_behalf()
@as_json()
@click.pass_obj
def revoke_tokens(program: Program, username: str, as_: str | None, json_: bool) -> None:
    """For a token that was lost or seen."""
    fields = {"username": username}
    program.door.perform("revoke_tokens", "county", None, program.actor(as_), fields)
    told = {"username": username, "tokens": 0}
    _told(program, json_, told, f"{username} 的令牌已撤销", f"Tokens of {username} are revoked")


@person.command(help=Words("发放 API 令牌（仅显示这一次）。", "Grant an API token, shown once."))
@click.argument("username")
@option("--label", default="cli", words=Words("用途", "What it is for"))
@option("--days", type=Whole(1, 3650), default=365, words=Words("有效天数", "Days valid"))
@on_behalf()
@as_json()
@click.pass_obj
def token(
    program: Program, username: str, label: str, days: int, as_: str | None, json_: bool
) -> None:
    """Only its hash is kept."""
    made = grant(program, program.actor(as_), username, label, days)
    _told(program, json_, {"username": username, "token": made}, made, made)


def grant_link(program: Program, actor: Actor, username: str, hours: int) -> str:
    """Give a person a one-time link, and return its path: only a hash of it is stored."""
    token = passwords.new_token()
    knock = granting(program.door.database, username, token, hours)
    program.door.perform(knock.act, knock.kind, None, actor, knock.raw)
    return f"/link/{token}"


LINK = Words("不设口令，改为显示一次性链接，由本人设口令。", "Print a one-time link instead.")
HOURS = Words("链接有效小时数", "Hours that the link holds")


@person.command(
    "reset-password",
    help=Words(
        "重设口令（新口令仅显示这一次），或发放一次性链接。",
        "Set a new password, shown once, or give a one-time link.",
    ),
)
@click.argument("username")
@option("--link", is_flag=True, words=LINK)
@option("--hours", type=Whole(1, MOST_HOURS), default=USUAL_HOURS, words=HOURS)
@on_behalf()
@as_json()
@click.pass_obj
def reset_password(
    program: Program, username: str, link: bool, hours: int, as_: str | None, json_: bool
) -> None:
    """Sessions under the old one end; by a link they end once it is used."""
    if link:
        path = grant_link(program, program.actor(as_), username, hours)
        address = program.config.address(path)
        told = {"username": username, "path": path, "address": address}
        _told(program, json_, told, address, address)
        return
    password = set_password(program, program.actor(as_), username)
    _told(
        program,
        json_,
        {"username": username, "password": password},
        f"{username} 的新口令（仅显示这一次）：{password}",
        f"New password of {username} (shown this once): {password}",
    )


@person.command(help=Words("任职。", "Appoint to a post."))
@click.argument("username")
@click.argument("post")
@option("--document", required=True, words=DOCUMENT)
@on_behalf()
@as_json()
@click.pass_obj
def appoint(
    program: Program, username: str, post: str, document: str, as_: str | None, json_: bool
) -> None:
    """From now on."""
    _appoint(program, program.actor(as_), username, post, document)
    _told(
        program,
        json_,
        {"username": username, "post": post},
        f"{username} 已任 {post}",
        f"{username} holds {post}",
    )


@person.command(help=Words("免职。", "Relieve of a post."))
@click.argument("username")
@click.argument("post")
@option("--document", required=True, words=DOCUMENT)
@on_behalf()
@as_json()
@click.pass_obj
def relieve(
    program: Program, username: str, post: str, document: str, as_: str | None, json_: bool
) -> None:
    """What was done in the post stands."""
    fields = {"username": username, "post": post, "document": document}
    program.door.perform("relieve", "county", None, program.actor(as_), fields)
    _told(
        program,
        json_,
        {"username": username, "post": post},
        f"{username} 已免 {post}",
        f"{username} no longer holds {post}",
    )
