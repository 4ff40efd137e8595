"""Counting the statements that something asks the database: a page must not ask once per row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workflow.bench.acts import Statement, recording


@contextmanager
def counted(database: Any) -> Iterator[list[Statement]]:
    """The statements that are executed inside the block, in order, each with its values."""
    with recording(database) as recorder:
        yield recorder.statements
