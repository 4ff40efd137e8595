"""Whether rows that stand beside the plan are what their own act wrote: erasures, papers, and what
results rest on."""

from __future__ import annotations

from typing import Any

from workflow.audit.drafts import digest_of_text
from workflow.audit.paper_mark import DOMAIN

Values = dict[str, Any]
_PAPER = DOMAIN.encode() + b"\x00"


def fault(index: int, entry: Values, table: str, after: Values) -> tuple[str, str, str] | None:
    """The field that is wrong of a new row of these tables, and why in both languages."""
    if table == "erasure" and (entry["act"], after["person_id"]) != ("erase", entry["person"]):
        return (
            "person_id",
            "不是依法删除所为，或不是其经办人",
            "it is not by its act, or not its actor's",
        )
    if table == "paper" and after["digest"] != digest_of_text(after["content"], _PAPER):
        return "digest", "摘要不是其内容的摘要", "its digest is not that of its content"
    if table in ("paper", "reckoning") and after["entry"] != index:
        return "entry", "序号不是写入它的记录", "it names another entry than its own"
    return None
