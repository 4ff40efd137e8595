"""What a scoring unit's finding comes to: its own answers and the ledger as it stands (S7–S9).

Door, sheet and prediction ask here, so that what a sheet shows is what the door will write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from workflow.audit.canonical import NotCanonical, decimal_text
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.formulas import CannotScore, Event, Finding, distance, faults_of
from workflow.scoring.formulas import score as compute
from workflow.scoring.group import Group, is_of_a_group
from workflow.scoring.ledger import events_of
from workflow.scoring.missing import meaning_of
from workflow.scoring.part_nodes import parts_below
from workflow.scoring.parts import Part, PartValue, parts_of
from workflow.scoring.rule import complete, needs_values
from workflow.words import Words

Values = dict[str, Any]
USUAL: Values = {"found_value": None, "quality": "ok", "on_time": True, "met": True}


def derived(
    rule: Mapping[str, Any], material: Values, found: Values, group: Group | None = None
) -> Derivation:
    """The derivation of the score that a finding gives a content under its rule, in its group where
    the rule compares the units.

    Raises CannotScore.
    """
    return compute(
        rule,
        material["points"],
        material["target_value"],
        _finding(found),
        direction=material["direction"],
        group=group,
    )


def faults(rule: Mapping[str, Any], material: Values, found: Values) -> list[Words]:
    """Why a finding could not be scored under this rule, whatever the others of its group are."""
    return faults_of(
        rule,
        material["points"],
        material["target_value"],
        _finding(found),
        direction=material["direction"],
    )


def _finding(found: Values) -> Finding:
    return Finding(
        parts=part_values(found.get("parts")),
        found_value=found.get("found_value"),
        quality=found["quality"],
        on_time=bool(found["on_time"]),
        met=bool(found["met"]),
        events=tuple(
            Event(
                each["event"],
                str(each["count"]),
                each.get("ref", ""),
                each.get("occurred_on"),
                each.get("document"),
                each.get("matter"),
            )
            for each in found.get("events") or []
        ),
    )


def part_values(given: Sequence[Values] | None) -> tuple[PartValue, ...]:
    """The values found by part and period, as an input or a stored finding holds them."""
    return tuple(
        PartValue(each["part"], each.get("period") or None, each["value"]) for each in given or ()
    )


def asked_by(rule: Mapping[str, Any]) -> list[Part]:
    """The parts whose values a finding must hold, in the rule's order; none under most rules."""
    return parts_of(complete(rule))


@dataclass(frozen=True)
class Assessment:
    """One row of a scoring unit's sheet: rule and content in force, standing entries."""

    rule: Mapping[str, Any]
    material: Values
    ledger: Sequence[Values]

    @property
    def likeness(self) -> tuple[Any, ...]:
        """What the prediction comes from: rows that are alike in it need only one."""
        content = self.material
        events = sorted((e["event"], e["count"], e["matter_code"] or "") for e in self.ledger)
        rule = content["scoring_rule"]["digest"]
        return rule, content["points"], content["target_value"], content["direction"], *events

    @property
    def counts_events(self) -> bool:
        """Whether the rule counts what a ledger holds."""
        return bool(events_of(self.rule))

    @cached_property
    def needs_value(self) -> bool:
        """Whether somebody must find a value before there is a score."""
        return needs_values(complete(self.rule))

    @cached_property
    def parts(self) -> list[Part]:
        """The parts whose values somebody must find; none where one value, or none, is enough."""
        return asked_by(self.rule)

    @property
    def missing(self) -> str | None:
        """What it means where no value can be found; None where one must be."""
        return meaning_of(self.rule)

    @property
    def balance(self) -> tuple[str, str]:
        """What the entries cost and what they give, signed, before any limit, floor or cap."""
        amounts = [exact(entry["amount"]) for entry in self.ledger]
        costs = sum((a for a in amounts if a < 0), Fraction(0))
        return exact_text(costs), exact_text(sum(amounts, Fraction(0)) - costs)

    def found(self, answers: Values) -> Values:
        """The finding that these answers and the ledger make together."""
        events = [
            {
                "event": entry["event"],
                "count": entry["count"],
                "ref": str(entry["id"]),
                "occurred_on": entry["occurred_on"],
                "document": entry["document"],
                **({"matter": entry["matter_code"]} if entry["matter_code"] else {}),
            }
            for entry in self.ledger
        ]
        return {**answers, "events": events if self.counts_events else None}

    @property
    def waits_for_others(self) -> bool:
        """Whether its score depends on what will be found for the other units."""
        return is_of_a_group(self.rule)

    def derivation(self, answers: Values) -> Derivation:
        """What these answers would score. Raises CannotScore."""
        return derived(self.rule, self.material, self.found(answers))

    def faults(self, answers: Values) -> list[Words]:
        """Why these answers could not be scored."""
        return faults(self.rule, self.material, self.found(answers))

    @cached_property
    def predicted(self) -> str | None:
        """The score if nothing else happens and all is well; None where a value must be found."""
        if self.needs_value:
            return None
        try:
            score: str = self.derivation(USUAL)["result"]
        except CannotScore:
            return None
        return score

    def met(self, answers: Values) -> bool:
        """Whether it counts as met unless somebody says otherwise: the value found reaches the
        target, each part earned all its points; where the ledger decides, it has not taken all."""
        if self.needs_value:
            found_value = answers.get("found_value")
            return found_value is None or self._reaches(found_value)
        if self.parts:
            return self._earned_whole(answers)
        score = self.predicted
        return score is None or exact(score) > 0

    def _earned_whole(self, answers: Values) -> bool:
        try:
            made = self.derivation({**USUAL, **answers})
        except (CannotScore, NotCanonical, KeyError, TypeError):
            return True  # the input's own schema, or a rule, says what is wrong with it
        nodes = parts_below(made)
        return all(exact(node["result"]) >= exact(node["inputs"]["points"]) for node in nodes)

    def _reaches(self, found_value: str) -> bool:
        target, whole = self.material["target_value"], complete(self.rule)
        try:
            found = exact(decimal_text(found_value))
        except NotCanonical:
            return True  # not a number: the input's own schema says so
        if target is None:
            return True
        band = exact(whole.get("band", "0"))
        return distance(self.material["direction"], exact(target), band, found) == 0
