"""What each parameter of a scoring rule may be: its default and its check, kind by kind.

A check takes any JSON value and returns None, or one sentence about what is wrong with it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from workflow.audit.canonical import NotCanonical, decimal_text
from workflow.scoring.exact import MODES, exact
from workflow.scoring.missing import MEANINGS, REFUSE
from workflow.words import Words

Check: TypeAlias = Callable[[object], Words | None]
Shape: TypeAlias = dict[str, tuple[object, Check]]
"""Parameter → its default and its check."""

LARGEST: Final = 10**15
MOST_PERIODS: Final = 60
DIRECTIONS: Final = ("at_least", "at_most", "exactly", "between")
REQUIRED: Final = object()
"""Stands where a parameter has no default."""


def shape_faults(value: Mapping[str, object], shape: Shape) -> Iterator[Words]:
    """Yield what an object has too much, too little or wrong, parameter by parameter."""
    for name in value:
        if name not in shape:
            yield Words("未知参数 {name}", "unknown parameter {name}").format(name=name)
    for name, (default, check) in shape.items():
        if name not in value:
            if default is REQUIRED:
                yield Words("缺少参数 {name}", "parameter {name} is missing").format(name=name)
        elif fault := check(value[name]):
            yield Words("{name}:{fault}", "{name}: {fault}").format(name=name, fault=fault)


def _number(low: str, high: int = LARGEST, *, above: bool = False) -> Check:
    """A check for decimal text from `low` (or above it) to `high`."""

    def check(value: object) -> Words | None:
        try:
            number = exact(decimal_text(value if isinstance(value, str) else ""))
        except NotCanonical:
            return Words("须为十进制数字符串", "must be a decimal written as text")
        if not exact(low) <= number <= high or (above and number == exact(low)):
            words = Words("须在 {low} 与 {high} 之间", "must lie between {low} and {high}")
            return words.format(low=low, high=high)
        return None

    return check


def _one_of(*choices: str) -> Check:
    def check(value: object) -> Words | None:
        if isinstance(value, str) and value in choices:
            return None
        return Words("须为其一：{all}", "must be one of: {all}").format(all=" ".join(choices))

    return check


def _text(most: int) -> Check:
    def check(value: object) -> Words | None:
        if isinstance(value, str) and 0 < len(value) <= most and value.isprintable():
            return None
        words = Words("须为 1–{most} 个可见字符", "must be 1 to {most} printable characters")
        return words.format(most=most)

    return check


def _optional(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _places(value: object) -> Words | None:
    if type(value) is int and 0 <= value <= 6:
        return None
    return Words("须为 0–6 的整数", "must be a whole number from 0 to 6")


def _size(value: object) -> Words | None:
    if type(value) is int and 0 <= value <= 1000:
        return None
    return Words("须为 0–1000 的整数", "must be a whole number from 0 to 1000")


def _record(shape: Shape) -> Check:
    """A check for one object of the given shape."""

    def check(value: object) -> Words | None:
        if not isinstance(value, Mapping):
            return Words("须为对象", "must be an object")
        return next(iter(shape_faults(value, shape)), None)

    return check


def _list_of(check: Check, least: int = 1) -> Check:
    def check_all(value: object) -> Words | None:
        if not isinstance(value, list | tuple) or not least <= len(value) <= 100:
            words = Words("须有 {least}–100 项", "must have {least} to 100 entries")
            return words.format(least=least)
        return next((fault for each in value if (fault := check(each))), None)

    return check_all


def _step(value: object) -> Words | None:
    gives_share = isinstance(value, Mapping) and "share" in value
    return _record(SHARE_STEP if gives_share else POINTS_STEP)(value)


def _part(value: object) -> Words | None:
    """A check for one part of a rule: what every part has, and the parameters of its own kind."""
    kind = value.get("kind") if isinstance(value, Mapping) else None
    own = PARAMETERS.get(kind) if isinstance(kind, str) and kind != "parts" else None
    if not isinstance(value, Mapping) or own is None:
        return Words(
            "须为对象，其种类（不得为 parts）已知", "must be an object of a known kind but parts"
        )
    fault = next(shape_faults(value, own | PART), None)
    return fault and Words("{code}:{fault}", "{code}: {fault}").format(
        code=str(value.get("code", "?"))[:64], fault=fault
    )


def _periods(value: object) -> Words | None:
    if type(value) is int and 2 <= value <= MOST_PERIODS:
        return None
    if isinstance(value, list | tuple) and 2 <= len(value) <= MOST_PERIODS:
        return _list_of(_record(PERIOD))(value)
    words = Words(
        "须为 2–{most} 的整数或时段列表", "must be a whole number or a list of 2 to {most}"
    )
    return words.format(most=MOST_PERIODS)


_FACTOR: Final[tuple[object, Check]] = ("1", _number("0", 1))
_FLOOR: Final[tuple[object, Check]] = ("0", _number(f"-{LARGEST}"))
_BAND: Final[tuple[object, Check]] = ("0", _number("0"))
_WITHIN: Final[tuple[object, Check]] = ("front", _one_of("front", "county"))
_MISSING: Final[tuple[object, Check]] = (REFUSE, _one_of(*MEANINGS))

ROUNDING: Final[Shape] = {"places": (2, _places), "mode": ("half_up", _one_of(*MODES))}
POINTS_STEP: Final[Shape] = {
    "at_least": (REQUIRED, _number("0", 10)),
    "points": (REQUIRED, _number("0")),
}
SHARE_STEP: Final[Shape] = {
    "at_least": (REQUIRED, _number("0", 10)),
    "share": (REQUIRED, _number("0", 1)),
}
DEDUCTION: Final[Shape] = {
    "event": (REQUIRED, _text(64)),
    "points": (REQUIRED, _number("0", above=True)),
    "at_most": (None, _optional(_number("0", above=True))),
}
LEDGER_EVENT: Final[Shape] = {
    **DEDUCTION,
    "zh": (None, _optional(_text(200))),
    "en": (None, _optional(_text(200))),
    "group": (None, _optional(_text(64))),
}
EVENTS: Final[Shape] = {
    "deductions": ([], _list_of(_record(LEDGER_EVENT), 0)),
    "additions": ([], _list_of(_record(LEDGER_EVENT), 0)),
}
ADJUSTING: Final[Shape] = {
    **EVENTS,
    "adjust_floor": (None, _optional(_number(f"-{LARGEST}", 0))),
    "adjust_cap": (None, _optional(_number("0"))),
    "result_floor": (None, _optional(_number(f"-{LARGEST}"))),
    "result_cap": (None, _optional(_number("0"))),
}
"""What any kind may carry that counts no events itself: adjustments of what its formula gives."""
PERIOD: Final[Shape] = {
    "code": (REQUIRED, _text(40)),
    "zh": (REQUIRED, _text(60)),
    "en": (REQUIRED, _text(60)),
}
PART: Final[Shape] = {
    "code": (REQUIRED, _text(40)),
    "zh": (REQUIRED, _text(60)),
    "en": (REQUIRED, _text(60)),
    "kind": (REQUIRED, _text(64)),
    "points": (None, _optional(_number("0"))),
    "share": (None, _optional(_number("0", 1))),
    "target_value": (None, _optional(_number(f"-{LARGEST}"))),
    "direction": (None, _optional(_one_of(*DIRECTIONS))),
    "unit_of_measure": (None, _optional(_text(30))),
    "periods": (None, _optional(_periods)),
    "missing": ("refuse", _one_of("refuse", "zero", "left_out")),
}
"""What every part of a rule of the kind `parts` has, beside the parameters of its own kind."""
LINE_POINT: Final[Shape] = {
    "at": (REQUIRED, _number(f"-{LARGEST}")),
    "points": (REQUIRED, _number(f"-{LARGEST}")),
}
LINEAR: Final[Shape] = {
    "on": ("completion", _one_of("completion", "value")),
    "from": (REQUIRED, _record(LINE_POINT)),
    "to": (REQUIRED, _record(LINE_POINT)),
    "floor": _FLOOR,
    "cap": (None, _optional(_number(f"-{LARGEST}"))),
    "band": _BAND,
    "missing": _MISSING,
}
COMMON: Final[Shape] = {
    "code": (REQUIRED, _text(64)),
    "kind": (REQUIRED, _text(64)),
    "label_zh": (None, _optional(_text(200))),
    "label_en": (None, _optional(_text(200))),
    "quality_poor_factor": _FACTOR,
    "late_factor": _FACTOR,
    "rounding": ({"places": 2, "mode": "half_up"}, _record(ROUNDING)),
}
PARAMETERS: Final[dict[str, Shape]] = {
    "proportional": {
        "cap_percent": ("100", _number("0", 1000, above=True)),
        "band": _BAND,
        "missing": _MISSING,
    },
    "over_fulfilment": {
        "per_percent": (REQUIRED, _number("0", 1000, above=True)),
        "points_each": (REQUIRED, _number("0", above=True)),
        "bonus_cap": (None, _optional(_number("0"))),
        "missing": _MISSING,
    },
    "all_or_nothing": {
        "decided_by": ("met", _one_of("met", "value")),
        "band": _BAND,
        "missing": _MISSING,
    },
    "ladder": {"steps": (REQUIRED, _list_of(_step)), "band": _BAND, "missing": _MISSING},
    "per_event": {"deductions": (REQUIRED, _list_of(_record(DEDUCTION))), "floor": _FLOOR},
    "ledger": {**EVENTS, "floor": _FLOOR, "cap": (None, _optional(_number(f"-{LARGEST}")))},
    "distance": {
        "points_per_unit": (REQUIRED, _number("0", above=True)),
        "floor": _FLOOR,
        "band": _BAND,
        "missing": _MISSING,
    },
    "linear": LINEAR,
    "relative_to_best": {"within": _WITHIN, "floor": _FLOOR, "missing": _MISSING},
    "by_rank": {
        "step": (REQUIRED, _number("0", above=True)),
        "floor": _FLOOR,
        "small_group": (None, _optional(_size)),
        "small_step": (None, _optional(_number("0", above=True))),
        "within": _WITHIN,
        "missing": _MISSING,
    },
    "parts": {"parts": (REQUIRED, _list_of(_part))},
}
UNSAID: Final = {"missing": REFUSE, "group": None}
"""Parameters younger than schemes in use: at their default they leave no trace in a rule, so that
its digest stays what it was."""
TEXTS: Final = frozenset(
    {"code", "kind", "label_zh", "label_en", "decided_by", "event", "mode", "on", "zh", "en"}
    | {"direction", "unit_of_measure", "missing", "group", "within"}
)
"""Parameters whose text is not a number."""
