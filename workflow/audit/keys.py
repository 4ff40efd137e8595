"""The log's signing key and what it has signed, in files outside the database (design.md 4).

Beside the key file stands what was signed last: whoever puts an older database in place, or cuts
the log's tail, does not change that file, and the log is signed no more. Everything here is on the
disk before it is acted upon, and each file is replaced whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from config import Config
from models import durable
from models.locks import LOCKS_FILES
from workflow.audit import key_file
from workflow.audit.canonical import canonical
from workflow.audit.note import BadNote, SigningKey
from workflow.audit.reading import Malformed, spelled
from workflow.words import Words


class KeyUnusable(Exception):
    """The key or what stands beside it cannot be read or written; a sentence that names the file,
    and never what is in it."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        self.words = Words("日志密钥文件 {path} {0}", "The log's key file {path} {1}").format(
            zh, en, path=path
        )
        super().__init__(self.words.en)


@dataclass(frozen=True)
class Sealed:
    """The last signed checkpoint: its note, the compact range over its leaves, and the size of the
    one before it (so that a checkpoint lost in a crash is told from a table emptied)."""

    origin: str
    size: int
    root: str
    frontier: str
    note: str
    previous: int


class KeyFolder:
    """The files of one log's key: the key itself, the key that is to follow it, the last seal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._next = Path(f"{path}.next")
        self._state = Path(f"{path}.sealed")
        self._lock = Path(f"{path}.lock")

    @classmethod
    def of(cls, config: Config) -> KeyFolder:
        """Where SHANGXIA_KEY_FILE says, else beside the database under its name."""
        return cls(config.log_key_file)

    # — the key —

    def key(self) -> SigningKey | None:
        """The key that signs; None where there is no file. Raises KeyUnusable."""
        return self._read_key(self.path)

    def next(self) -> SigningKey | None:
        """The key that takes over once the log says so. Raises KeyUnusable."""
        return self._read_key(self._next)

    def make(self, origin: str) -> SigningKey:
        """A new key under this name, kept as the one that signs; never over another."""
        key = SigningKey.new(origin)
        with self._told(self.path):
            durable.folder(self.path.parent)
            key_file.create(self.path, key)
        return key

    def prepare(self, origin: str) -> SigningKey:
        """A new key, kept as the one to follow; an unused one of before is dropped."""
        key = SigningKey.new(origin)
        with self._told(self._next):
            self._next.unlink(missing_ok=True)
            durable.folder(self._next.parent)
            key_file.create(self._next, key)
        return key

    def take_over(self) -> None:
        """The key that was prepared signs from now on."""
        with self._told(self._next):
            os.replace(self._next, self.path)
            durable.sync(self.path.parent)

    def set_aside(self) -> None:
        """Keep the key and its last seal under names of their own: a new origin begins."""
        with self._told(self.path):
            for file in (self._state, self.path):
                if file.exists():
                    os.replace(file, _free_name(file))
            durable.sync(self.path.parent)

    def _read_key(self, path: Path) -> SigningKey | None:
        with self._told(path):
            try:
                return key_file.read(path)
            except FileNotFoundError:
                return None
            except key_file.KeyFileOpen as error:
                zh, en = "他人可读，请 chmod 600", "can be read by others: chmod 600"
                raise KeyUnusable(path, zh, en) from error
            except BadNote as error:
                raise KeyUnusable(path, "不是签名密钥", "holds no signing key") from error

    # — what was signed last —

    def sealed(self) -> Sealed | None:
        """The last seal; None where nothing was signed yet. Raises KeyUnusable."""
        with self._told(self._state):
            try:
                text = self._state.read_text("utf-8")
            except FileNotFoundError:
                return None
        try:
            return Sealed(**spelled(text))
        except (Malformed, TypeError) as error:
            raise KeyUnusable(self._state, "被改动过", "is not as it was written") from error

    def keep(self, sealed: Sealed) -> None:
        """Put the seal on the disk in place of the one before. Raises KeyUnusable."""
        with self._told(self._state):
            durable.put(self._state, canonical(asdict(sealed)).decode(), key_file.MODE)

    # — one signer at a time —

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other process signs meanwhile."""
        with self._told(self._lock):
            durable.folder(self._lock.parent)
            file = os.open(self._lock, os.O_RDWR | os.O_CREAT, key_file.MODE)
        try:
            if LOCKS_FILES:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    @contextlib.contextmanager
    def _told(self, path: Path) -> Iterator[None]:
        """What the system says no to, with the file's name."""
        try:
            yield
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not UTF-8"
            raise KeyUnusable(path, f"不能使用（{why}）", f"cannot be used ({why})") from error


def _free_name(path: Path) -> Path:
    number = 1
    while (name := Path(f"{path}.closed-{number}")).exists():
        number += 1
    return name
