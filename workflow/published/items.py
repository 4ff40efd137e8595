"""A published scheme of items: sections with points, items with points, parts and scoring units.

Sections outside the total (加分、减分) are told by a column that says so, or by their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from workflow.published import checks
from workflow.published.finding import Finding
from workflow.published.headings import Field, Found, Layout, Line
from workflow.published.numbers import shown
from workflow.scoring.exact import exact
from workflow.spreadsheets.tables import plain
from workflow.spreadsheets.values import NO, YES
from workflow.words import Words, both

ITEMS = Layout(
    "items",
    Words("分项的考核方案", "a scheme of items"),
    (
        Field(
            "section",
            Words("类别编号", "Section"),
            ("大项", "大项编号", "一级编号", "category no", "section no"),
        ),
        Field(
            "section_name",
            Words("类别", "Section name"),
            ("考核类别", "类别名称", "一级指标", "项目类别", "大项名称", "category"),
        ),
        Field(
            "section_points",
            Words("类别分值", "Section points"),
            ("大项分值", "一级指标分值", "一级分值", "category points"),
        ),
        Field(
            "item_no",
            Words("序号", "Item no"),
            ("编号", "项目编号", "指标编号", "no", "no.", "number", "item number"),
        ),
        Field(
            "item",
            Words("考核项目", "Item"),
            (
                *("项目", "考核内容", "考核指标", "二级指标", "指标", "考核要点", "事项"),
                *("item summary", "item name", "indicator"),
            ),
        ),
        Field(
            "item_points",
            Words("分值", "Item points"),
            ("项目分值", "本项分值", "标准分", "二级指标分值", "权重", "points", "weight"),
        ),
        Field(
            "parts",
            Words("分项分值", "Parts"),
            ("分项", "小项分值", "分值构成", "subitem points"),
        ),
        Field("parts_sum", Words("分项合计", "Sum of parts"), ("小项合计", "subitem sum")),
        Field(
            "scoring_unit",
            Words("考核责任单位", "Scoring unit"),
            ("考核单位", "评分单位", "责任单位", "牵头单位", "scored by"),
        ),
        Field("in_total", Words("计入总分", "In total")),
    ),
    ("item", "item_points"),
    carried=("section", "section_name", "section_points", "in_total"),
)
OUTSIDE = re.compile(r"加分|减分|扣分项|奖励分|奖惩|附加分|bonus|penalty|\bextra\b", re.IGNORECASE)
UNITS = re.compile(r"[;；、,，/\n]")


@dataclass
class Section:
    """A section of the table: its rows, and the points that are printed for it."""

    key: str
    name: str
    lines: list[Line]
    points: str | None
    is_outside: bool
    # The row whose printed points these are.
    row: Line
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def worth(self) -> Fraction:
        """The points of its items together."""
        found = (line.number("item_points") for line in self.lines)
        return checks.total_of(one.value for one in found if one)


def sections(found: Found) -> list[Section]:
    """The sections of a table, in the order of their first rows."""
    made: dict[str, Section] = {}
    for line in found.lines:
        key = line.text("section") or line.text("section_name")
        if line.is_sum or not (key or line.text("item")):
            continue
        name = line.text("section_name") or key
        own = made.get(key)
        if own is None:
            points = line.number("section_points")
            text = points.text if points else None
            own = made[key] = Section(key, name, [], text, _is_outside(line, name), line)
        # A row without an item is a section's own heading.
        if line.text("item"):
            own.lines.append(line)
            own.parts[line.row] = checks.parts_in(line, "parts", "item")
    return list(made.values())


def _is_outside(line: Line, name: str) -> bool:
    said = plain(line.text("in_total"))
    if said in YES | NO:
        return said in NO
    return bool(OUTSIDE.search(name))


def findings(found: Found, made: list[Section], total: str | None) -> Iterator[Finding]:
    """All that the table says against itself; `total` is what it should add to, where somebody
    says it, else what the table's own row of sums says, else 100."""
    for section in made:
        yield from _of_section(section)
    lines = [line for section in made for line in section.lines]
    yield from checks.twice(lines, "item_no", "number_twice", lambda line: line.row)
    yield from _whole(found, made, total)


def _of_section(section: Section) -> Iterator[Finding]:
    for line in section.lines:
        yield from line.numbers("item_points", "section_points", "parts_sum")
        yield from checks.parts(line, "item", "item_points", section.parts[line.row])
        other = line.number("section_points")
        if other and section.points is not None and other.value != exact(section.points):
            words = Words(
                "类别“{0}”的分值此处为 {1}，第 {3} 行为 {2}。",
                "The section {0!r} has {1} points here and {2} in row {3}.",
            )
            said = (both(section.name), both(other.text), both(section.points), section.row.row)
            yield line.finding("section_points", "section_differs", words.format(*said))
    if section.is_outside:
        yield from _outside(section)
    elif section.points is not None and section.lines and section.worth != exact(section.points):
        words = Words(
            "类别“{0}”为 {1} 分，而各项相加为 {2}。",
            "The section {0!r} has {1} points, while its items add to {2}.",
        )
        worth = both(shown(section.worth))
        told = words.format(both(section.name), both(section.points), worth)
        yield section.row.finding("section_points", "section", told)


def _outside(section: Section) -> Iterator[Finding]:
    """A section that is not counted in, and prints points all the same."""
    printed = section.points or (shown(section.worth) if section.worth else None)
    if printed is None or exact(printed) == 0:
        return
    words = Words(
        "“{0}”印有 {1} 分，而它在总分之外。",
        "{0!r} prints {1} points, and lies outside the total.",
    )
    yield section.row.finding(
        "section_points", "outside", words.format(both(section.name), both(printed))
    )


def stated_total(found: Found, total: str | None) -> tuple[str, Line | None]:
    """What the whole should add to, and the row that says it, where the table has one."""
    if total is not None:
        return total, None
    for line in reversed(found.lines):
        number = line.number("item_points") or line.number("section_points")
        if line.is_sum and number:
            return number.text, line
    return "100", None


def counted(made: list[Section]) -> Fraction:
    """The points of all sections in the total: as printed for them, else those of their items."""
    inside = [section for section in made if not section.is_outside]
    return checks.total_of(exact(s.points) if s.points is not None else s.worth for s in inside)


def _whole(found: Found, made: list[Section], total: str | None) -> Iterator[Finding]:
    wanted, line = stated_total(found, total)
    if counted(made) == exact(wanted):
        return
    words = Words(
        "各类别相加为 {0}，应为 {1}。", "The sections add to {0}; the whole should be {1}."
    ).format(both(shown(counted(made))), both(wanted))
    if line is None:
        yield Finding(found.sheet, 0, "", "total", words)
    else:
        yield line.finding("item_points", "total", words)


def units_named(line: Line) -> list[str]:
    """The scoring units that a row names."""
    return [name for part in UNITS.split(line.text("scoring_unit")) if (name := part.strip())]


def scorers(
    made: list[Section], known: Mapping[str, str] | None
) -> tuple[dict[int, str], list[Finding]]:
    """The code of each row's scoring unit, where it names one that the county has; and what is
    unknown or more than one. `known` are the county's units by name and code; None: no county."""
    codes: dict[int, str] = {}
    lines = [line for section in made for line in section.lines]
    named = [(line, name) for line in lines for name in units_named(line)]
    told = list(checks.unknown_units(named, "scoring_unit", known))
    for line in lines:
        names = units_named(line)
        if len(names) > 1:
            words = Words(
                "有 {0} 个考核责任单位，方案中每项只能有一个：请定一个。",
                "{0} scoring units are named; an item of a scheme has one: choose it.",
            )
            said = words.format(len(names))
            told.append(line.finding("scoring_unit", "many_units", said, is_wrong=False))
        elif names and known is not None and names[0] in known:
            codes[line.row] = known[names[0]]
    return codes, told
