"""A stranger redoes an outcome from its tree and its front's table; no bent node stays unseen."""

import copy
import json

import pytest

from tests.workflow.results_cases import categories, front_of, make_scheme, results
from workflow.audit.canonical import canonical
from workflow.scoring.outcome_node import sealed_result
from workflow.scoring.recompute import BentDerivation
from workflow.scoring.recompute_outcome import recompute_outcome, recompute_results
from workflow.scoring.results import outcomes


def paths(node, path=""):
    yield path, node
    for number, child in enumerate(node["children"]):
        yield from paths(child, f"{path}/children/{number}")


def resealed(node):
    return sealed_result({**node, "children": [resealed(child) for child in node["children"]]})


def trees():
    made = results()
    return {u.unit: copy.deepcopy(u.derivation) for u in made.units}, made.fronts["towns"]


BETA = [path for path, _ in paths(trees()[0]["beta"])]


@pytest.mark.parametrize("path", BETA)
@pytest.mark.parametrize("name", ["result", "inputs", "rule", "digest", "label_zh", "children"])
def test_one_bent_part_of_any_node_is_named(path, name):
    made, front = trees()
    part = dict(paths(made["beta"]))[path]
    part[name] = {"inputs": {"bent": True}, "children": [{}]}.get(name, "bent")
    with pytest.raises(BentDerivation) as caught:
        recompute_outcome(made["beta"], front)
    assert caught.value.path.startswith(path)


@pytest.mark.parametrize("path", [p for p, n in paths(trees()[0]["beta"])])
def test_a_bent_result_is_found_even_when_every_digest_was_made_anew(path):
    made, front = trees()
    part = dict(paths(made["beta"]))[path]
    other = {"3": "1", "not_met": "met", "met": "exceeded", "talk": "none"}
    part["result"] = other.get(part["result"], "17")
    with pytest.raises(BentDerivation):
        recompute_outcome(resealed(made["beta"]), front)


def bent_scores(tree, front):
    categories(tree)[0]["inputs"]["targets"][1]["score"] = "20"


def bent_met(tree, front):
    categories(tree)[0]["inputs"]["targets"][1]["met"] = True


def bent_cause(tree, front):
    categories(tree)[0]["inputs"]["targets"][1]["cause"] = "lack_of_effort"


def bent_ladder(tree, front):
    dict(paths(tree))["/children/0/children/0/children/0/children/0/children/0"]["children"] = []


def bent_unit(tree, front):
    tree["inputs"]["unit"] = "alpha"


def bent_value(tree, front):
    tree["children"][1]["inputs"]["value"] = "99"


def bent_awards(tree, front):
    tree["children"][2]["inputs"]["rank"] = 1


def bent_sanctions(tree, front):
    tree["children"][3]["inputs"]["sanctions"] = []


def bent_scheme(tree, front):
    tree["inputs"]["scheme"] = "e" * 64


def bent_rule(tree, front):
    tree["children"][0]["children"][0]["inputs"]["applies"] = True


def missing_inputs(tree, front):
    tree["children"][1]["inputs"] = {}


BENDS = [
    bent_scores,
    bent_met,
    bent_cause,
    bent_ladder,
    bent_unit,
    bent_value,
    bent_awards,
    bent_sanctions,
    bent_scheme,
    bent_rule,
    missing_inputs,
]


@pytest.mark.parametrize("bend", BENDS)
def test_nodes_that_contradict_each_other_are_found_though_all_digests_are_new(bend):
    made, front = trees()
    bend(made["beta"], front)
    with pytest.raises(BentDerivation):
        recompute_outcome(resealed(made["beta"]), front)


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [(0, "rank", 2), (2, "rank", 2), (2, "value", "97"), (0, "unit", "gamma"), (2, "total", "0")],
)
def test_a_bent_table_of_a_front_is_found_though_all_digests_are_new(row, name, value):
    made, front = trees()
    bent = copy.deepcopy(front)
    bent["inputs"]["rows"][row][name] = value
    tree = made["beta"]
    for anew in (bent, resealed(bent)):
        tree["children"][1]["inputs"]["table"] = anew["digest"]
        with pytest.raises(BentDerivation):
            recompute_outcome(resealed(tree), anew)


def test_all_results_are_redone_together_and_no_unit_may_be_missing():
    made = results()
    derivations = json.loads(canonical([u.derivation for u in made.units]))
    assert [each.rank for each in recompute_results(derivations, made.fronts)] == [1, 1, 3]
    for wrong in (derivations[:-1], [*derivations, derivations[0]]):
        with pytest.raises(BentDerivation):
            recompute_results(wrong, made.fronts)
    with pytest.raises(BentDerivation, match="no table"):
        recompute_results(derivations, {})
    with pytest.raises(BentDerivation):
        recompute_results([None], made.fronts)


def test_a_table_is_held_once_however_many_units_there_are():
    units, targets = front_of(*["90"] * 26)
    made = outcomes(make_scheme(), units, targets)
    sizes = {len(canonical(u.derivation)) for u in made.units}
    alone = outcomes(make_scheme(), units[:1], targets[:1]).units[0]
    assert max(sizes) - len(canonical(alone.derivation)) < 100
