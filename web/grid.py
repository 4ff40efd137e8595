"""A table of numbers in a form: a row for every unit, a column for every answer, or one score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from web.presentation import t, w

Values = dict[str, Any]
Pairs = Sequence[tuple[str, str]]


def drawn(
    name: str, value: list[Any], errors: Mapping[str, Sequence[str]], choices: Mapping[str, Pairs]
) -> Values:
    """The control of a table: what was typed for whom, and what is wrong with it.

    `value` lists only the units that were typed for, and `errors` name them by their place in it.
    """
    given = {row["unit"]: (place, row) for place, row in enumerate(value) if "unit" in row}
    columns = choices.get("answers") or [("", t("得分", "Score"))]
    rows = []
    for code, unit in choices.get("units", ()):
        place, row = given.get(code, (-1, {}))
        told = [path for path in errors if path.startswith(f"{name}.{place}.")]
        cells = [
            {
                "id": f"f-{name}.{code}.{answer}",
                "name": f"{name}:{code}:{answer}",
                "label": label,
                "value": _typed(row, answer),
                "kind": "number",
                "errors": [],
            }
            for answer, label in columns
        ]
        if told:
            # The summary of what is wrong leads to the row's first box.
            cells[0]["id"] = f"f-{told[0]}"
        texts = [w(text) for path in told for text in errors[path]]
        rows.append({"unit": unit, "cells": cells, "errors": texts})
    return {"kind": "grid", "columns": [label for _, label in columns], "value": rows}


def _typed(row: Values, answer: str) -> str:
    known = {each.get("answer"): each.get("count") for each in row.get("counts", ())}
    found = known.get(answer) if answer else row.get("value")
    return "" if found is None else str(found)


def read(name: str, form: MultiDict[str, str]) -> list[Values]:
    """The units for which anything was typed; a number that is none stays text, to be refused."""
    found: dict[str, Values] = {}
    for key, typed in form.items():
        if key.startswith(f"{name}:") and key.count(":") == 2 and typed.strip():
            _, unit, answer = key.split(":")
            row = found.setdefault(unit, {"unit": unit})
            if answer:
                count = number_of(typed.strip())
                row.setdefault("counts", []).append({"answer": answer, "count": count})
            else:
                row["value"] = typed.strip()
    return list(found.values())


def number_of(answer: str) -> str | int:
    """A whole number as JSON would bring it; what is none stays text, for the schema to refuse."""
    is_whole = answer.isascii() and answer.isdecimal() and len(answer) < 16
    return int(answer) if is_whole else answer
