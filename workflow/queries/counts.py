"""How much happened: counts of the log's entries, for those who watch the program run."""

from __future__ import annotations

from models import statements
from models.base import Database


def log_size(database: Database) -> int:
    """How many entries the log has."""
    return int(statements.value(database, "SELECT size FROM log_head WHERE id = 1") or 0)


def acts_between(database: Database, low: int, high: int) -> dict[tuple[str, str], int]:
    """Entries with an index from `low` up to, not including, `high`, counted by act and outcome."""
    found = statements.rows(
        database,
        "SELECT act, outcome, COUNT(*) AS n FROM entry WHERE id >= ? AND id < ? "
        "GROUP BY act, outcome",
        (low, high),
    )
    return {(row["act"], row["outcome"]): row["n"] for row in found}
