"""What it means that there is no value: no score, no points, or none of its points anywhere."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import stranger as recompute_year
from tests.builders import FOUND, World, codes
from tests.workflow.own_year import ruled
from tests.workflow.scoring_cases import VALUED, items, make_finding, make_rule
from workflow.scoring.derivation import score_of
from workflow.scoring.formulas import CannotScore, score
from workflow.scoring.missing import is_applicable
from workflow.scoring.recompute import recompute
from workflow.scoring.rule import check_rule, complete, rule_digest

RULES = """
[[rule]]
code = "or_zero"
kind = "proportional"
missing = "zero"
[[rule]]
code = "or_not_applicable"
kind = "proportional"
missing = "not_applicable"
[normalise]
to = "100"
"""
NOTHING = {**FOUND, "found_value": None, "no_value": True}


def valued(rule):
    return rule["kind"] != "all_or_nothing" or rule["decided_by"] == "value"


@given(items(VALUED).filter(lambda item: valued(item["rule"])), st.booleans())
def test_no_value_gives_what_the_rule_says_it_means_and_the_same_to_everybody(item, applies):
    rule = {**item["rule"], "missing": "zero" if applies else "not_applicable"}
    finding = replace(item["finding"], found_value=None)
    made = score(**{**item, "rule": rule, "finding": finding})
    assert (made["result"], recompute(made)) == ("0", 0)
    assert is_applicable(made) is applies
    found = {"found_value": None, "quality": "ok", "on_time": True, "met": True, "events": "[]"}
    content = {name: item[name] for name in ("points", "target_value", "direction")}
    assert recompute_year.score(rule, content, found) == 0


@given(items(VALUED))
def test_a_declared_meaning_leaves_every_found_value_its_score(item):
    own = score(**item)
    if not valued(item["rule"]):
        return
    declared = score(**{**item, "rule": {**item["rule"], "missing": "zero"}})
    assert score_of(declared) == score_of(own)
    assert is_applicable(declared)


def test_a_missing_value_is_never_silent():
    with pytest.raises(CannotScore, match="needs a found value"):
        score(make_rule("proportional"), "40", "100", make_finding(None), direction="at_least")
    made = score(make_rule("proportional", missing="zero"), "40", "100", make_finding(None),
                 direction="at_least")  # fmt: skip
    (under,) = made["children"][0]["children"][0]["children"]
    assert (under["rule"], under["inputs"]) == ("missing", {"meaning": "zero", "points": "40"})


def test_a_found_nought_is_a_value():
    rule = make_rule("proportional", missing="not_applicable")
    made = score(rule, "40", "100", make_finding("0"), direction="at_least")
    assert is_applicable(made)


def test_the_default_leaves_a_rule_and_its_digest_as_they_were():
    said = make_rule("proportional", missing="refuse")
    assert rule_digest(said) == rule_digest(make_rule("proportional"))
    assert "missing" not in complete(said)
    assert rule_digest(make_rule("proportional", missing="zero")) != rule_digest(said)


@pytest.mark.parametrize(
    ("kind", "over", "words"),
    [
        ("proportional", {"missing": "none"}, "missing: must be one of"),
        ("ledger", {"missing": "zero"}, "unknown parameter missing"),
        ("per_event", {"missing": "zero"}, "unknown parameter missing"),
        ("all_or_nothing", {"missing": "zero"}, "uses no value"),
    ],
)
def test_a_meaning_for_what_cannot_be_missing_is_reported(kind, over, words):
    (fault,) = check_rule(make_rule(kind, **over))
    assert words in fault


# — through the door —

SCORE = "SELECT derivation FROM score WHERE target_id = ?"


def waiting(world: World, rule: str) -> int:
    """A target that waits for its finding, under one of the rules above."""
    return world.due(year=ruled(world, RULES), scoring_rule=rule)


def outcome(world: World, target: int):
    year = world.target(target)["year_id"]
    _, targets, *_ = world.year_case(year).known("outcomes")
    return next(one for one in targets if one.target == target)


def test_what_does_not_apply_is_scored_as_nothing_and_says_so(world):
    target = waiting(world, "or_not_applicable")
    world.act("inspector1", "inspect", target, **NOTHING)
    world.act("office", "score", target)
    found = outcome(world, target)
    assert (found.score, found.applicable, found.met) == ("0", False, True)
    derivation = json.loads(world.row(SCORE, target)["derivation"])
    assert recompute(derivation) == 0


def test_what_was_not_provided_counts_as_nothing_and_stays_among_what_could_be_earned(world):
    target = waiting(world, "or_zero")
    world.act("inspector1", "inspect", target, **{**NOTHING, "met": False, "cause": "objective"})
    world.act("office", "score", target)
    found = outcome(world, target)
    assert (found.score, found.applicable, found.met) == ("0", True, False)


@pytest.mark.parametrize(
    ("rule", "fields", "code"),
    [
        ("or_zero", {"found_value": None}, "absence_of_a_value_is_said"),
        ("or_zero", {"no_value": True}, "absence_of_a_value_is_said"),
        ("or_not_applicable", {**NOTHING, "met": False, "cause": "objective"},
         "what_does_not_apply_is_not_unmet"),
        ("proportional", {"no_value": True}, "absence_of_a_value_is_said"),
    ],
)  # fmt: skip
def test_an_empty_field_is_not_taken_for_a_missing_value(world, rule, fields, code):
    target = waiting(world, rule)
    refused = world.no("inspector1", "inspect", target, **{**FOUND, **fields})
    assert codes(refused) == [code]
    assert world.state(target) == "due"
