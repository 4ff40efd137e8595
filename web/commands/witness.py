"""`shangxia witness`: for an audit bureau that keeps watch over a county's log by carried files.

It needs no county and no database, only this program, a key and a folder for what was seen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from models import durable
from web.commands.bilingual import Group, as_json, option
from web.commands.failures import Failed, Wrong
from web.commands.program import Program
from workflow.audit import key_file
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.note import COSIGNATURE, ED25519, MAX_SIZE, BadNote, SigningKey, Verifier
from workflow.audit.witness import Answer, Cosigned, NotCosigned
from workflow.audit.witness import cosign as cosign_note
from workflow.audit.witness_state import DamagedState, State
from workflow.clock import system_clock
from workflow.words import Words, say

witness = Group("witness", help=Words("见证人（如审计局）", "A witness, such as the audit bureau"))

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
SAID = {
    Answer.FIRST: Words(
        "首次见到本日志，无从比对。", "Seen for the first time: nothing to compare."
    ),
    Answer.SAME: Words("与已见的相同。", "The same as was seen before."),
    Answer.EXTENDS: Words("延续已见的日志。", "It goes on from what was seen before."),
}


@witness.command(
    help=Words(
        "生成见证人密钥文件（权限 0600，不覆盖），并显示核验公钥。",
        "Make the witness's key file (mode 0600, never over another); prints its verifier key.",
    )
)
@option("--name", required=True, words=Words("见证人名称，不含空格", "Name, without spaces"))
@option("--out", type=FILE, required=True, words=Words("密钥文件", "The key file"))
@as_json()
@click.pass_obj
def key(program: Program, name: str, out: Path, json_: bool) -> None:
    """The verifier key is what the county enters for this witness."""
    try:
        made = SigningKey.new(name, COSIGNATURE)
    except BadNote as error:
        raise Wrong(f"名称不可用：{error}", f"This cannot be a name: {error}") from error
    _create(out, lambda: key_file.create(out, made))
    if json_:
        program.data({"file": str(out), "vkey": made.verifier.text})
    else:
        click.echo(made.verifier.text)


@witness.command(
    help=Words(
        "见证一个带来的检查点文件：核对日志签名，确认它延续已见的日志，先存档，再签名。",
        "Cosign a carried checkpoint: by the log's key, if it goes on from what was seen; what is "
        "seen is stored first.",
    )
)
@click.argument("file", type=FILE)
@option("--state", type=FOLDER, required=True, words=Words("存档文件夹", "Folder of what was seen"))
@option("--key", "key_", type=FILE, required=True, words=Words("见证人密钥文件", "The key file"))
@option(
    "--vkey",
    multiple=True,
    required=True,
    words=Words("日志的核验公钥（换钥时可重复）", "Verifier key of the log; repeat on rotation"),
)
@option("--proof", type=FILE, words=Words("一致性证明文件", "Consistency proof, where it grew"))
@option("--out", type=FILE, words=Words("写入新文件（不覆盖）", "A new file for the result"))
@as_json()
@click.pass_obj
def cosign(program: Program, file: Path, out: Path | None, json_: bool, **given: Any) -> None:
    """Without --out the cosigned checkpoint goes to standard output."""
    if out is not None and out.exists():
        raise _exists(out)
    done = _cosigned(file, **given)
    if out is not None:
        _create(out, lambda: durable.create(out, done.note))
    if json_:
        program.data(_told(done))
    elif out is None:
        click.echo(done.note, nl=False)
    else:
        click.echo(f"{out}\t{done.checkpoint.size}\t{program.say(SAID[done.answer])}")


def _cosigned(
    file: Path, state: Path, key_: Path, vkey: tuple[str, ...], proof: Path | None
) -> Cosigned:
    ours, log = _own_key(key_), [_log_key(text) for text in vkey]
    step = None if proof is None else _consistency(proof)
    try:
        return cosign_note(State(state), ours, log, _carried(file), step, system_clock)
    except BadNote as error:
        raise Failed(f"{file}：{error}", f"{file}: {error}") from error
    except DamagedState as error:
        raise Failed(f"存档已损坏：{error}", f"What was stored is damaged: {error}") from error
    except NotCosigned as error:
        raise _refused(error) from error


def _refused(error: NotCosigned) -> Failed:
    zh, en = say(error.words, "zh-CN"), say(error.words, "en")
    if error.evidence is None:
        return Failed(zh, en)
    return Failed(f"{zh}证据已存入 {error.evidence}", f"{en} The evidence is in {error.evidence}")


def _own_key(path: Path) -> SigningKey:
    try:
        found = key_file.read(path)
    except BadNote as error:
        raise Failed(f"{path} 不是密钥文件：{error}", f"{path} is no key file: {error}") from error
    except key_file.KeyFileOpen as error:
        raise Failed(
            f"其他用户可读 {path}：请先 chmod 600。", f"Others may read {path}: chmod 600 it first."
        ) from error
    if found.kind != COSIGNATURE:
        raise Failed(
            f"{path} 不是见证人密钥。", f"{path} holds another kind of key, not a witness's."
        )
    return found


def _log_key(text: str) -> Verifier:
    try:
        found = Verifier.of(text)
    except BadNote as error:
        raise Wrong(f"--vkey 不是核验公钥：{error}", f"--vkey: no verifier key: {error}") from error
    if found.kind != ED25519:
        raise Wrong("--vkey 应为日志的公钥。", "--vkey takes the key of a log, not of a witness.")
    return found


def _consistency(path: Path) -> ConsistencyFile:
    try:
        return ConsistencyFile.of(_carried(path))
    except BadNote as error:
        raise Failed(f"{path}：{error}", f"{path}: {error}") from error


def _carried(path: Path) -> bytes:
    """A carried file; of one that is too long only so much that it is seen to be."""
    with path.open("rb") as file:
        return file.read(MAX_SIZE + 1)


def _create(path: Path, write: Any) -> None:
    try:
        write()
    except FileExistsError as error:
        raise _exists(path) from error


def _exists(path: Path) -> Failed:
    return Failed(f"{path} 已存在，不覆盖。", f"{path} exists and is not overwritten.")


def _told(done: Cosigned) -> dict[str, Any]:
    return {
        "answer": done.answer,
        "origin": done.checkpoint.origin,
        "size": done.checkpoint.size,
        "root": done.checkpoint.root.hex(),
        "line": done.line,
        "note": done.note,
    }
