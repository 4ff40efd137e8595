"""`shangxia demo`: the demo county, its people and their fresh tokens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from models import statements
from models.base import Database
from models.locks import Turnstile
from models.migrate import runner
from web.commands.bilingual import Command, as_json, option
from web.commands.failures import Failed
from web.commands.person import grant
from web.commands.program import Program
from workflow.case import Actor
from workflow.clock import stamp
from workflow.erased import shown
from workflow.queries import facts
from workflow.queries.organisation import organisation
from workflow.words import Words

Values = dict[str, Any]
# A demo county's clock may be put years ahead; its tokens should last as long as it does.
DAYS = 3650


def is_whole(county: Values) -> bool:
    """Whether the demo county was made to its end: setting its clock is the last act of it."""
    return bool(county["clock_shift"])


@contextmanager
def _alone(program: Program) -> Iterator[None]:
    """One maker of demo counties at a time on this machine."""
    program.config.var.mkdir(parents=True, exist_ok=True)
    with Turnstile(program.config.var / "demo"):
        yield


def ensure(program: Program, *, reset: bool = False, reduced: bool = False) -> bool:
    """Make the demo county where there is none; returns whether it was made now.

    Only a demo county is ever deleted: on `reset`, or when its making was broken off. Raises Failed
    where the database holds a real county.
    """
    with _alone(program):
        database = program.open(make=True)
        known = facts.county(database)
        if known is not None and not known["demo"]:
            raise Failed(
                f"库中是“{known['name_zh']}”，不是演示县，未作任何改动：{program.shown_database}",
                f"This database holds {known['name_en']}, which is no demo; nothing was changed: "
                f"{program.shown_database}",
            )
        if known is not None and is_whole(known) and not reset:
            return False
        if known is not None:
            _empty(program, database)
            database = program.open(make=True)
        # The key of a county that was here is not this one's.
        program.key_folder.set_aside()
        _make(program, database, reduced)
        program.begin_log()
    return True


def _empty(program: Program, database: Database) -> None:
    click.echo(program.t("… 删除原演示县", "… deleting the demo county that was here"), err=True)
    steps = runner(database)
    # Back through the first migration: every table goes, and the triggers that guard them.
    steps.down(next(step.name for step in steps.status()))


def _make(program: Program, database: Database, reduced: bool) -> None:
    from workflow.demo.county import make

    click.echo(program.t("… 建立演示县", "… making the demo county"), err=True)
    bar = Bar()
    make(database, bar.show, reduced=reduced)


class Bar:
    """Progress on the error stream: a bar that moves on a terminal, else a line now and then."""

    WIDTH = 24

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.told = 0

    def show(self, done: int, of: int, what: str) -> None:
        """How far it is, and what comes now."""
        if self.terminal:
            bar = ("█" * (done * self.WIDTH // of)).ljust(self.WIDTH, "░")
            # \x1b[K: what the line before had more than this one is wiped away.
            end = "\n" if done == of else ""
            click.echo(f"\r{bar} {done * 100 // of:3}% {what}\x1b[K{end}", err=True, nl=False)
        elif done * 10 // of > self.told or not done:
            self.told = done * 10 // of
            click.echo(f"… {done * 100 // of}% {what}", err=True)


def people(program: Program) -> list[Values]:
    """Everybody who can sign in, each with a new token."""
    from workflow.demo.names import PASSWORD

    operator = Actor(None, "operator", "cli")
    return [
        {
            **one,
            "password": PASSWORD,
            "token": grant(program, operator, one["username"], "demo", DAYS),
        }
        for one in known_people(program)
    ]


def known_people(program: Program) -> list[Values]:
    """Everybody of the county with the first post they hold."""
    database = program.open()
    posts = organisation(database, program.county()["organisation"])
    now = stamp(program.door.clock())
    rows = statements.rows(
        database,
        "SELECT p.id, p.username, x.body AS name FROM person p JOIN text x ON x.id = p.name_id "
        "WHERE p.active = 1 ORDER BY p.id",
    )
    return [
        {
            "username": row["username"],
            "name": shown(row["name"]),
            **_post(posts.posts_of(row["id"], now)),
        }
        for row in rows
    ]


def _post(held: list[Any]) -> Values:
    if not held:
        return {"capacity": None, "unit": None, "post": None}
    post = held[0]
    unit = post.unit.code if post.unit else None
    return {"capacity": post.capacity.value, "unit": unit, "post": post.code}


def year_to_draft(database: Database) -> int | None:
    """The year in which targets can be drafted, else the last one there is."""
    drafting = facts.drafting_years(database)
    return drafting[-1] if drafting else statements.value(database, "SELECT MAX(id) FROM year")


REDUCED = Words(
    "只建 18 个单位（共 60 个），更快。", "Only 18 of its 60 units: it is made more quickly."
)
RESET = Words("删除原演示县，重新建立。", "Delete the demo county and make it anew.")


@click.command(
    cls=Command,
    help=Words(
        "建立演示县（库中没有县时），发放新的令牌并列出人员。",
        "Make the demo county where there is none; list its people with new tokens.",
    ),
)
@option("--reset", is_flag=True, words=RESET)
@option("--reduced", is_flag=True, words=REDUCED)
@as_json()
@click.pass_obj
def demo(program: Program, reset: bool, reduced: bool, json_: bool) -> None:
    """A real county is never touched."""
    ensure(program, reset=reset, reduced=reduced)
    found = people(program)
    if json_:
        program.data({"year": year_to_draft(program.open()), "people": found})
        return
    names = ("username", "name", "capacity", "unit", "post", "password", "token")
    program.table([Words(n, n) for n in names], [[one[name] for name in names] for one in found])
