"""The stored state of every target whose plan is not issued, asked of the stored hands anew."""

from __future__ import annotations

from typing import Any

import peewee

from models import statements
from workflow.audit.drafts import bare_case
from workflow.audit.report import BENT_DATA, Check, Finder
from workflow.audit.told import LOWEST
from workflow.hands import consent
from workflow.queries import facts
from workflow.queries.organisation import organisation

Values = dict[str, Any]

BATCH = 1_000
_OPEN = """
SELECT "id", "unit_id", "state", "round", "candidate", "digest", "in_force" FROM "target"
WHERE "id" > ? AND "in_force" IS NULL AND "state" IN ('drafted', 'reviewed', 'approved')
ORDER BY "id" LIMIT ?
"""


class Derived:
    """State is derived until the plan is issued (design.md section 2); the column is a cache."""

    def __init__(self, database: peewee.Database) -> None:
        self.database = database
        self.states = Finder("states", "状态与签署一致", "States are what the hands say")
        self.asked = 0

    def run(self) -> None:
        """All of them, batch by batch."""
        last = LOWEST
        while found := statements.rows(self.database, _OPEN, (last, BATCH)):
            last = found[-1]["id"]
            for row in found:
                self._one(row)

    def check(self) -> Check:
        """The finished check."""
        return self.states.check("{n} 个未印发目标。", "{n} targets not yet issued.", n=self.asked)

    def _one(self, row: Values) -> None:
        self.asked += 1
        try:
            same, derived = self._asked(row)
        except BENT_DATA:
            same, derived = False, None
        if not same or derived != row["state"]:
            self.states.fail(
                "target {id}：{field} 与其稿和签署不符。",
                "Target {id}: its {field} is not what its revision and hands say.",
                table="target",
                id=row["id"],
                field="state" if same else "digest",
            )

    def _asked(self, row: Values) -> tuple[bool, str]:
        """Whether the candidate is the stored one, and the state that its hands give."""
        case, number = bare_case(row), row["id"]
        county = facts.county(self.database)
        case.organisation = organisation(self.database, county["organisation"] if county else 0)
        case.unit = case.organisation.unit_by_id[row["unit_id"]]
        case.candidate = facts.revision(self.database, number, row["candidate"])
        case.hands = facts.hands(self.database, number)
        case.stands = {stand for _, stand in facts.stands_of(self.database, [number])}
        assert case.candidate is not None
        return case.candidate.digest == row["digest"], consent.derived_state(case)
