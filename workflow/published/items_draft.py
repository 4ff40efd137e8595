"""The draft of a table of items: sections become categories, items the items of a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.published.draft import LINE, NAME, NO_POINTS, NOT_PRINTED, TITLE, Body, Draft, text
from workflow.published.headings import Line
from workflow.published.items import Section
from workflow.published.numbers import shown, sum_of
from workflow.scoring.exact import exact
from workflow.words import Words

# How what is printed becomes points, no such table says in a form that can be computed.
RULE = {
    "code": "by_value",
    "kind": "proportional",
    "label_zh": "按比例（待定）",
    "label_en": "Proportional (to be decided)",
}


def items_draft(draft: Draft, made: Sequence[Section], scorers: Mapping[int, str]) -> None:
    """Put sections and items into the draft; `scorers` are unit codes by row."""
    for place, section in enumerate(made, 1):
        if section.is_outside:
            _adjustment(draft, section, place)
            continue
        code = draft.code("category", f"s{section.key}", f"s{place}")
        _category(draft, section, code)
        for line in section.lines:
            _item(draft, section, code, line, scorers.get(line.row))
    draft.add("rule", RULE, f"◐ {NOT_PRINTED}: kind")
    _openings(draft)


def _category(draft: Draft, section: Section, code: str) -> None:
    printed = section.points if section.points is not None else shown(section.worth)
    name = text(section.name, NAME) or code
    entry = {"code": code, "zh": name, "en": name, "points": printed}
    draft.add("category", entry, _at(section.row))


def _at(line: Line) -> str:
    return f"第 {line.row} 行 row {line.row}"


def _item(draft: Draft, section: Section, category: str, line: Line, scorer: str | None) -> None:
    whole, number = line.text("item"), line.number("item_points")
    wanted = line.text("item_no")
    code = draft.code("item", f"i{wanted}" if wanted else "", f"r{line.row}")
    entry: Body = {
        "code": code,
        "zh": text(whole, TITLE),
        "en": text(whole, TITLE),
        "category": category,
        "measure": text(whole, LINE),
        "unit_of_measure": "%",
        "rule": RULE["code"],
        "evidence": NOT_PRINTED,
        "acceptance": NOT_PRINTED,
    }
    if number is not None:
        entry["points"] = number.text
    if scorer is not None:
        entry["scoring_unit"] = scorer
    draft.add("item", entry, *_notes(section, line, scorer))


def _notes(section: Section, line: Line, scorer: str | None) -> list[str]:
    notes, parts = [_at(line)], section.parts[line.row]
    if parts:
        notes.append(f"分项 parts: {' + '.join(parts)} = {shown(sum_of(parts))}")
    if line.text("scoring_unit") and scorer is None:
        notes.append(f"考核责任单位 scoring unit: {line.text('scoring_unit')}")
    return notes


def _adjustment(draft: Draft, section: Section, place: int) -> None:
    """What lies outside the total is added or taken away, up and down to what is printed."""
    printed = section.points if section.points is not None else shown(section.worth)
    code = draft.code("adjustment", f"s{section.key}", f"s{place}")
    name = text(section.name, NAME) or code
    entry = {"code": code, "zh": name, "en": name, "cap": printed}
    entry |= {"floor": f"-{printed}"} if exact(printed) > 0 else {}
    notes = [f"总分之外；表上印有 {printed} 分 outside the total; prints {printed}"]
    for line in section.lines:
        scorer = line.text("scoring_unit")
        about = f"{line.text('item')} ({scorer})" if scorer else line.text("item")
        notes.append(f"{_at(line)}: {about}")
    draft.add("adjustment", entry, *notes, "◐ cap, floor")


def _openings(draft: Draft) -> None:
    entries = draft.body.get("item", [])
    if entries:
        words = Words(
            "目标值与计分办法：表上只有分值",
            "Target values and how points are given: the table states the points alone",
        )
        draft.open("item.*.target_value", words)
    if any("scoring_unit" not in entry for entry in entries):
        words = Words(
            "考核责任单位在本县的代码：原文见各项上方",
            "The codes of the scoring units; above each item stands what the table names",
        )
        draft.open("item.*.scoring_unit", words)
    for entry in entries:
        if "points" not in entry:
            draft.open(f"item.{entry['code']}.points", NO_POINTS)
