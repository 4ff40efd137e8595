"""Files that are whole and on disk once the call returns, or not there at all."""

from __future__ import annotations

import os
from pathlib import Path


def create(path: Path, text: str, mode: int = 0o644) -> None:
    """Make a file that was not there. Raises FileExistsError and leaves the other as it is.

    Works on a memory stick, too, where a file can have only one name.
    """
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        _fill(number, text, path.parent)
        sync(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def put(path: Path, text: str, mode: int = 0o644) -> None:
    """Make a file or replace it in one step; whoever reads meanwhile finds the old or the new."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    create(draft, text, mode)
    draft.replace(path)
    sync(path.parent)


def folder(path: Path) -> None:
    """Make a folder with those above it, where they are missing."""
    if path.is_dir():
        return
    folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def _fill(number: int, text: str, place: Path) -> None:
    with open(number, "wb") as file:
        if os.name == "posix" and os.geteuid() == 0:
            # Made by root for a service: it belongs to whom its folder belongs to.
            os.fchown(number, place.stat().st_uid, place.stat().st_gid)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Bring a file to disk, or a folder's list of names where the system can."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
