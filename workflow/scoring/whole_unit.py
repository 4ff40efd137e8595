"""What a unit earns as a whole beside its targets: evaluations and adjustments, as nodes.

Evaluations are asked for (leaders, peers, the public) or checked (half-year); adjustments are given
or taken entry by entry, each by a document. What the nodes mean stands in outcome_node.py.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

from workflow.audit.canonical import decimal_text
from workflow.scheme.unit_rules import Adjustment, Evaluation
from workflow.scheme.value import Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.outcome import Adjusted, Evaluated, UnitPlace
from workflow.scoring.outcome_node import result_node

ZERO: Final = Fraction(0)


def nodes(scheme: Scheme, place: UnitPlace) -> list[Derivation]:
    """Return a node for every evaluation and adjustment of the scheme, in its order.

    Also where nothing was entered: so all units have the same steps, and compare step by step.
    """
    return [
        *(_evaluation(each, place.evaluated) for each in scheme.evaluations),
        *(_adjustment(each, place.adjusted) for each in scheme.adjustments),
    ]


def applicable(parts: Iterable[Derivation]) -> Fraction:
    """Return the points that a unit could have earned: what did not apply to it left out."""
    return sum((_applicable(part) for part in parts), ZERO)


def missing(scheme: Scheme, place: UnitPlace) -> Iterator[tuple[Evaluation, str | None]]:
    """Yield what must have been entered for a unit before there are results, and was not."""
    for each in scheme.evaluations:
        if each.missing == "refuse":
            entered = {one.period for one in place.evaluated if one.evaluation == each.code}
            for period in each.periods or (None,):
                if period not in entered:
                    yield each, period


def _applicable(part: Derivation) -> Fraction:
    inputs = part["inputs"]
    if part["rule"] == "category":
        left_out = (exact(e["points"]) for e in inputs["targets"] if not e.get("applicable", True))
        return exact(inputs["points"]) - sum(left_out, ZERO)
    if part["rule"] == "evaluation":
        return exact(inputs["points"]) if inputs["counted"] else ZERO
    return max(exact(part["result"]), ZERO) if inputs["applicable"] else ZERO


def _evaluation(declared: Evaluation, evaluated: Iterable[Evaluated]) -> Derivation:
    """The points times the mean share of what was asked or checked."""
    own = {one.period: one for one in evaluated if one.evaluation == declared.code}
    below = [_asked(declared, own.get(period), period) for period in declared.periods or (None,)]
    counted = [one for one in below if one["rule"] != "left_out"]
    shares = sum((exact(one["result"]) for one in counted), ZERO)
    inputs = {
        **_named(declared),
        "points": decimal_text(declared.points),
        "counted": len(counted),
    }
    share = shares / len(counted) if counted else ZERO
    result = exact_text(exact(declared.points) * share)
    return result_node("evaluation", inputs, result, below)


def _asked(declared: Evaluation, entered: Evaluated | None, period: str | None) -> Derivation:
    if entered is None:
        rule = "left_out" if declared.missing == "not_applicable" else "absent"
        return result_node(rule, {"period": period, "missing": declared.missing}, "0")
    inputs: dict[str, Any] = {"period": period, "document": entered.document}
    if entered.counts is None:
        value, out_of = decimal_text(entered.value or "0"), decimal_text(declared.out_of)
        inputs |= {"value": value, "out_of": out_of}
        return result_node("checked", inputs, exact_text(exact(value) / exact(out_of)))
    given = dict(entered.counts)
    inputs["answers"] = [
        {
            "code": a.code,
            "zh": a.name.zh,
            "en": a.name.en,
            "share": decimal_text(a.share),
            "count": given.get(a.code, 0),
        }
        for a in declared.answers
    ]
    people = sum(one["count"] for one in inputs["answers"])
    worth = sum((exact(one["share"]) * one["count"] for one in inputs["answers"]), ZERO)
    return result_node("asked", inputs, exact_text(worth / people if people else ZERO))


def _adjustment(declared: Adjustment, adjusted: Iterable[Adjusted]) -> Derivation:
    own = sorted((a for a in adjusted if a.adjustment == declared.code), key=lambda a: a.entry)
    entries: list[dict[str, Any]] = [
        {"entry": a.entry, "points": decimal_text(a.points), "document": a.document} for a in own
    ]
    inputs = {
        **_named(declared),
        "cap": decimal_text(declared.cap),
        "floor": decimal_text(declared.floor),
        "applicable": declared.applicable,
        "entries": entries,
    }
    whole = sum((exact(entry["points"]) for entry in entries), ZERO)
    kept = min(max(whole, exact(declared.floor)), exact(declared.cap))
    return result_node("adjustment", inputs, exact_text(kept))


def _named(declared: Evaluation | Adjustment) -> dict[str, Any]:
    return {"code": declared.code, "zh": declared.name.zh, "en": declared.name.en}
