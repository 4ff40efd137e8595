"""From a unit's total to its grade: the base grade, then the scheme's rules in order (S42-S44)."""

from collections.abc import Iterable
from typing import Any

from workflow.scheme.value import Count, Grade, GradeRule, Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome import TargetOutcome
from workflow.scoring.outcome_node import result_node
from workflow.scoring.totals import ranked_value


def base_grade(scheme: Scheme, total: Derivation) -> Derivation:
    """Return the node of the best grade whose `at_least` the ranked value reaches."""
    on = scheme.ranking.on
    value = exact(ranked_value(total, on))
    reached = (g for g in scheme.grades if g.at_least is None or value >= exact(g.at_least))
    inputs = {"on": on, "grades": [_shown(grade) for grade in scheme.grades]}
    return result_node("base_grade", inputs, next(reached, scheme.grades[-1]).code, [total])


def grade(scheme: Scheme, base: Derivation, targets: Iterable[TargetOutcome]) -> Derivation:
    """Return the node of the final grade, every grade rule of the scheme below it.

    A rule that does not apply is there too, with the targets it counted: why a grade was not
    lowered is asked as often as why it was.
    """
    unfinished = sorted((t for t in targets if t.met is False), key=lambda target: target.target)
    below = base
    for rule in scheme.grade_rules:
        below = _applied(scheme, rule, unfinished, below)
    return result_node("grade", {}, below["result"], [below])


def applied_rules(final: Derivation) -> tuple[str, ...]:
    """Return the codes of the rules that applied on the way to a grade, in the scheme's order."""
    codes: list[str] = []
    step = final["children"][0]
    while step["rule"] == "grade_rule":
        if step["inputs"]["applies"]:
            codes.append(step["inputs"]["code"])
        step = step["children"][0]
    return tuple(reversed(codes))


def is_last(scheme: Scheme, grade: str) -> bool:
    """Whether a grade is the worst of several; the only grade there is says nothing bad."""
    return len(scheme.grades) > 1 and grade == scheme.grades[-1].code


def _shown(grade: Grade) -> dict[str, str | None]:
    return {
        "code": grade.code,
        "zh": grade.name.zh,
        "en": grade.name.en,
        "at_least": grade.at_least,
    }


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
    after = _worse(scheme, rule, below["result"]) if applies else below["result"]
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


def _worse(scheme: Scheme, rule: GradeRule, running: str) -> str:
    """The grade after a rule that applies: down by steps, and set only where that is worse."""
    codes = [each.code for each in scheme.grades]
    place = codes.index(running) + (rule.lower_by or 0)
    if rule.set_to is not None:
        place = max(place, codes.index(rule.set_to))
    return codes[min(place, len(codes) - 1)]
