"""Secretaries' opinions on a target: for those who act from above, and for auditors."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.terms import UPPER_SIDE, Capacity

Values = dict[str, Any]
READERS = UPPER_SIDE | {Capacity.SECRETARY, Capacity.AUDITOR}


def is_for(case: TargetCase) -> bool:
    """Whether opinions on this target are for the case's person; never for who stands below."""
    held = {standing.capacity for standing in case.standings}
    return bool(held & READERS) and not held & {Capacity.DRAFTER, Capacity.UNIT_HEAD}


def advice(reader: Reader, case: TargetCase) -> list[Values]:
    """Every opinion, the newest first; whether it was written on the present content."""
    if not is_for(case):
        return []
    assert case.subject is not None
    assert case.candidate is not None
    rows = statements.rows(
        reader.database, "SELECT * FROM advice WHERE target_id = ? ORDER BY id DESC", (case.ref,)
    )
    people = names(reader.database, [row["person_id"] for row in rows])
    said = texts(reader.database, [row["text_id"] for row in rows])
    return [
        {
            "suggests": row["suggests"],
            "text": said.get(row["text_id"]),
            "revision": row["revision"],
            "current": row["digest"] == case.candidate.digest,
            "by": people[row["person_id"]].username,
            "by_name": people[row["person_id"]].name,
            "post_name": reader.organisation.post_by_id[row["post_id"]].name,
            "at": row["at"],
        }
        for row in rows
    ]
