"""What waits in the thread of a target and inside its units: for acts and for inboxes."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements

Values = dict[str, Any]

OPEN = "NOT EXISTS (SELECT 1 FROM coordination a WHERE a.answers_id = c.id)"
# From the finding on nobody has to answer or to do anything any more.
AT_WORK = "t.state IN ('drafted', 'reviewed', 'approved', 'in_progress', 'due')"


def open_questions(database: peewee.Database, target: int) -> list[Values]:
    """The questions of a target's thread that nobody has answered, oldest first."""
    return statements.rows(
        database,
        f"SELECT c.* FROM coordination c WHERE c.target_id = ? AND c.asked_id IS NOT NULL "
        f"AND {OPEN} ORDER BY c.id",
        (target,),
    )


def open_tasks(database: peewee.Database, target: int) -> list[Values]:
    """The tasks inside all units of a target that have not ended, oldest first."""
    sql = "SELECT * FROM internal_task WHERE target_id = ? AND ended IS NULL ORDER BY id"
    return statements.rows(database, sql, (target,))
