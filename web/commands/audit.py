"""`shangxia audit`: whether log and tables agree, and what the log says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from models import durable
from web.commands.audit_desk import absent, entry
from web.commands.bilingual import Group, Whole, as_json, as_of, on_behalf, option
from web.commands.exporting import export
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from web.commands.verifying import verify
from workflow.audit import opening, proofs
from workflow.audit.consistency_file import ConsistencyFile
from workflow.case import Actor
from workflow.queries import checkpoints, log_search
from workflow.reads import note_reading
from workflow.words import Words

audit = Group("audit", help=Words("审计日志", "The audit log"))
audit.add_command(entry)
audit.add_command(absent)
audit.add_command(export)
audit.add_command(verify)
OPERATOR = Actor(None, "operator", "cli")
SINCE = "The size that is known already (with --proof)"
NEW = click.Path(dir_okay=False, path_type=Path)
FILTER_WORDS = {
    "person": Words("姓名或用户名", "Name or user name"),
    "act": Words("办理事项，可以逗号并列", "Act, or several by commas"),
    "kind": Words("对象种类", "Kind of object"),
    "object": Words("对象编号", "Object id"),
    "title": Words("目标名称含有", "Part of a target's title"),
    "outcome": Words("结果：done 或 refused", "Outcome: done or refused"),
    "channel": Words("途径：page、api、cli、import 等", "Channel: page, api, cli, import …"),
    "capacity": Words("身份，如 leader", "Capacity, such as leader"),
    "from": Words("起始日期（本县）", "First day, in the county"),
    "to": Words("截止日期（本县）", "Last day, in the county"),
}


@audit.command(
    help=Words(
        "签名检查点：签到最新一条并打印（或写入文件），供别处保存。",
        "The signed checkpoint: sign up to the last entry, and print it or write it to a file, "
        "to be kept elsewhere.",
    )
)
@option("--out", type=NEW, words=Words("写入此文件", "Write it to this file"))
@option("--since", type=Whole(1), words=Words("已知的条数（与 --proof 并用）", SINCE))
@option("--proof", type=NEW, words=Words("一致性证明写入此文件", "Write that proof to this file"))
@as_json()
@click.pass_obj
def checkpoint(
    program: Program, out: Path | None, since: int | None, proof: Path | None, json_: bool
) -> None:
    """With the lines of the witnesses that cosigned it."""
    if (since is None) != (proof is None):
        raise Wrong("--since 与 --proof 须一并给出。", "--since and --proof go together.")
    newest, database = program.begin_log(), program.open()
    key = _vkey(program)
    note = checkpoints.note_of(database, newest)
    if since is not None and proof is not None:
        write_new(proof, _since(program, since, newest["size"]))
    if out is not None:
        write_new(out, note)
    if json_:
        told = {name: newest[name] for name in ("origin", "size", "root")}
        program.data({**told, "vkey": key, "note": note})
    elif out is None:
        click.echo(note, nl=False)
    else:
        program.tell(
            f"已写入 {out}；验证密钥：{key}",
            f"Written to {out}; verifier key: {key}",
        )


def _since(program: Program, old: int, new: int) -> str:
    """The proof that the log only grew, as a file. Raises Wrong."""
    if old > new:
        raise Wrong(f"日志只有 {new} 条。", f"The log has {new} entries only.")
    found = proofs.consistency(program.open(), old, new)
    return ConsistencyFile(found.old, found.new, found.hashes).text


def write_new(out: Path, text: str) -> None:
    """A new file, never over another. Raises Failed."""
    try:
        durable.create(out, text)
    except OSError as error:
        why = error.strerror
        raise Failed(f"写不了 {out}：{why}", f"{out} cannot be written: {why}") from error


@audit.command(
    "rotate-key",
    help=Words(
        "轮换日志密钥：新旧密钥同签一次，此后用新密钥。",
        "A new log key takes over; both sign once.",
    ),
)
@click.pass_obj
def rotate_key(program: Program) -> None:
    """On the machine where the key is."""
    opening.rotate(program.door, program.key_folder, OPERATOR)
    key = _vkey(program)
    program.tell(f"新验证密钥：{key}", f"The new verifier key: {key}")


@audit.command(
    help=Words(
        "日志与已签名的不符而只读时，另立源头，从现有内容起重新签名；原因记入日志。",
        "Where the log is not what was signed and the county is read-only: open a new origin and "
        "sign anew from what there is. The log says why.",
    )
)
@option("--reason", required=True, words=Words("原因", "Why"))
@option("--document", words=Words("依据文号", "Document number"))
@click.pass_obj
def reopen(program: Program, reason: str, document: str | None) -> None:
    """Whatever was signed before stays in the hands of those who kept it, and shows the cut."""
    opening.reopen(program.door, program.key_folder, OPERATOR, reason, document)
    key = _vkey(program)
    program.tell(f"已另立源头；验证密钥：{key}", f"A new origin is open; verifier key: {key}")


def _vkey(program: Program) -> str:
    """The verifier key in force."""
    vkey: str = checkpoints.keys(program.open())[-1]["vkey"]
    return vkey


def _filtered(command: Any) -> Any:
    for name in reversed(log_search.FILTERS):
        command = option(f"--{name}", f"by_{name}", words=FILTER_WORDS[name])(command)
    return command


@audit.command(
    help=Words("日志记录，新的在前（限审计人员）。", "Entries, newest first (for auditors).")
)
@_filtered
@option("--limit", type=Whole(1, 1000), default=50, words=Words("行数", "Rows"))
@option("--before", type=Whole(), words=Words("早于此条", "Before this entry"))
@on_behalf()
@as_of()
@as_json()
@click.pass_obj
def entries(
    program: Program, limit: int, before: int | None, as_: str | None, json_: bool, **by: Any
) -> None:
    """Filtered by who, what, on what and how it ended."""
    filters = {name.removeprefix("by_"): value for name, value in by.items() if value is not None}
    page = log_search.search(program.reader(as_), filters, limit=limit, before=before)
    note_reading(program.door, program.person(as_), "entries")
    found = page.rows
    if json_:
        program.data({"items": found, "next": page.following, "looked_to": page.looked_to})
        return
    for one in found:
        thing = f"{one['object']['kind']} {one['object']['id'] or ''}".strip()
        click.echo(
            "\t".join(
                (
                    str(one["index"]),
                    one["at"],
                    program.say(one["label"]),
                    thing,
                    one["by"] or "",
                    one["channel"],
                    one["outcome"],
                )
            )
        )
