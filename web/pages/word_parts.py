"""What a page of words is made of: parts with a title, and a table or sentences in each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from web.presentation import t

Values = dict[str, Any]


def unset(text: str | None) -> str:
    """What the scheme leaves open says so."""
    return text or t("未定", "not set")


def part(
    title: str,
    columns: Iterable[str] = (),
    rows: Iterable[tuple[str, ...]] = (),
    lines: Iterable[str] = (),
    numbers: frozenset[int] = frozenset(),
    narrow: bool = False,
) -> Values:
    """A part with a title, and a table or sentences in it."""
    return {
        "title": title,
        "columns": [{"label": label, "number": i in numbers} for i, label in enumerate(columns)],
        "rows": [list(row) for row in rows],
        "lines": list(lines),
        "groups": [],
        "narrow": narrow,
    }
