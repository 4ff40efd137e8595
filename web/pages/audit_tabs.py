"""The auditor's desk: the places it has, for the head of each of its pages."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.presentation import t

Values = dict[str, Any]


def tabs(here: str) -> list[Values]:
    """The pages of the desk, for macros/paging.html."""
    pages = (
        ("audit.list_entries", t("检索", "Search")),
        ("audit_absent.show", t("未发生之事", "What did not happen")),
        ("audit_verify.show", t("核验", "Verify")),
    )
    return [
        {"url": url_for(endpoint), "label": label, "here": endpoint == here}
        for endpoint, label in pages
    ]
