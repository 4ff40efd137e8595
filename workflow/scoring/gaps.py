"""What keeps a year's results from being computed: all of it at once, each by its name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from workflow.scheme.value import Scheme
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.whole_unit import missing
from workflow.words import Words, joined

CAUSES = ("lack_of_effort", "objective")


class CannotRank(ValueError):
    """Something is missing or contradicts itself; `faults` says what, in both languages."""

    def __init__(self, faults: list[Words]) -> None:
        self.faults = faults
        super().__init__(joined(faults))


def gaps(
    scheme: Scheme, units: Sequence[UnitPlace], targets: Sequence[TargetOutcome]
) -> list[Words]:
    """Return every reason why these cannot be ranked, in one order whatever that of the input."""
    by_unit = sorted(units, key=lambda place: (place.code, place.front))
    by_number = sorted(targets, key=lambda target: (target.target, target.unit))
    return [
        *_scheme_gaps(scheme, by_unit),
        *_unit_gaps(scheme, by_unit, by_number),
        *_target_gaps(scheme, by_number),
    ]


def _scheme_gaps(scheme: Scheme, units: list[UnitPlace]) -> Iterator[Words]:
    if not scheme.grades:
        yield Words("考核方案没有规定等次", "the scheme has no grades")
    if not units:
        yield Words("没有参加排名的单位", "there is no unit to rank")
    filled = {place.front for place in units}
    for front in scheme.fronts:
        if front.code not in filled:
            words = Words("战线“{name}”没有单位", "the front {name} has no unit")
            yield words.format(name=front.name)


def _unit_gaps(
    scheme: Scheme, units: list[UnitPlace], targets: list[TargetOutcome]
) -> Iterator[Words]:
    known = {front.code for front in scheme.fronts}
    placed = Counter(place.code for place in units)
    answering = {target.unit for target in targets}
    for unit, times in placed.items():
        if times > 1:
            words = Words("单位 {unit} 列入了 {times} 次", "unit {unit} is listed {times} times")
            yield words.format(unit=unit, times=times)
        if unit not in answering:
            words = Words("单位 {unit} 没有目标", "unit {unit} has no target")
            yield words.format(unit=unit)
    for place in units:
        if not place.front:
            words = Words("单位 {unit} 不属于任何战线", "unit {unit} is in no front")
            yield words.format(unit=place.code)
        elif known and place.front not in known:
            words = Words(
                "单位 {unit} 所在战线 {front} 不在考核方案中",
                "unit {unit} is in the front {front}, which the scheme does not know",
            )
            yield words.format(unit=place.code, front=place.front)
        yield from _entry_gaps(scheme, place)
    for unit in sorted(answering - placed.keys()):
        words = Words(
            "有目标的单位 {unit} 未列入任何战线", "unit {unit} has targets but is in no front"
        )
        yield words.format(unit=unit)


def _entry_gaps(scheme: Scheme, place: UnitPlace) -> Iterator[Words]:
    """What must be entered for a unit as a whole and is not, or names nothing in the scheme."""
    for evaluation, period in missing(scheme, place):
        words = Words("单位 {unit} 没有“{name}”的结果", "unit {unit} has no result of {name}")
        name = evaluation.name
        if period is not None:
            name = Words(f"{name.zh}（{period}）", f"{name.en} ({period})")
        yield words.format(unit=place.code, name=name)
    for known, named in (
        (scheme.evaluations, [one.evaluation for one in place.evaluated]),
        (scheme.adjustments, [one.adjustment for one in place.adjusted]),
        (scheme.vetoes, [one.veto for one in place.vetoed]),
    ):
        for code in sorted({*named} - {one.code for one in known}):
            words = Words(
                "单位 {unit} 登记了考核方案中没有的 {code}",
                "{code} is entered for unit {unit} and is not in the scheme",
            )
            yield words.format(unit=place.code, code=code)


def _target_gaps(scheme: Scheme, targets: list[TargetOutcome]) -> Iterator[Words]:
    by_cause = _asked_for_cause(scheme)
    for number, times in Counter(target.target for target in targets).items():
        if times > 1:
            words = Words(
                "目标 {number} 列入了 {times} 次", "target {number} is listed {times} times"
            )
            yield words.format(number=number, times=times)
    for target in targets:
        for words in _own_gaps(scheme, target, by_cause):
            yield Words("{name}：{words}", "{name}: {words}").format(
                name=_name(target), words=words
            )


def _own_gaps(scheme: Scheme, target: TargetOutcome, by_cause: set[str]) -> Iterator[Words]:
    if target.category not in scheme.categories:
        words = Words("类别 {code} 不在考核方案中", "the scheme has no category {code}")
        yield words.format(code=target.category)
    if target.score is None:
        yield Words("没有得分", "it has no score")
    elif target.met is None:
        yield Words("没有完成与否的结论", "nobody has found whether it was met")
    if target.met is False and target.category in by_cause and target.cause not in CAUSES:
        yield Words("未完成的原因尚未裁定", "the cause why it was not met is not decided")


def _asked_for_cause(scheme: Scheme) -> set[str]:
    """The categories whose unfinished targets some grade rule counts by cause (S44)."""
    counts = [c for rule in scheme.grade_rules for c in rule.when if c.cause is not None]
    if any(count.category is None for count in counts):
        return set(scheme.categories)
    return {count.category for count in counts if count.category is not None}


def _name(target: TargetOutcome) -> Words:
    words = Words(
        "单位 {unit} 目标 {number}“{title}”" if target.title else "单位 {unit} 目标 {number}",
        "{unit}, target {number} “{title}”" if target.title else "{unit}, target {number}",
    )
    return words.format(unit=target.unit, number=target.target, title=target.title)
