"""`shangxia audit`: whether log and tables agree, and what the log says."""

from __future__ import annotations

import sys
from typing import Any

import click

from web.commands.bilingual import Group, Whole, as_json, on_behalf, option
from web.commands.program import Program
from workflow.audit.report import Report
from workflow.audit.verify import verify as verify_log
from workflow.queries import history
from workflow.words import Words

audit = Group("audit", help=Words("审计日志", "The audit log"))
FILTER_WORDS = {
    "person": Words("用户名", "User name"),
    "act": Words("办理事项", "Act"),
    "kind": Words("对象种类", "Kind of object"),
    "object": Words("对象编号", "Object id"),
    "outcome": Words("结果：done 或 refused", "Outcome: done or refused"),
}


@audit.command(
    help=Words(
        "核验：重算日志树并重放到各表；不吻合则退出码为 1。",
        "Recompute the tree and replay the log; exit code 1 if they disagree.",
    )
)
@as_json()
@click.pass_obj
def verify(program: Program, json_: bool) -> int:
    """One line a check, and the first bad row by name."""
    program.county()
    report = verify_log(program.open(), _progress)
    if json_:
        program.data(_told(report))
    else:
        for check in report.checks:
            mark = "✓" if check.ok else "✗"
            click.echo(f"{mark} {program.say(check.label)}\t{program.say(check.detail)}")
        click.echo(f"{report.size}\t{report.root}")
        click.echo(program.say(report.verdict))
    return 0 if report.ok else 1


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", nl=done == total, err=True)


def _told(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "size": report.size,
        "root": report.root,
        "verdict": report.verdict,
        "checks": [
            {"name": c.name, "label": c.label, "ok": c.ok, "detail": c.detail}
            for c in report.checks
        ],
    }


def _filtered(command: Any) -> Any:
    for name in reversed(history.FILTERS):
        command = option(f"--{name}", f"by_{name}", words=FILTER_WORDS[name])(command)
    return command


@audit.command(
    help=Words("日志记录，新的在前（限审计人员）。", "Entries, newest first (for auditors).")
)
@_filtered
@option("--limit", type=Whole(1, 1000), default=50, words=Words("行数", "Rows"))
@option("--before", type=Whole(), words=Words("早于此条", "Before this entry"))
@on_behalf()
@as_json()
@click.pass_obj
def entries(
    program: Program, limit: int, before: int | None, as_: str | None, json_: bool, **by: Any
) -> None:
    """Filtered by who, what, on what and how it ended."""
    filters = {name.removeprefix("by_"): value for name, value in by.items() if value is not None}
    found, more = history.entries(program.reader(as_), filters, limit=limit, before=before)
    if json_:
        program.data({"items": found, "next": more})
        return
    for entry in found:
        thing = f"{entry['object']['kind']} {entry['object']['id'] or ''}".strip()
        click.echo(
            "\t".join(
                (
                    str(entry["index"]),
                    entry["at"],
                    program.say(entry["label"]),
                    thing,
                    entry["by"] or "",
                    entry["channel"],
                    entry["outcome"],
                )
            )
        )
