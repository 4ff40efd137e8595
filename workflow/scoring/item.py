"""One item being scored, and what lies over every formula: quality, lateness, rounding."""

from dataclasses import dataclass
from fractions import Fraction

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.finding import Finding
from workflow.scoring.group import Group
from workflow.scoring.rule import Rule


@dataclass(frozen=True, slots=True)
class Item:
    """One item being scored, all its numbers exact; the rule is completed."""

    rule: Rule
    rule_digest: str
    points: Fraction
    direction: str
    target: Fraction
    found: Fraction
    finding: Finding
    group: Group | None

    def number(self, name: str) -> Fraction:
        return exact(self.rule[name])

    def values(self) -> dict[str, str]:
        """The inputs of every node that compares found value and target."""
        band = {"band": self.rule["band"]} if self.direction == "between" else {}
        return {
            "direction": self.direction,
            "target_value": exact_text(self.target),
            "found_value": exact_text(self.found),
            **band,
        }


def overlaid(item: Item, earned: Derivation) -> Derivation:
    """Return the score of what a formula gave: lessened by quality and lateness, then rounded."""
    return _round(item, _late(item, _quality(item, earned)))


def _quality(item: Item, below: Derivation) -> Derivation:
    inputs = {"quality": item.finding.quality, "poor_factor": item.rule["quality_poor_factor"]}
    applies = item.finding.quality == "poor"
    return node("quality", inputs, _lessened(below, applies, inputs["poor_factor"]), [below])


def _late(item: Item, below: Derivation) -> Derivation:
    factor = item.rule["late_factor"]
    inputs = {"on_time": item.finding.on_time, "late_factor": factor}
    return node("late", inputs, _lessened(below, not item.finding.on_time, factor), [below])


def _lessened(below: Derivation, applies: bool, factor: str) -> Fraction:
    value = exact(below["result"])
    # A negative score times a factor would rise: being late must never help.
    return value * exact(factor) if applies and value > 0 else value


def _round(item: Item, below: Derivation) -> Derivation:
    rounding = item.rule["rounding"]
    inputs = {"rule_code": item.rule["code"], "rule_digest": item.rule_digest, **rounding}
    return node("round", inputs, rounded(exact(below["result"]), **rounding), [below])
