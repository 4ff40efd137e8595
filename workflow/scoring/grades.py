"""From a unit's total to its grade: the base grade, then the scheme's rules in order (S42-S44)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from workflow.audit.canonical import decimal_text
from workflow.scheme.unit_rules import Veto
from workflow.scheme.value import Count, Grade, GradeRule, Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome import TargetOutcome, Vetoed
from workflow.scoring.outcome_node import result_node
from workflow.scoring.totals import ranked_value


@dataclass(frozen=True, slots=True)
class Position:
    """A unit's rank, and of how many: what a quota of the front is judged by."""

    rank: int
    of: int


def base_grade(
    scheme: Scheme, total: Derivation, position: Position, targets: Iterable[TargetOutcome]
) -> Derivation:
    """Return the node of the best grade all of whose conditions hold: the score that the ranked
    value reaches, the quota of the front, the targets that must be met."""
    on = scheme.ranking.on
    value, unfinished = exact(ranked_value(total, on)), _unfinished(targets)
    shown = [_shown(grade, position, unfinished) for grade in scheme.grades]
    reached = (one["code"] for one in shown if _is_reached(one, value, position))
    inputs: dict[str, Any] = {"on": on, "grades": shown}
    if any("places" in one for one in shown):
        inputs |= {"rank": position.rank, "of": position.of}
    return result_node("base_grade", inputs, next(reached, scheme.grades[-1].code), [total])


def grade(
    scheme: Scheme,
    base: Derivation,
    targets: Iterable[TargetOutcome],
    vetoed: Iterable[Vetoed] = (),
) -> Derivation:
    """Return the node of the final grade, every veto and grade rule of the scheme below it.

    One that does not apply is there too, with what it counted: why a grade was not lowered is
    asked as often as why it was.
    """
    unfinished, entered = _unfinished(targets), list(vetoed)
    below = base
    for veto in scheme.vetoes:
        below = _vetoed(scheme, veto, entered, below)
    for rule in scheme.grade_rules:
        below = _applied(scheme, rule, unfinished, below)
    return result_node("grade", {}, below["result"], [below])


def applied_rules(final: Derivation) -> tuple[str, ...]:
    """Return the codes of the vetoes and rules that applied on the way to a grade, in order."""
    codes: list[str] = []
    step = final["children"][0]
    while step["rule"] != "base_grade":
        if step["inputs"]["applies"]:
            codes.append(step["inputs"]["code"])
        step = step["children"][0]
    return tuple(reversed(codes))


def is_last(scheme: Scheme, grade: str) -> bool:
    """Whether a grade is the worst of several; the only grade there is says nothing bad."""
    return len(scheme.grades) > 1 and grade == scheme.grades[-1].code


def _unfinished(targets: Iterable[TargetOutcome]) -> list[TargetOutcome]:
    return sorted((t for t in targets if t.met is False), key=lambda target: target.target)


def _shown(grade: Grade, position: Position, unfinished: list[TargetOutcome]) -> dict[str, Any]:
    """A grade with its conditions; what it does not ask for leaves no trace."""
    shown: dict[str, Any] = {
        "code": grade.code,
        "zh": grade.name.zh,
        "en": grade.name.en,
        "at_least": grade.at_least,
    }
    if grade.top is not None:
        shown["places"] = grade.top
    elif grade.top_percent is not None:
        shown["top_percent"] = decimal_text(grade.top_percent)
        shown["places"] = int(exact(grade.top_percent) * position.of / 100)
    if grade.needs:
        named = [t for t in unfinished if t.category in grade.needs or t.item in grade.needs]
        shown |= {"needs": [*grade.needs], "unfinished": [target.target for target in named]}
    return shown


def _is_reached(shown: dict[str, Any], value: Fraction, position: Position) -> bool:
    """Whether every condition of a grade holds; who shares the last place of a quota is in it."""
    low = shown["at_least"]
    scored = low is None or value >= exact(low)
    placed = position.rank <= shown.get("places", position.rank)
    return scored and placed and not shown.get("unfinished")


def _vetoed(scheme: Scheme, veto: Veto, entered: list[Vetoed], below: Derivation) -> Derivation:
    """A veto over the grade so far: it applies where an entry of it stands against the unit."""
    own = sorted((one for one in entered if one.veto == veto.code), key=lambda one: one.entry)
    inputs = {
        "code": veto.code,
        "zh": veto.name.zh,
        "en": veto.name.en,
        "authority": veto.authority,
        "set_to": veto.set_to,
        "entries": [{"entry": one.entry, "document": one.document} for one in own],
        "applies": bool(own),
    }
    after = _worse(scheme, 0, veto.set_to, below["result"]) if own else below["result"]
    return result_node("veto", inputs, after, [below])


def _applied(
    scheme: Scheme, rule: GradeRule, unfinished: list[TargetOutcome], below: Derivation
) -> Derivation:
    counts = [_counted(count, unfinished) for count in rule.when]
    applies = all(map(_holds, counts))
    inputs = {
        "code": rule.code,
        "zh": rule.name.zh,
        "en": rule.name.en,
        "when": counts,
        "lower_by": rule.lower_by,
        "set_to": rule.set_to,
        "applies": applies,
    }
    after = below["result"]
    if applies:
        after = _worse(scheme, rule.lower_by or 0, rule.set_to, after)
    return result_node("grade_rule", inputs, after, [below])


def _counted(count: Count, unfinished: list[TargetOutcome]) -> dict[str, Any]:
    return {
        "category": count.category,
        "cause": count.cause,
        "at_least": count.at_least,
        "at_most": count.at_most,
        "targets": [target.target for target in unfinished if _is_counted(count, target)],
    }


def _is_counted(count: Count, target: TargetOutcome) -> bool:
    return count.category in (None, target.category) and count.cause in (None, target.cause)


def _holds(count: dict[str, Any]) -> bool:
    found, most = len(count["targets"]), count["at_most"]
    return found >= count["at_least"] and (most is None or found <= most)


def _worse(scheme: Scheme, lower_by: int, set_to: str | None, running: str) -> str:
    """The grade after a step that applies: down by steps, and set only where that is worse."""
    codes = [each.code for each in scheme.grades]
    place = codes.index(running) + lower_by
    if set_to is not None:
        place = max(place, codes.index(set_to))
    return codes[min(place, len(codes) - 1)]
