"""What changed between two moments, for auditors' programs."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_difference
from web.api.operations import operation
from web.county import here, reader
from workflow.queries import differences
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    "/audit/difference",
    "两个时刻之间的变动",
    "What changed between two moments",
    about=Words(
        "逐行列出新增与变更，由两个时刻之间的日志记录读出；改了又改回的不算变动。",
        "Every row that was added or changed, read from the entries between the two; what was "
        "changed and changed back is no difference.",
    ),
    gives=shapes_difference.BetweenShape,
    who="auditors",
    query=queries.DifferenceQuery,
    refuses=(403, 422),
)
def show_difference(query: Values) -> Values:
    """One page; the cursor goes on from there."""
    county = here()
    first, last = differences.ends(county.database, county.clock, query["from"], query.get("to"))
    found = differences.difference(
        reader(),
        first,
        last,
        query.get("table"),
        limit=query["limit"],
        after=queries.after("difference", query.get("cursor")) or 0,
    )
    return {**found, "next": queries.cursor("difference", found["next"])}
