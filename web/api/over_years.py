"""Units and measures over several published years, for programs."""

from __future__ import annotations

from typing import Any

from web.api import queries, shapes_over_years
from web.api.operations import operation
from web.county import reader
from workflow.queries import over_years
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    "/units/<unit>/results",
    "一个单位历年结果",
    "The results of a unit over the years",
    gives=shapes_over_years.UnitOverYearsShape,
    about=Words(
        "只含已公示的年度，每年取最后一次公布。",
        "Of published years only, each by its last revision.",
    ),
    query=queries.Nothing,
    refuses=(404, 422),
)
def show_unit_results(unit: str, query: Values) -> Values:
    """Total, grade, rank, categories, unfinished key targets and objections upheld."""
    return over_years.unit_over_years(reader(), unit)


@operation(
    "GET",
    "/measures",
    "一项指标历年情况",
    "A measure over years and units",
    gives=shapes_over_years.MeasuresShape,
    about=Words(
        "按通用事项的代码，或按指标名称（须完全相同）；只含已公示的年度。",
        "By the code of a common item, or by a measure's very name; of published years only.",
    ),
    query=queries.MeasuresQuery,
    refuses=(422,),
)
def show_measures(query: Values) -> Values:
    """What may be chosen, and of what was chosen every target."""
    known = reader()
    asked = {name: query.get(name) for name in ("item", "measure")}
    return {
        "items": over_years.measures(known),
        "measured": over_years.measure_over_years(known, **asked),
    }
