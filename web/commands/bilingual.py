"""click in two languages: help declared as Words, headings and complaints of click's own too."""

from __future__ import annotations

from typing import Any

import click
from click.exceptions import MissingParameter, NoSuchCommand, NoSuchOption

from web.commands.failures import Wrong
from workflow.words import Words, say

USAGE = Words("用法：", "Usage: ")
OPTIONS = Words("选项", "Options")
COMMANDS = Words("命令", "Commands")
ARGUMENTS = Words("参数", "Arguments")
REQUIRED = Words("〔必填〕", "[required]")
HELP = Words("显示本说明。", "Show this and exit.")


class Whole(click.ParamType):
    """A whole number as people write it: digits, nothing else. Raises Wrong."""

    name = "n"

    def __init__(self, low: int = 0, high: int = 2**53 - 1) -> None:
        self.low = low
        self.high = high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; click's own accepts 1_000 and ９ as well."""
        text = str(value)
        plain = text.isascii() and text.isdecimal() and len(text) < 17
        if not plain or not self.low <= int(text) <= self.high:
            raise Wrong(
                f"应为 {self.low} 到 {self.high} 的整数，不是 {text}",
                f"This must be a whole number from {self.low} to {self.high}, not {text}",
            )
        return int(text)


def language_of(ctx: click.Context) -> str:
    """The language of the program that this command belongs to."""
    config = getattr(ctx.obj, "config", None)
    return str(getattr(config, "language", "en"))


class _Headings:
    """Headings and help in the program's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, say(USAGE, language_of(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(self.help, language_of(ctx)))  # type: ignore[attr-defined]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, and for a group its commands."""
        records = [
            record
            for param in self.get_params(ctx)  # type: ignore[attr-defined]
            if not isinstance(param, click.Argument)
            if (record := param.get_help_record(ctx)) is not None
        ]
        if records:
            with formatter.section(say(OPTIONS, language_of(ctx))):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, said in our words."""
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say(HELP, language_of(ctx))
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
                rows.append((name, say(command.help, language_of(ctx))))
        with formatter.section(say(COMMANDS, language_of(ctx))):
            formatter.write_dl(rows)


class Option(click.Option):
    """An option whose help keeps both languages (click's own would flatten it to one)."""

    def __init__(self, *declared: Any, words: Words | None = None, **more: Any) -> None:
        super().__init__(*declared, **more)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what it means, in the program's language."""
        self.help = say(self.words, language_of(ctx))
        record = super().get_help_record(ctx)
        if record is None or not self.required:
            return record
        return record[0], record[1].replace("[required]", say(REQUIRED, language_of(ctx)))


def option(*names: str, words: Words, **more: Any) -> Any:
    """Decorate a command with an option."""
    return click.option(*names, cls=Option, words=words, **more)


def as_json() -> Any:
    """The option `--json`."""
    return option("--json", "json_", is_flag=True, words=Words("输出 JSON。", "Print JSON."))


def on_behalf() -> Any:
    """The option `--as`, for acts that need a person's post."""
    return option("--as", "as_", metavar="USERNAME", words=AS)


def as_of() -> Any:
    """The option `--as-of` of what only reads: the county as it was."""
    return option(
        "--as-of",
        words=Words(
            "当时的样子：日期（该日终了）、带时区的时刻或 entry:N。",
            "As it was: a day (its end), a time with its zone, or entry:N.",
        ),
        expose_value=False,
        callback=lambda context, _, value: setattr(context.obj, "as_of", value),
    )


AS = Words("以谁的身份办理（用户名）。", "Who acts (user name).")


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
