"""The verification that somebody asks for on a page: in a thread of this process, one at a time,
its progress in a file beside the database, its result in the log.

So another process that serves the next request shows the same. Nothing here judges: `verify` does,
and the act `verify_log` says in the log when it was asked for, by whom, and what came out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from config import Config
from models.base import is_sqlite
from models.locks import LOCKS_FILES
from workflow.audit.outside import Outside
from workflow.audit.report import Check, Report
from workflow.audit.verify import verify
from workflow.case import Actor
from workflow.clock import stamp
from workflow.door import Door
from workflow.errors import WorkflowError

Values = dict[str, Any]
# What was kept outside: a checkpoint's note, a verifier key.
Kept = tuple[str | None, str | None]
log = logging.getLogger("shangxia.verify")


@dataclass(frozen=True)
class Progress:
    """A verification that runs: asked for by whom, since when, how far of how many entries."""

    by: str
    since: str
    done: int = 0
    total: int = 0


class Verifying:
    """What one process knows of verifications; `kept` is a result that the log could not take."""

    def __init__(self, door: Door, config: Config) -> None:
        self.door = door
        self.kept: Values | None = None
        self._path = _beside(door, config)
        self._own = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, username: str, request_id: str, checkpoint: str = "", vkey: str = "") -> bool:
        """Begin one, unless one runs here or in another process; whether this began one.

        `checkpoint` is a note that was kept outside, `vkey` a verifier key. Raises NotGiven where
        they are none.
        """
        kept = (_note(checkpoint), vkey.strip() or None)
        Outside(*kept)
        if not self._own.acquire(blocking=False):
            return False
        file = _claimed(self._path)
        if file is None:
            self._own.release()
            return False
        asked = Progress(username, stamp(self.door.clock()))
        _tell(file, asked)
        self._thread = threading.Thread(
            target=self._run, args=(file, asked, request_id, kept), name="verify", daemon=True
        )
        self._thread.start()
        return True

    def running(self) -> Progress | None:
        """The verification that runs now, in whichever process."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            told = json.loads(self._path.read_text("utf-8"))
            if self._own.locked() or _is_claimed(self._path):
                return Progress(**told)
        return None

    def wait(self) -> None:
        """Until the one that was begun here is done."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, file: int, asked: Progress, request_id: str, kept: Kept) -> None:
        try:
            with self.door.database.connection_context(), _released(file, self._path):
                begun = time.monotonic()

                def tell(done: int, total: int) -> None:
                    _tell(file, Progress(asked.by, asked.since, done, total))

                report = verify(self.door.database, tell, *kept)
                took = round(time.monotonic() - begun)
                self._keep(asked, request_id, told(report, took))
        except Exception:
            log.exception("a verification could not be finished")
        finally:
            self._own.release()

    def _keep(self, asked: Progress, request_id: str, result: Values) -> None:
        """Write the result into the log; where it cannot be written, remember it here."""
        head = "authentic" if result["outside"] else "consistent"
        head = head if result["ok"] else "bent"
        raw = {
            "username": asked.by,
            "verified": f"{head} {result['size']} {result['root']}",
            "text": json.dumps(result, ensure_ascii=False),
        }
        program = Actor(None, "program", "page", request_id)
        self.kept = {**result, "at": asked.since, "by": asked.by}
        try:
            self.door.perform("verify_log", "county", None, program, raw)
            self.kept = None
        except WorkflowError as error:
            log.warning("the result of a verification is not in the log: %s", error)


def _note(pasted: str) -> str | None:
    """A note as it was written: pasting changes ends of lines and drops the last."""
    text = pasted.replace("\r\n", "\n").strip()
    return f"{text}\n" if text else None


def told(report: Report, took: int) -> Values:
    """A report as it is kept; `took` is in seconds."""
    return {
        "ok": report.ok,
        "outside": report.outside,
        "size": report.size,
        "root": report.root,
        "took": took,
        "verdict": _both(report.verdict),
        "checks": [_check(check) for check in report.checks],
    }


def _check(check: Check) -> Values:
    fault = check.fault
    return {
        "name": check.name,
        "ok": check.ok,
        "label": _both(check.label),
        "detail": _both(check.detail),
        "entry": fault.entry if fault else None,
        "table": fault.table if fault else None,
        "id": fault.id if fault else None,
        "field": fault.field if fault else None,
    }


def _both(words: Any) -> Values:
    return {"zh": words.zh, "en": words.en}


# — the file by which processes know of each other —


def _beside(door: Door, config: Config) -> Path:
    """Beside the database's file; on PostgreSQL in the folder of what this program keeps."""
    name = str(door.database.database)
    if is_sqlite(door.database):
        return Path(f"{Path(name).resolve()}-verify")
    return config.var / f"verify-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _claimed(path: Path) -> int | None:
    """The file, held; None where another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if _locked(file, exclusive=True):
        return file
    os.close(file)
    return None


def _is_claimed(path: Path) -> bool:
    file = os.open(path, os.O_RDONLY)
    try:
        return not _locked(file, exclusive=False)
    finally:
        os.close(file)


def _locked(file: int, *, exclusive: bool) -> bool:
    """Whether the lock could be had; where files cannot be locked there is one process only."""
    if not LOCKS_FILES:
        return True
    import fcntl

    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _tell(file: int, progress: Progress) -> None:
    """Write how far it is; of one length, so that a reader never meets half of it."""
    os.pwrite(file, json.dumps(asdict(progress)).ljust(400).encode(), 0)


@contextlib.contextmanager
def _released(file: int, path: Path) -> Iterator[None]:
    """Let the file go at the end; closing it lets go of the lock."""
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(file)
