"""Which program reckons: a digest of all code that results could come from (S33).

Results follow from what is stored and from this. It is kept beside them, so that a program that
reckons otherwise, be it by one mended line, is never taken for the one that made them.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

ROOMS: Final = ("models", "workflow")
"""Whole, and not only what reckons today: so nothing can be forgotten, and all that a file too many
costs is that results are reckoned once more by the next version."""


@cache
def program_digest() -> str:
    """Return the hex SHA-256 over the names and texts of all modules of these rooms, in order."""
    whole = hashlib.sha256()
    for room in ROOMS:
        for name, file in _modules(files(room), room):
            whole.update(f"{name}\0".encode())
            whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _modules(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for found in sorted(folder.iterdir(), key=lambda each: each.name):
        if found.is_dir():
            yield from _modules(found, f"{name}/{found.name}")
        elif found.name.endswith(".py"):
            yield f"{name}/{found.name}", found
