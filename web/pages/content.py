"""The content of a target for reading: fields and differences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from web.presentation import aside, day, label, number, t, w
from workflow.hands.revision import LABELS
from workflow.organisation import Organisation
from workflow.terms import DIRECTIONS

Values = dict[str, Any]

DAYS = frozenset({"due_on", "available_on"})
NUMBERS = frozenset({"target_value", "target_value_to", "points"})
UNITS = frozenset({"lead_unit", "supporting_units"})
POSTS = frozenset({"reviewing_post", "responsible_post"})
# Shown apart or as part of another line.
NOT_ALONE = frozenset({"title", "milestones", "unit_of_measure", "direction", "target_value_to"})
WIDE = frozenset({"measure", "evidence", "acceptance", "data_source", "source_document"})


def shown(name: str, value: Any, names: Organisation) -> str:
    """One material field as people read it."""
    if value in (None, "", []):
        return ""
    if name == "milestones":
        return "\n".join(milestone(row) for row in value)
    if isinstance(value, list):
        return t("、", ", ").join(shown_one(name, v, names) for v in value)
    return shown_one(name, value, names)


def shown_one(name: str, value: Any, names: Organisation) -> str:
    """A single value: codes by their names, days and numbers as the language writes them."""
    if name in DAYS:
        return day(value)
    if name in NUMBERS:
        return number(value)
    if name in UNITS:
        return _named(names.units, value)
    if name in POSTS:
        return _named(names.posts, value)
    if name == "direction":
        return w(DIRECTIONS.get(value, value))
    if name == "category":
        return label("category", value)
    return str(value.get("code", value)) if isinstance(value, dict) else str(value)


def _named(table: Mapping[str, Any], code: str) -> str:
    found = table.get(code)
    return w(found.name) if found else code


def milestone(row: Values) -> str:
    """A milestone in one line."""
    parts = (day(row.get("due_on")), number(row.get("quantity")), row.get("title") or "")
    return " · ".join(part for part in parts if part)


def value_line(fields: Values) -> str:
    """The target value with its direction and unit, as one phrase."""
    if not fields.get("target_value"):
        return ""
    high = fields.get("target_value_to")
    value = number(fields["target_value"]) + (f" – {number(high)}" if high else "")
    return f"{value} {fields.get('unit_of_measure') or ''}".strip()


def facts(fields: Values, names: Organisation) -> list[Values]:
    """The fields of a revision as rows of a summary list, in the order of the revision."""
    rows = []
    for name, title in LABELS.items():
        if name in NOT_ALONE or name not in fields:
            continue
        value = shown(name, fields[name], names)
        if name == "target_value" and value:
            value = f"{shown('direction', fields.get('direction'), names)} {value_line(fields)}"
        whole = name in WIDE and len(value) > 16
        rows.append({"field": name, "label": w(title), "value": value, "whole": whole})
    return rows


def baseline(fields: Values) -> Values:
    """Last year's result, and how far the target goes beyond it (S18)."""
    old, new = Decimal(fields["baseline"]), Decimal(fields.get("target_value") or "0")
    growth = aside(f"{(new - old) / old:+.1%}") if old and fields.get("target_value") else ""
    value = f"{number(fields['baseline'])} {fields.get('unit_of_measure') or ''}".strip() + growth
    return {"field": "baseline", "label": t("上年完成", "Last year"), "value": value}


def differences(changes: Iterable[Values], names: Organisation) -> list[Values]:
    """A field diff ({field, old, new}) as rows of label, before and after."""
    return [
        {
            "label": w(LABELS.get(change["field"], change["field"])),
            "before": shown(change["field"], change["old"], names),
            "after": shown(change["field"], change["new"], names),
        }
        for change in changes
    ]
