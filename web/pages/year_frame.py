"""What the pages of one year share: its name, and the way from one of them to the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from web.county import reader
from web.presentation import aside, t
from workflow.organisation import Unit
from workflow.queries import years
from workflow.queries.balance import concerns
from workflow.queries.coverage_view import OVERSEERS

Values = dict[str, Any]


def heading(year: int) -> str:
    """A year's name."""
    return t(f"{year} 年度", f"Year {year}")


def oversees() -> bool:
    """Whether the plan as a whole is this person's to look after."""
    return bool(reader().capacities & OVERSEERS)


def mine_first(units: Sequence[Unit]) -> str:
    """That the reader's own units stand first, where only some are."""
    own = sum(reader().stands_by(unit.id) for unit in units)
    return aside(t("本单位和分管单位在前", "yours first")) if 0 < own < len(units) else ""


def _has_entries(year: int) -> bool:
    """Whether the scheme counts anything for units as a whole, and this person may see it."""
    if not oversees():
        return False
    scheme = years.scheme_of(reader(), year)
    return bool(scheme.evaluations or scheme.adjustments or scheme.vetoes)


def tabs(year: int, here: str) -> list[Values]:
    """The pages of a year, for macros/paging.html."""
    pages = (
        ("years.show", t("概览", "Overview")),
        *([("coverage.show", t("统筹", "Coverage"))] if oversees() else []),
        *([("balance.show", t("上下平衡", "Balance"))] if concerns(reader()) else []),
        ("key_tasks.show", t("重点任务", "Key tasks")),
        ("letters.list_all", t("责任书", "Letters")),
        ("reports.list_all", t("信息反馈", "Reports")),
        ("schemes.show", t("考核方案", "Scheme")),
        *([("unit_entries.show", t("单位登记", "Entries"))] if _has_entries(year) else []),
        ("results.show", t("结果", "Results")),
    )
    return [
        {
            "url": url_for(endpoint, year=year),
            "label": label,
            "here": endpoint == here,
        }
        for endpoint, label in pages
    ]
