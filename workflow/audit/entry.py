"""An entry of the audit log: one per act, done or refused, in the act's own transaction.

The entry's body is RFC 8785 canonical JSON; its RFC 6962 leaf hash enters the tree whose frontier
stands in `log_head` (design.md section 4). Index and time are given under the county's lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from models import statements
from workflow.audit.canonical import canonical
from workflow.audit.tree import Frontier, leaf_hash
from workflow.clock import moment_of

Values = dict[str, Any]

_INSERT = statements.insert_sql(
    "entry",
    ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome", "body", "leaf"),
)
_HEAD = "SELECT size, frontier, at FROM log_head WHERE id = 1"
_MOVE_HEAD = "UPDATE log_head SET size = ?, frontier = ?, at = ? WHERE id = 1 AND size = ?"
_FIRST_HEAD = "INSERT INTO log_head (id, size, frontier, at) VALUES (1, 0, '', ?)"


class LogMoved(Exception):
    """The log's head is not where it was under our lock: the lock did not hold."""


@dataclass
class Log:
    """The head of the log while an act holds the county."""

    database: peewee.Database
    frontier: Frontier
    last: datetime | None
    first_size: int

    @classmethod
    def open(cls, database: peewee.Database) -> Log:
        """Read the head; an empty log has none yet."""
        head = statements.row(database, _HEAD)
        if head is None:
            return cls(database, Frontier.empty(), None, 0)
        frontier = Frontier.decode(head["size"], head["frontier"])
        return cls(database, frontier, moment_of(head["at"]), head["size"])

    @property
    def size(self) -> int:
        """How many entries the log has: the index of the next one."""
        return self.frontier.size

    def time(self, clock_now: datetime) -> datetime:
        """The time of the next entry: the clock's, but never before the last entry's."""
        return clock_now if self.last is None else max(clock_now, self.last)

    def append(self, entry: Values) -> int:
        """Write one entry and return its index. `entry` holds everything but the index."""
        index = self.size
        body = canonical({"index": index, **entry})
        leaf = leaf_hash(body)
        statements.run(
            self.database,
            _INSERT,
            (
                index,
                entry["at"],
                entry["act"],
                entry["object"]["kind"],
                entry["object"]["id"],
                entry["person"],
                entry["outcome"],
                body.decode(),
                leaf.hex(),
            ),
        )
        self.frontier = self.frontier.append(leaf)
        return index

    def close(self, at: str) -> None:
        """Move the head to what was appended; called once, last in the transaction."""
        if self.first_size == 0:
            statements.run(self.database, _FIRST_HEAD, (at,))
        values = (self.size, self.frontier.encode(), at, self.first_size)
        if statements.run(self.database, _MOVE_HEAD, values).rowcount != 1:
            raise LogMoved


def root_of(database: peewee.Database) -> tuple[int, str]:
    """Size and root (hex) of the log as its head states them."""
    frontier = Log.open(database).frontier
    return frontier.size, frontier.root().hex()
