"""What acts on reference data write: last year's figures, attached files."""

from __future__ import annotations

import base64
import binascii
import hashlib

from workflow.case import Case
from workflow.effects.looking_up import named, refused

MOST_BYTES = 5_000_000
# What a scan may be, told by its first bytes and never by its name.
KINDS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def record_past_result(case: Case) -> None:
    """上年完成: one figure of a unit; an estimated one may be followed by the final one (S18)."""
    unit = named(case, "unit", case.organisation.units, "单位", "unit")
    known, data = case.facts["past_result"](unit.id), case.data
    values = {
        "unit_of_measure": data["unit_of_measure"],
        "target_value": data.get("target_value"),
        "result": data["result"],
        "status": data["status"],
        "document": data.get("document"),
        "at": case.at,
    }
    if known is None:
        case.subject_new = case.stage.insert(
            "past_result",
            year=data["year"],
            unit_id=unit.id,
            measure=data["measure"],
            **values,
        )
        return
    if known["status"] == "final":
        raise refused(
            "measure", "该指标已有最终数，不再更改。", "This measure has its final figure already."
        )
    case.subject, case.about = known, "past_result"
    case.stage.update("past_result", known, **values)


def attach_file(case: Case) -> None:
    """附件: kept by its SHA-256 digest; the log holds the digest, never the bytes."""
    try:
        content = base64.b64decode(case.data["body"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise refused("body", "不是有效的 base64。", "This is not base64.") from error
    kind = next((name for start, name in KINDS.items() if content.startswith(start)), None)
    if kind is None:
        raise refused("body", "只收 PDF、PNG 或 JPEG。", "Only PDF, PNG or JPEG is taken.")
    if len(content) > MOST_BYTES:
        raise refused("body", "文件不能超过 5 MB。", "A file may have 5 MB at most.")
    digest = hashlib.sha256(content).hexdigest()
    if case.facts["file"](digest) is not None:
        raise refused("body", "这个文件已经在库。", "This very file is here already.")
    if case.facts["erased_file"](digest):
        raise refused(
            "body",
            "这个文件已依法删除，不得再次上传。",
            "This file was erased by law and may not be attached again.",
        )
    case.subject_new = case.stage.insert(
        "file",
        digest=digest,
        name_id=case.text(case.data["name"]),
        media_type=kind,
        size=len(content),
        body=case.data["body"],
        person_id=case.person,
        at=case.at,
    )
