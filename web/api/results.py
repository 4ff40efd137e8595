"""The results of a year: every front's table, and one unit's score sheet with its derivation."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_results
from web.api.operations import YEAR, operation
from web.county import reader
from workflow.queries import results, score_sheet
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    f"/years/{YEAR}/results",
    "年度考核结果",
    "The results of a year by front",
    gives=shapes_results.RankingShape,
    about=Words(
        "公示之后人人可见；每次更正另成一次，原来的仍可查。",
        "For everybody once published. Each revision stands beside those before it; with the "
        "derivations of all units and the tables of the fronts anybody can reckon it anew.",
    ),
    query=queries.RevisionQuery,
    refuses=(404, 422),
)
def show_results(number: int, query: Values) -> Values:
    """In one revision, the last unless told."""
    return results.results(reader(), number, query.get("no"))


@operation(
    "GET",
    f"/years/{YEAR}/results/<unit>",
    "得分表",
    "The score sheet of a unit",
    gives=shapes_results.ScoreSheetShape,
    about=Words(
        "公示之前只给本单位及其上级，且没有等次和位次。",
        "Before public notice for the unit and those above it only, and without grade or rank.",
    ),
    query=queries.RevisionQuery,
    refuses=(404, 422),
)
def show_score_sheet(number: int, unit: str, query: Values) -> Values:
    """With every target's score and the whole derivation."""
    return score_sheet.sheet(reader(), number, unit, query.get("no"))
