"""The hand-over list of a post (交接清单) as content: what it says of each target, its digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow.audit.canonical import digest

Values = dict[str, Any]

LIST_DOMAIN = "shangxia/takeover/v1"
ROW_DOMAIN = "shangxia/takeover-row/v1"
# What counts of a target: nothing else makes a list another list.
COUNTS = ("id", "role", "state", "in_force", "candidate", "open")


def content(post: str, rows: Sequence[Values]) -> Values:
    """What is signed: the post by code, and of each target what counts, by id."""
    listed = [{name: row[name] for name in COUNTS} for row in rows]
    return {"post": post, "targets": sorted(listed, key=lambda row: row["id"])}


def list_digest(post: str, rows: Sequence[Values]) -> str:
    """The digest that a signature of the list binds to."""
    return digest(LIST_DOMAIN, content(post, rows))


def row_digest(row: Values) -> str:
    """The digest of one target's row, by which it is told what moved."""
    return digest(ROW_DOMAIN, {name: row[name] for name in COUNTS})
