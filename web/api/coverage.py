"""Whether the plan of a year is whole: checks, sums, matrix, waivers."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_coverage
from web.api.operations import YEAR, operation
from web.county import reader
from workflow.queries import coverage_view
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    f"/years/{YEAR}/coverage",
    "计划统筹",
    "The coverage of a year's plan",
    gives=shapes_coverage.CoverageShape,
    query=queries.CoverageQuery,
    about=Words(
        "检查 C0–C10、重点任务与单位对照、合计、负荷、豁免。供目标办、县长、领导、审计查看。",
        "Checks C0–C10, key tasks by unit, sums, load and waivers; for the target office, the "
        "county head, leaders and auditors.",
    ),
    who="overseers",
    refuses=(403, 404, 422),
)
def show_coverage(number: int, query: Values) -> Values:
    """Of every candidate, or only of what would be issued now."""
    return coverage_view.coverage_of(reader(), number, query["view"])
