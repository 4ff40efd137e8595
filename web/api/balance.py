"""How a year's plan came about: the balance of the two directions."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_balance
from web.api.operations import YEAR, operation
from web.county import reader
from workflow.queries import balance
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    f"/years/{YEAR}/balance",
    "上下平衡",
    "The balance of the two directions of a year",
    gives=shapes_balance.BalanceShape,
    query=queries.BalanceQuery,
    about=Words(
        "只列事实，不评分、不排名。单位的数字供本单位、分管领导、目标办、县长、审计查看；"
        "领导的数字供本人、目标办、县长、审计查看。",
        "Facts, not a score. A unit's figures are for its people, its leaders in charge, the "
        "office, the county head and auditors; a leader's for that leader and the last three.",
    ),
    refuses=(404, 422),
)
def show_balance(number: int, query: Values) -> Values:
    """The figures that are the reader's to see, and the targets behind one of them."""
    asked = {name: query[name] for name in ("unit", "post") if query.get(name)}
    behind = (
        balance.targets_behind(reader(), number, **asked, fact=query["fact"]) if asked else None
    )
    return {**balance.balance_of(reader(), number), "targets": behind}
