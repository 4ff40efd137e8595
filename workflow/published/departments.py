"""A published scheme of departments: the blocks of their function points, and their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workflow.published import checks
from workflow.published.finding import Finding
from workflow.published.headings import Field, Found, Layout, Line
from workflow.published.numbers import shown
from workflow.scoring.exact import exact
from workflow.words import Words, both

DEPARTMENTS = Layout(
    "departments",
    Words("分部门的考核方案", "a scheme of departments"),
    (
        Field("group", Words("组别", "Group"), ("分组", "类型", "战线", "单位类别", "front")),
        Field("number", Words("序号", "No"), ("编号", "单位编号", "no.", "number")),
        Field(
            "department",
            Words("部门", "Department"),
            ("单位", "单位名称", "部门名称", "被考核单位", "责任单位", "unit", "name"),
        ),
        Field(
            "department_points",
            Words("部门分值", "Department points"),
            ("单位分值", "职能分值", "单位总分", "部门总分", "unit points"),
        ),
        Field("block", Words("内容", "Block"), ("工作内容", "板块", "考核内容", "task")),
        Field(
            "block_points",
            Words("分值", "Block points"),
            ("板块分值", "内容分值", "本项分值", "points"),
        ),
        Field(
            "parts",
            Words("分项分值", "Parts"),
            ("分项", "小项分值", "分值构成", "subitem points"),
        ),
        Field("parts_sum", Words("分项合计", "Sum of parts"), ("小项合计", "subitem sum")),
    ),
    ("department", "block_points"),
    carried=("group", "number", "department", "department_points"),
)


@dataclass
class Department:
    """A department's rows: its blocks, each with its parts."""

    name: str
    group: str
    lines: list[Line]

    @property
    def worth(self) -> Fraction:
        """The points of its blocks together."""
        found = (line.number("block_points") for line in self.lines)
        return checks.total_of(one.value for one in found if one)

    @property
    def declared(self) -> str | None:
        """The points that the table states for it."""
        number = self.lines[0].number("department_points")
        return number.text if number else None


def departments(found: Found) -> list[Department]:
    """The departments of a table, in the order of their first rows."""
    made: dict[str, Department] = {}
    for line in found.lines:
        name = line.text("department")
        if not line.is_sum and name:
            own = made.setdefault(name, Department(name, line.text("group"), []))
            own.lines.append(line)
    return list(made.values())


def parts_of_block(line: Line) -> tuple[str, ...]:
    """The parts of a block's points."""
    return checks.parts_in(line, "parts", "block")


def findings(found: Found, made: list[Department], function: str) -> Iterator[Finding]:
    """All that the table says against itself; each department should come to `function` points."""
    lines = [line for line in found.lines if not line.is_sum and line.text("department")]
    for line in lines:
        yield from line.numbers("block_points", "department_points", "parts_sum")
        yield from checks.parts(line, "department", "block_points", parts_of_block(line))
    for own in made:
        yield from _worth(own, function)
    yield from checks.twice(lines, "number", "number_twice", lambda line: line.text("department"))
    words = Words("“{0}”在第 {1} 行属另一组。", "{0!r} is of another group in row {1}.")
    yield from checks.twice(
        lines, "department", "two_groups", lambda line: line.text("group"), words
    )


def _worth(own: Department, function: str) -> Iterator[Finding]:
    first, declared = own.lines[0], own.declared
    wanted = declared if declared is not None else function
    if own.worth != exact(wanted):
        words = Words(
            "“{0}”各块相加为 {1}，应为 {2}。", "The blocks of {0!r} add to {1}, not to {2}."
        ).format(both(own.name), both(shown(own.worth)), both(wanted))
        yield first.finding("block_points", "department", words)
    if declared is not None and exact(declared) != exact(function):
        words = Words(
            "“{0}”定为 {1} 分，而各部门应为 {2} 分。",
            "{0!r} is given {1} points, where departments have {2}.",
        ).format(both(own.name), both(declared), both(function))
        yield first.finding("department_points", "department_points", words)


def placed(
    made: list[Department], known: Mapping[str, str] | None
) -> tuple[dict[str, list[str] | None], list[Finding]]:
    """The unit codes of each group, None where the county does not have all of them."""
    groups: dict[str, list[str] | None] = {}
    for own in made:
        codes = groups.setdefault(own.group, [])
        if known is None or own.name not in known:
            groups[own.group] = None
        elif codes is not None:
            codes.append(known[own.name])
    named = ((own.lines[0], own.name) for own in made)
    return groups, list(checks.unknown_units(named, "department", known))
