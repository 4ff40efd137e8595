"""How a key task is worded: the plain value that its digest names."""

from __future__ import annotations

from typing import Any

from workflow.audit.canonical import digest
from workflow.organisation import Organisation

Values = dict[str, Any]
DOMAIN = "shangxia/key-task/v1"
# Columns of a key task that its wording is made of, beside its units.
WORDED = (
    "title", "kind", "measure", "unit_of_measure", "target_value", "additive", "direction",
    "due_on", "document",
)  # fmt: skip


def task_content(organisation: Organisation, row: Values) -> Values:
    """The wording of a key task from its stored row."""
    return {
        "code": row["code"],
        **{name: row[name] for name in WORDED},
        "lead_unit": organisation.unit_by_id[row["lead_unit_id"]].code,
        "supporting_units": codes_of(row["supporting"]),
    }


def task_digest(content: Values) -> str:
    """The digest of a wording."""
    return digest(DOMAIN, content)


def codes_of(listed: str | None) -> list[str]:
    """The codes in a stored text ",A,B,"."""
    return [code for code in (listed or "").split(",") if code]
