"""One writer at a time per county, each in its turn: the lock around every write.

SQLite lets whoever polls luckiest write next, so one busy process can starve the others
(performance.md). Here threads queue first-come first-served, and processes pass a turnstile:
whoever waits for the work lock holds the queue lock, so a process that has just written must let
it by.
PostgreSQL keeps such a queue itself: its advisory lock is taken inside the transaction.
"""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import peewee

from models.base import is_sqlite
from models.statements import run

try:
    import fcntl
except ImportError:  # Windows: one process only, its threads queue below.
    fcntl = None  # type: ignore[assignment]

LOCKS_FILES = fcntl is not None

READ_COMMITTED = "READ COMMITTED"
REPEATABLE_READ = "REPEATABLE READ"

# Any constant will do, so long as nothing else in the same PostgreSQL database takes it.
ADVISORY = 0x5348_414E_4758


class FairLock:
    """A lock that threads get in the order in which they asked."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                # The lock is handed over, never free in between: nobody can overtake.
                self._waiting.popleft().release()
            else:
                self._held = False


class Turnstile:
    """Two lock files beside the database: `queue` is held while waiting for `work`."""

    def __init__(self, beside: Path) -> None:
        self._paths = (Path(f"{beside}-queue"), Path(f"{beside}-turn"))
        self._files: tuple[int, int] | None = None

    def _open(self) -> tuple[int, int]:
        if self._files is None:
            queue, work = (_opened(path) for path in self._paths)
            self._files = (queue, work)
            for file in self._files:
                weakref.finalize(self, os.close, file)
        return self._files

    def __enter__(self) -> None:
        if not LOCKS_FILES:
            return
        queue, work = self._open()
        fcntl.flock(queue, fcntl.LOCK_EX)
        try:
            fcntl.flock(work, fcntl.LOCK_EX)
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)

    def __exit__(self, *_: object) -> None:
        if LOCKS_FILES and self._files is not None:
            fcntl.flock(self._files[1], fcntl.LOCK_UN)


def _opened(path: Path) -> int:
    """A lock file, owned by whom its folder belongs to: once `sudo shangxia tick` made it, the
    service must still be able to open it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.fchown(file, folder.st_uid, folder.st_gid)
    return file


_locks: weakref.WeakKeyDictionary[peewee.Database, CountyLock] = weakref.WeakKeyDictionary()
_guard = threading.Lock()


def county_lock(database: peewee.Database) -> CountyLock:
    """The one lock of this database in this process: for the door, and for what is kept beside the
    log (sessions), which waits in the same queue."""
    with _guard:
        if database not in _locks:
            _locks[database] = CountyLock(database)
        return _locks[database]


class CountyLock:
    """The lock of one county, as its database needs it."""

    def __init__(self, database: peewee.Database) -> None:
        self._database = database
        self._threads = FairLock()
        self._processes: contextlib.AbstractContextManager[None]
        if is_sqlite(database):
            self._processes = Turnstile(Path(database.database).resolve())
        else:
            self._processes = contextlib.nullcontext()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the county: one transaction, committed at the end, rolled back by any exception."""
        if self._database.in_transaction():
            raise RuntimeError("the county's transaction does not nest")
        # On PostgreSQL threads queue at the server, each on its own connection.
        threads = self._threads if is_sqlite(self._database) else contextlib.nullcontext()
        # READ COMMITTED: rules must read what the writer before us committed, not a snapshot taken
        # while we still waited for the lock.
        level = () if is_sqlite(self._database) else (READ_COMMITTED,)
        with threads, self._processes, self._database.atomic(*level):
            if not is_sqlite(self._database):
                run(self._database, "SELECT pg_advisory_xact_lock(?)", (ADVISORY,))
            yield


@contextlib.contextmanager
def snapshot(database: peewee.Database) -> Iterator[None]:
    """Read several statements from one state of the county; takes no lock and waits for nobody."""
    if database.in_transaction():
        yield
        return
    kind = "DEFERRED" if is_sqlite(database) else REPEATABLE_READ
    with database.atomic(kind):
        yield
