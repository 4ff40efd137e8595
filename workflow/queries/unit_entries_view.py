"""Everything that was entered for units as a whole, as it is shown: who, by what, what ended it."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.queries.coverage_view import for_overseers
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.queries.unit_entries import ENTRIES
from workflow.words import Words

Values = dict[str, Any]


def listed(reader: Reader, year: int) -> list[Values]:
    """Everything ever entered in a year, the last first, with who entered it and what ended it.

    Raises NotPermitted for who has no part in the plan as a whole: a unit sees what counts for it
    on its own score sheet.
    """
    for_overseers(reader, Words("单位登记", "What is entered for units"))
    rows = statements.rows(reader.database, ENTRIES.format(where=""), (year,))
    people = names(reader.database, [row["person_id"] for row in rows])
    kept = [row[name] for row in rows for name in ("text_id", "end_text_id") if row[name]]
    said = texts(reader.database, kept)
    return [
        {
            **{n: row[n] for n in ("id", "kind", "code", "period", "value", "document", "at")},
            "counts": json.loads(row["counts"]) if row["counts"] else None,
            "unit": reader.organisation.unit_by_id[row["unit_id"]].code,
            "unit_name": reader.organisation.unit_by_id[row["unit_id"]].name,
            "by": people[row["person_id"]].username,
            "by_name": people[row["person_id"]].name,
            "text": said.get(row["text_id"]),
            "ended_by": row["ended_by"],
            "ended_at": row["ended_at"],
            "end_text": said.get(row["end_text_id"]),
        }
        for row in reversed(rows)
    ]
