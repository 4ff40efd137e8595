"""Copies of the county as it was, made once and kept beside the database.

A copy's name says which entries of which log it holds: their number and the leaf hash of the last.
After a restored backup the log at that index is another one, and the old copy is never found.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path

import peewee

from models import copies, statements
from models.base import is_sqlite
from models.migrate import newest
from workflow.audit.rebuild import rebuild

# So many copies at most; the one not used for longest goes first.
MOST = 8
# A copy that was begun and never finished is thrown away after so many seconds.
ABANDONED = 3_600
_LEAF = "SELECT leaf FROM entry WHERE id = ?"
_NAME = re.compile(r"(\d+)-([0-9a-f]{32})-(\w+)\.db")
_LAST_TEXT = "SELECT MAX(id) FROM text"
# No act stores an empty text: such a one was erased.
_ERASED = "SELECT COUNT(*) FROM text WHERE body = '' AND id <= ?"


class Copies:
    """The copies of one county's past, shared by all processes that use the folder."""

    def __init__(self, database: peewee.Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self._open: dict[Path, peewee.Database] = {}
        self._guard = threading.Lock()

    def at(self, size: int) -> peewee.Database:
        """The county after its first `size` entries, to be read; made where there is none yet.

        Connections to it are the caller's to close. Raises CannotBeRebuilt, OSError.
        """
        path = self.folder / self._name(size)
        with self._guard:
            if not self._is_good(path):
                self._make(size, path)
            with contextlib.suppress(OSError):
                os.utime(path)
            self._tidy(path)
            return self._handle(path)

    def _name(self, size: int) -> str:
        """Which log, how much of it, and in which tables of ours."""
        leaf = statements.value(self.database, _LEAF, (size - 1,)) or ""
        return f"{size}-{leaf[:32]}-{newest()}.db"

    def _handle(self, path: Path) -> peewee.Database:
        # The same handle each time: what is kept with it (the organisation) need not be read again.
        return self._open.setdefault(path, copies.to_read(path))

    def _is_good(self, path: Path) -> bool:
        """Whether there is this copy, and no text in it that was erased since it was made."""
        if not path.exists():
            return False
        copy = copies.to_read(path)
        with copy.connection_context():
            last = statements.value(copy, _LAST_TEXT) or 0
            known = statements.value(copy, _ERASED, (last,))
        if known == statements.value(self.database, _ERASED, (last,)):
            return True
        self._drop(path)
        return False

    def _make(self, size: int, path: Path) -> None:
        """Fill a file nobody else knows of, and only then give it its name: two processes that make
        the same copy at once do no harm."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.folder / f"{secrets.token_hex(8)}.part"
        earlier = self._nearest(size)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            if earlier is not None:
                shutil.copyfile(earlier, part)
            rebuild(self.database, size, part, empty=earlier is None)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _nearest(self, size: int) -> Path | None:
        """The largest copy of this same log with fewer entries."""
        smaller = sorted(((n, p) for p, n in self._copies() if n < size), reverse=True)
        for number, path in smaller:
            if path.name == self._name(number) and self._is_good(path):
                return path
        return None

    def _copies(self) -> list[tuple[Path, int]]:
        found = ((path, _NAME.fullmatch(path.name)) for path in self.folder.iterdir())
        return [(path, int(name[1])) for path, name in found if name]

    def _tidy(self, used: Path) -> None:
        """Keep the number of copies down. Who has one open goes on reading it."""
        others = [path for path, _ in self._copies() if path != used]
        for path in sorted(others, key=_used_at, reverse=True)[MOST - 1 :]:
            self._drop(path)
        old = time.time() - ABANDONED
        for part in self.folder.glob("*.part"):
            if _used_at(part) < old:
                part.unlink(missing_ok=True)

    def _drop(self, path: Path) -> None:
        self._open.pop(path, None)
        path.unlink(missing_ok=True)


def _used_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone meanwhile
        return 0.0


_kept: weakref.WeakKeyDictionary[peewee.Database, Copies] = weakref.WeakKeyDictionary()
_guard = threading.Lock()


def copies_of(database: peewee.Database) -> Copies:
    """The copies of this county's past: beside its file where that can be, else in a folder that
    goes with this process. One object for each database, so that threads make a copy once."""
    with _guard:
        if database not in _kept:
            _kept[database] = Copies(database, _folder(database))
        return _kept[database]


def _folder(database: peewee.Database) -> Path:
    if is_sqlite(database):
        file = Path(database.database).resolve()
        folder = file.parent / "as-of" / file.name
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    temporary = tempfile.mkdtemp(prefix="shangxia-as-of-")
    weakref.finalize(database, shutil.rmtree, temporary, ignore_errors=True)
    return Path(temporary)
