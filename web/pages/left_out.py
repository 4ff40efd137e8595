"""What is wrong in a file that was uploaded, or left out of it, as macros/upload.html draws it."""

from __future__ import annotations

from typing import Any

from web.presentation import number, t, w
from workflow.spreadsheets.tables import Fault

Values = dict[str, Any]
SHOWN_FAULTS = 200


def fault_columns() -> tuple[str, ...]:
    """The headings of the table of what is wrong."""
    return (t("工作表", "Sheet"), t("单元格或行", "Cell or row"), t("问题", "What is wrong"))


def left_out(faults: tuple[Fault, ...], untouched: int = 0) -> Values:
    """What is left out of a file, as macros/upload.html draws it."""
    return {
        "left_columns": [{"label": label} for label in fault_columns()],
        "left": [
            {"sheet": f.sheet, "cell": f.cell, "text": w(f.words)} for f in faults[:SHOWN_FAULTS]
        ],
        "left_count": len(faults),
        "untouched": t(
            f"未填写而未采用的：{number(untouched)} 行", f"Rows left empty: {number(untouched)}"
        )
        if untouched
        else "",
    }
