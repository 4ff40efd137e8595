"""Putting a backup in the place of a county's SQLite file, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import peewee

from models import copies, durable
from models.base import BUSY_SECONDS, DatabaseError, DatabaseUnusable
from models.migrate import check_not_newer

BESIDE = ("-wal", "-shm")


class InUse(Exception):
    """Another program has the database open."""


def check_backup(path: Path) -> None:
    """Refuse what is no sound county of this or an older program. Raises DatabaseUnusable."""
    backup = copies.to_read(path)
    try:
        with backup.connection_context():
            found = backup.execute_sql("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                raise DatabaseUnusable(f"{path} is damaged: {found[0][0]}")
            check_not_newer(backup)
            if not backup.table_exists("county") or not _rows(backup):
                raise DatabaseUnusable(f"{path} holds no county")
    except DatabaseError as error:
        raise DatabaseUnusable(f"{path} is no SQLite database: {error}") from error


def _rows(backup: peewee.Database) -> int:
    return int(backup.execute_sql('SELECT COUNT(*) FROM "county"').fetchone()[0])


def replace(path: Path, backup: Path) -> Path | None:
    """Put a copy of `backup` at `path`; where what was there is kept, if anything was.

    Raises InUse where somebody has the file open, OSError where it cannot be written; the county
    is then as it was.
    """
    draft = path.with_name(f"{path.name}.restoring")
    try:
        shutil.copyfile(backup, draft)
        os.chmod(draft, 0o600)
        durable.sync(draft)
        kept = _set_aside(path)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    durable.sync(path.parent)
    return kept


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    _fold(path)
    number = 1
    while (kept := path.with_name(f"{path.name}.before-{number}")).exists():
        number += 1
    for end in ("", *BESIDE):
        if Path(f"{path}{end}").exists():
            os.replace(f"{path}{end}", f"{kept}{end}")
    return kept


def _fold(path: Path) -> None:
    """Bring what stands in the -wal into the file, which works for whoever has it alone."""
    old = peewee.SqliteDatabase(str(path), timeout=min(BUSY_SECONDS, 2))
    try:
        with old.connection_context():
            old.execute_sql("PRAGMA journal_mode = DELETE").fetchone()
    except DatabaseError as error:
        if "locked" in str(error):
            raise InUse(str(path)) from error
        # What cannot even be opened is kept as it lies there.
    finally:
        old.close()
