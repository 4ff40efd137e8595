"""A published table of results: totals, ranks, grades recomputed from what is printed (S41–S44).

Only what the table prints is used: whether parts add to the total, ranks follow from the totals in
each front, and grades from the scheme's limits. Nothing is mended: what is published stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from workflow.published import checks
from workflow.published.finding import Finding, in_order
from workflow.published.headings import Field, Found, Layout, Line, heading_of
from workflow.published.numbers import shown
from workflow.scheme.value import Category, Grade, Scheme
from workflow.scoring.exact import exact
from workflow.words import Words, both

RESULTS = Layout(
    "results",
    Words("考核结果表", "a table of results"),
    (
        Field("year", Words("年度", "Year"), ("考核年度",)),
        Field("unit", Words("单位", "Unit"), ("单位名称", "被考核单位", "部门", "乡镇", "name")),
        Field("front", Words("战线", "Front"), ("组别", "分组", "类别", "group")),
        Field(
            "total",
            Words("总分", "Total"),
            ("得分", "总得分", "考核得分", "合计得分", "最终得分", "score", "total score"),
        ),
        Field("rank", Words("位次", "Rank"), ("名次", "排名", "排序", "序位", "place")),
        Field("grade", Words("等次", "Grade"), ("等级", "考核等次", "档次")),
        Field("document", Words("文号", "Document number"), ("文件", "document")),
    ),
    ("unit", "total"),
    carried=("year", "front"),
)
# Parts by the source's own categories (S4), and what lies outside them.
PARTS = (
    *("重点", "重点工作", "重点目标", "key", "常规", "常规工作", "常规目标", "routine"),
    *("通用", "通用工作", "通用目标", "common", "稳定", "稳定工作", "稳定目标", "stability"),
    *("加分", "奖励分", "bonus", "extra"),
)
TAKEN = ("扣分", "减分", "penalty", "deduction", "deductions")


@dataclass(frozen=True)
class Rules:
    """By what a table is recomputed: ties, limits of grades, and the names of the parts.

    Without a scheme ranks are competition ranks and grades are not looked at.
    """

    ties: str = "competition"
    # Whether something that no such table prints decides between equal totals.
    breaks_ties: bool = False
    grades: tuple[Grade, ...] = ()
    parts: tuple[str, ...] = ()
    # The county's units by name and code; None: not compared.
    units: Mapping[str, str] | None = None
    # Headings of parts that somebody names: then no others count.
    named: tuple[str, ...] = field(default=())


def rules_of(
    scheme: Scheme | None, units: Mapping[str, str] | None, named: Sequence[str] = ()
) -> Rules:
    """The rules of a year's scheme, as far as there is one."""
    if scheme is None:
        return Rules(units=units, named=tuple(named))
    categories: Sequence[Category] = tuple(scheme.categories.values())
    parts = tuple(name for c in categories for name in (c.code, c.name.zh, c.name.en))
    ranking = scheme.ranking
    return Rules(ranking.ties, bool(ranking.tie_break), scheme.grades, parts, units, tuple(named))


def rows(found: Found) -> list[Line]:
    """The rows of units."""
    return [line for line in found.lines if not line.is_sum and line.text("unit")]


def findings(found: Found, rules: Rules) -> tuple[Finding, ...]:
    """All that does not recompute, by row."""
    lines = rows(found)
    told: list[Finding] = []
    for line in lines:
        told += line.numbers("total", "rank")
        told += _sum(line, found, rules)
        told += _grade(line, rules)
    named = ((line, line.text("unit")) for line in lines)
    told += checks.unknown_units(named, "unit", rules.units)
    told += _twice(lines)
    for group in _groups(lines).values():
        told += _ranks(group, rules)
    return in_order(told)


def _twice(lines: Sequence[Line]) -> Iterator[Finding]:
    """A unit stands once a year."""
    first: dict[tuple[str, str], Line] = {}
    for line in lines:
        name = line.text("unit")
        earlier = first.setdefault((line.text("year"), name), line)
        if earlier is not line:
            words = Words("“{0}”在第 {1} 行已有一行。", "{0!r} stands in row {1} already.")
            yield line.finding("unit", "unit_twice", words.format(both(name), earlier.row))


# — the sum of the parts —


def part_headings(found: Found, rules: Rules) -> list[tuple[str, int]]:
    """The columns of parts, and whether they add (1) or take away (-1)."""
    adding = {heading_of(text) for text in (rules.named or (*rules.parts, *PARTS))}
    taking = set() if rules.named else {heading_of(text) for text in TAKEN}
    signed = []
    for heading in found.unread:
        if heading_of(heading) in adding:
            signed.append((heading, 1))
        elif heading_of(heading) in taking:
            signed.append((heading, -1))
    return signed


def _sum(line: Line, found: Found, rules: Rules) -> Iterator[Finding]:
    total, headings = line.number("total"), part_headings(found, rules)
    if total is None or not headings:
        return
    parts = []
    for heading, sign in headings:
        number = line.number(f"+{heading}")
        if number is None and line.text(f"+{heading}"):
            yield from line.numbers(f"+{heading}")
            return
        if number is not None:
            # A deduction may be printed with its sign or without.
            parts.append(-abs(number.value) if sign < 0 else number.value)
    added = checks.total_of(parts)
    if added != total.value:
        words = Words("总分印为 {0}，各部分相加为 {1}。", "{0} is printed; the parts add to {1}.")
        yield line.finding("total", "sum", words.format(both(total.text), both(shown(added))))


# — ranks and grades —


def _groups(lines: Sequence[Line]) -> dict[tuple[str, str], list[Line]]:
    groups: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.text("year"), line.text("front")].append(line)
    return groups


def ranks(totals: Mapping[int, Fraction], ties: str) -> dict[int, int]:
    """The rank of each row by its total: equal totals share one, the next is skipped
    (competition) or not (dense)."""
    counted = set(totals.values()) if ties == "dense" else totals.values()
    places: dict[Fraction, int] = {}
    for place, total in enumerate(sorted(counted, reverse=True), 1):
        places.setdefault(total, place)
    return {row: places[total] for row, total in totals.items()}


def _ranks(lines: Sequence[Line], rules: Rules) -> Iterator[Finding]:
    totals = {line.row: total.value for line in lines if (total := line.number("total"))}
    own = ranks(totals, rules.ties)
    alike = Counter(totals.values())
    for line in lines:
        printed = line.number("rank")
        if printed is None or line.row not in own:
            continue
        # Broken ties leave each of the places that equal totals share to one of them.
        more = alike[totals[line.row]] - 1 if rules.breaks_ties else 0
        if own[line.row] <= printed.value <= own[line.row] + more:
            continue
        words = Words("位次印为 {0}，按总分为 {1}。", "Rank {0} is printed; its total gives {1}.")
        yield line.finding("rank", "rank", words.format(both(printed.text), own[line.row]))


def _asks_for_more(grades: Sequence[Grade]) -> bool:
    """Whether a grade has conditions beside its points: a quota, or items that must be met."""
    return any(g.top is not None or g.top_percent is not None or g.needs for g in grades)


def _grade(line: Line, rules: Rules) -> Iterator[Finding]:
    total, printed = line.number("total"), line.text("grade")
    if not rules.grades or total is None or not printed:
        return
    codes = [g.code for g in rules.grades]
    named = {n: g.code for g in rules.grades for n in (g.code, g.name.zh, g.name.en)}
    if printed not in named:
        words = Words("方案中没有等次“{0}”。", "The scheme has no grade {0!r}.")
        yield line.finding("grade", "unknown_grade", words.format(both(printed)))
        return
    reached = next(
        (g for g in rules.grades if g.at_least is None or total.value >= exact(g.at_least)),
        rules.grades[-1],
    )
    is_lower = codes.index(named[printed]) > codes.index(reached.code)
    if named[printed] == reached.code or (is_lower and _asks_for_more(rules.grades)):
        return
    words = Words("等次印为“{0}”，按分数为“{1}”。", "{0!r} is printed; by its points it is {1!r}.")
    if is_lower:
        words = Words(
            "等次印为“{0}”，按分数为“{1}”；降等须另有依据，表上没有。",
            "{0!r} is printed; by its points it is {1!r}; what lowered it is not in the table.",
        )
    yield line.finding("grade", "grade", words.format(both(printed), reached.name))
