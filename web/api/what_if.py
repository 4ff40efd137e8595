"""A changed scheme tried on a year, for programs: nothing is written."""

from __future__ import annotations

from typing import Any

from web.api import reading, shapes_what_if
from web.api.operations import YEAR, operation
from web.county import reader
from workflow.inputs.what_if import WhatIf
from workflow.queries import what_if
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "POST",
    f"/years/{YEAR}/what-if",
    "方案试算",
    "What would differ under a changed scheme",
    gives=shapes_what_if.WhatIfShape,
    who="overseers",
    about=Words(
        "只读：不写入任何数据，也不留日志。目标分值按类别分值的变化折算，只在该类别分值有变时。"
        "公示前由目标办、县长、审计查看，公示后县领导也可查看。",
        "Reads only: nothing is stored, and no entry made. Points of targets are scaled so that a "
        "unit's category keeps its share, only where the category's points changed. For the target "
        "office, the county head and auditors; for leaders once results are published.",
    ),
    takes=(WhatIf,),
    refuses=(403, 404, 422),
)
def try_scheme(number: int, raw: Values) -> Values:
    """With a file or another year's scheme; with neither the year's own, and nothing differs."""
    known = reader()
    what_if.allowed(known, number)
    asked = reading.checked(WhatIf(), raw)
    return what_if.what_if(known, number, what_if.changed_scheme(known, number, **asked))
