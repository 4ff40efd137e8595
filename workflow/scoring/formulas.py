"""The scoring formulas: a rule, the item's points, the target and a finding give a derivation.

Exact from end to end: fractions inside, one declared rounding at the root. What each operation
means stands in derivation.py; what a rule may hold in rule.py. Sources: S33, S40, mission.md
"How real rules look".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from workflow.audit.canonical import decimal_text
from workflow.scoring.adjusting import adjusted
from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.finding import CannotScore, Finding
from workflow.scoring.group import Group, compared_node, is_of_a_group
from workflow.scoring.item import Item, overlaid
from workflow.scoring.ledger import SORTS, ZERO, Event, balance, event_nodes
from workflow.scoring.linear import line_node
from workflow.scoring.missing import meaning_of, missing_node
from workflow.scoring.part_nodes import parts_node
from workflow.scoring.parts import Part, parts_of, value_faults
from workflow.scoring.prepared import prepared
from workflow.scoring.reached import ONE, completion, distance
from workflow.scoring.rule import Rule, check_use, needs_values, points_faults, use_faults
from workflow.words import Words

__all__ = ["CannotScore", "Event", "Finding", "completion", "distance", "score"]


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
    worth, ready = decimal_text(points), prepared(rule)
    target = None if target_value is None else decimal_text(target_value)
    whole = ready.whole
    faults = _faults(rule, whole, worth, target, finding, direction)
    if whole is None or faults or (is_of_a_group(rule) and (group is None or group.missing)):
        waits = Words("同组单位尚未全部验收", "not all units of the group were found yet")
        raise CannotScore(faults or [waits])
    found = exact(decimal_text("0" if finding.found_value is None else finding.found_value))
    item = Item(
        whole, ready.digest, exact(worth), direction, exact(target or "0"), found, finding, group
    )
    return overlaid(item, _earned(item))


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
    return _faults(rule, prepared(rule).whole, decimal_text(points), target, finding, direction)


def _faults(
    rule: Mapping[str, Any],
    whole: Rule | None,
    worth: str,
    target: str | None,
    finding: Finding,
    direction: str,
) -> list[Words]:
    if whole is None:
        return check_use(rule, worth, target, direction)
    own = list(points_faults(whole, worth)) or use_faults(whole, worth, target, direction)
    return own or _finding_faults(whole, finding)


def _earned(item: Item) -> Derivation:
    """What the rule's formula gives with its adjustments, or what it takes a missing value for."""
    if item.finding.found_value is None and meaning_of(item.rule):
        return missing_node(item.rule, item.points)
    given = FORMULAS[item.rule["kind"]](item)
    return adjusted(item.rule, item.points, item.finding.events, given)


def _finding_faults(whole: Rule, finding: Finding) -> list[Words]:
    if needs_values(whole) and finding.found_value is None and not meaning_of(whole):
        return [Words("该计分办法需要核定值", "this rule needs a found value")]
    known = {each["event"] for listed in SORTS for each in whole.get(listed, [])}
    strange = sorted({each.event for each in finding.events} - known)
    words = Words("计分办法中没有事项 {name}", "the rule knows no event {name}")
    faults = [words.format(name=name) for name in strange]
    if any(exact(decimal_text(each.count)) < 0 for each in finding.events):
        faults.append(Words("次数不得为负", "a count cannot be negative"))
    return [*faults, *value_faults(parts_of(whole), finding.parts)]


# One function a kind of rule; each returns a node worth points before factors and rounding.


def _proportional(item: Item) -> Derivation:
    return _share_of_points(item, item.number("cap_percent") / 100)


def _share_of_points(item: Item, cap: Fraction) -> Derivation:
    share = _completion(item, cap)
    inputs = {"points": exact_text(item.points)}
    return node("proportional", inputs, item.points * exact(share["result"]), [share])


def _completion(item: Item, cap: Fraction) -> Derivation:
    band = exact(item.rule.get("band", "0"))
    share = completion(item.direction, item.target, band, item.found, cap)
    return node("completion", {**item.values(), "cap": exact_text(cap)}, share)


def _over_fulfilment(item: Item) -> Derivation:
    parts = [_share_of_points(item, ONE), _bonus(item)]
    return node("over_fulfilment", {}, _sum_of(parts), parts)


def _bonus(item: Item) -> Derivation:
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


def _all_or_nothing(item: Item) -> Derivation:
    inputs: dict[str, Any] = {"points": exact_text(item.points)}
    if item.rule["decided_by"] == "met":
        inputs["met"] = item.finding.met
        return node("all_or_nothing", inputs, item.points * item.finding.met)
    missed = _distance(item)
    kept = exact(missed["result"]) == 0
    return node("all_or_nothing", inputs, item.points * kept, [missed])


def _ladder(item: Item) -> Derivation:
    steps = item.rule["steps"]
    reached = _completion(item, max(ONE, exact(steps[0]["at_least"])))
    share = exact(reached["result"])
    step = next((each for each in steps if share >= exact(each["at_least"])), {"points": "0"})
    result = exact(step["share"]) * item.points if "share" in step else exact(step["points"])
    return node("ladder", {"points": exact_text(item.points), "steps": steps}, result, [reached])


def _per_event(item: Item) -> Derivation:
    taken = event_nodes(item.rule, item.finding.events)
    inputs = {"points": exact_text(item.points), "floor": item.rule["floor"]}
    left = max(item.points + balance(taken), item.number("floor"))
    return node("per_event", inputs, left, taken)


def _ledger(item: Item) -> Derivation:
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


def _points_lost(item: Item) -> Derivation:
    missed = _distance(item)
    lost = exact(missed["result"]) * item.number("points_per_unit")
    inputs = {
        "points": exact_text(item.points),
        "points_per_unit": item.rule["points_per_unit"],
        "floor": item.rule["floor"],
    }
    left = max(item.points - lost, item.number("floor"))
    return node("points_lost", inputs, left, [missed])


def _distance(item: Item) -> Derivation:
    missed = distance(item.direction, item.target, item.number("band"), item.found)
    return node("distance", item.values(), missed)


def _parts(item: Item) -> Derivation:
    def earn(part: Part, points: Fraction, found: str) -> Derivation:
        own = replace(
            item,
            rule={**part.rule},
            points=points,
            direction=part.direction or item.direction,
            target=item.target if part.target_value is None else exact(part.target_value),
            found=exact(decimal_text(found)),
        )
        return FORMULAS[part.rule["kind"]](own)

    return parts_node(parts_of(item.rule), item.points, item.finding.parts, earn)


def _linear(item: Item) -> Derivation:
    by_value = item.rule["on"] == "value"
    at = _value(item) if by_value else _completion(item, exact(item.rule["to"]["at"]))
    return line_node(item.rule, item.points, at)


def _value(item: Item) -> Derivation:
    return node("value", {"found_value": exact_text(item.found)}, item.found)


def _compared(item: Item) -> Derivation:
    assert item.group is not None
    return compared_node(item.rule, item.points, item.direction, item.found, item.group)


def _sum_of(nodes: list[Derivation]) -> Fraction:
    return sum((exact(each["result"]) for each in nodes), ZERO)


FORMULAS: Final[dict[str, Callable[[Item], Derivation]]] = {
    "proportional": _proportional,
    "over_fulfilment": _over_fulfilment,
    "all_or_nothing": _all_or_nothing,
    "ladder": _ladder,
    "per_event": _per_event,
    "ledger": _ledger,
    "distance": _points_lost,
    "parts": _parts,
    "linear": _linear,
    "relative_to_best": _compared,
    "by_rank": _compared,
}
