"""click in two languages: help declared as Words, headings and complaints of click's own too."""

from __future__ import annotations

from typing import Any

import click
from click.exceptions import MissingParameter, NoSuchCommand, NoSuchOption

from workflow.words import Words, say

USAGE = Words("用法：", "Usage: ")
OPTIONS = Words("选项", "Options")
COMMANDS = Words("命令", "Commands")
ARGUMENTS = Words("参数", "Arguments")
HELP = Words("显示本说明。", "Show this and exit.")


class _Headings:
    """Headings of the help in the language that `speak` set."""

    language = "en"

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, say(USAGE, self.language))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, and for a group its commands."""
        records = [
            record
            for param in self.get_params(ctx)  # type: ignore[attr-defined]
            if not isinstance(param, click.Argument)
            if (record := param.get_help_record(ctx)) is not None
        ]
        if records:
            with formatter.section(say(OPTIONS, self.language)):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, said in our words."""
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say(HELP, self.language)
        return option


class Command(_Headings, click.Command):
    """One command; its help is declared in both languages."""


class Group(_Headings, click.Group):
    """Commands of one subject; `a_b` may be called `a-b`."""

    command_class = Command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, with either stroke."""
        found = super().get_command(ctx, cmd_name)
        return found or super().get_command(ctx, cmd_name.replace("-", "_"))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of declaration, which is that of the lifecycle."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the first sentence of its help."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, (command.help or "").strip().split("\n")[0]))
        with formatter.section(say(COMMANDS, self.language)):
            formatter.write_dl(rows)


class Option(click.Option):
    """An option whose help keeps both languages (click's own would flatten it to one)."""

    def __init__(self, *declared: Any, words: Words | None = None, **more: Any) -> None:
        super().__init__(*declared, **more)
        self.help = words


def option(*names: str, words: Words, **more: Any) -> Any:
    """Decorate a command with an option."""
    return click.option(*names, cls=Option, words=words, **more)


def as_json() -> Any:
    """The option `--json`."""
    return option("--json", "json_", is_flag=True, words=Words("输出 JSON。", "Print JSON."))


def on_behalf() -> Any:
    """The option `--as`, for acts that need a person's post."""
    return option("--as", "as_", metavar="USERNAME", words=AS)


AS = Words("以谁的身份办理（用户名）。", "Who acts (user name).")


def speak(command: click.Command, language: str) -> click.Command:
    """Settle the language of a command and all below it."""
    if isinstance(command, _Headings):
        command.language = language
    command.help = say(command.help, language)
    for param in command.params:
        if isinstance(param, Option):
            param.help = say(param.help, language)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            speak(below, language)
    return command


def complaint(error: click.ClickException, language: str) -> str:
    """click's own "no" in one line; where the language has no words for it, in English."""
    said = error.format_message().replace("\n", " ")
    if language == "zh-CN":
        said = _in_chinese(error) or said
    path = getattr(getattr(error, "ctx", None), "command_path", "shangxia")
    more = Words("（见 {path} --help）", " (see {path} --help)").format(path=path)
    return f"{said}{say(more, language)}"


def _in_chinese(error: click.ClickException) -> str | None:
    if isinstance(error, NoSuchOption):
        return f"没有这个选项：{error.option_name}"
    if isinstance(error, NoSuchCommand):
        return f"没有这个命令：{error.command_name}"
    if isinstance(error, MissingParameter) and error.param is not None:
        return (
            f"缺少参数：{error.param.get_error_hint(error.ctx) if error.ctx else error.param.name}"
        )
    return None
