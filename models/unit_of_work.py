"""One act's transaction: what an act stages is written here, and nowhere else.

Effects stage rows (`Stage`); the door hands the stage to a `UnitOfWork`, which gives the ids,
writes the rows with fixed SQL and returns the `writes` of the log entry. What a refused act staged
is thrown away: nothing of it ever reaches the database.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import peewee

from models import statements
from models.erasing import sweep
from models.locks import CountyLock
from models.tables import BY_NAME

Values = dict[str, Any]
log = logging.getLogger("shangxia.database")


# In place of a value: the index of the log's entry that tells of this very row.
THIS_ENTRY = object()


class LostRace(Exception):
    """The row was no longer at the version that was read: somebody wrote in between."""


@dataclass(eq=False)
class New:
    """A row to be inserted; other staged rows may name it before it has its id."""

    table: str
    values: Values
    id: int | None = None


@dataclass(frozen=True)
class Change:
    """Columns of an existing row to be changed, with the row as it was read."""

    table: str
    before: Values
    after: Values


@dataclass(frozen=True)
class Emptied:
    """The erasable columns of a row, to be emptied. The log knows them by a digest alone, so what
    it says of this is the row of `erasure` that is staged beside it."""

    table: str
    id: int


@dataclass
class Stage:
    """What one act is about to write, in order."""

    steps: list[New | Change | Emptied] = field(default_factory=list)

    def insert(self, table: str, *, id: int | None = None, **values: Any) -> New:
        """Stage a new row; its id is given when it is written, unless it is named here."""
        new = New(table, values, id)
        self.steps.append(new)
        return new

    def update(self, table: str, before: Values, **changes: Any) -> None:
        """Stage a change of the row `before`; columns that keep their value are left out."""
        after = {name: value for name, value in changes.items() if before[name] != value}
        if after:
            self.steps.append(Change(table, before, after))

    def empty(self, table: str, number: int) -> None:
        """Stage the lawful erasure of what this row holds outside the log."""
        self.steps.append(Emptied(table, number))


def digest_of_secret(value: str) -> str:
    """How a credential enters the log: as the SHA-256 of what is stored (design.md section 4)."""
    return hashlib.sha256(b"shangxia/secret/v1\x00" + value.encode()).hexdigest()


def logged_values(table: str, values: Values) -> Values:
    """A row as the log holds it: credentials as digests, erasable texts left out."""
    kind = BY_NAME[table]
    shown = {}
    for name, value in values.items():
        if name in kind.erasable:
            continue
        hidden = name in kind.secret and value is not None
        shown[name] = digest_of_secret(value) if hidden else value
    return shown


class UnitOfWork:
    """An open transaction on the county; made by `unit_of_work`, ended by it."""

    def __init__(self, database: peewee.Database) -> None:
        self.database = database
        self._next: dict[str, int] = {}
        self._entry: int | None = None

    def _look_up_ids(self, stage: Stage) -> None:
        """Ask once for the free ids of all tables of a stage: each question may be a trip.

        Ids only grow, no row is ever deleted, and the county's lock is held.
        """
        named = {step.table for step in stage.steps if isinstance(step, New) and step.id is None}
        tables = tuple(sorted(named - self._next.keys()))
        if tables:
            sql = statements.highest_ids_sql(tables)
            highest = statements.run(self.database, sql).fetchone()
            self._next |= {t: (h or 0) + 1 for t, h in zip(tables, highest, strict=True)}

    def _next_id(self, table: str) -> int:
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def write(self, stage: Stage, entry: int | None = None) -> list[Values]:
        """Write what was staged and return the `writes` of the entry. Raises LostRace."""
        self._entry = entry
        self._look_up_ids(stage)
        written = []
        for step in stage.steps:
            if isinstance(step, Emptied):
                self._empty(step)
            else:
                written.append(self._insert(step) if isinstance(step, New) else self._update(step))
        return written

    def _insert(self, new: New) -> Values:
        if new.id is None:
            new.id = self._next_id(new.table)
        values: Values = {"id": new.id}
        for name, value in new.values.items():
            values[name] = self._entry if value is THIS_ENTRY else value
            if isinstance(value, New):
                values[name] = value.id
        sql = statements.insert_sql(new.table, tuple(values))
        statements.run(self.database, sql, tuple(values.values()))
        after = logged_values(new.table, values)
        return {"table": new.table, "id": new.id, "before": None, "after": after}

    def _update(self, change: Change) -> Values:
        after = {
            name: value.id if isinstance(value, New) else value
            for name, value in change.after.items()
        }
        guarded = "version" in change.before
        sql = statements.update_sql(change.table, tuple(after), guarded)
        key = (change.before["id"], change.before["version"]) if guarded else (change.before["id"],)
        if statements.run(self.database, sql, (*after.values(), *key)).rowcount != 1:
            raise LostRace(f"{change.table} {change.before['id']}")
        return {
            "table": change.table,
            "id": change.before["id"],
            "before": logged_values(change.table, {n: change.before[n] for n in after}),
            "after": logged_values(change.table, after),
        }

    def _empty(self, step: Emptied) -> None:
        names = tuple(sorted(BY_NAME[step.table].erasable))
        sql = statements.update_sql(step.table, names, False)
        if statements.run(self.database, sql, (*[""] * len(names), step.id)).rowcount != 1:
            raise LostRace(f"{step.table} {step.id}")
        # A request that was kept for its repetition stands there as a digest without a salt: a
        # short name could be guessed from it. Its key goes on to stop a second act.
        statements.run(self.database, "UPDATE idempotency SET request = ''")
        self.after_commit(self._sweep)

    def _sweep(self) -> None:
        if not sweep(self.database):
            log.warning("somebody reads: what was erased stands in the -wal file a while longer")

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run `call` once the transaction is on the disk; never if it is rolled back."""
        self.database.after_commit(call)


@contextmanager
def unit_of_work(lock: CountyLock, database: peewee.Database) -> Iterator[UnitOfWork]:
    """Hold the county for one act. Does not nest."""
    with lock.transaction():
        yield UnitOfWork(database)
