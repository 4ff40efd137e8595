"""The scoring formulas: a rule, the item's points, the target and a finding give a derivation.

Exact from end to end: fractions inside, one declared rounding at the root. What each operation
means stands in derivation.py; what a rule may hold in rule.py. Sources: S33, S40, mission.md
"How real rules look".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from workflow.audit.canonical import decimal_text
from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.group import Group, compared_node, is_of_a_group
from workflow.scoring.ledger import ZERO, Event, balance, event_nodes, events_of
from workflow.scoring.linear import line_node
from workflow.scoring.missing import meaning_of, missing_node
from workflow.scoring.reached import ONE, completion, distance
from workflow.scoring.rule import Rule, check_use, complete, needs_values, rule_digest
from workflow.words import Words, joined

__all__ = ["CannotScore", "Event", "Finding", "completion", "distance", "score"]


class CannotScore(ValueError):
    """A rule, target or finding that gives no score; `faults` says why in both languages."""

    def __init__(self, faults: list[Words]) -> None:
        self.faults = faults
        super().__init__(joined(faults))


@dataclass(frozen=True, slots=True)
class Finding:
    """What acceptance found. Only what a rule uses enters its derivation."""

    found_value: Decimal | str | None
    quality: Literal["ok", "poor"]
    on_time: bool
    met: bool
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """One item being scored, all its numbers exact."""

    rule: Rule
    points: Fraction
    direction: str
    target: Fraction
    found: Fraction
    finding: Finding
    group: Group | None

    def number(self, name: str) -> Fraction:
        return exact(self.rule[name])

    def values(self) -> dict[str, str]:
        """The inputs of every node that compares found value and target."""
        band = {"band": self.rule["band"]} if self.direction == "between" else {}
        return {
            "direction": self.direction,
            "target_value": exact_text(self.target),
            "found_value": exact_text(self.found),
            **band,
        }


def score(
    rule: Mapping[str, Any],
    points: Decimal | str,
    target_value: Decimal | str | None,
    finding: Finding,
    *,
    direction: str,
    group: Group | None = None,
) -> Derivation:
    """Return the derivation of an item's score; its root's `result` is the score in points.

    `target_value` and the found value are in the item's unit of measure; both may be None where
    the rule does not compute with them. Raises CannotScore with every fault found, and NotCanonical
    for a number that is no plain decimal. `group` goes with rules that compare the units.
    """
    faults = faults_of(rule, points, target_value, finding, direction=direction)
    if faults or (is_of_a_group(rule) and (group is None or group.missing)):
        waits = Words("同组单位尚未全部验收", "not all units of the group were found yet")
        raise CannotScore(faults or [waits])
    worth, whole = decimal_text(points), complete(rule)
    target = None if target_value is None else decimal_text(target_value)
    found = exact(decimal_text("0" if finding.found_value is None else finding.found_value))
    item = _Item(whole, exact(worth), direction, exact(target or "0"), found, finding, group)
    return _round(item, _late(item, _quality(item, _earned(item))))


def faults_of(
    rule: Mapping[str, Any],
    points: Decimal | str,
    target_value: Decimal | str | None,
    finding: Finding,
    *,
    direction: str,
) -> list[Words]:
    """Return why a rule could not score this finding, once its group is complete if it has one."""
    target = None if target_value is None else decimal_text(target_value)
    faults = check_use(rule, decimal_text(points), target, direction)
    return faults or _finding_faults(rule, finding)


def _earned(item: _Item) -> Derivation:
    """What the rule's formula gives, or what it takes a missing value for."""
    if item.finding.found_value is None and meaning_of(item.rule):
        return missing_node(item.rule, item.points)
    return FORMULAS[item.rule["kind"]](item)


def _finding_faults(rule: Mapping[str, Any], finding: Finding) -> list[Words]:
    whole = complete(rule)
    if needs_values(whole) and finding.found_value is None and not meaning_of(whole):
        return [Words("该计分办法需要核定值", "this rule needs a found value")]
    known = {each["event"] for each in events_of(whole)}
    strange = sorted({each.event for each in finding.events} - known)
    words = Words("计分办法中没有事项 {name}", "the rule knows no event {name}")
    faults = [words.format(name=name) for name in strange]
    if any(exact(decimal_text(each.count)) < 0 for each in finding.events):
        faults.append(Words("次数不得为负", "a count cannot be negative"))
    return faults


# One function a kind of rule; each returns a node worth points before factors and rounding.


def _proportional(item: _Item) -> Derivation:
    return _share_of_points(item, item.number("cap_percent") / 100)


def _share_of_points(item: _Item, cap: Fraction) -> Derivation:
    share = _completion(item, cap)
    inputs = {"points": exact_text(item.points)}
    return node("proportional", inputs, item.points * exact(share["result"]), [share])


def _completion(item: _Item, cap: Fraction) -> Derivation:
    band = exact(item.rule.get("band", "0"))
    share = completion(item.direction, item.target, band, item.found, cap)
    return node("completion", {**item.values(), "cap": exact_text(cap)}, share)


def _over_fulfilment(item: _Item) -> Derivation:
    parts = [_share_of_points(item, ONE), _bonus(item)]
    return node("over_fulfilment", {}, _sum_of(parts), parts)


def _bonus(item: _Item) -> Derivation:
    more = item.found - item.target
    over = max(ZERO, (more if item.direction == "at_least" else -more) / item.target)
    declared = item.rule["bonus_cap"]
    cap = item.points if declared is None else exact(declared)
    times = over * 100 // item.number("per_percent")
    inputs = {
        "per_percent": item.rule["per_percent"],
        "points_each": item.rule["points_each"],
        "cap": exact_text(cap),
    }
    result = min(times * item.number("points_each"), cap)
    return node("bonus", inputs, result, [node("surplus", item.values(), over)])


def _all_or_nothing(item: _Item) -> Derivation:
    inputs: dict[str, Any] = {"points": exact_text(item.points)}
    if item.rule["decided_by"] == "met":
        inputs["met"] = item.finding.met
        return node("all_or_nothing", inputs, item.points * item.finding.met)
    missed = _distance(item)
    kept = exact(missed["result"]) == 0
    return node("all_or_nothing", inputs, item.points * kept, [missed])


def _ladder(item: _Item) -> Derivation:
    steps = item.rule["steps"]
    reached = _completion(item, max(ONE, exact(steps[0]["at_least"])))
    share = exact(reached["result"])
    step = next((each for each in steps if share >= exact(each["at_least"])), {"points": "0"})
    result = exact(step["share"]) * item.points if "share" in step else exact(step["points"])
    return node("ladder", {"points": exact_text(item.points), "steps": steps}, result, [reached])


def _per_event(item: _Item) -> Derivation:
    taken = event_nodes(item.rule, item.finding.events)
    inputs = {"points": exact_text(item.points), "floor": item.rule["floor"]}
    left = max(item.points + balance(taken), item.number("floor"))
    return node("per_event", inputs, left, taken)


def _ledger(item: _Item) -> Derivation:
    entered = event_nodes(item.rule, item.finding.events)
    declared = item.rule["cap"]
    cap = item.points if declared is None else exact(declared)
    inputs = {
        "points": exact_text(item.points),
        "floor": item.rule["floor"],
        "cap": exact_text(cap),
    }
    # The floor may lie below zero and the cap above the points, never one past the other.
    kept = min(max(item.points + balance(entered), item.number("floor")), cap)
    return node("ledger", inputs, kept, entered)


def _points_lost(item: _Item) -> Derivation:
    missed = _distance(item)
    lost = exact(missed["result"]) * item.number("points_per_unit")
    inputs = {
        "points": exact_text(item.points),
        "points_per_unit": item.rule["points_per_unit"],
        "floor": item.rule["floor"],
    }
    left = max(item.points - lost, item.number("floor"))
    return node("points_lost", inputs, left, [missed])


def _distance(item: _Item) -> Derivation:
    missed = distance(item.direction, item.target, item.number("band"), item.found)
    return node("distance", item.values(), missed)


def _linear(item: _Item) -> Derivation:
    if item.rule["on"] == "value":
        below = node("value", {"found_value": exact_text(item.found)}, item.found)
    else:
        below = _completion(item, exact(item.rule["to"]["at"]))
    return line_node(item.rule, item.points, below)


def _compared(item: _Item) -> Derivation:
    assert item.group is not None
    return compared_node(item.rule, item.points, item.direction, item.found, item.group)


def _sum_of(nodes: list[Derivation]) -> Fraction:
    return sum((exact(each["result"]) for each in nodes), ZERO)


FORMULAS: Final[dict[str, Callable[[_Item], Derivation]]] = {
    "proportional": _proportional,
    "over_fulfilment": _over_fulfilment,
    "all_or_nothing": _all_or_nothing,
    "ladder": _ladder,
    "per_event": _per_event,
    "ledger": _ledger,
    "distance": _points_lost,
    "linear": _linear,
    "relative_to_best": _compared,
    "by_rank": _compared,
}


# What lies over every formula: quality, lateness, rounding


def _quality(item: _Item, below: Derivation) -> Derivation:
    inputs = {"quality": item.finding.quality, "poor_factor": item.rule["quality_poor_factor"]}
    applies = item.finding.quality == "poor"
    return node("quality", inputs, _lessened(below, applies, inputs["poor_factor"]), [below])


def _late(item: _Item, below: Derivation) -> Derivation:
    factor = item.rule["late_factor"]
    inputs = {"on_time": item.finding.on_time, "late_factor": factor}
    return node("late", inputs, _lessened(below, not item.finding.on_time, factor), [below])


def _lessened(below: Derivation, applies: bool, factor: str) -> Fraction:
    value = exact(below["result"])
    # A negative score times a factor would rise: being late must never help.
    return value * exact(factor) if applies and value > 0 else value


def _round(item: _Item, below: Derivation) -> Derivation:
    rounding = item.rule["rounding"]
    inputs = {"rule_code": item.rule["code"], "rule_digest": rule_digest(item.rule), **rounding}
    return node("round", inputs, rounded(exact(below["result"]), **rounding), [below])
