"""What is different between two results of the same year, unit by unit, and why (what-if).

As differences.py does between two units: from the total down to the first node that differs, and
on into the derivation of the target's own score, to the number that is another one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome import Results, UnitOutcome
from workflow.scoring.outcome_parts import Entry, Parts, parts
from workflow.scoring.replaying import Replay

# What names a node rather than says something of it, or only repeats what stands below it.
NAMES: Final = frozenset({"rule_digest", "scheme", "table", "targets", "unit"})


@dataclass(frozen=True, slots=True)
class Other:
    """An input of a node that is another one; of a list only the entry, by its code."""

    name: str
    before: str | None
    after: str | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One node that differs: its result before and after, and which of its inputs are others.

    `rule` is the node's, of an outcome or of a score; "target" for the score of a target among
    those of its category. None: there is no such node on that side.
    """

    rule: str
    before: str | None
    after: str | None
    code: str | None = None
    """The category or grade rule that it is of."""
    target: int | None = None
    inputs: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit whose outcome is another one. `why` leads from the total, the grade and the rank, as
    far as they moved, to the first node that differs below each."""

    unit: str
    before: UnitOutcome
    after: UnitOutcome
    why: tuple[Step, ...]
    behind_now: tuple[str, ...]
    """Units of its front that stood before it and no longer do."""
    ahead_now: tuple[str, ...]
    """Units of its front that stand before it only now."""


@dataclass(frozen=True, slots=True)
class TargetMove:
    """A target whose points or score are others, and the first step of its score that differs."""

    target: int
    unit: str
    points: tuple[str, str]
    score: tuple[str, str]
    why: tuple[Step, ...]


def moved_units(before: Results, after: Results, was: Replay, now: Replay) -> list[UnitMove]:
    """Return the units whose front, total, grade or rank is another, in the order of `after`."""
    known = {outcome.unit: outcome for outcome in before.units}
    places, places_now = _ahead(before), _ahead(after)
    return [
        UnitMove(
            outcome.unit,
            known[outcome.unit],
            outcome,
            tuple(_why(known[outcome.unit], outcome, was, now)),
            tuple(sorted(places[outcome.unit] - places_now[outcome.unit])),
            tuple(sorted(places_now[outcome.unit] - places[outcome.unit])),
        )
        for outcome in after.units
        if _standing(outcome) != _standing(known[outcome.unit])
    ]


def moved_targets(was: Replay, now: Replay) -> list[TargetMove]:
    """Return the targets with a score in both whose points or score differ, by number."""
    known = {outcome.target: outcome for outcome in was.targets}
    pairs = [(known[t.target], t) for t in now.targets if t.target in known]
    return [
        TargetMove(
            a.target,
            a.unit,
            (a.points, b.points),
            (a.score or "", b.score or ""),
            tuple(_below(was, now, a.target)),
        )
        for a, b in sorted(pairs, key=lambda pair: pair[0].target)
        if (exact(a.points), a.score) != (exact(b.points), b.score)
    ]


def first_step(a: Derivation, b: Derivation) -> Step | None:
    """Return the first node, from the top, below which no single result differs; None where the
    two come to the same."""
    if a["result"] == b["result"]:
        return None
    below = zip(a["children"], b["children"], strict=False) if _is_alike(a, b) else ()
    for one, other in below:
        found = first_step(one, other)
        if found is not None:
            return found
    return _step(a, b)


def _standing(outcome: UnitOutcome) -> tuple[str, ...]:
    total = (outcome.total, outcome.exact_total)
    return (outcome.front, *total, outcome.base_grade, outcome.grade, str(outcome.rank))


def _ahead(results: Results) -> dict[str, set[str]]:
    """By unit those of its front with a better rank."""
    found: dict[str, set[str]] = {}
    for table in results.fronts.values():
        rows = table["inputs"]["rows"]
        for row in rows:
            found[row["unit"]] = {o["unit"] for o in rows if o["rank"] < row["rank"]}
    return found


def _why(a: UnitOutcome, b: UnitOutcome, was: Replay, now: Replay) -> Iterator[Step]:
    one, other = parts(a.derivation), parts(b.derivation)
    if a.front != b.front:
        yield Step("front", a.front, b.front)
    if (a.total, a.exact_total) != (b.total, b.exact_total):
        yield from _of_totals(one.total, other.total, was, now)
    if a.grade != b.grade:
        yield _of_grades(one, other)
    if a.rank != b.rank:
        yield _step(one.rank, other.rank)


def _of_grades(a: Parts, b: Parts) -> Step:
    """The grade by the total, where that is another; else the first veto or grade rule that applies
    on one side only, or after which the grades part. What made the total another is told with the
    total."""
    if a.base_grade["result"] != b.base_grade["result"]:
        return _step(a.base_grade, b.base_grade)
    one, other = ({rule["inputs"]["code"]: rule for rule in side.rules} for side in (a, b))
    for code in dict.fromkeys((*one, *other)):
        pair = one.get(code), other.get(code)
        if _does(pair[0]) != _does(pair[1]):
            return _step(*pair)
    return _step(a.grade, b.grade)


def _does(rule: Derivation | None) -> str | None:
    """The grade that a rule gives; None where it is not there or does not apply."""
    return rule["result"] if rule is not None and rule["inputs"]["applies"] else None


def _of_totals(a: Derivation, b: Derivation, was: Replay, now: Replay) -> Iterator[Step]:
    """The total, the first category in it that differs, its first target that does, and why."""
    yield _step(a, b)
    for one, other in _categories(a, b):
        if one is None or other is None or one["result"] != other["result"]:
            yield _step(one, other)
            yield from _of_category(one, other, was, now)
            return
    found = first_step(a["children"][0], b["children"][0])
    if found is not None:
        yield found


def _of_category(
    a: Derivation | None, b: Derivation | None, was: Replay, now: Replay
) -> Iterator[Step]:
    entries, entries_now = _entries(a), _entries(b)
    for target in sorted(entries.keys() | entries_now.keys()):
        one, other = (found.get(target, {}).get("score") for found in (entries, entries_now))
        if one != other:
            code = (b or a or {"inputs": {}})["inputs"].get("category")
            yield Step("target", one, other, code, target)
            yield from _below(was, now, target)
            return
    if a is not None and b is not None and a["children"] and b["children"]:
        found = first_step(a["children"][0], b["children"][0])
        yield from () if found is None else (found,)


def _below(was: Replay, now: Replay, target: int) -> Iterator[Step]:
    a, b = was.derivations.get(target), now.derivations.get(target)
    found = first_step(a, b) if a is not None and b is not None else None
    if found is not None:
        yield found


def _categories(
    a: Derivation, b: Derivation
) -> Iterator[tuple[Derivation | None, Derivation | None]]:
    """The categories of two totals side by side, in the order of the second's scheme."""
    one, other = ({c["inputs"]["category"]: c for c in _nodes(total)} for total in (a, b))
    for code in dict.fromkeys((*other, *one)):
        yield one.get(code), other.get(code)


def _nodes(total: Derivation) -> Iterator[Derivation]:
    """Every category below a total, however much stands between them."""
    for child in total["children"]:
        if child["rule"] == "category":
            yield child
        else:
            yield from _nodes(child)


def _entries(category: Derivation | None) -> dict[int, Entry]:
    return {e["target"]: e for e in category["inputs"]["targets"]} if category else {}


def _is_alike(a: Derivation, b: Derivation) -> bool:
    return bool(a["rule"] == b["rule"] and len(a["children"]) == len(b["children"]))


def _step(a: Derivation | None, b: Derivation | None) -> Step:
    """Two nodes that stand in the same place; where their rules differ, that itself is the step."""
    one, other = a or {}, b or {}
    known = other or one
    inputs: tuple[Other, ...] = ()
    if a is not None and b is not None and a["rule"] != b["rule"]:
        inputs = (Other("rule", a["rule"], b["rule"]),)
    elif a is not None and b is not None:
        inputs = tuple(_others(a["inputs"], b["inputs"]))
    code = next((known["inputs"][n] for n in ("category", "code") if n in known["inputs"]), None)
    return Step(known["rule"], one.get("result"), other.get("result"), code, None, inputs)


def _others(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Other]:
    """The inputs that are not the same."""
    for name in dict.fromkeys((*a, *b)):
        one, other = a.get(name), b.get(name)
        if one == other or name in NAMES:
            continue
        if name == "grades":
            yield from _limits(one or [], other or [])
        elif isinstance(one, list | dict) or isinstance(other, list | dict):
            yield Other(name, None, None)
        else:
            yield Other(name, _said(one), _said(other))


def _limits(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> Iterator[Other]:
    """The grades whose limits moved, by code."""
    one, other = ({grade["code"]: grade["at_least"] for grade in grades} for grades in (a, b))
    for code in dict.fromkeys((*other, *one)):
        if one.get(code) != other.get(code):
            yield Other("at_least", one.get(code), other.get(code), code)


def _said(value: Any) -> str | None:
    return None if value is None else str(value)
