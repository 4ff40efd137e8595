"""What stands beside a proposal for whoever judges it: the same measure in other units (S12)."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.county import reader
from web.pages import content
from web.presentation import t
from workflow.queries.comparable import comparable

Values = dict[str, Any]


def columns() -> list[Values]:
    """The columns of the comparison."""
    titles = (
        t("责任单位", "Unit"),
        t("目标值", "Value"),
        t("上年完成", "Last year"),
        t("增长", "Growth"),
        t("分值", "Points"),
        t("状态", "State"),
    )
    return [{"label": title, "number": 0 < i < 5} for i, title in enumerate(titles)]


def rows(shown: Values) -> list[Values]:
    """Other units' targets by the same measure; none where nobody else has such a one."""
    return [
        {
            **row,
            "url": url_for("targets.show", target=row["id"]),
            "value": content.value_line(row),
            "growth": f"{row['growth']}%" if row["growth"] else "",
        }
        for row in comparable(reader(), shown)
    ]
