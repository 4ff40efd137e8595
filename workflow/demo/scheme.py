"""The demo county's own schemes: the source's, with what they leave open filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflow.demo.names import DEPUTY, FRONTS, Unit
from workflow.scheme.scheme import shipped

# item: points in 2012, points in 2013, target value, scoring unit, reviewing post
ITEMS = {
    "investment_promotion": ("4", "4", "500", "ZS", "FXZ-2"),
    "research": ("3", "2", "2", None, "FXZ-4"),
    "poverty_relief": ("3", "3", "20", "FP", "FXZ-3"),
    "law_enforcement": ("4", "3", None, "FZ", "FXZ-5"),
    "households": ("3", "2", "10", None, "FXZ-3"),
    "social_security": ("3", "3", "95", "RS", "FXZ-2"),
    "clean_government": ("0", "3", None, "JJ", "FXZ-5"),
    "petitions": ("4", "4", None, "XF", "FXZ-5"),
    "work_safety": ("3", "3", None, "AJ", "FXZ-2"),
    "public_order": ("3", "3", None, "ZZ", "FXZ-5"),
}
AMOUNTS = {1: "8000", 2: "5000", 3: "3000"}
BY_INSPECTORS = [code for code, row in ITEMS.items() if row[3] is None]
SANCTION = """
[[sanction]]
code = "talk"
zh = "诫勉谈话"
en = "Formal warning"
grade = "not_met"
"""
OPEN = """
[[open]]
field = "item.{code}.scoring_unit"
zh = "没有考核责任单位，由考核验收组验收"
en = "No scoring unit: the inspectors find it"
"""
_BLOCK = re.compile(r"\n(?=\[)")
_CODE = re.compile(r'^code = "(\w+)"$', re.MULTILINE)
_PLACE = re.compile(r"^place = (\d)$", re.MULTILINE)


def toml_of(year: int, units: Iterable[Unit]) -> str:
    """The scheme file of a year: 2012's and 2013's from the source, later ones from 2013's."""
    source = shipped(f"county_{min(year, 2013)}")
    assert source is not None
    members = {front[0]: [u.code for u in units if u.front == front[0]] for front in FRONTS}
    blocks = [_filled(block, year, members) for block in _BLOCK.split(source)]
    text = "\n".join(block for block in blocks if block)
    return f"{text}\n{SANCTION}{''.join(OPEN.format(code=c) for c in BY_INSPECTORS)}"


def _filled(block: str, year: int, members: dict[str, list[str]]) -> str:
    if block.startswith("[[open]]"):
        return ""
    if block.startswith("[[item]]"):
        return _item(block, year)
    if block.startswith("[[front]]"):
        code = _CODE.search(block)
        assert code is not None
        listed = ", ".join(f'"{unit}"' for unit in members[code[1]])
        return _with(block, [f"units = [{listed}]"])
    if block.startswith("[[award]]"):
        place = _PLACE.search(block)
        assert place is not None
        return _with(block, [f'amount = "{AMOUNTS[int(place[1])]}"'])
    if block.startswith("[arbitration]"):
        return block.replace("\n", f'\ndeputy_post = "{DEPUTY}"\n', 1)
    if "\nyear = " in block:
        return re.sub(r"201[0-9]", str(year), block)
    return block


def _item(block: str, year: int) -> str:
    code = _CODE.search(block)
    assert code is not None
    before, after, value, scorer, post = ITEMS[code[1]]
    lines = [f'points = "{before if year == 2012 else after}"', f'reviewing_post = "{post}"']
    lines += [f'target_value = "{value}"'] if value else []
    lines += [f'scoring_unit = "{scorer}"'] if scorer else []
    return _with(block, lines)


def _with(block: str, lines: list[str]) -> str:
    """The block with more lines behind its `code` or `place`, before any comment of the next."""
    head, rest = block.split("\n", 2)[:2], block.split("\n", 2)[2]
    return "\n".join([*head, *lines, rest])
