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
parts            parts (parts.py)                          sum of the parts, each by its own kind

`missing` says what it means that no value can be found (missing.py). Any kind that counts no events
itself may carry adjustments of its result (adjusting.py).
`band` ("0" if absent) is the width of the interval for the direction `between`: from the target
value to target value + band. Bad rules are reported, never mended (S40, published schemes hold
overlapping bands and wrong sums).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from workflow.audit.canonical import decimal_text, digest
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.group import DIRECTIONS as COMPARED
from workflow.scoring.group import compared_faults, is_of_a_group
from workflow.scoring.linear import line_faults, line_points_faults
from workflow.scoring.missing import missing_faults
from workflow.scoring.once import group_faults
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
    UNSAID,
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
from workflow.scoring.rule_faults import event_faults, ledger_faults, step_faults, target_faults
from workflow.words import Words

Rule: TypeAlias = dict[str, Any]

DOMAIN: Final = "shangxia/scoring-rule/v1"


def check_rule(rule: Mapping[str, Any], points: str | None = None) -> list[Words]:
    """Return everything that is wrong with a rule; an empty list if nothing is.

    With the item's `points`, also whether the rule could give more than they allow.
    """
    kind = rule.get("kind")
    if not isinstance(kind, str) or kind not in PARAMETERS:
        words = Words("计分办法种类须为其一：{all}", "kind must be one of: {all}")
        return [words.format(all=" ".join(PARAMETERS))]
    faults = list(shape_faults(rule, _shape_of(rule)))
    if faults:
        return faults
    whole = complete(rule)
    listed = [each for name in EVENTS for each in whole.get(name, [])]
    faults = [*step_faults(whole.get("steps", [])), *event_faults(listed)]
    faults += [*missing_faults(whole), *compared_faults(whole)]
    if kind == "ledger":
        faults += [*ledger_faults(whole, listed, "floor", "cap"), *group_faults(whole)]
    if is_adjusted(whole):
        faults += ledger_faults(whole, listed, "result_floor", "result_cap")
    if kind == "linear":
        faults += line_faults(whole)
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
    if is_of_a_group(whole) and direction not in COMPARED:
        return [Words("该方向分不出优劣", "in this direction no value is better than another")]
    if not needs_target_value(whole):
        return []
    if target_value is None:
        return [Words("该计分办法需要目标值", "this rule needs a target value")]
    return [*target_faults(whole, target_value, direction)]


def _use_faults(part: Part, points: str, target_value: str | None, direction: str) -> list[Words]:
    """Why a part could not be scored in a target: by its own target and direction, else by its."""
    own = part.target_value if part.target_value is not None else target_value
    worth = exact_text(part.worth(exact(points)))
    return check_use(part.rule, worth, own, part.direction or direction)


def needs_values(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule computes with one found value."""
    has_its_own = rule["kind"] in ("per_event", "ledger", "parts")
    return not has_its_own and bool(rule.get("decided_by", "value") == "value")


def needs_target(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule computes with the item's target value."""
    return needs_target_value(rule) or any(part.target_value is None for part in parts_of(rule))


def is_adjusted(whole: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule carries adjustments of what its formula gives."""
    return "adjust_floor" in whole


def needs_target_value(rule: Mapping[str, Any]) -> bool:
    """Tell whether a completed rule compares the found value with the target value."""
    return needs_values(rule) and rule.get("on") != "value" and not is_of_a_group(rule)


def complete(rule: Mapping[str, Any]) -> Rule:
    """Return a sound rule with its defaults written out and every decimal in its one spelling."""
    whole = _filled(rule, _shape_of(rule))
    whole["rounding"] = _filled(whole["rounding"], ROUNDING)
    # Names belong to the newer kinds alone: they would change the digests of per_event rules.
    event = DEDUCTION if whole["kind"] == "per_event" else LEDGER_EVENT
    for name in EVENTS.keys() & whole.keys():
        whole[name] = [_said(_filled(each, event)) for each in whole[name]]
    if whole["kind"] == "parts":
        own = ((each, PARAMETERS[each["kind"]] | PART) for each in whole["parts"])
        whole["parts"] = [_filled(declared(each), shape) for each, shape in own]
    return {name: _spelled(name, value) for name, value in _said(whole).items()}


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


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """The parameters without the younger ones that stand at their default."""
    return {n: value for n, value in values.items() if n not in UNSAID or value != UNSAID[n]}


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
        if not needs_values(complete(part.rule)) or is_of_a_group(part.rule):
            words = Words(
                "{kind} 不由核定值计分", "{kind} is not scored from a value that is found"
            )
            own.append(words.format(kind=part.rule["kind"]))
        yield from ((place, of_part(part, words)) for words in own)


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
    if whole["kind"] == "linear":
        yield from line_points_faults(whole, most)
