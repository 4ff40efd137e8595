"""Hand-over lists of posts that got a new holder."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_succession
from web.api.operations import operation
from web.county import reader
from workflow.queries import takeover_view
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    "/takeovers",
    "交接清单",
    "Hand-over lists of posts that got a new holder",
    gives=shapes_succession.TakeoversShape,
    query=queries.TakeoversQuery,
    about=Words(
        "本人的和（目标办、县长、审计）全部的清单；给出 post 则只给该岗位，连同各项目标。",
        "One's own, for the office, the county head and auditors all of them; with `post` only "
        "that one, and its targets with it.",
    ),
    refuses=(404, 422),
)
def list_takeovers(query: Values) -> Values:
    """Signed by POST /county/actions/sign_takeover with the digest that is given here."""
    if query.get("post"):
        return {"items": [takeover_view.one(reader(), query["post"])]}
    nothing: Values = {"digest": None, "targets": None}
    return {"items": [{**row, **nothing} for row in takeover_view.lists(reader())]}
