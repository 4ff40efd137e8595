"""Signing keys in files that nobody else may read."""

from __future__ import annotations

import os
from pathlib import Path

from models import durable
from workflow.audit.note import BadNote, SigningKey

MODE = 0o600


class KeyFileOpen(Exception):
    """Others may read the file, so that the key in it may no longer be its owner's alone."""


def create(path: Path, key: SigningKey) -> None:
    """Put a key into a new file with mode 0600. Raises FileExistsError, never writes over one."""
    durable.create(path, f"{key.text}\n", MODE)


def read(path: Path) -> SigningKey:
    """The key in a file. Raises BadNote, KeyFileOpen and OSError, none of which tells the key."""
    with path.open("rb") as file:
        if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
            raise KeyFileOpen(str(path))
        raw = file.read(10_000)
    try:
        return SigningKey.of(raw.decode("utf-8").removesuffix("\n"))
    except UnicodeDecodeError:
        raise BadNote("a signing key is text") from None
