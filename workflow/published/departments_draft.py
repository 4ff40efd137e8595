"""The draft of a table of departments: function and common points, and its groups as fronts.

What a department does in its blocks are its own targets, not the scheme's; they stand in comments
above their group, so that nothing of the table is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.published.departments import Department, parts_of_block
from workflow.published.draft import NAME, NOT_PRINTED, Body, Draft, text
from workflow.scoring.exact import exact
from workflow.words import Words

RULE = {
    "code": "by_value",
    "kind": "proportional",
    "label_zh": "按比例（待定）",
    "label_en": "Proportional (to be decided)",
}
FUNCTION = Words("职能工作", "Function")
COMMON = Words("共性工作", "Common")


def departments_draft(
    draft: Draft,
    made: Sequence[Department],
    groups: Mapping[str, list[str] | None],
    function: str,
    common: str,
) -> None:
    """Put the categories and groups into the draft; `groups` are the codes of their units."""
    _category(draft, "function", FUNCTION, function)
    if exact(common) > 0:
        _category(draft, "common", COMMON, common)
    for place, (group, units) in enumerate(groups.items(), 1):
        name = text(group, NAME) or "全部 all"
        code = draft.code("front", group, f"group{place}")
        entry: Body = {"code": code, "zh": name, "en": name}
        if units is not None:
            entry["units"] = units
        own = [department for department in made if department.group == group]
        draft.add("front", entry, *(line for department in own for line in _blocks(department)))
        if units is None:
            words = Words(
                "各单位在本县的代码：名称见上方注释",
                "The codes of its units; their names stand in the comment above the group",
            )
            draft.open(f"front.{code}.units", words)
    draft.add("rule", RULE, f"◐ {NOT_PRINTED}: kind")


def _category(draft: Draft, code: str, name: Words, points: str) -> None:
    draft.add("category", {"code": code, "zh": name.zh, "en": name.en, "points": points})


def _blocks(own: Department) -> Iterator[str]:
    """A department, and its blocks with their parts as they are printed."""
    for line in own.lines:
        points = line.text("block_points")
        parts = " + ".join(parts_of_block(line))
        name = " ".join(filter(None, (line.text("number"), own.name, line.text("block"))))
        yield f"第 {line.row} 行 row {line.row}: {name} {points}" + (f" = {parts}" if parts else "")
