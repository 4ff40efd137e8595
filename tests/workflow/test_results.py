"""Results of a year: a worked example by hand, what is missing, exactness."""

import ast
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workflow.scoring
from tests.workflow.results_cases import (
    FRONTS,
    categories,
    example,
    front_of,
    make_scheme,
    make_target,
    ranking,
    results,
)
from workflow.audit.canonical import canonical
from workflow.scheme.value import Variant
from workflow.scoring.recompute_outcome import recompute_outcome
from workflow.scoring.results import CannotRank, UnitPlace, outcomes, results_digest
from workflow.words import Words


def test_a_worked_example_comes_out_exactly():
    told = [
        (u.unit, u.categories, u.exact_total, u.total, u.base_grade, u.grade, u.rules, u.rank)
        for u in results().units
    ]
    alpha = {"key": "38.125", "routine": "28.35", "common": "20", "stability": "10"}
    gamma = {"key": "38.12", "routine": "28.36", "common": "20", "stability": "10"}
    beta = {"key": "32", "routine": "30", "common": "19.5", "stability": "9"}
    assert told == [
        ("alpha", alpha, "96.475", "96.48", "exceeded", "exceeded", (), 1),
        ("gamma", gamma, "96.48", "96.48", "exceeded", "exceeded", (), 1),
        ("beta", beta, "90.5", "90.5", "met", "not_met", ("S43",), 3),
    ]
    assert [[a.amount for a in u.awards] for u in results().units] == [["5000"], ["5000"], []]
    assert [[s.code for s in u.sanctions] for u in results().units] == [[], [], ["talk"]]


def test_the_example_ranked_on_exact_totals_parts_the_two():
    found = results(make_scheme(ranking=ranking(on="exact"))).units
    assert [(u.unit, u.rank) for u in found] == [("gamma", 1), ("alpha", 2), ("beta", 3)]


def test_a_category_shows_the_points_that_its_units_variant_gives_it():
    points = {"key": "0", "routine": "60", "common": "30", "stability": "10"}
    variant = Variant("v", Words("无重点", "no key task"), ("towns",), (), points)
    tree = results(make_scheme(variants=(variant,))).units[0].derivation
    assert [part["inputs"]["points"] for part in categories(tree)] == list(points.values())


def test_a_category_names_each_score_by_the_digest_of_its_own_derivation():
    units, targets = example()
    targets[0] = replace(targets[0], score="20.0", imposed=True)
    entry = categories(outcomes(make_scheme(), units, targets).units[0].derivation)[0]["inputs"]
    assert entry["targets"][0] == {
        "target": 101,
        "points": "20",
        "score": "20",
        "derivation": f"{101:064d}",
        "met": True,
        "cause": "none",
        "imposed": True,
    }


@given(st.randoms())
def test_the_order_of_the_input_means_nothing_down_to_the_bytes(random):
    units, targets = example()
    before = outcomes(make_scheme(), units, targets)
    random.shuffle(units)
    random.shuffle(targets)
    after = outcomes(make_scheme(), units, targets)
    assert canonical([u.derivation for u in after.units]) == canonical(
        [u.derivation for u in before.units]
    )
    assert (after.digest, after.fronts) == (before.digest, before.fronts)
    assert before.digest == results_digest(before.units)


@pytest.mark.parametrize(
    "change", [{"score": "19.99"}, {"met": False, "cause": "objective"}, {"imposed": True}]
)
def test_whatever_moves_a_result_moves_the_digest(change):
    units, targets = example()
    targets[0] = replace(targets[0], **change)
    assert outcomes(make_scheme(), units, targets).digest != results().digest


SCORES = st.decimals(Decimal("-5"), Decimal("50"), places=3).map(str)


@given(st.lists(st.lists(SCORES, min_size=1, max_size=4), min_size=1, max_size=6))
def test_totals_are_the_exact_sums_and_every_tree_can_be_redone(units):
    places, targets = [], []
    for place, scores in enumerate(units):
        places.append(UnitPlace(f"u{place}", "towns"))
        targets += [
            make_target(10 * place + n, f"u{place}", score=score) for n, score in enumerate(scores)
        ]
    made = outcomes(make_scheme(), places, targets)
    for outcome in made.units:
        own = units[int(outcome.unit[1:])]
        assert Decimal(outcome.exact_total) == sum(map(Decimal, own))
        redone = recompute_outcome(outcome.derivation, made.fronts["towns"])
        assert (redone.total, redone.base_grade, redone.grade, redone.rank) == (
            outcome.total,
            outcome.base_grade,
            outcome.grade,
            outcome.rank,
        )


# What is missing


@pytest.mark.parametrize(
    ("scheme", "unit", "target", "words"),
    [
        ({"grades": ()}, {}, {}, ["the scheme has no grades"]),
        ({"fronts": FRONTS}, {}, {}, ["the front Front bureaus has no unit"]),
        (
            {"fronts": FRONTS[1:]},
            {},
            {},
            ["bureaus has no unit", "unit a is in the front towns, which", "unit b is in the"],
        ),
        ({}, {"front": ""}, {}, ["unit a is in no front"]),
        ({}, {"code": "z"}, {}, ["unit z has no target", "unit a has targets but is in no"]),
        ({}, {"code": "b"}, {}, ["b is listed 2 times", "unit a has targets but is in no front"]),
        ({}, {}, {"category": "other"}, ["a, target 1 “T”: the scheme has no category other"]),
        ({}, {}, {"score": None}, ["target 1 “T”: it has no score"]),
        ({}, {}, {"met": None}, ["nobody has found whether it was met"]),
        ({}, {}, {"category": "key", "met": False}, ["cause why it was not met is not decided"]),
        (
            {},
            {},
            {"category": "key", "met": False, "cause": None},
            ["cause why it was not met is not decided"],
        ),
        ({}, {}, {"target": 2, "title": ""}, ["target 2 is listed 2 times"]),
    ],
)
def test_what_keeps_a_year_from_being_ranked_is_named(scheme, unit, target, words):
    units, targets = front_of("90", "80")
    units[0] = replace(units[0], **unit)
    targets[0] = replace(targets[0], **{"title": "T", **target})
    with pytest.raises(CannotRank) as caught:
        outcomes(make_scheme(**scheme), units, targets)
    faults = caught.value.faults
    assert len(faults) == len(words), faults
    assert all(part in fault for part, fault in zip(words, faults, strict=True)), faults
    assert all(fault.zh != fault.en for fault in faults)


def test_all_that_is_missing_is_named_at_once():
    units, targets = front_of("90", "80")
    broken = [
        replace(targets[0], score=None),
        replace(targets[1], met=False, cause=None, category="key"),
        make_target(3, "stranger"),
    ]
    with pytest.raises(CannotRank) as caught:
        outcomes(make_scheme(fronts=FRONTS, grades=()), units, broken)
    assert len(caught.value.faults) == 5


def test_a_cause_is_asked_for_only_where_a_grade_rule_counts_by_it():
    units, targets = front_of("90")
    open_one = replace(targets[0], met=False, cause=None)
    assert outcomes(make_scheme(), units, [open_one]).units[0].grade == "met"
    with pytest.raises(CannotRank, match="not decided"):
        outcomes(make_scheme(), units, [replace(open_one, category="key")])


def test_nothing_to_rank_is_said():
    with pytest.raises(CannotRank, match="no unit to rank"):
        outcomes(make_scheme(), [], [])


# No float


def test_nothing_on_the_way_to_a_result_is_a_float():
    folder = Path(workflow.scoring.__file__).parent
    files = sorted(folder.glob("**/*.py"))
    assert len(files) > 10
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_named = isinstance(node, ast.Name) and node.id in {"float", "math", "complex"}
            is_float = is_literal or is_named
            assert not is_float, f"{path}:{node.lineno} uses a float"
