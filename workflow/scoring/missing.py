"""What it means that there is no value to score: as its rule declares, never a silent zero.

`missing` of a rule that computes with a found value:

refuse           (default) there is no score until a value is found
zero             what a unit cannot show it did not do: no points
not_applicable   the item does not apply to the unit: no points, and its points are none of those
                 that could be earned
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact_text
from workflow.words import Words

REFUSE: Final = "refuse"
NOT_APPLICABLE: Final = "not_applicable"
MEANINGS: Final = (REFUSE, "zero", NOT_APPLICABLE)


def meaning_of(rule: Mapping[str, Any]) -> str | None:
    """What a rule takes a missing value for; None where it refuses to go on without one."""
    meaning: str = rule.get("missing", REFUSE)
    return None if meaning == REFUSE else meaning


def missing_node(rule: Mapping[str, Any], points: Fraction) -> Derivation:
    """No points, and why there are none."""
    inputs = {"meaning": rule["missing"], "points": exact_text(points)}
    return node("missing", inputs, Fraction(0))


def missing_faults(whole: Mapping[str, Any]) -> Iterator[Words]:
    """A rule that computes with no value has nothing that could be missing."""
    if meaning_of(whole) and whole.get("decided_by") == "met":
        yield Words(
            "按完成与否计分的办法不用数值，不会缺数值",
            "a rule decided by met uses no value, so none can be missing",
        )


def is_applicable(derivation: Derivation) -> bool:
    """Whether the points of a scored target count among those that could be earned."""
    step = derivation
    while step["rule"] != "missing" and len(step["children"]) == 1:
        step = step["children"][0]
    return not (step["rule"] == "missing" and step["inputs"]["meaning"] == NOT_APPLICABLE)
