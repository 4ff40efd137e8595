"""`shangxia`, the command line: finds the command, and turns every "no" into one line on stderr.

Exit codes: 0 done, 1 refused or impossible, 2 the command line, the input or a setting is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword

import click

from config import BadSetting, from_env
from models.base import DatabaseError, DatabaseUnusable
from web.commands.bilingual import Group, complaint
from web.commands.failures import Failed, Wrong, refusal_line
from web.commands.program import Program
from workflow.audit.keys import KeyUnusable
from workflow.audit.sealing import WillNotSign
from workflow.clock import BadClock
from workflow.errors import InvalidInput, WorkflowError
from workflow.words import Words, both, say

# Each command with the module that knows it, which is loaded when the command is asked for.
WHERE = {
    "serve": "serve",
    "demo": "demo",
    "init": "setup",
    "migrate": "setup",
    "tick": "setup",
    "backup": "backup",
    "restore": "restore",
    "person": "person",
    "scheme": "scheme",
    "year": "year",
    "target": "target",
    "item": "item",
    "key-task": "key_task",
    "import": "importing",
    "recompute": "recompute",
    "county": "county",
    "audit": "audit",
    "witness": "witness",
    "docs": "docs",
    "bench": "bench",
}


class Shangxia(Group):
    """The top of the tree."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, as a newcomer would need them."""
        return list(WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its module."""
        if cmd_name not in WHERE:
            return None
        module = import_module(f"web.commands.{WHERE[cmd_name]}")
        # A command may be called as no Python name may.
        name = cmd_name.replace("-", "_") + ("_" if iskeyword(cmd_name) else "")
        command: click.Command = getattr(module, name)
        return command


def tree() -> Shangxia:
    """All commands."""
    about = Words(
        "上下：县级目标管理。设置取自环境变量 SHANGXIA_…，见 docs/operation.md。",
        "Shangxia, target management of a county. Settings come from SHANGXIA_… in the "
        "environment, see docs/operation.md.",
    )
    return Shangxia("shangxia", help=about)


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Do one command and return its exit code. Nothing a user does ends in a traceback."""
    try:
        config = from_env(environ)
    except BadSetting as error:
        return _complain(str(error), 2)
    program = Program(config)
    try:
        answer = tree().main(list(arguments), "shangxia", standalone_mode=False, obj=program)
    except Exception as error:
        if sys.flags.dev_mode and _known(error, config.language) is None:
            raise
        return _complain(*(_known(error, config.language) or _unforeseen(error, config.language)))
    finally:
        program.close()
    return answer if isinstance(answer, int) else 0


def _known(error: Exception, language: str) -> tuple[str, int] | None:
    """The line and exit code of everything that can be expected to go wrong."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message(), 2
    if isinstance(error, click.ClickException):
        return complaint(error, language), 2
    if isinstance(error, click.Abort):
        return say(Words("已取消，未作任何改动。", "Given up; nothing was changed."), language), 1
    if isinstance(error, WorkflowError):
        return refusal_line(error, language), 2 if isinstance(error, InvalidInput) else 1
    if isinstance(error, BadSetting | BadClock):
        return str(error), 2
    if isinstance(error, Wrong):
        return say(error.words, language), 2
    words = _impossible(error)
    return None if words is None else (say(words, language), 1)


def _impossible(error: Exception) -> Words | None:
    if isinstance(error, Failed | WillNotSign | KeyUnusable):
        return error.words
    if isinstance(error, DatabaseUnusable):
        return both(" ".join(str(error).split()))
    if isinstance(error, DatabaseError):
        why = str(error).strip().split("\n")[0]
        return Words(
            "数据库出错，未作任何改动：{0}", "The database failed; nothing was changed: {0}"
        ).format(why)
    if isinstance(error, OSError):
        return both(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return None


def _unforeseen(error: Exception, language: str) -> tuple[str, int]:
    """A fault of ours, without a traceback; PYTHONDEVMODE=1 shows it to whoever mends it."""
    words = Words(
        "程序内部错误（设 PYTHONDEVMODE=1 可见详情）：{0}",
        "A fault of this program (PYTHONDEVMODE=1 shows where): {0}",
    )
    return say(words.format(f"{type(error).__name__}: {error}".split("\n")[0]), language), 1


def _complain(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code


def main() -> None:
    """The entry point of the installed program."""
    for stream in (sys.stdout, sys.stderr):
        # What somebody typed is shown as it is where it can be shown, and never ends the program.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        code = run(sys.argv[1:], os.environ)
    except KeyboardInterrupt:
        code = 1
    sys.exit(code)


if __name__ == "__main__":
    main()
