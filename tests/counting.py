"""Counting the statements that something asks the database: a page must not ask once per row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def counted(database: Any) -> Iterator[list[str]]:
    """The statements that are executed inside the block, in order."""
    asked: list[str] = []

    def note(event: Any) -> None:
        asked.append(event.sql)

    database.query_hooks.append(note)
    try:
        yield asked
    finally:
        database.query_hooks.remove(note)
