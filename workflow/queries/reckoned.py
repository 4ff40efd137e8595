"""Whether the last results of a year would come out the same, without reckoning them anew.

They follow from what was written and from the program that reckons. Every write has its entry in
the log; so where the same program runs and no entry since wrote anything but OTHER_MATTERS, they
stand. A table that is not named there counts as one they come from: at worst they are reckoned
once more.
"""

from __future__ import annotations

import json
from typing import Any, Final

import peewee

from models import statements
from workflow.scoring.program import program_digest

OTHER_MATTERS: Final = frozenset(
    {
        # who is who, and who may come in
        *("person", "post", "portfolio", "holding", "delegation", "takeover", "county"),
        *("token", "access_link"),
        # what people and papers say
        *("text", "letter", "unit_report", "year_event", "paper", "file", "erasure", "calendar"),
        # what follows from results
        *("award", "award_end", "sign_off", "sign_off_end"),
        # the log's own keys
        *("log_key", "witness", "cosignature"),
    }
)
_LAST = """
SELECT k."entry", k."program" FROM "year_result" r LEFT JOIN "reckoning" k ON k."result_id" = r."id"
WHERE r."year_id" = ? ORDER BY r."no" DESC LIMIT 1
"""
# An act on a target writes about this target, and one on a year about this year.
_ON_TARGETS = """
SELECT e."id" FROM "entry" e JOIN "target" t ON t."id" = e."object_id"
WHERE e."id" > ? AND e."object_kind" = 'target' AND e."outcome" = 'done' AND t."year_id" = ?
LIMIT 1
"""
_ON_OTHERS = """
SELECT "body" FROM "entry" WHERE "id" > ? AND "outcome" = 'done' AND "object_kind" <> 'target'
AND ("object_kind" <> 'year' OR "object_id" = ?) ORDER BY "id"
"""


def stand(database: peewee.Database, year: int) -> bool:
    """Whether nothing has happened that the last results of a year come from; False without any."""
    last = statements.row(database, _LAST, (year,))
    if last is None or last["program"] != program_digest():
        return False
    since = (last["entry"], year)
    if statements.row(database, _ON_TARGETS, since) is not None:
        return False
    return not any(_touches(body) for (body,) in statements.run(database, _ON_OTHERS, since))


def _touches(body: str) -> bool:
    written: list[dict[str, Any]] = json.loads(body)["writes"]
    return any(write["table"] not in OTHER_MATTERS for write in written)
