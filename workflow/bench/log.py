"""Verifying the log beside merely reading the rows that a verification must read."""

from __future__ import annotations

from models import statements
from models.base import Database
from models.tables import LOGGED
from workflow.audit.verify import verify
from workflow.bench.measure import Result, Times, quicker, undisturbed
from workflow.words import Words


class Bent(Exception):
    """The bench's own county does not verify, so the time it took says nothing."""


def measure(database: Database, rounds: int) -> Result:
    """A full verification beside reading all entries and all rows. Raises Bent."""
    ours, beside, sizes = Times(), Times(), []

    def checked() -> None:
        report = verify(database)
        if not report.ok:
            raise Bent(report.verdict)
        sizes.append(report.size)

    with undisturbed():
        for _ in range(rounds):
            beside.run(lambda: _read(database))
            ours.run(checked)
    about = Words(
        f"核验 {sizes[0]} 条日志，对只读这些行", f"verify {sizes[0]} entries : reading the rows"
    )
    return quicker(about, ours, beside, 0.4)


def _read(database: Database) -> None:
    for table in ("entry", *(each._meta.table_name for each in LOGGED)):
        statements.run(database, f'SELECT * FROM "{table}" ORDER BY "id"').fetchall()
