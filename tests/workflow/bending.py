"""Bending a county as one with the database in hand would, and sealing a forged log anew.

Everything happens in a transaction that is rolled back, so that one demo county serves many tests.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from models import statements
from models.base import is_sqlite
from models.tables import APPEND_ONLY
from workflow.audit.canonical import canonical
from workflow.audit.report import Fault, Report
from workflow.audit.tree import Frontier, leaf_hash
from workflow.audit.verify import verify

Entry = dict[str, Any]


@contextmanager
def unguarded(database: Any) -> Iterator[None]:
    """Without triggers, until everything is taken back."""
    with database.atomic() as transaction:
        for table in APPEND_ONLY:
            disarm(database, table)
        yield
        transaction.rollback()


def disarm(database: Any, table: str) -> None:
    """Take a table's triggers away; within a transaction that is taken back, they come back."""
    for statement in _unguard(database, table):
        database.execute_sql(statement)


def _unguard(database: Any, table: str) -> list[str]:
    if is_sqlite(database):
        return [f'DROP TRIGGER "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [f'ALTER TABLE "{table}" DISABLE TRIGGER USER']


def run(database: Any, sql: str, *values: Any) -> None:
    """A statement that must hit something."""
    assert statements.run(database, sql, values).rowcount > 0, sql


def one(database: Any, sql: str, *values: Any) -> Any:
    """The first value of a query that finds something."""
    found = statements.value(database, sql, values)
    assert found is not None, sql
    return found


def failed(report: Report) -> dict[str, Fault]:
    """The checks that failed, each with the fault that it names."""
    return {c.name: c.fault for c in report.checks if c.fault is not None}


def log_of(database: Any) -> list[Entry]:
    """All entries, parsed."""
    cursor = statements.run(database, "SELECT body FROM entry ORDER BY id")
    return [json.loads(body) for (body,) in cursor.fetchall()]


def seal(database: Any, bodies: list[bytes], ats: list[str]) -> None:
    """Make leaves, columns and head fit these bodies: what a forger does who knows the format."""
    statements.run(database, "DELETE FROM entry")
    frontier = Frontier.empty()
    names = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome", "body", "leaf")
    rows: list[Any] = []
    for index, body in enumerate(bodies):
        entry, leaf = json.loads(body), leaf_hash(body)
        frontier = frontier.append(leaf)
        subject = entry["object"]
        rows += (index, entry["at"], entry["act"], subject["kind"], subject["id"])
        rows += (entry["person"], entry["outcome"], body.decode(), leaf.hex())
    # One statement for all: hundreds of round trips would take most of the tests' time.
    one_row, rest = statements.insert_sql("entry", names).split("VALUES")
    statements.run(database, f"{one_row}VALUES {', '.join([rest] * len(bodies))}", rows)
    head = (frontier.size, frontier.encode(), ats[-1])
    run(database, "UPDATE log_head SET size = ?, frontier = ?, at = ?", *head)


def forge(database: Any, change: Callable[[list[Entry]], Any]) -> Any:
    """Change the log as entries and seal it anew; returns what `change` returned."""
    log = log_of(database)
    told = change(log)
    for index, entry in enumerate(log):
        entry["index"] = index
    seal(database, [canonical(entry) for entry in log], [entry["at"] for entry in log])
    return told


def found(database: Any) -> dict[str, Fault]:
    """What verification says is wrong."""
    return failed(verify(database))


def last_writer(database: Any, table: str, number: int) -> int:
    """The entry that last wrote a row, found by reading the whole log."""
    return max(
        entry["index"]
        for entry in log_of(database)
        for write in entry["writes"]
        if (write["table"], write["id"]) == (table, number)
    )


def act(log: list[Entry], name: str, kind: str = "target") -> Entry:
    """The first done entry of an act."""
    return next(
        e for e in log if (e["act"], e["object"]["kind"], e["outcome"]) == (name, kind, "done")
    )


def write(entry: Entry, table: str) -> Entry:
    """The first write of an entry on a table."""
    return next(w for w in entry["writes"] if w["table"] == table)
