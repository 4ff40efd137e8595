"""A year's results: totals, grades, ranks and awards of all units, each with its derivation.

Pure and exact: what comes in is text, what goes out is text, and the order of what comes in never
matters (S38-S47, design.md section 5). The derivation of a unit is a tree of sealed nodes:

outcome → total → one node for each category, which names every target's score by its digest
        → grade → base grade, then each grade rule that applied (S42-S44)
        → rank, which names the table of its front by its digest (S41)
        → awards and sanctions (S45-S47)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from workflow.audit.canonical import digest
from workflow.scheme.value import Award, Count, GradeRule, Sanction, Scheme
from workflow.scoring.derivation import Derivation, sealed
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.words import Words, both, joined

FRONT_DOMAIN = "shangxia/front-table/v1"
RESULTS_DOMAIN = "shangxia/results/v1"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """A target in force at the year's end: its score, whether it was met, and the cause decided."""

    target: int
    unit: str
    category: str
    points: str
    score: str | None
    derivation_digest: str | None
    met: bool | None
    # none, lack_of_effort or objective, as decided; None: nobody decided yet.
    cause: str | None
    imposed: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit and the front in which it is ranked."""

    code: str
    front: str


@dataclass(frozen=True)
class UnitOutcome:
    """What a unit ends the year with; `derivation` explains every part of it."""

    unit: str
    front: str
    categories: dict[str, str]
    total: str
    exact_total: str
    base_grade: str
    grade: str
    rules: tuple[str, ...]
    rank: int
    awards: tuple[Award, ...]
    sanctions: tuple[Sanction, ...]
    derivation: Derivation


@dataclass(frozen=True)
class Results:
    """All units by front and rank, each front's table once, and one digest over everything."""

    units: tuple[UnitOutcome, ...]
    fronts: dict[str, Any]
    digest: str


class CannotRank(ValueError):
    """The results cannot be computed; `faults` names everything that stands in the way."""

    def __init__(self, faults: list[Words]) -> None:
        self.faults = faults
        super().__init__(joined(faults))


@dataclass
class _Unit:
    """A unit on its way to an outcome."""

    place: UnitPlace
    targets: list[TargetOutcome] = field(default_factory=list)
    categories: dict[str, Fraction] = field(default_factory=dict)
    total: Fraction = ZERO
    shown: Fraction = ZERO
    rank: int = 0


def outcomes(
    scheme: Scheme, units: Sequence[UnitPlace], targets: Sequence[TargetOutcome]
) -> Results:
    """The results of a year. Raises CannotRank with every fault at once."""
    faults = _faults(scheme, units, targets)
    if faults:
        raise CannotRank(faults)
    found = {place.code: _Unit(place) for place in units}
    for target in sorted(targets, key=lambda each: each.target):
        found[target.unit].targets.append(target)
    for unit in found.values():
        _sum_up(scheme, unit)
    fronts = _rank(scheme, list(found.values()))
    order = {front.code: number for number, front in enumerate(scheme.fronts)}
    ended = [_outcome(scheme, unit, fronts) for unit in found.values()]
    ended.sort(key=lambda o: (order.get(o.front, len(order)), o.front, o.rank, o.unit))
    whole = digest(RESULTS_DOMAIN, [outcome.derivation["digest"] for outcome in ended])
    return Results(tuple(ended), fronts, whole)


def _faults(
    scheme: Scheme, units: Sequence[UnitPlace], targets: Sequence[TargetOutcome]
) -> list[Words]:
    faults = []
    if not scheme.grades:
        faults.append(Words("考核方案没有等次", "the scheme has no grades"))
    placed = {place.code for place in units}
    for code in sorted({t.unit for t in targets} - placed):
        words = Words("单位{unit}没有划入战线", "unit {unit} is in no front")
        faults.append(words.format(unit=both(code)))
    by_cause = _asked_by_cause(scheme)
    for target in sorted(targets, key=lambda each: each.target):
        name = both(f"{target.title}（{target.unit} #{target.target}）")
        if target.score is None or target.derivation_digest is None:
            faults.append(Words("{name}没有得分", "{name} has no score").format(name=name))
        elif target.met is False and target.cause is None and target.category in by_cause:
            words = Words("{name}未完成，原因未裁定", "{name} was not met and no cause is decided")
            faults.append(words.format(name=name))
        if target.category not in scheme.categories:
            words = Words("{name}的类别不在方案中", "the category of {name} is not in the scheme")
            faults.append(words.format(name=name))
    return faults


def _asked_by_cause(scheme: Scheme) -> set[str]:
    """The categories in which a grade rule asks for the cause (S44)."""
    counts = [count for rule in scheme.grade_rules for count in rule.when if count.cause]
    named = {count.category for count in counts if count.category}
    everywhere = any(count.category is None for count in counts)
    return set(scheme.categories) if everywhere else named


# — totals —


def _sum_up(scheme: Scheme, unit: _Unit) -> None:
    for code in scheme.categories:
        own = [exact(t.score or "0") for t in unit.targets if t.category == code]
        unit.categories[code] = sum(own, ZERO)
    unit.total = sum(unit.categories.values(), ZERO)
    unit.shown = rounded(unit.total, scheme.ranking.places, scheme.ranking.mode)


def _node(
    rule: str, zh: str, en: str, inputs: dict[str, Any], result: str, *below: Derivation
) -> Derivation:
    return sealed(
        {
            "rule": rule,
            "label_zh": zh,
            "label_en": en,
            "inputs": inputs,
            "result": result,
            "children": list(below),
        }
    )


def _total(scheme: Scheme, unit: _Unit) -> Derivation:
    ranking = scheme.ranking
    parts = [
        _node(
            "category",
            category.name.zh,
            category.name.en,
            {
                "category": code,
                "targets": [
                    {
                        "target": t.target,
                        "title": t.title,
                        "points": t.points,
                        "score": t.score,
                        "digest": t.derivation_digest,
                        "imposed": t.imposed,
                    }
                    for t in unit.targets
                    if t.category == code
                ],
            },
            exact_text(unit.categories[code]),
        )
        for code, category in scheme.categories.items()
    ]
    rounding = {"places": ranking.places, "mode": ranking.mode}
    return _node("unit_total", "总分", "Total", rounding, exact_text(unit.shown), *parts)


# — grades —


def _base_grade(scheme: Scheme, total: Fraction) -> int:
    """The best grade whose limit the total reaches; the last one has none (S42)."""
    limits = [grade.at_least for grade in scheme.grades]
    return next(i for i, limit in enumerate(limits) if limit is None or total >= exact(limit))


def _counted(count: Count, targets: list[TargetOutcome]) -> list[int]:
    """The targets not met that a count of a grade rule is about."""
    return [
        t.target
        for t in targets
        if t.met is False
        and count.category in (None, t.category)
        and count.cause in (None, t.cause)
    ]


def _holds(count: Count, number: int) -> bool:
    return number >= count.at_least and (count.at_most is None or number <= count.at_most)


def _grade(scheme: Scheme, unit: _Unit) -> tuple[int, int, tuple[str, ...], Derivation]:
    """Base grade, grade, the rules that applied, and the node that explains them."""
    codes = [grade.code for grade in scheme.grades]
    base = now = _base_grade(scheme, unit.shown)
    limits = [{"code": g.code, "at_least": g.at_least} for g in scheme.grades]
    inputs = {"total": exact_text(unit.shown), "grades": limits}
    steps = [_node("base_grade", "基础等次", "Base grade", inputs, codes[base])]
    applied = []
    for rule in scheme.grade_rules:
        counted = [(count, _counted(count, unit.targets)) for count in rule.when]
        if not all(_holds(count, len(ids)) for count, ids in counted):
            continue
        after = _after(scheme, rule, now)
        applied.append(rule.code)
        steps.append(_step(rule, counted, codes[now], codes[after]))
        now = after
    node = _node("grade", "等次", "Grade", {"grades": codes}, codes[now], *steps)
    return base, now, tuple(applied), node


def _after(scheme: Scheme, rule: GradeRule, now: int) -> int:
    last = len(scheme.grades) - 1
    if rule.set_to is not None:
        return max(now, [grade.code for grade in scheme.grades].index(rule.set_to))
    return min(now + (rule.lower_by or 0), last)


def _step(
    rule: GradeRule, counted: list[tuple[Count, list[int]]], before: str, after: str
) -> Derivation:
    inputs = {
        "code": rule.code,
        "lower_by": rule.lower_by,
        "set_to": rule.set_to,
        "from": before,
        "counts": [
            {
                "category": count.category,
                "cause": count.cause,
                "at_least": count.at_least,
                "at_most": count.at_most,
                "targets": ids,
            }
            for count, ids in counted
        ],
    }
    return _node("grade_rule", rule.name.zh, rule.name.en, inputs, after)


# — ranks —


def _rank(scheme: Scheme, units: list[_Unit]) -> dict[str, Any]:
    """Give every unit its place in its front; each front's table, once, with its digest."""
    fronts: defaultdict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        fronts[unit.place.front].append(unit)
    tables = {}
    for code, members in sorted(fronts.items()):
        _give_places(scheme, members)
        rows = [
            {"unit": u.place.code, "value": exact_text(_compared(scheme, u)), "rank": u.rank}
            for u in sorted(members, key=lambda u: (u.rank, u.place.code))
        ]
        table = {"front": code, "ties": scheme.ranking.ties, "on": scheme.ranking.on, "rows": rows}
        tables[code] = {**table, "digest": digest(FRONT_DOMAIN, table)}
    return tables


def _compared(scheme: Scheme, unit: _Unit) -> Fraction:
    return unit.shown if scheme.ranking.on == "rounded" else unit.total


def _give_places(scheme: Scheme, members: list[_Unit]) -> None:
    """1-2-2-4 (competition) or 1-2-2-3 (dense)."""
    place, last = 0, None
    for above, unit in enumerate(sorted(members, key=lambda u: -_compared(scheme, u))):
        value = _compared(scheme, unit)
        if value != last:
            place = above + 1 if scheme.ranking.ties == "competition" else place + 1
        unit.rank, last = place, value


# — the whole of a unit —


def _outcome(scheme: Scheme, unit: _Unit, fronts: dict[str, Any]) -> UnitOutcome:
    base, grade, applied, graded = _grade(scheme, unit)
    table = fronts[unit.place.front]
    compared = {"front": unit.place.front, "table": table["digest"], "ties": table["ties"],
                "value": exact_text(_compared(scheme, unit))}  # fmt: skip
    ranked = _node("rank", "位次", "Place", compared, str(unit.rank))
    # Whoever ends in the last grade gets no award, whatever the place (S44 before S45).
    withheld = grade == len(scheme.grades) - 1
    due = tuple(award for award in scheme.awards if award.place == unit.rank)
    awards = () if withheld else due
    sanctions = tuple(s for s in scheme.sanctions if s.grade == scheme.grades[grade].code)
    given = [_award(award, withheld=withheld) for award in due]
    given += [
        _node("sanction", s.name.zh, s.name.en, {"code": s.code, "grade": s.grade}, s.code)
        for s in sanctions
    ]
    about = {"unit": unit.place.code, "front": unit.place.front, "scheme": scheme.digest}
    below = [_total(scheme, unit), graded, ranked, *given]
    codes = [g.code for g in scheme.grades]
    return UnitOutcome(
        unit=unit.place.code,
        front=unit.place.front,
        categories={code: exact_text(value) for code, value in unit.categories.items()},
        total=exact_text(unit.shown),
        exact_total=exact_text(unit.total),
        base_grade=codes[base],
        grade=codes[grade],
        rules=applied,
        rank=unit.rank,
        awards=awards,
        sanctions=sanctions,
        derivation=_node(
            "outcome", "年度结果", "The year's result", about, exact_text(unit.shown), *below
        ),
    )


def _award(award: Award, *, withheld: bool) -> Derivation:
    inputs = {"place": award.place, "amount": award.amount, "withheld": withheld}
    result = "" if withheld else f"place_{award.place}"
    return _node("award", award.name.zh, award.name.en, inputs, result)
