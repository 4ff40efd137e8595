"""What the pages of one year share: its name, and the way from one of them to the other."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.presentation import t

Values = dict[str, Any]


def heading(year: int) -> str:
    """A year's name."""
    return t(f"{year} 年度", f"Year {year}")


def tabs(year: int, here: str) -> list[Values]:
    """The pages of a year, for macros/paging.html."""
    pages = (
        ("years.show", t("概览", "Overview")),
        ("letters.list_all", t("责任书", "Letters")),
        ("reports.list_all", t("信息反馈", "Reports")),
        ("schemes.show", t("考核方案", "Scheme")),
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
