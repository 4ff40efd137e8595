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
                 floor ("0"), cap (null = the       and cap
                 item's own points)
distance         points_per_unit, floor ("0")              points − distance from the target × each
parts            parts (parts.py)                          sum of the parts, each by its own kind

Any kind that counts no events itself may carry adjustments of its result (adjusting.py).
`band` ("0" if absent) is the width of the interval for the direction `between`: from the target
value to target value + band. Bad rules are reported, never mended (S40, published schemes hold
overlapping bands and wrong sums).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from workflow.audit.canonical import decimal_text, digest
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.parameters import (
    ADJUSTING,
    COMMON,
    DEDUCTION,
    DIRECTIONS,
    EVENTS,
    LEDGER_EVENT,
    PARAMETERS,
    PART,
    ROUNDING,
    TEXTS,
    Shape,
    shape_faults,
)
from workflow.scoring.parts import (
    Part,
    declared,
    faults_between,
    faults_within,
    of_part,
    parts_of,
)
from workflow.words import Words

Rule: TypeAlias = dict[str, Any]

DOMAIN: Final = "shangxia/scoring-rule/v1"


def check_rule(rule: Mapping[str, Any], points: str | None = None) -> list[Words]:
    """Return everything that is wrong with a rule; an empty list if nothing is.

    With the item's `points`, also whether the rule could give more than they allow.
    """
    kind = rule.get("kind")
    if not isinstance(kind, str) or kind not in PARAMETERS:
        words = Words("计分办法种类须为其一:{all}", "kind must be one of: {all}")
        return [words.format(all=" ".join(PARAMETERS))]
    faults = list(shape_faults(rule, _shape_of(rule)))
    if faults:
        return faults
    whole = complete(rule)
    listed = [each for name in EVENTS for each in whole.get(name, [])]
    faults = [*_step_faults(whole.get("steps", [])), *_event_faults(listed)]
    if kind == "ledger":
        faults += _ledger_faults(whole, listed, "floor", "cap")
    if is_adjusted(whole):
        faults += _ledger_faults(whole, listed, "result_floor", "result_cap")
    more = _parts_faults(whole, None) if points is None else points_faults(whole, points)
    return [*faults, *more]


def check_use(
    rule: Mapping[str, Any], points: str, target_value: str | None, direction: str
) -> list[Words]:
    """Return why a target with these fields could not be scored by a rule; empty if it could.

    Asked when a target is submitted, so that nobody finds out at the year's end (S21).
    """
    return check_rule(rule, points) or use_faults(complete(rule), points, target_value, direction)


def use_faults(whole: Rule, points: str, target_value: str | None, direction: str) -> list[Words]:
    """Return why a target could not be scored by a sound and completed rule."""
    if direction not in DIRECTIONS:
        return [Words("方向无效", "the direction is not known")]
    if whole["kind"] == "parts":
        return [
            of_part(part, words)
            for part in parts_of(whole)
            for words in _use_faults(part, points, target_value, direction)
        ]
    if not needs_values(whole):
        return []
    if target_value is None:
        return [Words("该计分办法需要目标值", "this rule needs a target value")]
    return [*_target_faults(whole, target_value, direction)]


def _use_faults(part: Part, points: str, target_value: str | None, direction: str) -> list[Words]:
    """Why a part could not be scored in a target: by its own target and direction, else by its."""
    own = part.target_value if part.target_value is not None else target_value
    worth = exact_text(part.worth(exact(points)))
    return check_use(part.rule, worth, own, part.direction or direction)


def needs_values(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule computes with target value and found value."""
    has_its_own = rule["kind"] in ("per_event", "ledger", "parts")
    return not has_its_own and bool(rule.get("decided_by", "value") == "value")


def needs_target(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule computes with the item's target value."""
    return needs_values(rule) or any(part.target_value is None for part in parts_of(rule))


def is_adjusted(whole: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule carries adjustments of what its formula gives."""
    return "adjust_floor" in whole


def complete(rule: Mapping[str, Any]) -> Rule:
    """Return a sound rule with every default written out and every decimal in its one spelling."""
    whole = _filled(rule, _shape_of(rule))
    whole["rounding"] = _filled(whole["rounding"], ROUNDING)
    # Names belong to the newer kinds alone: they would change the digests of per_event rules.
    event = DEDUCTION if whole["kind"] == "per_event" else LEDGER_EVENT
    for name in EVENTS.keys() & whole.keys():
        whole[name] = [_filled(each, event) for each in whole[name]]
    if whole["kind"] == "parts":
        own = ((each, PARAMETERS[each["kind"]] | PART) for each in whole["parts"])
        whole["parts"] = [_filled(declared(each), shape) for each, shape in own]
    return {name: _spelled(name, value) for name, value in whole.items()}


def _shape_of(rule: Mapping[str, Any]) -> Shape:
    """What may stand in a rule of its kind. Adjustments only where there are some: their defaults
    would change the digests of the rules without."""
    own = COMMON | PARAMETERS[rule["kind"]]
    adjusts = not EVENTS.keys() & own.keys() and ADJUSTING.keys() & rule.keys()
    return own | ADJUSTING if adjusts else own


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


def part_faults(rule: Mapping[str, Any]) -> list[tuple[int, Words]]:
    """Return what is wrong with single parts of a rule, each with the place of its part."""
    if rule["kind"] != "parts":
        return []
    if not any(shape_faults(rule, _shape_of(rule))):
        return list(_part_faults(complete(rule), None))
    alone = ((n, {"parts": [each]}) for n, each in enumerate(rule["parts"]))
    return [(n, words) for n, one in alone for words in shape_faults(one, PARAMETERS["parts"])]


def _parts_faults(whole: Rule, points: str | None) -> Iterator[Words]:
    if whole["kind"] == "parts":
        yield from faults_between(parts_of(whole), points)
        yield from (words for _, words in _part_faults(whole, points))


def _part_faults(whole: Rule, points: str | None) -> Iterator[tuple[int, Words]]:
    for place, part in enumerate(parts_of(whole)):
        worth = None if points is None else exact_text(part.worth(exact(points)))
        own = [*faults_within(part), *check_rule(part.rule, worth)]
        if not needs_values(complete(part.rule)):
            words = Words(
                "{kind} 不由核定值计分", "{kind} is not scored from a value that is found"
            )
            own.append(words.format(kind=part.rule["kind"]))
        yield from ((place, of_part(part, words)) for words in own)


def _ledger_faults(
    whole: Rule, listed: list[dict[str, str]], lowest: str, highest: str
) -> Iterator[Words]:
    if not listed:
        yield Words("台账办法须有扣分或加分事项", "a ledger needs an event that costs or gives")
    floor, cap = whole[lowest], whole[highest]
    if floor is not None and cap is not None and exact(cap) < exact(floor):
        words = Words("封顶 {cap} 低于下限 {floor}", "the cap {cap} lies below the floor {floor}")
        yield words.format(cap=cap, floor=floor)


def points_faults(whole: Rule, points: str) -> Iterator[Words]:
    """What a rule says in points may not exceed the points of the item (分值)."""
    yield from _parts_faults(whole, points)
    most = exact(points)
    if most < 0:
        yield Words("分值不得为负", "points cannot be negative")
        return
    values = [step["points"] for step in whole.get("steps", []) if "points" in step]
    for value in [*values, whole.get("floor", "0"), whole.get("result_floor") or "0"]:
        if exact(value) > most:
            words = Words(
                "{value} 超过分值 {points}", "{value} is more than the item's {points} points"
            )
            yield words.format(value=value, points=points)


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
    if kind in ("proportional", "ladder", "over_fulfilment"):
        may_be_zero = direction != "at_least" and kind != "over_fulfilment"
        if target < 0 or (target == 0 and not may_be_zero):
            yield Words(
                "目标值须大于零才能按比例计分", "a share of the target needs a target above zero"
            )
