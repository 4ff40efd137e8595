"""What is entered for units as a whole: evaluations, adjustments, vetoes."""

from __future__ import annotations

from typing import Any

from web.api.operations import YEAR, operation
from web.api.shapes_unit_entries import UnitEntriesShape
from web.county import reader
from workflow.queries import years
from workflow.queries.unit_entries_view import listed
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    f"/years/{YEAR}/unit-entries",
    "单位登记",
    "What is entered for units as a whole",
    gives=UnitEntriesShape,
    about=Words(
        "测评、阶段考核、加减分和一票否决，含已撤销的。供目标办、县长、领导、审计查看。",
        "Evaluations, adjustments and vetoes, also those taken back; for the office, the county "
        "head, leaders and auditors.",
    ),
    who="overseers",
    refuses=(403, 404),
)
def show_unit_entries(number: int) -> Values:
    """The last first."""
    years.year(reader(), number)
    return {"year": number, "items": listed(reader(), number)}
