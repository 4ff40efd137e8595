"""Under which entry of the log, and which signed checkpoint, a year's results were decided."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.queries.publication import Publication
from workflow.queries.reader import Reader

Values = dict[str, Any]

_ENTRIES = """
SELECT id FROM entry WHERE object_kind = 'year' AND object_id = ? AND act = 'decide'
AND outcome = 'done' ORDER BY id
"""
_CHECKPOINT = """
SELECT origin, size, root, at FROM checkpoint WHERE size > ? ORDER BY size, id LIMIT 1
"""


def checkpoint_of(reader: Reader, published: Publication) -> Values | None:
    """The entry of the decision on this revision, and the first checkpoint that covers it; `size`
    is None until the log was signed so far, the whole is None where nothing was decided."""
    if not published.is_decided:
        return None
    # Each decision notes one event, so the n-th of the one is the n-th of the other.
    decisions = [event for event in published.events if event["kind"] == "decide"]
    place = decisions.index(published.decided)  # type: ignore[arg-type]
    entries = statements.rows(reader.database, _ENTRIES, (published.year["id"],))
    entry = entries[place]["id"]
    row = statements.row(reader.database, _CHECKPOINT, (entry,))
    return {"entry": entry, **(row or dict.fromkeys(("origin", "size", "root", "at")))}
