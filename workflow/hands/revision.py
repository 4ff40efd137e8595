"""A revision: the material fields of a target, their canonical form and digest (design.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflow.audit.canonical import decimal_text, digest, nfc
from workflow.words import Words

DOMAIN = "shangxia/revision/v1"
TEMPLATE_DOMAIN = "shangxia/template/v1"

# Every material field with its label; what is not here (baseline, remarks) never moves a digest.
LABELS: dict[str, Words] = {
    "title": Words("目标名称", "Title"),
    "category": Words("类别", "Category"),
    "measure": Words("指标", "Measure"),
    "unit_of_measure": Words("计量单位", "Unit of measure"),
    "target_value": Words("目标值", "Target value"),
    "direction": Words("方向", "Direction"),
    "data_source": Words("数据来源", "Data source"),
    "available_on": Words("数据可得日期", "Data available on"),
    "points": Words("分值", "Points"),
    "due_on": Words("完成时限", "Deadline"),
    "milestones": Words("时间节点", "Milestones"),
    "lead_unit": Words("牵头单位", "Lead unit"),
    "supporting_units": Words("配合单位", "Supporting units"),
    "reviewing_post": Words("审定领导岗位", "Reviewing post"),
    "responsible_post": Words("责任岗位", "Responsible post"),
    "key_tasks": Words("对应重点工作任务", "Key tasks served"),
    "scoring_rule": Words("计分办法", "Scoring rule"),
    "evidence": Words("佐证材料", "Kind of evidence"),
    "acceptance": Words("验收方式", "Kind of acceptance"),
    "source_document": Words("依据文件", "Source document"),
}
MATERIAL = tuple(LABELS)
DECIMALS = frozenset({"target_value", "points"})
SETS = frozenset({"supporting_units", "key_tasks"})
# What a unit may fill in a common item; the rest is the same in all units (design.md 2.8).
OWN_IN_COMMON = frozenset({"lead_unit", "reviewing_post", "responsible_post"})


@dataclass(frozen=True)
class Revision:
    """One immutable content of a target."""

    no: int
    round: int
    material: dict[str, Any]
    digest: str
    template: str | None
    author: int | None
    capacity: str
    act: str
    at: str

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The fields as people and the API read them: the scoring rule by its code."""
        shown = dict(self.material)
        rule = shown["scoring_rule"]
        shown["scoring_rule"] = rule["code"] if rule else None
        shown.pop("template_digest", None)
        return shown


def _spelled(name: str, value: Any) -> Any:
    """One field in its only spelling: absent is null, sets are sorted, text is NFC."""
    if value is None or value == "":
        return None
    if name in DECIMALS:
        return decimal_text(value)
    if name in SETS:
        return sorted({nfc(v) for v in value})
    if name == "milestones":
        return [_milestone(m) for m in value]
    return nfc(value) if isinstance(value, str) else value


def _milestone(value: dict[str, Any]) -> dict[str, Any]:
    quantity = value.get("quantity")
    return {
        "due_on": value["due_on"],
        "quantity": None if quantity in (None, "") else decimal_text(quantity),
        "title": nfc(value.get("title") or ""),
    }


def material_of(
    fields: dict[str, Any], rule: dict[str, str] | None, template: str | None = None
) -> dict[str, Any]:
    """The material content of these fields: every key present, each value in its only spelling.

    `rule` is the scoring rule's code and own digest; `template` the digest of the common item.
    """
    material = {
        name: _spelled(name, fields.get(name)) for name in MATERIAL if name != "scoring_rule"
    }
    for name in (*SETS, "milestones"):
        material[name] = material[name] or []
    # Milestones are a schedule, not a list somebody ordered: one order for one content.
    material["milestones"].sort(key=lambda m: (m["due_on"], m["title"], m["quantity"] or ""))
    material["scoring_rule"] = rule
    material["template_digest"] = template
    return material


def digest_of(material: dict[str, Any]) -> str:
    """SHA-256 of `shangxia/revision/v1`, a zero byte, and the canonical JSON (RFC 8785)."""
    return digest(DOMAIN, material)


def template_digest(material: dict[str, Any]) -> str:
    """The digest of a common item: its material without what each unit fills for itself."""
    shared = {
        name: value
        for name, value in material.items()
        if name not in OWN_IN_COMMON and name != "template_digest"
    }
    return digest(TEMPLATE_DOMAIN, shared)


def diff(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields that differ, each with its label and both values; for pages, inboxes and 409."""
    return [
        {"field": name, "label": LABELS[name], "old": old.get(name), "new": new.get(name)}
        for name in MATERIAL
        if old.get(name) != new.get(name)
    ]
