"""`shangxia audit export` and `audit verify --bundle`: the log as a file that strangers check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from web.commands.bilingual import Command, Whole, as_json, on_behalf, option
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from web.commands.progress import counted
from workflow.audit.bundle.exporting import export as export_bundle
from workflow.audit.bundle.scope import Scope
from workflow.audit.bundle.shipped import verify as shipped
from workflow.words import Words

Values = dict[str, Any]


@click.command(
    name="export",
    cls=Command,
    help=Words(
        "把日志导出为外人可核验的文件包（限审计人员；导出本身记入日志）。",
        "Export the log as a bundle that strangers can verify (for auditors; the log says so).",
    ),
)
@option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="ZIP",
    words=Words("新文件", "The new file"),
)
@option("--year", type=Whole(0, 9999), words=Words("只导出一个年度", "One fiscal year only"))
@option("--target", type=Whole(), words=Words("只导出一项目标", "One target only"))
@option("--files", is_flag=True, words=Words("附上附件本身", "Enclose the attached files"))
@on_behalf()
@as_json()
@click.pass_obj
def export(
    program: Program,
    out: Path,
    year: int | None,
    target: int | None,
    files: bool,
    as_: str | None,
    json_: bool,
) -> None:
    """One file, never over another."""
    try:
        scope = Scope.of(year, target)
    except ValueError as error:
        raise Wrong(
            "--year 与 --target 只能给一个。", "Give --year or --target, not both."
        ) from error
    actor = program.person(as_)
    _is_free(out)
    done = export_bundle(
        program.door, program.key_folder, program.reader(as_), actor, scope, out,
        files=files, progress=counted,
    )  # fmt: skip
    told = {
        "file": str(out),
        "scope": scope.text,
        "size": done.built.size,
        "root": done.built.root,
        "entries": done.built.entries,
        "manifest": done.built.manifest,
        "entry": done.entry,
    }
    if json_:
        program.data(told)
        return
    program.tell(
        "已导出到 {file}：{size} 条中公开 {entries} 条；日志第 {entry} 条".format_map(told),
        "Exported to {file}: {entries} of {size} entries disclosed; entry {entry} of the "
        "log".format_map(told),
    )


def _is_free(out: Path) -> None:
    if out.exists():
        raise Failed(f"{out} 已存在，不覆盖。", f"{out} exists and is not overwritten.")
    if not out.absolute().parent.is_dir():
        raise Failed(f"没有文件夹 {out.parent}。", f"There is no folder {out.parent}.")


def verify_bundle(
    program: Program, bundle: Path, vkey: str | None, kept: str | None, json_: bool
) -> int:
    """Run the very verifier that goes with a bundle, from this program and not out of the bundle;
    the exit code. Raises Wrong for a key or file that cannot be used."""
    try:
        checking: Any = shipped.Verification(bundle, vkey, kept)
    except (OSError, ValueError) as error:
        raise Wrong(f"不能使用：{error}", f"This cannot be used: {error}") from error
    checking.run()
    told = {name: (good, _in_both(words)) for name, (good, words) in checking.found.items()}
    ok: bool = told["verdict"][0]
    if json_:
        program.data(
            {
                "ok": ok,
                "verdict": told["verdict"][1],
                "checks": [
                    {"name": name, "ok": good, "detail": words}
                    for name, (good, words) in told.items()
                    if name != "verdict"
                ],
            }
        )
    else:
        for name, (good, words) in told.items():
            click.echo(f"{'✓' if good else '✗'} {name}\t{program.say(words)}")
    return 0 if ok else 1


def _in_both(words: str) -> Words:
    zh, _, en = words.partition(" | ")
    return Words(zh, en)
