"""How far ranks are from flipping: at the change that is named two units draw level; a little more,
applied by trying the scheme, and they change places; a little less, and they do not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.workflow.result_years import published, reader
from tests.workflow.results_cases import front_of, make_scheme, make_target, ranking
from workflow.queries.results import results
from workflow.queries.what_if import changed_scheme, what_if
from workflow.scheme.value import Category, Variant
from workflow.scoring.assessment import derived
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.replaying import Ended, replayed
from workflow.scoring.results import outcomes
from workflow.scoring.robustness import margins
from workflow.scoring.rule import rule_digest
from workflow.words import Words

FINE = {"code": "share", "kind": "proportional", "rounding": {"places": 6, "mode": "half_up"}}
POINTS = {"key": "40", "routine": "30", "common": "20", "stability": "10"}
# Scores are rounded to 6 decimals, so level is level to about a hundred thousandth of a point.
JUST = Fraction(1, 20)


def scheme(points=POINTS, **over):
    return make_scheme(
        categories={c: Category(c, Words(c, c), p) for c, p in points.items()},
        rules={"share": FINE},
        rule_digests={"share": rule_digest(FINE)},
        ranking=ranking(on="exact"),
        grade_rules=(),
        **over,
    )


def ended(number, unit, category, found):
    """A target that is all of its category's points, found so many of a hundred."""
    material = {
        "category": category, "points": POINTS[category], "target_value": "100",
        "direction": "at_least", "scoring_rule": {"code": "share", "digest": rule_digest(FINE)},
    }  # fmt: skip
    finding = {"found_value": str(found), "quality": "ok", "on_time": 1, "met": 1, "events": None}
    tree = derived(FINE, material, finding)
    outcome = TargetOutcome(
        number, unit, category, POINTS[category], tree["result"], tree["digest"], True, "none"
    )
    return Ended(outcome, "towns", material, finding, tree)


def year_of(*units):
    """Units a, b … with what was found in each category."""
    codes = [chr(ord("a") + place) for place in range(len(units))]
    known = [
        ended(10 * place + number, code, category, found)
        for place, (code, row) in enumerate(zip(codes, units, strict=True), start=1)
        for number, (category, found) in enumerate(zip(POINTS, row, strict=True))
    ]
    return [UnitPlace(code, "towns") for code in codes], known


def margins_of(places, targets, own=None):
    own = own or scheme()
    found = outcomes(own, places, targets)
    known = {unit.unit: unit.derivation for unit in found.units}
    return margins(own, "towns", found.fronts["towns"], known)


found_values = st.tuples(*[st.integers(0, 100)] * 4)


@given(st.lists(found_values, min_size=2, max_size=5))
def test_just_beyond_the_smallest_weight_they_swap_and_just_before_they_do_not(units):
    places, known = year_of(*units)
    for margin in margins_of(places, [one.outcome for one in known]):
        if margin.weight is None:
            continue
        step = JUST if margin.weight.change > 0 else -JUST
        for beyond, moved in ((True, step), (False, -step)):
            points = margin.weight.points + moved
            if points <= 0 or abs(margin.weight.change) <= JUST:
                continue
            heavier = exact_text(rounded(points, 6, "half_up"))
            changed = scheme({**POINTS, margin.weight.category: heavier})
            after = outcomes(changed, places, replayed(scheme(), changed, known).targets)
            totals = {unit.unit: exact(unit.exact_total) for unit in after.units}
            apart = totals[margin.behind] - totals[margin.ahead]
            assume(abs(apart) > Fraction(1, 10**5))  # else rounding decides
            assert (apart > 0) == beyond


@given(st.lists(found_values, min_size=2, max_size=5))
def test_just_beyond_the_one_score_they_swap_and_just_before_they_do_not(units):
    places, known = year_of(*units)
    targets = [one.outcome for one in known]
    for margin in margins_of(places, targets):
        if margin.score is None:
            continue
        step = Fraction(1, 10**6) * (1 if margin.score.change > 0 else -1)
        for beyond, moved in ((True, step), (False, -step)):
            changed = [
                replace(t, score=exact_text(exact(t.score) + margin.score.change + moved))
                if t.target == margin.score.target
                else t
                for t in targets
            ]
            after = outcomes(scheme(), places, changed)
            totals = {unit.unit: exact(unit.exact_total) for unit in after.units}
            assert (totals[margin.behind] > totals[margin.ahead]) == beyond


@given(st.lists(found_values, min_size=2, max_size=5), st.randoms())
def test_the_order_of_units_and_targets_is_irrelevant(units, random):
    places, known = year_of(*units)
    targets = [one.outcome for one in known]
    shuffled = random.sample(places, len(places)), random.sample(targets, len(targets))
    assert margins_of(places, targets) == margins_of(*shuffled)


def test_of_several_weights_the_smallest_change_is_named():
    """a 40 + 27 against b 36 + 30: ten points of key, or ten of routine more, are level; key −10
    comes first in the scheme. With the key gap halved routine does it sooner."""
    places, known = year_of((100, 90, 0, 0), (90, 100, 0, 0))
    (margin,) = margins_of(places, [one.outcome for one in known])
    assert (margin.ahead, margin.behind, margin.gap) == ("a", "b", 1)
    assert (margin.weight.category, margin.weight.change, margin.weight.points) == ("key", -10, 30)
    places, known = year_of((100, 90, 0, 0), (95, 93, 2, 0))
    (margin,) = margins_of(places, [one.outcome for one in known])
    assert (margin.weight.category, margin.weight.change) == ("key", Fraction(-14))


def test_who_is_ahead_everywhere_cannot_be_caught_by_any_one_weight():
    places, known = year_of((90, 90, 90, 90), (80, 80, 80, 80))
    (margin,) = margins_of(places, [one.outcome for one in known])
    assert margin.weight is None
    # Ten points of key are more than the eight that b lost there; of a's 36 they can be lost.
    assert (margin.gap, margin.score.unit, margin.score.change) == (10, "a", -10)


def test_no_one_score_is_enough_where_the_gap_is_larger_than_any():
    places, targets = front_of("90", "10")
    many = [make_target(n, "a", category="routine", points="45", score="45") for n in (1, 2)]
    few = [make_target(n, "b", category="routine", points="10", score="5") for n in (3, 4)]
    (margin,) = margins_of(places, [*many, *few])
    assert (margin.gap, margin.score) == (80, None)
    assert len(targets) == 2


def test_units_that_share_a_rank_are_level_already():
    places, known = year_of((90, 90, 90, 90), (90, 90, 90, 90))
    (margin,) = margins_of(places, [one.outcome for one in known])
    assert (margin.tied, margin.gap, margin.weight, margin.score) == (True, 0, None, None)


def test_a_unit_with_points_of_its_own_does_not_move_with_the_schemes():
    """b's key points are the variant's, so only a loses by a lighter key category."""
    variant = Variant("v", Words("v", "v"), (), ("b",), {"key": "40"})
    places, known = year_of((100, 90, 0, 0), (90, 100, 0, 0))
    (margin,) = margins_of(places, [k.outcome for k in known], scheme(variants=(variant,)))
    assert (margin.weight.category, margin.weight.change) == ("key", -1)


PLAN = {"XQ": (("key", "10"), ("routine", "9")), "SM": (("key", "8"), ("routine", "10"))}


@pytest.mark.parametrize(("points", "first"), [("20.1", "XQ"), ("19.9", "SM")])
def test_the_published_margin_holds_where_the_scheme_is_tried(world, points, first):
    """XQ 20 + 18, SM 16 + 20: 2 apart, and level where key has 20 points instead of 40."""
    made, known = published(world, PLAN), reader(world, "office")
    front = results(known, made.year)["fronts"][0]
    assert front["margins"] == [
        {
            "ahead": "XQ",
            "behind": "SM",
            "tied": False,
            "foreseen": True,
            "gap": "2",
            "weight": {"category": "key", "change": "-20", "points": "20"},
            "score": {"target": made.targets["SM", "key"], "unit": "SM", "change": "2"},
        }
    ]
    body = changed_scheme(known, made.year, dials={"points.key": points})
    ranks = {
        unit["unit"]: unit["after"]["rank"] for unit in what_if(known, made.year, body)["units"]
    }
    assert min(ranks, key=ranks.get) == first
