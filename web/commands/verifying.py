"""`shangxia audit verify`: whether log, signatures and tables agree, all or from the last time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from models import durable
from web.commands.bilingual import Command, as_json, option
from web.commands.exporting import verify_bundle
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from web.commands.progress import counted
from workflow.audit.outside import NotGiven
from workflow.audit.report import Fault, Report
from workflow.audit.since import verify_since
from workflow.audit.verified import NotVerified, Verified
from workflow.audit.verify import verify as verify_log
from workflow.words import Words

KEPT = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    cls=Command,
    help=Words(
        "核验：重算日志树并重放到各表；不吻合则退出码为 1。",
        "Recompute the tree and replay the log; exit code 1 if they disagree.",
    ),
)
@option(
    "--bundle",
    type=KEPT,
    metavar="ZIP",
    words=Words("核验文件包而非本库", "Check this bundle, not the database"),
)
@option("--checkpoint", type=KEPT, words=Words("别处保存的检查点", "A checkpoint kept elsewhere"))
@option("--vkey", words=Words("日志的验证密钥", "The log's verifier key"))
@option("--since", type=KEPT, words=Words("接着此文件所记的上次核验", "Go on from the last time"))
@option("--keep", type=FILE, words=Words("核验通过后记到此文件", "Where to keep how far it came"))
@as_json()
@click.pass_obj
def verify(
    program: Program,
    bundle: Path | None,
    checkpoint: Path | None,
    vkey: str | None,
    since: Path | None,
    keep: Path | None,
    json_: bool,
) -> int:
    """One line a check, and the first bad row by name."""
    note = None if checkpoint is None else read_text(checkpoint)
    if bundle is not None:
        if since or keep:
            raise Wrong(
                "--bundle 与 --since、--keep 不能并用。", "--bundle goes with neither of the two."
            )
        return verify_bundle(program, bundle, vkey, note, json_)
    program.county()
    report = _run(program, note, vkey, since)
    _tell(program, report, json_)
    if keep is not None and report.ok and report.verified is not None:
        _keep(keep, report.verified)
    return 0 if report.ok else 1


def _run(program: Program, note: str | None, vkey: str | None, since: Path | None) -> Report:
    try:
        if since is None:
            return verify_log(program.open(), counted, note, vkey)
        verified = Verified.of(read_text(since))
        return verify_since(program.open(), verified, counted, note, vkey)
    except NotGiven as error:
        raise Wrong(error.words.zh, error.words.en) from error
    except NotVerified as error:
        raise Wrong(
            f"{since} 不是核验记录。", f"{since} is no record of a verification."
        ) from error


def _keep(path: Path, verified: Verified) -> None:
    """In place of what was kept, whole or not at all. Raises Failed."""
    try:
        durable.put(path, verified.text)
    except OSError as error:
        why = error.strerror
        raise Failed(f"写不了 {path}：{why}", f"{path} cannot be written: {why}") from error


def read_text(path: Path) -> str:
    """A text in a file. Raises Failed."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise Failed(f"读不了 {path}：{why}", f"{path} cannot be read: {why}") from error


def _tell(program: Program, report: Report, json_: bool) -> None:
    if json_:
        program.data(_told(report))
        return
    for check in report.checks:
        mark = "✓" if check.ok else "✗"
        click.echo(f"{mark} {program.say(check.label)}\t{program.say(check.detail)}")
    click.echo(f"{report.size}\t{report.root}")
    click.echo(program.say(report.verdict))


def _told(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "size": report.size,
        "root": report.root,
        "verdict": report.verdict,
        "authentic": report.ok and report.outside,
        "signed": report.signed,
        "checks": [
            {
                "name": c.name,
                "label": c.label,
                "ok": c.ok,
                "detail": c.detail,
                "fault": _place(c.fault) if c.fault else None,
            }
            for c in report.checks
        ],
    }


def _place(fault: Fault) -> dict[str, Any]:
    """Where the first bad thing is, for programs."""
    return {"table": fault.table, "id": fault.id, "field": fault.field, "entry": fault.entry}
