"""The values found by part and period in a form: what is asked, how it is read, how it is told.

What a target's rule asks for comes as choices: `parts` are the parts by code, `parts.CODE` the
periods of one that has some. A control is named `parts-CODE` or `parts-CODE/PERIOD`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from web.presentation import aside, number, t, w

Values = dict[str, Any]
Choices = Mapping[str, Sequence[tuple[str, str]]]
Key = tuple[str, str]

FIELD = "parts"


def choices_of(parts: Sequence[Values]) -> dict[str, list[tuple[str, str]]]:
    """What the parts of a rule ask for, in the reader's language."""
    unit = {each["part"]: aside(each["unit_of_measure"] or "") for each in parts}
    asked = {FIELD: [(each["part"], w(each["name"]) + unit[each["part"]]) for each in parts]}
    for each in parts:
        if each["periods"]:
            known = [(period["period"], w(period["name"])) for period in each["periods"]]
            asked[f"{FIELD}.{each['part']}"] = known
    return asked


def names(choices: Choices) -> list[str]:
    """The names of all controls."""
    return [
        _name(part, period) for part, _ in choices.get(FIELD, ()) for period in _of(part, choices)
    ]


def control(typed: Sequence[Values], errors: Mapping[str, Any], choices: Choices) -> Values:
    """The parts as groups of small controls, with what was typed and what is wrong with it."""
    at = {_key(row): i for i, row in enumerate(typed)}
    told = {path: [w(text) for text in texts] for path, texts in errors.items()}

    def cell(part: str, period: str, label: str) -> Values:
        index = at.get((part, period))
        path = f"{FIELD}.{index}.value"
        name = _name(part, period)
        return {
            "name": name,
            "id": f"f-{path}" if index is not None else f"f-{name.replace('/', '-')}",
            "label": label,
            "value": "" if index is None else typed[index].get("value", ""),
            "kind": "decimal",
            "hint": "",
            "errors": [] if index is None else told.get(path, []),
        }

    groups = [
        {
            "label": label if f"{FIELD}.{part}" in choices else "",
            "cells": [cell(part, n, said or label) for n, said in _of(part, choices).items()],
        }
        for part, label in choices.get(FIELD, ())
    ]
    return {"kind": FIELD, "groups": groups}


def read(form: MultiDict[str, str]) -> list[Values]:
    """What a form says of parts; what was left empty is not there."""
    sent = ((key[len(FIELD) + 1 :], form[key].strip()) for key in form if _is_ours(key))
    rows = []
    for code, value in sent:
        part, has_period, period = code.partition("/")
        if value:
            rows.append(
                {"part": part, **({"period": period} if has_period else {}), "value": value}
            )
    return rows


def is_asked(form: MultiDict[str, str]) -> bool:
    """Whether a form asked for values by part at all."""
    return any(map(_is_ours, form))


def said(values: Sequence[Mapping[str, Any]], choices: Choices) -> list[str]:
    """The values as people read them, a line a part; what no rule names goes by its code."""
    found: dict[str, list[str]] = {}
    for row in values:
        part, period = _key(row)
        label = _of(part, choices).get(period, period)
        # A period and its value stay together where the line breaks.
        one = f"{label} {number(row['value'])}".strip().replace(" ", "\u00a0")
        found.setdefault(part, []).append(one)
    labels = dict(choices.get(FIELD, ()))
    return [
        labels.get(part, part) + t("：", ": ") + t("、", ", ").join(each)
        for part, each in found.items()
    ]


def _of(part: str, choices: Choices) -> dict[str, str]:
    """The periods of a part; one without a name where it has none."""
    return dict(choices.get(f"{FIELD}.{part}", [("", "")]))


def _key(row: Any) -> Key:
    known = row if isinstance(row, Mapping) else {}
    return str(known.get("part", "")), str(known.get("period") or "")


def _name(part: str, period: str) -> str:
    return f"{FIELD}-{part}/{period}" if period else f"{FIELD}-{part}"


def _is_ours(key: str) -> bool:
    return key.startswith(f"{FIELD}-")
