"""A rule is looked at once and a node written once: what is kept never shows in a score."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from tests.workflow.scoring_cases import items, make_finding, make_rule
from workflow.audit.canonical import canonical
from workflow.scoring.derivation import digest_in, sealed, written
from workflow.scoring.formulas import CannotScore, score
from workflow.scoring.prepared import prepared
from workflow.scoring.rule import check_rule, complete, rule_digest


def everything_in(derivation):
    yield derivation
    for child in derivation["children"]:
        yield from everything_in(child)


@given(items())
def test_every_node_is_written_and_digested_as_if_it_were_made_anew(item):
    plain = json.loads(json.dumps(score(**item)))
    for made, read in zip(everything_in(score(**item)), everything_in(plain), strict=True):
        assert written(made) == canonical(read)
        assert made["digest"] == sealed(read)["digest"]


@given(items())
def test_what_is_kept_of_a_rule_is_what_it_comes_to(item):
    kept = prepared(item["rule"])
    assert (kept.whole, kept.digest) == (complete(item["rule"]), rule_digest(item["rule"]))


def scored(rule):
    return score(rule, "40", "100", make_finding("90"), direction="at_least")


def test_a_rule_that_is_changed_in_place_is_another_rule():
    rule = make_rule("ladder")
    assert scored(rule)["result"] == "36"
    rule["steps"] = [{"at_least": "0.5", "share": "0.5"}]
    assert scored(rule)["result"] == "20"


def test_a_derivation_that_somebody_bends_does_not_bend_the_next_one():
    rule, wanted = make_rule("ladder"), scored(make_rule("ladder"))
    (steps,) = (n["inputs"]["steps"] for n in everything_in(scored(rule)) if n["rule"] == "ladder")
    steps[1]["points"] = "17"
    assert scored(rule) == wanted


def test_an_event_that_did_not_happen_is_written_once_and_yet_each_tree_has_its_own():
    rule = make_rule("ledger")
    first, wanted = scored(rule), json.loads(json.dumps(scored(rule)))
    for made in list(everything_in(first)):
        if made["rule"] in ("deduction", "addition"):
            made["inputs"]["entries"].append({"ref": "bent", "count": "1"})
            made["children"].append({})
            made["result"] = "17"
    assert scored(rule) == wanted


@pytest.mark.parametrize("floor", [Decimal(1), 1, 1.0, "one", ["1"], "50"])
def test_a_rule_that_is_wrong_is_told_all_that_is_wrong_with_it(floor):
    rule = {**make_rule("per_event"), "floor": floor}
    with pytest.raises(CannotScore) as caught:
        scored(rule)
    assert caught.value.faults == check_rule(rule, "40") != []


@given(items())
def test_the_digest_of_a_stored_derivation_is_told_without_reading_it_all(item):
    made = score(**item)
    assert digest_in(written(made).decode()) == made["digest"]


@pytest.mark.parametrize("inner", [{"digest": "inner"}, [{"digest": "inner"}], 'a "digest":"b"'])
def test_a_digest_among_the_inputs_is_not_taken_for_that_of_the_whole(inner):
    whole = canonical({"children": [], "digest": "outer", "inputs": {"of": inner}}).decode()
    assert digest_in(whole) == "outer"
    assert digest_in(json.dumps(json.loads(whole), indent=1)) == "outer"
