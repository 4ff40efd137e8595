"""A scoring rule (计分办法) as data: what may stand in it, what is wrong with it, its digest.

    {"code": "gdp", "kind": "proportional", "cap_percent": "100",
     "quality_poor_factor": "1", "late_factor": "1", "rounding": {"places": 2, "mode": "half_up"}}

Numbers are decimal strings, `places` an int. The kinds and their own parameters (mission.md,
"How real rules look"):

proportional     cap_percent ("100")                       points × min(completion, cap)
over_fulfilment  per_percent, points_each, bonus_cap       proportional, and points_each for each
                 (bonus_cap: null = the item's own points) full per_percent above the target
all_or_nothing   decided_by "met" (default) or "value"     points or 0
ladder           steps [{"at_least": "1.0", "points": "40"} or {…, "share": "0.9"}], falling
per_event        deductions [{"event", "points", "at_most": null}], floor ("0", 扣完为止)
ledger           deductions, additions (as above,   points − deductions + additions, from the
                 each with names zh, en if wished), assessor's ledger (S7-S9), within floor
                 floor ("0"), cap (null = the       and cap; events of one `group` count the same
                 item's own points)                 matter once, at the highest (once.py)
distance         points_per_unit, floor ("0")              points − distance from the target × each
linear           on "completion" (default) or "value",     a line between two points, flat outside
                 from, to {"at", "points"}, floor ("0"),   them, within floor and cap (linear.py)
                 cap (null = the item's own points)

relative_to_best within "front" (default) or "county",     points × own ÷ best of the group
                 floor ("0")                               (group.py)
by_rank          step, within, floor ("0"), small_group    points − step × (place − 1)
                 and small_step (null)

`missing` says what it means that no value can be found (missing.py).
`band` ("0" if absent) is the width of the interval for the direction `between`: from the target
value to target value + band. Bad rules are reported, never mended (S40, published schemes hold
overlapping bands and wrong sums).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from workflow.audit.canonical import decimal_text, digest
from workflow.scoring.exact import exact
from workflow.scoring.group import DIRECTIONS as COMPARED
from workflow.scoring.group import compared_faults, is_of_a_group
from workflow.scoring.linear import line_faults, line_points_faults
from workflow.scoring.missing import missing_faults
from workflow.scoring.once import group_faults
from workflow.scoring.parameters import (
    COMMON,
    DEDUCTION,
    EVENTS,
    LEDGER_EVENT,
    PARAMETERS,
    ROUNDING,
    TEXTS,
    UNSAID,
    Shape,
    shape_faults,
)
from workflow.words import Words

Rule: TypeAlias = dict[str, Any]

DOMAIN: Final = "shangxia/scoring-rule/v1"
DIRECTIONS: Final = ("at_least", "at_most", "exactly", "between")


def check_rule(rule: Mapping[str, Any], points: str | None = None) -> list[Words]:
    """Return everything that is wrong with a rule; an empty list if nothing is.

    With the item's `points`, also whether the rule could give more than they allow.
    """
    kind = rule.get("kind")
    if not isinstance(kind, str) or kind not in PARAMETERS:
        words = Words("计分办法种类须为其一:{all}", "kind must be one of: {all}")
        return [words.format(all=" ".join(PARAMETERS))]
    faults = list(shape_faults(rule, COMMON | PARAMETERS[kind]))
    if faults:
        return faults
    whole = complete(rule)
    listed = [each for name in EVENTS for each in whole.get(name, [])]
    faults = [*_step_faults(whole.get("steps", [])), *_event_faults(listed)]
    faults += [*missing_faults(whole), *compared_faults(whole)]
    if kind == "ledger":
        faults += [*_ledger_faults(whole, listed), *group_faults(whole)]
    if kind == "linear":
        faults += line_faults(whole)
    return faults if points is None else [*faults, *_points_faults(whole, points)]


def check_use(
    rule: Mapping[str, Any], points: str, target_value: str | None, direction: str
) -> list[Words]:
    """Return why a target with these fields could not be scored by a rule; empty if it could.

    Asked when a target is submitted, so that nobody finds out at the year's end (S21).
    """
    faults = check_rule(rule, points)
    if faults:
        return faults
    if direction not in DIRECTIONS:
        return [Words("方向无效", "the direction is not known")]
    whole = complete(rule)
    if is_of_a_group(whole) and direction not in COMPARED:
        return [Words("该方向分不出优劣", "in this direction no value is better than another")]
    if not needs_target_value(whole):
        return []
    if target_value is None:
        return [Words("该计分办法需要目标值", "this rule needs a target value")]
    return [*_target_faults(whole, target_value, direction)]


def needs_values(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule computes with a found value."""
    counts_events = rule["kind"] in ("per_event", "ledger")
    return not counts_events and bool(rule.get("decided_by", "value") == "value")


def needs_target_value(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule compares the found value with the target value."""
    return needs_values(rule) and rule.get("on") != "value" and not is_of_a_group(rule)


def complete(rule: Mapping[str, Any]) -> Rule:
    """Return a sound rule with its defaults written out and every decimal in its one spelling."""
    whole = _filled(rule, COMMON | PARAMETERS[rule["kind"]])
    whole["rounding"] = _filled(whole["rounding"], ROUNDING)
    # Names belong to the newer kind alone: they would change the digests of per_event rules.
    event = LEDGER_EVENT if whole["kind"] == "ledger" else DEDUCTION
    for name in EVENTS.keys() & whole.keys():
        whole[name] = [_said(_filled(each, event)) for each in whole[name]]
    return {name: _spelled(name, value) for name, value in _said(whole).items()}


def rule_digest(rule: Mapping[str, Any]) -> str:
    """Return the hex digest of a sound rule.

    It covers the defaults too: "1" and "1.0", or a default left out, make no difference, but a
    program that came with another default would.
    """
    return digest(DOMAIN, complete(rule))


def _spelled(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _spelled(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(name, item) for item in value]
    is_number = isinstance(value, str) and name not in TEXTS
    return decimal_text(value) if is_number else value


def _filled(given: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    return {name: given.get(name, default) for name, (default, _) in shape.items()}


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """The parameters without the younger ones that stand at their default."""
    return {n: value for n, value in values.items() if n not in UNSAID or value != UNSAID[n]}


def _step_faults(steps: list[dict[str, str]]) -> Iterator[Words]:
    """Steps stand from the highest band down; a band starts where the one above it ends."""
    if len({"share" in step for step in steps}) > 1:
        yield Words("各档须同用分值或同用比例", "steps must all give points or all give a share")
        return
    for upper, lower in pairwise(steps):
        names = {"upper": upper["at_least"], "lower": lower["at_least"]}
        if exact(upper["at_least"]) == exact(lower["at_least"]):
            words = Words("两档重叠于 {lower}", "two steps overlap at {lower}")
            yield words.format(**names)
        elif exact(upper["at_least"]) < exact(lower["at_least"]):
            words = Words(
                "档次须由高到低:{upper} 在 {lower} 之前", "steps must fall: {upper} before {lower}"
            )
            yield words.format(**names)
        elif _gives(upper) < _gives(lower):
            words = Words(
                "低档 {lower} 得分高于上一档", "step {lower} gives more than the one above it"
            )
            yield words.format(**names)


def _gives(step: Mapping[str, str]) -> Fraction:
    return exact(step.get("share") or step["points"])


def _event_faults(listed: list[dict[str, str]]) -> Iterator[Words]:
    names = [each["event"] for each in listed]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield Words("事项 {name} 重复", "event {name} stands twice").format(name=name)


def _ledger_faults(whole: Rule, listed: list[dict[str, str]]) -> Iterator[Words]:
    if not listed:
        yield Words("台账办法须有扣分或加分事项", "a ledger needs an event that costs or gives")
    floor, cap = whole["floor"], whole["cap"]
    if cap is not None and exact(cap) < exact(floor):
        words = Words("封顶 {cap} 低于下限 {floor}", "the cap {cap} lies below the floor {floor}")
        yield words.format(cap=cap, floor=floor)


def _points_faults(whole: Rule, points: str) -> Iterator[Words]:
    """What a rule says in points may not exceed the points of the item (分值)."""
    most = exact(points)
    if most < 0:
        yield Words("分值不得为负", "points cannot be negative")
        return
    values = [step["points"] for step in whole.get("steps", []) if "points" in step]
    for value in [*values, whole.get("floor", "0")]:
        if exact(value) > most:
            words = Words(
                "{value} 超过分值 {points}", "{value} is more than the item's {points} points"
            )
            yield words.format(value=value, points=points)
    if whole["kind"] == "linear":
        yield from line_points_faults(whole, most)


def _target_faults(whole: Rule, target_value: str, direction: str) -> Iterator[Words]:
    """A share of the target needs a target above zero; a distance from it does not."""
    target, kind = exact(target_value), whole["kind"]
    has_band = exact(whole.get("band", "0")) > 0
    if has_band != (direction == "between"):
        yield Words(
            "区间宽度 band 与方向须一致", "a band goes with direction between, and only with it"
        )
    if kind == "over_fulfilment" and direction not in ("at_least", "at_most"):
        yield Words("该方向无超额", "nothing can be over-fulfilled in this direction")
    if kind in ("proportional", "ladder", "over_fulfilment", "linear"):
        may_be_zero = direction != "at_least" and kind != "over_fulfilment"
        if target < 0 or (target == 0 and not may_be_zero):
            yield Words(
                "目标值须大于零才能按比例计分", "a share of the target needs a target above zero"
            )
