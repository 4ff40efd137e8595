"""The input of a lawful erasure."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import Choice, Input, Number, Text
from workflow.words import Words

KINDS = {"text": Words("文本", "text"), "file": Words("附件", "file")}
# Why the law asks for it; what exactly it says stands in the document.
REASONS = {
    "court": Words("司法裁判或执法决定", "decision of a court or authority"),
    "request": Words("个人请求删除其信息", "request of the person concerned"),
    "unlawful": Words("违法或侵权内容", "unlawful content"),
    "classified": Words("不得公开的涉密内容", "classified content"),
    "expired": Words("保存期限届满", "period of keeping is over"),
}


class Erase(Input):
    """One text, or one file's bytes, by its number and by the digest of what was shown."""

    kind = Choice("种类", "Kind", KINDS, required=True)
    number = Number("编号", "Number", low=1, required=True)
    digest = Text(
        "摘要",
        "Digest",
        most=64,
        required=True,
        validate=ma.validate.Regexp(
            r"^[0-9a-f]{64}$", error=Words("应为 SHA-256 摘要。", "This must be a SHA-256 digest.")
        ),
    )
    document = Text("依据文号", "Document that orders it", most=60, required=True)
    reason_code = Choice("事由", "Reason", REASONS, required=True)
