"""A rule made of parts (分项计分): which parts and periods it declares, and what was found of each.

    [{"code": "year", "zh": "全年", "en": "Year", "share": "0.4", "kind": "proportional"},
     {"code": "months", "zh": "各月", "en": "Months", "share": "0.6", "kind": "proportional",
      "target_value": "8", "periods": 12, "missing": "zero"}]

A part has `points`, or a `share` of the item's; its own target value, direction and unit of measure
where they are not the item's; and the parameters of its own kind, which scores it from the value
found for it. A part with `periods` is the exact mean of its periods' scores. What a period without
a value means is declared: `refuse` (there is no score), `zero` (it earned nothing), `left_out` (the
mean is of the others, of which there must be one).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NamedTuple

from workflow.scoring.exact import exact, exact_text
from workflow.scoring.parameters import PARAMETERS, PART
from workflow.words import Words

NAMED: Final = {
    2: (Words("上半年", "first half"), Words("下半年", "second half")),
    4: tuple(Words(f"第{n}季度", f"quarter {n}") for n in range(1, 5)),
    12: tuple(Words(f"{n}月", f"month {n}") for n in range(1, 13)),
}
"""What the periods of a year are called where a rule only counts them; others by their number."""


class Period(NamedTuple):
    """One of the periods whose mean a part is."""

    code: str
    name: Words


class PartValue(NamedTuple):
    """The value found for a part, or for one period of it; in the part's unit of measure."""

    part: str
    period: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A declared part. `points` None: its `share` of the item's; what else is None is the item's
    own."""

    code: str
    name: Words
    points: str | None
    share: str | None
    target_value: str | None
    direction: str | None
    unit_of_measure: str | None
    periods: tuple[Period, ...]
    missing: str
    rule: Mapping[str, Any]

    def worth(self, item: Fraction) -> Fraction:
        """How many points it has in an item worth so many."""
        return item * exact(self.share or "0") if self.points is None else exact(self.points)

    @property
    def asked(self) -> tuple[Period | None, ...]:
        """What a value is asked for: each of its periods, or the part itself."""
        return self.periods or (None,)

    def named(self, period: Period | None) -> Words:
        """What a value is the value of: the part, and the period where it has some."""
        if period is None:
            return self.name
        return Words("{part}{period}", "{part}, {period}").format(
            part=self.name, period=period.name
        )


def declared(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part as it was written, but that what has no other say is decided by its own value: a
    finding is met or not as a whole."""
    decides = "decided_by" in PARAMETERS[part["kind"]]
    return {"decided_by": "value", **part} if decides else dict(part)


def parts_of(whole: Mapping[str, Any]) -> list[Part]:
    """The parts of a rule whose defaults are written out, in its order; none of any other kind."""
    return [_part(each) for each in whole.get("parts", ())]


def _part(each: Mapping[str, Any]) -> Part:
    known = ("points", "share", "target_value", "direction", "unit_of_measure", "missing")
    return Part(
        code=each["code"],
        name=Words(each["zh"], each["en"]),
        periods=_periods(each["periods"]),
        rule={n: each[n] for n in ("code", "kind", *(PARAMETERS[each["kind"]].keys() - PART))},
        **{name: each[name] for name in known},
    )


def _periods(given: int | list[Mapping[str, str]] | None) -> tuple[Period, ...]:
    if isinstance(given, int):
        usual = (Words(f"第{n}期", f"period {n}") for n in range(1, given + 1))
        return tuple(Period(str(n), name) for n, name in enumerate(NAMED.get(given, usual), 1))
    return tuple(Period(each["code"], Words(each["zh"], each["en"])) for each in given or ())


def told(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """What the parts ask for, for whoever shows it: names, units of measure, periods."""
    return [
        {
            "part": part.code,
            "name": part.name,
            "unit_of_measure": part.unit_of_measure,
            "periods": [{"period": each.code, "name": each.name} for each in part.periods],
        }
        for part in parts
    ]


def worth_of(rule: Mapping[str, Any]) -> str | None:
    """What an item must be worth by the points of a rule's parts; None where it does not say."""
    given = [each.get("points") for each in rule.get("parts", ())]
    if not given or None in given:
        return None
    return exact_text(sum((exact(each) for each in given), Fraction()))


# What is wrong with parts, and with what was found of them.


def faults_between(parts: list[Part], points: str | None) -> Iterator[Words]:
    """What the parts of a rule say against each other, and against the points of the item."""
    codes = [part.code for part in parts]
    for code in sorted({each for each in codes if codes.count(each) > 1}):
        yield Words("分项 {code} 重复", "part {code} stands twice").format(code=code)
    if len({part.points is None for part in parts}) > 1:
        yield Words("各分项须同用分值或同用比例", "parts must all have points or all have a share")
        return
    found = sum((part.worth(Fraction(1)) for part in parts), Fraction())
    if parts[0].points is None and found != 1:
        words = Words(
            "各分项比例合计 {found}，应为 1", "the shares of the parts add up to {found}, not to 1"
        )
        yield words.format(found=exact_text(found))
    if parts[0].points is not None and points is not None and found != exact(points):
        words = Words(
            "各分项合计 {found} 分，该项分值为 {points}",
            "the parts add up to {found}, the item is worth {points}",
        )
        yield words.format(found=exact_text(found), points=points)


def faults_within(part: Part) -> Iterator[Words]:
    """What one part says against itself, beside what its own rule does."""
    if (part.points is None) == (part.share is None):
        yield Words("points 和 share 须恰有其一", "it must have either points or a share")
    if part.missing != "refuse" and not part.periods:
        yield Words("missing 只用于有 periods 的分项", "missing goes with periods only")
    codes = [period.code for period in part.periods]
    for code in sorted({each for each in codes if codes.count(each) > 1}):
        yield Words("时段 {code} 重复", "period {code} stands twice").format(code=code)


def of_part(part: Part, words: Words) -> Words:
    """A fault with the part that has it."""
    return Words("分项 {code}：{fault}", "part {code}: {fault}").format(code=part.code, fault=words)


def value_faults(parts: list[Part], values: Iterable[PartValue]) -> list[Words]:
    """Why these values found cannot be scored: what is missing, unknown, or there twice."""
    given = [(each.part, each.period) for each in values]
    asked = {(p.code, each.code if each else None) for p in parts for each in p.asked}
    strange = [key for key in dict.fromkeys(given) if key not in asked]
    twice = [key for key in dict.fromkeys(given) if given.count(key) > 1]
    return [
        *(_told(key, Words("没有分项 {name}", "there is no part {name}")) for key in strange),
        *(_told(key, Words("{name} 重复", "{name} stands twice")) for key in twice),
        *(words for part in parts for words in _lacking(part, set(given))),
    ]


def _told(key: tuple[str, str | None], words: Words) -> Words:
    return words.format(name=" ".join(each for each in key if each))


def _lacking(part: Part, given: set[tuple[str, str | None]]) -> Iterator[Words]:
    lacks = [each for each in part.asked if (part.code, each.code if each else None) not in given]
    words = Words("缺{name}", "{name} is missing")
    if part.missing == "refuse":
        yield from (words.format(name=part.named(each)) for each in lacks)
    elif part.missing == "left_out" and len(lacks) == len(part.asked):
        words = Words("{name}各时段均缺", "all periods of {name} are missing")
        yield words.format(name=part.name)


def in_order(parts: list[Part], values: Iterable[PartValue]) -> list[PartValue]:
    """The values in the rule's own order, so that the order of writing means nothing."""
    order = {
        (part.code, each.code if each else None): (n, m)
        for n, part in enumerate(parts)
        for m, each in enumerate(part.asked)
    }
    last = (len(parts), 0)
    return sorted(values, key=lambda value: order.get((value.part, value.period), last))
