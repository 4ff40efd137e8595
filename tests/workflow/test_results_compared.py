"""Why one unit stands before another: the first node that differs, then what made it differ."""

from tests.workflow.results_cases import front_of, make_scheme, make_target, results
from workflow.scoring.differences import first_difference
from workflow.scoring.results import UnitPlace, outcomes


def differences(a, b, scheme=None):
    found = {u.unit: u.derivation for u in results(scheme).units}
    return first_difference(found[a], found[b])


def test_why_a_before_b_leads_from_the_total_to_the_category_to_the_target():
    found = differences("alpha", "beta")
    assert [(d.rule, d.category, d.a, d.b) for d in found] == [
        ("total", None, "96.48", "90.5"),
        ("category", "key", "38.125", "32"),
        ("target", "key", "18.125", "12"),
    ]
    assert (found[2].a_target, found[2].b_target) == (102, 202)
    assert found[0].words == "total: alpha 96.48, beta 90.5"
    assert "目标 202 得 12 分" in found[2].words.zh


def test_what_rounding_hides_is_told_by_the_exact_sum():
    found = differences("gamma", "alpha")
    assert [(d.rule, d.category, d.a, d.b) for d in found] == [
        ("sum", None, "96.48", "96.475"),
        # Not the key work, where alpha is ahead: what put gamma first.
        ("category", "routine", "28.36", "28.35"),
        ("target", "routine", "28.36", "28.35"),
    ]


def test_the_answer_is_the_same_seen_from_behind():
    ahead, behind = differences("alpha", "beta"), differences("beta", "alpha")
    assert [(d.a, d.b) for d in behind] == [(d.b, d.a) for d in ahead]


def test_units_equal_in_all_categories_differ_in_nothing():
    units, targets = front_of("90", "90")
    a, b = (u.derivation for u in outcomes(make_scheme(), units, targets).units)
    assert first_difference(a, b) == ()


def test_equal_totals_of_different_make_are_told_by_the_category():
    units = [UnitPlace("a", "towns"), UnitPlace("b", "towns")]
    targets = [make_target(1, "a", score="40"), make_target(2, "b", category="routine", score="40")]
    a, b = (u.derivation for u in outcomes(make_scheme(), units, targets).units)
    assert [(d.rule, d.category) for d in first_difference(a, b)] == [("category", "key")]
