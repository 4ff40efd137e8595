"""The draft of a table of departments: function and common points, and its groups as fronts.

Its blocks become items for that department alone where the county has all of the departments. Else
nobody can say whose they are, and they stand in the comment above their group alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.published.departments import Department, parts_of_block
from workflow.published.draft import NAME, NO_POINTS, NOT_PRINTED, TITLE, Body, Draft, text
from workflow.published.headings import Line
from workflow.scoring.exact import exact
from workflow.words import Words

RULE = {
    "code": "by_value",
    "kind": "proportional",
    "label_zh": "按比例（待定）",
    "label_en": "Proportional (to be decided)",
}
# So many items a scheme holds (scheme.schema.json).
MOST_ITEMS = 200
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
    if all(units is not None for units in groups.values()):
        _items(draft, [(own, _code(own, made, groups)) for own in made])


def _code(
    own: Department, made: Sequence[Department], groups: Mapping[str, list[str] | None]
) -> str:
    """The code of a department's unit: its group names them in the order of the table."""
    place = [other.name for other in made if other.group == own.group].index(own.name)
    return (groups[own.group] or [])[place]


def _items(draft: Draft, coded: Sequence[tuple[Department, str]]) -> None:
    """Each block an item of its department; more than a scheme holds are left to the comments."""
    if not 0 < sum(len(own.lines) for own, _ in coded) <= MOST_ITEMS:
        return
    for own, unit in coded:
        for place, line in enumerate(own.lines, 1):
            _item(draft, own, unit, place, line)
    words = Words(
        "目标值与考核责任单位：表上只有分值",
        "Target values and scoring units: the table states the points alone",
    )
    for name in ("target_value", "scoring_unit"):
        draft.open(f"item.*.{name}", words)


def _item(draft: Draft, own: Department, unit: str, place: int, line: Line) -> None:
    name = text(line.text("block") or f"{own.name} {place}", TITLE)
    points = line.number("block_points")
    entry: Body = {
        "code": draft.code("item", f"{unit}-{place}", f"r{line.row}"),
        "zh": name,
        "en": name,
        "category": "function",
        "units": [unit],
        "measure": name,
        "unit_of_measure": "%",
        "rule": RULE["code"],
        "evidence": NOT_PRINTED,
        "acceptance": NOT_PRINTED,
    }
    if points is not None:
        entry["points"] = points.text
    draft.add("item", entry, _block(own, line))
    if points is None:
        draft.open(f"item.{entry['code']}.points", NO_POINTS)


def _category(draft: Draft, code: str, name: Words, points: str) -> None:
    draft.add("category", {"code": code, "zh": name.zh, "en": name.en, "points": points})


def _blocks(own: Department) -> Iterator[str]:
    """A department, and its blocks with their parts as they are printed."""
    yield from (_block(own, line) for line in own.lines)


def _block(own: Department, line: Line) -> str:
    points = line.text("block_points")
    parts = " + ".join(parts_of_block(line))
    name = " ".join(filter(None, (line.text("number"), own.name, line.text("block"))))
    return f"第 {line.row} 行 row {line.row}: {name} {points}" + (f" = {parts}" if parts else "")
