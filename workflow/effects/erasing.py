"""What a lawful erasure writes: that it was done, and nothing where the words stood."""

from __future__ import annotations

from workflow.case import Case
from workflow.effects.looking_up import refused


def erase(case: Case) -> None:
    """依法删除: the body and salt of one text, or the bytes of one file. Digests stay."""
    found, kind, data = case.known("to_erase"), case.data["kind"], case.data
    if found is None:
        raise refused("number", "没有这一条。", "There is no such text or file.")
    case.subject_new = case.stage.insert(
        "erasure",
        text_id=found["id"] if kind == "text" else None,
        file_id=found["id"] if kind == "file" else None,
        document=data["document"],
        reason=data["reason_code"],
        person_id=case.person,
        at=case.at,
    )
    case.stage.empty(kind, found["id"])
