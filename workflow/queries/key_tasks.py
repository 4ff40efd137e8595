"""The key tasks of a year as they are worded now (S5)."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements
from workflow.coverage.plan import PlanTask
from workflow.coverage.wording import task_content, task_digest
from workflow.organisation import Organisation

Values = dict[str, Any]

_TASKS = """
SELECT k.*, v.no, v.supporting, v.ended, v.document AS last_document
FROM key_task k LEFT JOIN key_task_revision v ON v.key_task_id = k.id
     AND v.no = (SELECT MAX(x.no) FROM key_task_revision x WHERE x.key_task_id = k.id)
"""


def task_rows(database: peewee.Database, year: int) -> dict[str, Values]:
    """The key tasks of a year by their code, ended ones too, with how they are worded now."""
    sql = f"{_TASKS} WHERE k.year_id = ? ORDER BY k.id"
    return {row["code"]: row for row in statements.rows(database, sql, (year,))}


def all_task_rows(database: peewee.Database) -> list[Values]:
    """The key tasks of all years, the newest year first."""
    return statements.rows(database, f"{_TASKS} ORDER BY k.year_id DESC, k.id")


def task_of(organisation: Organisation, row: Values) -> PlanTask:
    """A key task as the checks read it."""
    content = task_content(organisation, row)
    return PlanTask(
        code=row["code"],
        title=row["title"],
        kind=row["kind"],
        unit_of_measure=row["unit_of_measure"],
        value=row["target_value"],
        additive=bool(row["additive"]),
        direction=row["direction"],
        lead=content["lead_unit"],
        supporters=tuple(content["supporting_units"]),
        due_on=row["due_on"],
        no=row["no"] or 1,
        digest=task_digest(content),
    )
