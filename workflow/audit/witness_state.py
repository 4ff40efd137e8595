"""What a witness has seen of each log: files in a folder of its own, no database.

One folder a log, named by the digest of its origin; in it one signed note for each size seen, and
the evidence of what was refused. Notes are only ever added, so that what was once vouched for
cannot be forgotten by going back to less.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models import durable
from models.locks import Turnstile
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import BadNote, parts

_SUFFIX = ".note"


class DamagedState(Exception):
    """A file of the witness's folder does not say what it must; it names the file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint with the note in which its log signed it."""

    checkpoint: Checkpoint
    note: str


class State:
    """A witness's folder. Whoever reads in order to write holds `locked` meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes out, so that two answers never contradict each other."""
        durable.folder(self.folder)
        with Turnstile(self.folder / "lock"):
            yield

    def latest(self, origin: str) -> Seen | None:
        """The longest log seen under this origin. Raises DamagedState."""
        names = sorted(self._of(origin).glob(f"[0-9]*{_SUFFIX}"))
        return self._read(names[-1]) if names else None

    def at(self, origin: str, size: int) -> Seen | None:
        """What was seen of the log when it had this size. Raises DamagedState."""
        path = self._path(origin, size)
        return self._read(path) if path.exists() else None

    def keep(self, seen: Seen) -> None:
        """Store what was seen, where it is not stored yet; on disk when this returns."""
        path = self._path(seen.checkpoint.origin, seen.checkpoint.size)
        durable.folder(path.parent)
        if path.exists():  # whoever wrote it may have been stopped before this
            durable.sync(path.parent)
        else:
            durable.put(path, seen.note)

    def keep_evidence(self, origin: str, files: Mapping[str, str]) -> Path:
        """Store texts that contradict each other; the folder they are in."""
        digest = hashlib.sha256("\x00".join(files.values()).encode()).hexdigest()
        found = self._of(origin) / "evidence" / digest[:16]
        durable.folder(found)
        for name, text in files.items():
            durable.put(found / name, text)
        return found

    def _of(self, origin: str) -> Path:
        return self.folder / hashlib.sha256(origin.encode()).hexdigest()[:32]

    def _path(self, origin: str, size: int) -> Path:
        return self._of(origin) / f"{size:019d}{_SUFFIX}"

    def _read(self, path: Path) -> Seen:
        try:
            note = path.read_bytes().decode()
            checkpoint = Checkpoint.of(parts(note)[0])
        except (BadNote, UnicodeError) as error:
            raise DamagedState(f"{path}: {error}") from error
        if self._path(checkpoint.origin, checkpoint.size) != path:
            raise DamagedState(f"{path}: not the checkpoint that its name says")
        return Seen(checkpoint, note)
