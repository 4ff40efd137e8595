"""What counts for a unit as a whole: evaluations, adjustments, vetoes, limits, quotas, ties."""

import copy
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow import whole_units as cases
from tests.workflow.results_cases import make_target, ranking
from tests.workflow.test_results_redone import paths, resealed
from tests.workflow.whole_units import (
    adjusted,
    asked,
    checked,
    place,
    quota,
    targets,
    vetoed,
    whole_scheme,
)
from workflow.scheme.unit_rules import Limits
from workflow.scoring.differences import first_difference
from workflow.scoring.outcome_parts import extras_below, parts
from workflow.scoring.recompute import BentDerivation
from workflow.scoring.recompute_outcome import recompute_outcome, recompute_results
from workflow.scoring.results import CannotRank, Results, UnitPlace, outcomes


def one(scheme, at=None, of=None):
    return results(scheme, [at or place()], of or targets())["a"]


def results(scheme, places, of):
    made = outcomes(scheme, places, of)
    again = recompute_results([u.derivation for u in made.units], made.fronts)
    assert [(r.unit, r.total, r.grade, r.rank) for r in again] == [
        (u.unit, u.total, u.grade, u.rank) for u in made.units
    ]
    return {unit.unit: unit for unit in made.units}


# — evaluations —


def test_answers_count_by_their_share_and_a_check_by_what_it_is_out_of():
    # (50 × 1 + 10 × 0.6) ÷ 60 × 20 = 18.666…, 90 ÷ 100 × 10 = 9, targets 70.
    found = one(whole_scheme())
    assert found.total == "97.67"
    assert Fraction(found.exact_total) == 70 + Fraction(56, 60) * 20 + 9


def test_a_mean_of_periods_takes_a_missing_one_as_declared():
    at = place(evaluated=(checked("months", "90", "1"), checked("months", "60", "2")))
    zero = whole_scheme(evaluations=(cases.MONTHS,))
    assert one(zero, at).exact_total == str(70 + 6)  # (0.9 + 0.6 + 0) ÷ 3 × 12
    left_out = whole_scheme(
        evaluations=(cases.Evaluation(**{**vars(cases.MONTHS), "missing": "not_applicable"}),)
    )
    assert one(left_out, at).exact_total == str(70 + 9)  # (0.9 + 0.6) ÷ 2 × 12


def test_what_must_be_entered_and_is_not_keeps_results_away_by_name():
    with pytest.raises(CannotRank) as caught:
        one(whole_scheme(), place(evaluated=(asked("public", 1, 0, 0),)))
    assert [fault.zh for fault in caught.value.faults] == ["单位 a 没有“半年考核”的结果"]


def test_nobody_asked_is_worth_nothing_and_no_error():
    assert one(whole_scheme(), place(evaluated=(asked("public", 0, 0, 0), checked("half", "0"))))


# — adjustments, limits, normalising —


def test_adjustments_stay_within_their_bounds():
    at = place(adjusted=adjusted("honours", "1.5", "1.5") + adjusted("faults", "-2", "-0.5"))
    found = {
        n["inputs"]["code"]: n["result"]
        for n in extras_below(parts(one(whole_scheme(), at).derivation).total)
    }
    assert (found["honours"], found["faults"]) == ("2", "-2.5")


def test_a_category_and_a_total_stay_within_theirs():
    scheme = whole_scheme(limits=Limits("95", "10"))
    found = one(scheme, of=targets(key="44"))
    assert found.categories["key"] == "42"
    assert found.total == "95"


def test_the_published_example_of_normalising():
    # (81.22 + 0.64) ÷ (100 + 0.64) × 100 = 81.34: a bonus counts above and below the line.
    scheme = whole_scheme(evaluations=(), normalise_to="100", categories={
        "key": cases.Category("key", cases.Words("重点", "Key"), "70"),
        "routine": cases.Category("routine", cases.Words("常规", "Routine"), "30"),
    })  # fmt: skip
    at = place(evaluated=(), adjusted=adjusted("honours", "0.64"))
    assert one(scheme, at, targets(key="51.22", routine="30")).total == "81.34"


def test_what_does_not_apply_is_out_of_the_denominator():
    scheme = whole_scheme(evaluations=(), adjustments=(), normalise_to="100")
    of = targets(key="0", routine="27", applicable=False)
    assert one(scheme, place(evaluated=()), of).total == "90"
    nothing = [make_target(n, applicable=False, score="0", category=c, points=p)
               for n, c, p in ((1, "key", "40"), (2, "routine", "30"))]  # fmt: skip
    assert one(scheme, place(evaluated=()), nothing).total == "0"


# — vetoes —


@pytest.mark.parametrize(("code", "grade"), [("safety", "not_met"), ("integrity", "met")])
def test_a_veto_brings_a_unit_down_by_its_document(code, grade):
    found = one(whole_scheme(), place(vetoed=vetoed(code)))
    assert (found.base_grade, found.grade, found.rules) == ("exceeded", grade, (code,))


def test_a_veto_never_makes_a_grade_better_and_stands_before_the_rules():
    bad = targets(key="0", routine="0", met=False, cause="objective")
    found = one(whole_scheme(), place(vetoed=vetoed("integrity")), bad)
    assert (found.base_grade, found.grade) == ("not_met", "not_met")
    steps = [step["rule"] for step in parts(found.derivation).rules]
    assert steps == ["veto", "veto", "grade_rule", "grade_rule", "grade_rule"]


def test_a_veto_that_does_not_apply_is_on_the_sheet_too():
    steps = parts(one(whole_scheme()).derivation).rules
    assert [(s["inputs"]["code"], s["inputs"]["applies"]) for s in steps[:2]] == [
        ("safety", False), ("integrity", False),
    ]  # fmt: skip


def test_an_entry_that_the_scheme_does_not_know_is_named():
    with pytest.raises(CannotRank) as caught:
        one(whole_scheme(vetoes=()), place(vetoed=vetoed("safety")))
    assert "safety" in caught.value.faults[0].zh


# — quotas, named items, ties —


def front(scheme, *keys: str, **over) -> dict:
    codes = "abcdef"[: len(keys)]
    of = [t for code, key in zip(codes, keys, strict=True) for t in targets(code, key, **over)]
    return results(scheme, [UnitPlace(code, "towns") for code in codes], of)


PLAIN = {"evaluations": (), "adjustments": (), "vetoes": (), "grade_rules": ()}


@pytest.mark.parametrize(
    ("grade", "tops"),
    [
        ({"top": 1}, "a"),
        ({"top": 2}, "abc"),  # b and c share the second place: who shares the last one is in
        ({"top_percent": "49"}, "a"),  # 49 % of 4 is 1.96, cut down to 1
        ({"top_percent": "50"}, "abc"),
        ({"top_percent": "24"}, ""),
    ],
)
def test_a_grade_by_quota_of_the_front(grade, tops):
    found = front(whole_scheme(**PLAIN, grades=quota(**grade)), "40", "38", "38", "32")
    assert "".join(u for u in found if found[u].grade == "exceeded") == tops


def test_a_quota_does_not_help_who_lacks_the_score():
    found = front(whole_scheme(**PLAIN, grades=quota(top=4)), "40", "25")
    assert [found[u].grade for u in "ab"] == ["exceeded", "met"]


@pytest.mark.parametrize(
    ("needs", "grade"), [(("k1",), "met"), (("key",), "met"), (("r1",), "exceeded")]
)
def test_a_grade_that_needs_named_items(needs, grade):
    scheme = whole_scheme(**PLAIN, grades=quota(needs=needs))
    found = results(scheme, [UnitPlace("a", "towns")], targets(met=False, cause="objective"))
    assert found["a"].grade == grade


def test_ties_are_broken_by_a_category_then_by_load():
    scheme = whole_scheme(**PLAIN, ranking=ranking(tie_break=("key", "load")))
    of = [
        *targets("a", "30", "20"), *targets("b", "31", "19"),
        *targets("c", "30", "19"), make_target(99, "c", category="routine", points="1", score="1"),
    ]  # fmt: skip
    found = results(scheme, [UnitPlace(c, "towns") for c in "abc"], of)
    assert {u: found[u].rank for u in "abc"} == {"b": 1, "c": 2, "a": 3}
    why = first_difference(found["c"].derivation, found["a"].derivation)
    assert why[0].rule == "tie_break"
    assert "load" in why[0].words.en


def test_what_is_equal_in_the_tie_break_too_shares_a_rank():
    scheme = whole_scheme(**PLAIN, ranking=ranking(tie_break=("key",)))
    found = front(scheme, "40", "40", "39")
    assert [found[u].rank for u in "abc"] == [1, 1, 3]


# — why one stands before another —


def test_the_difference_names_an_evaluation_or_what_did_not_apply():
    scheme = whole_scheme()
    lower = place("b", evaluated=(asked("public", 50, 10, 0), checked("half", "80")))
    found = results(scheme, [place(), lower], [*targets(), *targets("b")])
    steps = first_difference(found["a"].derivation, found["b"].derivation)
    assert [(s.rule, s.a, s.b) for s in steps[1:]] == [("evaluation", "9", "8")]
    scheme = whole_scheme(**{**PLAIN, "normalise_to": "100"})
    of = [*targets("a", "36", "30"), *targets("b", "0", "27", applicable=False)]
    found = results(scheme, [UnitPlace(c, "towns") for c in "ab"], of)
    steps = first_difference(found["a"].derivation, found["b"].derivation)
    assert ("normalised", "70", "30") in [(s.rule, s.a, s.b) for s in steps]


# — properties —

_points = st.decimals(-5, 5, places=2).map(str)
_counts = st.tuples(*[st.integers(0, 500)] * 3)


@given(_counts, st.decimals(0, 100, places=2).map(str), st.lists(_points), st.lists(_points),
       st.booleans(), st.sampled_from(["0", "13.33", "40"]))  # fmt: skip
def test_nothing_leaves_its_bounds_whatever_is_entered(counts, value, honours, faults, veto, key):
    at = place(
        evaluated=(asked("public", *counts), checked("half", value)),
        adjusted=adjusted("honours", *honours) + adjusted("faults", *faults),
        vetoed=vetoed("safety") if veto else (),
    )
    scheme = whole_scheme(limits=Limits("101", "0"), normalise_to="100")
    found = one(scheme, at, targets(key=key))
    got = {
        n["inputs"]["code"]: Fraction(n["result"])
        for n in extras_below(parts(found.derivation).total)
    }
    assert 0 <= got["public"] <= 20
    assert 0 <= got["half"] <= 10
    assert 0 <= got["honours"] <= 2
    assert -3 <= got["faults"] <= 0
    assert 0 <= Fraction(found.total) <= 101
    assert not veto or found.grade == "not_met"


def test_the_order_of_what_was_entered_means_nothing():
    entries = adjusted("honours", "0.5", "0.25") + adjusted("faults", "-1")
    asked_ = (asked("public", 3, 2, 1), checked("half", "75"))
    digests = {
        outcomes(
            whole_scheme(),
            [place(evaluated=e, adjusted=a, vetoed=vetoed("safety"))],
            targets(),
        ).digest
        for a in permutations(entries)
        for e in permutations(asked_)
    }
    assert len(digests) == 1


def test_a_scheme_without_any_of_it_leaves_no_trace():
    made: Results = outcomes(
        whole_scheme(**{**PLAIN, "categories": {
            code: cases.Category(code, cases.Words(code, code), "40") for code in ("key", "routine")
        }}), [UnitPlace("a", "towns")], targets(),
    )  # fmt: skip
    text = str(made.units[0].derivation) + str(made.fronts)
    for word in ("applicable", "tie_break", "'item'", "'cap'", "veto", "evaluation", "places': 1"):
        assert word not in text


# — a stranger finds what was bent —


def everything():
    scheme = whole_scheme(
        evaluations=(cases.PUBLIC, cases.HALF_YEAR, cases.MONTHS),
        limits=Limits("112", "0"),
        normalise_to="100",
        grades=quota(top_percent="50", needs=("key",)),
        ranking=ranking(tie_break=("key", "load")),
    )
    more = adjusted("honours", "0.5", "0.25") + adjusted("faults", "-1")
    months = (checked("months", "90", "1"), checked("months", "60", "2"))
    at = place(evaluated=(*place().evaluated, *months), adjusted=more, vetoed=vetoed("safety"))
    made = outcomes(scheme, [at, place("b")], [*targets(), *targets("b", "39")])
    return copy.deepcopy(made.units[0].derivation), made.fronts["towns"]


PATHS = [path for path, _ in paths(everything()[0])]


@pytest.mark.parametrize("path", PATHS)
def test_a_bent_result_is_found_even_when_every_digest_was_made_anew(path):
    tree, table = everything()
    part = dict(paths(tree))[path]
    part["result"] = {"not_met": "met", "met": "exceeded"}.get(part["result"], "17")
    with pytest.raises(BentDerivation):
        recompute_outcome(resealed(tree), table)


@pytest.mark.parametrize(
    ("rule", "bend"),
    [
        ("veto", {"applies": False}),
        ("veto", {"entries": []}),
        ("base_grade", {"rank": 2}),
        ("base_grade", {"of": 3}),
        ("normalised", {"applicable": "90"}),
        ("normalised", {"to": "101"}),
        ("evaluation", {"counted": 2}),
        ("checked", {"value": "91"}),
        ("absent", {"missing": "not_applicable"}),
        ("adjustment", {"cap": "0.5"}),
        ("adjustment", {"applicable": False}),
        ("category", {"cap": "39"}),
        ("limited", {"cap": "50"}),
        ("rank", {"tie_break": []}),
    ],
)
def test_bent_inputs_are_found_even_when_every_digest_was_made_anew(rule, bend):
    tree, table = everything()
    found = [each for _, each in paths(tree) if each["rule"] == rule]
    node = next(each for each in found if rule != "veto" or each["inputs"]["code"] == "safety")
    node["inputs"].update(bend)
    with pytest.raises(BentDerivation):
        recompute_outcome(resealed(tree), table)


def test_a_quota_and_what_a_grade_needs_are_counted_anew():
    for bend in ({"places": 2}, {"unfinished": [1]}):
        tree, table = everything()
        node = next(each for _, each in paths(tree) if each["rule"] == "base_grade")
        node["inputs"]["grades"][0].update(bend)
        with pytest.raises(BentDerivation):
            recompute_outcome(resealed(tree), table)
