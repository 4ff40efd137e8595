"""Look-ups that an effect makes in its input: a name that names nothing is refused as such."""

from __future__ import annotations

from typing import Any

from workflow.case import Case
from workflow.errors import InvalidInput
from workflow.words import Words


def refused(name: str, zh: str, en: str) -> InvalidInput:
    """The refusal of one field."""
    return InvalidInput({name: [Words(zh, en)]})


def named(case: Case, name: str, table: dict[str, Any], zh: str, en: str) -> Any:
    """What the code in a field names. Raises InvalidInput where it names nothing."""
    found = table.get(case.data[name])
    if found is None:
        raise refused(name, f"本县没有这个{zh}。", f"This county has no such {en}.")
    return found


def is_new(case: Case, table: dict[str, Any]) -> None:
    """Refuse a code that is taken."""
    if case.data["code"] in table:
        raise refused("code", "这个代码已在使用。", "This code is in use already.")


def year_exists(case: Case) -> None:
    """Refuse a year that was never set up."""
    if case.year is None:
        raise refused("year", "没有这个年度。", "There is no such year.")
