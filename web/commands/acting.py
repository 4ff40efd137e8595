"""Commands made from rows of the lifecycle table: one act, one command. Nothing is decided here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from web.commands.bilingual import AS, Command, Option, Whole
from web.commands.failures import Wrong
from web.commands.options import binds, fields_of, input_of, options_of
from web.commands.program import Program
from workflow.act import Act
from workflow.door import Done
from workflow.terms import CAPACITIES, Capacity
from workflow.words import Words, joined

Values = dict[str, Any]
# What the actor sees of an object before acting: its representation, by id.
Look = Callable[[Program, str, int], Values]
After = Callable[[Program, Values, Done], Any]

SHOW = Words(
    "先显示将要签署的内容与摘要，再询问是否签署（仅限终端）。",
    "First show what will be signed, with its digest, and ask (on a terminal only).",
)


def is_for_people(act: Act) -> bool:
    """Whether anybody but the clock may do it."""
    return act.capacities != (Capacity.SYSTEM,)


def needs_person(act: Act) -> bool:
    """Whether the machine's operator cannot do it without being somebody."""
    return Capacity.SYSTEM not in act.capacities


def about(act: Act) -> Words:
    """The help of an act: its label, and whose it is."""
    who = joined([CAPACITIES[c] for c in act.capacities])
    return Words("{act}（{who}）", "{act} ({who})").format(act=act.label, who=who)


def shared_options(act: Act, *, shows: bool) -> list[Option]:
    """--as, --json, and --show where there is something to sign."""
    options = [
        Option(["--as", "as_"], metavar="USERNAME", words=AS),
        Option(["--json", "json_"], is_flag=True, words=Words("输出 JSON。", "Print JSON.")),
    ]
    if shows:
        options.append(Option(["--show"], is_flag=True, words=SHOW))
    return options


def number_argument(name: str = "ID") -> click.Argument:
    """The id or year that the act is about."""
    return click.Argument(["number"], type=Whole(), metavar=name)


def creating(act: Act, kind: str, after: After, *, name: str | None = None) -> Command:
    """The command of an act that makes something, or is about the county."""

    @click.pass_obj
    def call(program: Program, as_: str | None, json_: bool, **given: Any) -> None:
        actor = program.person(as_) if needs_person(act) else program.actor(as_)
        raw = input_of(act, given)
        done = program.door.perform(act.name, kind, None, actor, raw)
        report(program, act, done, json_, lambda: after(program, {"as": as_, "raw": raw}, done))

    params = [*options_of(act), *shared_options(act, shows=False)]
    return Command(name or act.name, callback=call, params=list(params), help=about(act))


def acting(act: Act, kind: str, look: Look, *, argument: str = "ID", name: str = "") -> Command:
    """The command of an act on something that exists."""
    signs = binds(act)

    @click.pass_obj
    def call(program: Program, number: int, as_: str | None, json_: bool, **given: Any) -> None:
        actor = program.person(as_)

        def seen() -> Values:
            return look(program, as_ or "", number)

        raw = input_of(act, given)
        if signs:
            _bind(program, act, raw, given.get("show", False), seen)
        elif "version" not in raw and "digest" not in raw and "version" in fields_of(act):
            # Who names an object by its number means it as it is now; --version says otherwise.
            raw["version"] = seen()["version"]
        done = program.door.perform(act.name, kind, number, actor, raw)
        report(program, act, done, json_, seen)

    params = [number_argument(argument), *options_of(act), *shared_options(act, shows=signs)]
    return Command(name or act.name, callback=call, params=list(params), help=about(act))


def _bind(program: Program, act: Act, raw: Values, show: bool, look: Callable[[], Values]) -> None:
    """Make sure that a hand is put only on what its owner was shown."""
    if raw.get("digest"):
        return
    if not show:
        raise Wrong(
            "签署须给出所见内容的摘要：--digest …，或加 --show 先看内容。",
            "A signature needs the digest that was shown: --digest …, or --show to see it first.",
        )
    if not sys.stdin.isatty():
        raise Wrong("--show 只能在终端上使用。", "--show works on a terminal only.")
    seen = look()
    content = seen.get("candidate") or seen
    for name, value in content.items():
        click.echo(f"{name}\t{program.plain(value)}")
    click.confirm(program.say(act.label) + "?", abort=True)
    raw["digest"] = content["digest"]


def report(program: Program, act: Act, done: Done, json_: bool, show: Callable[[], Any]) -> None:
    """Say what was done: a line for people, the object for programs."""
    if json_:
        program.data(show())
        return
    label = program.say(act.label)
    number = "" if done.object_id is None else f" #{done.object_id}"
    program.tell(
        f"{label}{number}：已办理，日志第 {done.entry} 条",
        f"{label}{number}: done, entry {done.entry} of the log",
    )
