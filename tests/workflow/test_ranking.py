"""Ranks inside a front: ties, rounding, and the awards that stand at a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.results_cases import FRONTS, front_of, make_scheme, make_target, ranking
from workflow.scoring.results import UnitPlace, outcomes


def ranked(*totals: str, **over) -> list[tuple[str, int]]:
    units, targets = front_of(*totals)
    found = outcomes(make_scheme(ranking=ranking(**over)), units, targets).units
    return [(outcome.unit, outcome.rank) for outcome in found]


def awarded(*totals: str, **over) -> dict[str, list[int]]:
    units, targets = front_of(*totals)
    found = outcomes(make_scheme(ranking=ranking(**over)), units, targets).units
    return {outcome.unit: [award.place for award in outcome.awards] for outcome in found}


def test_the_places_after_a_tie_are_skipped_in_competition_but_not_in_dense():
    totals = ("90", "99", "90", "85")
    competition, dense = (ranked(*totals, ties=ties) for ties in ("competition", "dense"))
    assert competition == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]
    assert dense == [("b", 1), ("a", 2), ("c", 2), ("d", 3)]


def test_equal_after_rounding_is_equal_unless_exact_totals_are_ranked():
    totals = ("90.004", "90.0049", "90.005")
    assert ranked(*totals) == [("c", 1), ("a", 2), ("b", 2)]
    assert ranked(*totals, on="exact") == [("c", 1), ("b", 2), ("a", 3)]
    assert ranked(*totals, mode="down") == [("a", 1), ("b", 1), ("c", 1)]
    assert ranked(*totals, places=0) == [("a", 1), ("b", 1), ("c", 1)]


@pytest.mark.parametrize(
    ("totals", "ties", "wanted"),
    [
        (("99", "98", "97", "96"), "competition", [[1], [2], [3], []]),
        # Two at the second place: each has its award, and nobody is third.
        (("99", "98", "98", "96"), "competition", [[1], [2], [2], []]),
        (("99", "98", "98", "96"), "dense", [[1], [2], [2], [3]]),
        (("99", "99", "98", "96"), "competition", [[1], [1], [3], []]),
        (("99", "99", "99", "99"), "competition", [[1], [1], [1], [1]]),
        # The third is below 80: its award is withheld, and not passed on.
        (("99", "98", "70", "60"), "competition", [[1], [2], [], []]),
    ],
)
def test_a_tie_at_a_place_gives_each_the_award_of_that_place(totals, ties, wanted):
    assert list(awarded(*totals, ties=ties).values()) == wanted


def test_a_withheld_award_and_a_sanction_stand_on_the_sheet():
    units, targets = front_of("70")
    made = outcomes(make_scheme(), units, targets).units[0]
    _, _, awards, sanctions = made.derivation["children"]
    assert [(each["rule"], each["inputs"]["place"]) for each in awards["children"]] == [
        ("award_withheld", 1)
    ]
    assert (awards["result"], sanctions["result"]) == ("0", "1")
    assert [each.code for each in made.sanctions] == ["talk"]


def test_an_award_without_an_amount_is_not_set():
    units, targets = front_of("99", "98", "97")
    found = outcomes(make_scheme(), units, targets).units
    amounts = [each["result"] for u in found for each in u.derivation["children"][2]["children"]]
    assert amounts == ["5000", "3000", "not_set"]
    assert [award.amount for unit in found for award in unit.awards] == ["5000", "3000", None]


def test_units_are_ranked_inside_their_own_front_in_the_order_of_the_scheme():
    units = [
        UnitPlace(code, front) for code, front in zip("abcd", ["bureaus", "towns"] * 2, strict=True)
    ]
    targets = [make_target(n, code) for n, code in enumerate("abcd", start=1)]
    found = outcomes(make_scheme(fronts=FRONTS), units, targets).units
    assert [(each.front, each.unit, each.rank) for each in found] == [
        ("towns", "b", 1),
        ("towns", "d", 1),
        ("bureaus", "a", 1),
        ("bureaus", "c", 1),
    ]


def test_the_grade_does_not_move_the_rank():
    units, targets = front_of("99", "98")
    targets += [
        make_target(9, "a", met=False, cause="lack_of_effort", score="0", points="0"),
        make_target(10, "a", met=False, cause="lack_of_effort", score="0", points="0"),
    ]
    found = outcomes(make_scheme(), units, targets).units
    assert [(u.unit, u.rank, u.grade, len(u.awards)) for u in found] == [
        ("a", 1, "not_met", 0),
        ("b", 2, "exceeded", 1),
    ]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_a_rank_counts_the_better_units_or_the_better_values(points):
    totals = [str(each) for each in points]
    competition, dense = (dict(ranked(*totals, ties=t)) for t in ("competition", "dense"))
    for place, own in enumerate(points):
        code = chr(ord("a") + place)
        assert competition[code] == 1 + sum(each > own for each in points)
        assert dense[code] == 1 + len({each for each in points if each > own})
