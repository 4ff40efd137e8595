"""Exporting (导出日志): a bundle is built, its export is logged, and only then it is given out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.audit import opening
from workflow.audit.bundle import container
from workflow.audit.bundle.building import BentLog, Built, MovedOn, build
from workflow.audit.bundle.scope import Scope
from workflow.audit.keys import KeyFolder, KeyUnusable
from workflow.audit.note import SigningKey
from workflow.audit.sealing import WillNotSign
from workflow.case import Actor
from workflow.door import Door
from workflow.errors import NotFound, Unavailable
from workflow.queries import bundle as queries
from workflow.queries import checkpoints, facts
from workflow.queries.reader import Reader
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
Progress = Callable[[int, int], None]

BENT = Words(
    "日志与已签名的树根不符，未导出：请运行 shangxia audit verify。",
    "The log does not lead to the root that was signed, so nothing was exported: "
    "run shangxia audit verify.",
)
TOO_LARGE = Words(
    "内容超过一个文件包的 4 GiB：请按年度导出，或不含附件。",
    "It is more than the 4 GiB that one bundle holds: export a year, or leave the files out.",
)
AGAIN = Words(
    "有文本已空而所含记录未说明：若刚依法清除，请再次导出；否则请运行 shangxia audit verify。",
    "A text is empty and no entry of the bundle says why: where it was erased by law just now, "
    "export once more; else run shangxia audit verify.",
)
UNSIGNED = Words("日志尚未签名，不能导出。", "The log is not signed yet, so it cannot be exported.")


@dataclass(frozen=True)
class Exported:
    """A bundle that is on the disk, and the entry that says that it left."""

    built: Built
    entry: int


def export(
    door: Door,
    folder: KeyFolder,
    reader: Reader,
    actor: Actor,
    scope: Scope,
    out: Path,
    *,
    files: bool = False,
    progress: Progress = lambda done, total: None,
) -> Exported:
    """Write the bundle to `out`, which must not exist. It goes up to the newest checkpoint; the
    export's own entry comes after.

    Raises what the door raises for who is no auditor, NotFound, and Unavailable where the log is
    not signed, not what was signed, or too large; `out` is then not there.
    """
    if Capacity.AUDITOR not in reader.capacities:
        # The door says no, and notes who asked.
        door.perform("export_bundle", "county", None, actor, {})
    _exists(door, scope)
    checkpoint, key = _signed(door, folder)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".bundle-") as members:
        try:
            with queries.snapshot(door.database):
                built, made = build(
                    door.database, checkpoint, key, scope, Path(members),
                    files=files, progress=progress,
                )  # fmt: skip
            with out.open("xb") as file:
                container.write(file, made)
        except BentLog as error:
            raise Unavailable(BENT) from error
        except MovedOn as error:
            raise Unavailable(AGAIN) from error
        except container.TooLarge as error:
            raise Unavailable(TOO_LARGE) from error
    try:
        given = {"scope": scope.text, "with_files": files, "size": built.size, "root": built.root}
        told = {**given, "manifest_hash": built.manifest}
        return Exported(built, door.perform("export_bundle", "county", None, actor, told).entry)
    except BaseException:
        # What nobody noted has not left.
        out.unlink(missing_ok=True)
        raise


def _exists(door: Door, scope: Scope) -> None:
    find = {"year": facts.year, "target": facts.target}.get(scope.kind)
    if find is not None and find(door.database, scope.number) is None:
        raise NotFound


def _signed(door: Door, folder: KeyFolder) -> tuple[Values, SigningKey]:
    """The newest checkpoint, over everything done so far, and the key in force."""
    try:
        checkpoint = opening.seal(door, folder)
        key = folder.key()
    except (WillNotSign, KeyUnusable) as error:
        raise Unavailable(error.words) from error
    keys = checkpoints.keys(door.database)
    if checkpoint is None or key is None or key.verifier.text != keys[-1]["vkey"]:
        raise Unavailable(UNSIGNED)
    return checkpoint, key
