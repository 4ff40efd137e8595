"""The results of a year: every front's table, and one unit's score sheet with its derivation."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_results, shapes_sign_offs
from web.api.operations import YEAR, operation
from web.county import reader
from workflow.queries import award_register, results, score_sheet, signing
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


@operation(
    "GET",
    f"/years/{YEAR}/sign-offs",
    "考核结果的签认",
    "Sign-offs of a year's results",
    gives=shapes_sign_offs.SignedOffResultsShape,
    about=Words(
        "各单位得分与等次由目标办和县长分别签认；摘要即签认时须给出的摘要。",
        "Whose hands are on each unit's score and grade. `digest` is what `sign_off` asks for; "
        "a sign-off with `outdated_by` counts no more since that revision of the results.",
    ),
    refuses=(404,),
)
def show_sign_offs(number: int) -> Values:
    """Unit by unit, by front and place."""
    return signing.overview(reader(), number)


@operation(
    "GET",
    "/awards",
    "历年奖惩台账",
    "The register of awards and sanctions",
    gives=shapes_results.RegisterShape,
    about=Words(
        "审定后的奖励与惩戒，含更正后撤销的；金额为空即方案未定。",
        "Those that were granted by a decision, revoked ones too; `amount` null: not set (S46).",
    ),
    query=queries.AwardsQuery,
    refuses=(422,),
)
def show_awards(query: Values) -> Values:
    """Over all years, newest first."""
    return {"items": award_register.register(reader(), query)}
