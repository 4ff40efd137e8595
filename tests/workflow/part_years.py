"""A year with an item of parts, periods and adjustments, found by its scoring unit on its sheet.

The item is worth 10 points. Income of the year, 40 %: of 120 wanted. Income by month, 60 %: the
mean of twelve months, 10 wanted in each, a month without a value earned nothing. A late report
costs 0.5, a commendation gives 1, of it all at most 2 either way.
"""

from typing import Any

from tests.builders import START, World
from tests.workflow import own_year

RULES = """[[rule]]
code = "income"
kind = "parts"
label_zh = "财政收入计分"
label_en = "Income"
deductions = [{ event = "late", points = "0.5", zh = "迟报", en = "Reported late" }]
additions = [{ event = "honour", points = "1", zh = "受到表彰", en = "Commended" }]
adjust_floor = "-2"
adjust_cap = "2"
[[rule.parts]]
code = "year"
zh = "全年收入"
en = "Income of the year"
unit_of_measure = "万元"
share = "0.4"
kind = "proportional"
[[rule.parts]]
code = "months"
zh = "各月收入"
en = "Income by month"
unit_of_measure = "万元"
share = "0.6"
kind = "proportional"
target_value = "10"
periods = 12
missing = "zero"
[[rule]]
code = "strict"
kind = "parts"
[[rule.parts]]
code = "half"
zh = "半年数"
en = "By half-year"
points = "10"
kind = "proportional"
periods = 2
"""
MONTHS = {**{str(n): "10" for n in range(1, 11)}, "11": "5", "12": "7"}
"""Ten full months, a half and one of 7: the mean is 93 1/3 %."""


def scheme(year: int) -> str:
    """The small scheme of own_year.py with the rules above."""
    return own_year.scheme(year).replace("[[item]]", RULES + "[[item]]", 1)


def values(year: str | None, months: dict[str, str]) -> list[dict[str, Any]]:
    """Values found as an input brings them."""
    whole = [] if year is None else [{"part": "year", "value": year}]
    return [*whole, *({"part": "months", "period": n, "value": v} for n, v in months.items())]


def opened(w: World) -> int:
    """A year of its own under this scheme, open for drafting; two units in two fronts."""
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    w.county("office", "open_year", year=year, toml=scheme(year))
    for unit, front in (("XQ", "townships"), ("ZS", "economy")):
        w.county("office", "place_unit", year=year, unit=unit, front=front)
    w.year("office", "open", year)
    w.year_now = year
    return year


def item_due(w: World, rule: str = "income") -> tuple[int, int, list[int]]:
    """Such a year with an item in force in both units, and its last day over: the year, the item,
    the targets of XQ and of ZS."""
    year = opened(w)
    item, (xq, zs) = w.common(
        "XQ",
        "ZS",
        title="财政收入",
        scoring_unit="YSZ",
        scoring_rule=rule,
        points="10",
        target_value="120",
    )
    for target, unit in ((xq, "XQ"), (zs, "ZS")):
        w.act(f"{unit.lower()}.drafter", "edit", target, responsible_post=f"{unit}-KY")
        w.act(f"{unit.lower()}.head", "submit", target)
    w.item("leader1", "sign_item", item)
    for target in (xq, zs):
        w.act("head", "approve", target)
    w.issue(year)
    for target in (xq, zs):
        w.fall_due(target)
    return year, item, [xq, zs]


def inspected_due(w: World, rule: str = "income") -> int:
    """A target of XQ under such a rule that the inspectors find, due."""
    opened(w)
    target = w.draft(year=w.year_now, scoring_rule=rule, points="10", target_value="120")
    own_year.brought_due(w, target)
    return target
