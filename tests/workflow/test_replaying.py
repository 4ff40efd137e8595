"""Replaying a year's targets under a scheme: the same scheme gives the same scores, the order of
targets is irrelevant, and scaled points keep a category's share."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.results_cases import make_scheme
from workflow.case import Actor
from workflow.clock import Manual
from workflow.county import open_county
from workflow.demo.county import TODAY, make
from workflow.queries import facts, years
from workflow.queries.reader import reader_of
from workflow.queries.results import results
from workflow.queries.what_if import replayable
from workflow.scheme.value import Category, FrontPlan, ItemPlan, Variant
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.replaying import (
    Ended,
    Unfit,
    as_it_was,
    content_under,
    reckoned,
    regrouped,
    replayed,
    rescored,
)
from workflow.scoring.results import outcomes
from workflow.scoring.rule import rule_digest
from workflow.words import Words

RULES = {
    "share": {"code": "share", "kind": "proportional"},
    "met": {"code": "met", "kind": "all_or_nothing"},
    "events": {
        "code": "events",
        "kind": "per_event",
        "deductions": [{"event": "e", "points": "3"}],
    },
}


def scheme(points=None, **over):
    known = points or {"key": "40", "routine": "30", "common": "20", "stability": "10"}
    return make_scheme(
        categories={c: Category(c, Words(c, c), p) for c, p in known.items()},
        rules=RULES,
        rule_digests={code: rule_digest(rule) for code, rule in RULES.items()},
        **over,
    )


def ended(
    number, *, unit="a", category="key", points="20", rule="share", found="9", item=None, **f
):
    """A target of ten as it ended, scored by the scheme above."""
    material = {
        "category": category, "points": points, "target_value": "10", "direction": "at_least",
        "scoring_rule": {"code": rule, "digest": rule_digest(RULES[rule])},
    }  # fmt: skip
    finding = {"found_value": found, "quality": "ok", "on_time": 1, "met": 1, "events": None, **f}
    outcome = TargetOutcome(number, unit, category, points, "0", "", True, "none")
    bare = Ended(outcome, "towns", material, finding, None, item)
    tree: Derivation = reckoned(scheme(), scheme(), bare, material)
    scored = replace(outcome, score=tree["result"], derivation_digest=tree["digest"])
    return replace(bare, outcome=scored, derivation=tree)


def item(points, **over):
    return ItemPlan(**{
        "code": "petitions", "name": Words("信访", "Petitions"), "category": "key", "measure": "m",
        "unit_of_measure": "u", "target_value": "10", "direction": "at_least", "points": points,
        "rule": "share", "scoring_unit": None, "reviewing_post": None, "due": "12-31",
        "evidence": "e", "acceptance": "a", **over,
    })  # fmt: skip


targets = st.builds(
    ended,
    st.integers(1, 10**6),
    unit=st.sampled_from("abc"),
    category=st.sampled_from(["key", "routine"]),
    points=st.decimals("0.5", "40", places=1).map(str),
    rule=st.sampled_from(list(RULES)),
    found=st.decimals("0", "20", places=2).map(str),
    on_time=st.integers(0, 1),
)
many = st.lists(targets, max_size=12, unique_by=lambda one: one.outcome.target)
weights = st.decimals("0.5", "90", places=2).map(str)


@given(many)
def test_the_same_scheme_gives_what_was_stored(known):
    assert replayed(scheme(), scheme(), known) == as_it_was(known)


@given(many, weights, st.randoms())
def test_the_order_of_targets_is_irrelevant(known, weight, random):
    changed = scheme({"key": weight, "routine": "30", "common": "20", "stability": "10"})
    shuffled = random.sample(known, len(known))
    one, other = (replayed(scheme(), changed, each) for each in (known, shuffled))
    assert {t.target: t for t in one.targets} == {t.target: t for t in other.targets}
    assert one.derivations == other.derivations


@given(many, weights)
def test_scaled_points_keep_the_categorys_share_and_the_others_stay(known, weight):
    changed = scheme({"key": weight, "routine": "30", "common": "20", "stability": "10"})
    for one in known:
        content = content_under(scheme(), changed, one)
        if one.outcome.category == "routine":
            assert content == one.material
            continue
        share = exact(one.material["points"]) / 40
        assert abs(exact(content["points"]) / exact(weight) - share) < Fraction(1, 10**5)


def test_a_rules_own_points_are_not_scaled():
    """Three points an event stay three points; what is left of 10 is left of 20."""
    events = [{"event": "e", "count": "2"}]
    one = ended(1, points="10", rule="events", events=events)
    changed = scheme({"key": "80", "routine": "30", "common": "20", "stability": "10"})
    outcome, _ = rescored(scheme(), changed, one)
    assert (one.outcome.score, outcome.points, outcome.score) == ("4", "20", "14")


def test_a_variants_points_scale_the_targets_of_its_units_alone():
    variant = Variant("v", Words("v", "v"), (), ("b",), {"key": "20"})
    changed = scheme(variants=(variant,))
    found = replayed(scheme(), changed, [ended(1), ended(2, unit="b")])
    assert [(t.points, t.score) for t in found.targets] == [("20", "18"), ("10", "9")]


def test_points_of_a_category_that_had_none_cannot_be_scaled():
    old = scheme({"key": "0", "routine": "30", "common": "20", "stability": "10"})
    with pytest.raises(Unfit, match="had no points"):
        rescored(old, scheme(), ended(1))


def test_an_item_brings_what_changed_of_it_and_nothing_else():
    one = ended(1, item="petitions", points="20")
    old = scheme(items=(item("20"),))
    for changed, points, score in (
        (item("30"), "30", "27"),
        (item("20", rule="met"), "20", "20"),
        (item("20", target_value="18"), "20", "10"),
        (item("20", category="routine"), "20", "18"),
    ):
        outcome, _ = rescored(old, scheme(items=(changed,)), one)
        assert (outcome.points, outcome.score) == (points, score)
        assert outcome.category == changed.category


def test_items_whose_points_are_all_of_the_new_category_are_not_scaled_again():
    points = {"key": "20", "routine": "50", "common": "20", "stability": "10"}
    one = ended(1, item="petitions", points="20")
    old, new = scheme(items=(item("20"),)), scheme(points, items=(item("20"),))
    assert rescored(old, new, one)[0].points == "20"
    assert rescored(scheme(), scheme(points), one)[0].points == "10"


def test_units_move_only_where_the_changed_scheme_lists_them_elsewhere():
    def fronts(**units):
        return scheme(fronts=tuple(FrontPlan(c, Words(c, c), u) for c, u in units.items()))

    places = [UnitPlace("a", "moved_by_an_act"), UnitPlace("b", "towns"), UnitPlace("c", "towns")]
    old, new = fronts(towns=("a", "b")), fronts(towns=("a",), bureaus=("b",))
    assert regrouped(old, old, places) == places
    assert [place.front for place in regrouped(old, new, places)] == [
        "moved_by_an_act", "bureaus", "towns",
    ]  # fmt: skip


# — a whole year of the demo county —


@pytest.fixture(scope="module")
def demo_year(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('whatif') / 'county.db'}"
    open_county(url, make=True).close()
    database = open_county(url)
    make(database, reduced=True)
    person = facts.person(database, "office")
    assert person is not None
    yield reader_of(database, Manual(TODAY), Actor(person["id"], "office", "page"))
    database.close()


@pytest.mark.timeout(300)
def test_every_score_of_the_demo_year_follows_anew_from_its_finding(demo_year):
    own = years.scheme_of(demo_year, 2012)
    places, known = replayable(demo_year, 2012, own)
    assert len(known) > 100
    for one in known:
        tree = reckoned(own, own, one, content_under(own, own, one))
        assert tree["digest"] == one.outcome.derivation_digest
    stored = results(demo_year, 2012)["digest"]
    assert outcomes(own, places, replayed(own, own, known).targets).digest == stored
