"""Points on a line between two points: the published formula, its edges, and what always holds."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.scoring_cases import decimals, items, make_finding, make_rule
from workflow.scoring.derivation import score_of
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.formulas import score
from workflow.scoring.recompute import recompute
from workflow.scoring.rule import check_rule, check_use

ACCIDENTS = {
    "on": "value",
    "from": {"at": "0", "points": "10"},
    "to": {"at": "4", "points": "0"},
}


def points_of(rule, found, *, points="7", target="1000", direction="at_least"):
    made = score(rule, points, target, make_finding(found), direction=direction)
    assert recompute(made) == score_of(made)
    return made["result"]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("0", "0"),
        ("899.999", "0"),
        ("900", "0"),
        ("910", "0.7"),
        ("950", "3.5"),
        ("999", "6.93"),
        ("1000", "7"),
        ("1001", "7"),
        ("99999", "7"),
    ],
)
def test_seventy_times_the_rate_less_sixty_three(found, wanted):
    rate = exact(found) / 1000
    published = min(max(70 * rate - 63, Decimal(0)), Decimal(7))
    assert exact(wanted) == published
    assert points_of(make_rule("linear"), found) == wanted
    # The formula as it was printed, from a rate of nothing, is the same line cut at zero.
    as_printed = {"from": {"at": "0", "points": "-63"}, "to": {"at": "1", "points": "7"}}
    assert points_of(make_rule("linear", **as_printed), found) == wanted


def test_a_line_over_the_value_needs_no_target_and_may_fall():
    rule = make_rule("linear", **ACCIDENTS)
    found = [
        points_of(rule, n, points="10", target=None) for n in ("-1", "0", "1", "2.5", "4", "9")
    ]
    assert found == ["10", "10", "7.5", "3.75", "0", "0"]


def test_a_line_may_cost_points_and_give_more_than_the_item_has_where_the_rule_says_so():
    line = {"from": {"at": "0.5", "points": "-2"}, "to": {"at": "1.5", "points": "9"}}
    wide = make_rule("linear", **line, floor="-1", cap="8")
    assert [points_of(wide, n) for n in ("500", "1000", "1500")] == ["-1", "3.5", "8"]
    assert [points_of(make_rule("linear", **line), n) for n in ("500", "1500")] == ["0", "7"]


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"from": {"at": "1", "points": "0"}}, "must run upward: 1 before 1"),
        ({"to": {"at": "1", "points": "0"}}, "both ends give 0 points"),
        ({"from": {"at": "-0.1", "points": "0"}}, "never below 0"),
        ({"on": "value", "band": "1"}, "no use for a band"),
        ({"cap": "0"}, "nothing of the line lies between"),
        ({"floor": "7"}, "nothing of the line lies between"),
        ({"to": {"at": "1"}}, "parameter points is missing"),
        ({"on": "rate"}, "on: must be one of"),
    ],
)
def test_a_line_that_says_nothing_or_too_much_is_reported(over, words):
    (fault,) = check_rule(make_rule("linear", **over), "7")
    assert words in fault
    assert fault.zh != fault.en


def test_a_line_over_the_completion_needs_a_target_above_zero():
    rule = make_rule("linear")
    assert "needs a target value" in check_use(rule, "7", None, "at_least")[0]
    assert "above zero" in check_use(rule, "7", "0", "at_least")[0]
    assert check_use(make_rule("linear", **ACCIDENTS), "10", None, "at_most") == []


@given(items(("linear",)), decimals("0", "20"))
def test_a_line_goes_one_way_only(item, step):
    rule, direction = item["rule"], item["direction"]
    rises = exact(rule["from"]["points"]) < exact(rule["to"]["points"])
    if rule["on"] == "completion" and direction not in ("at_least", "at_most"):
        return
    if rule["on"] == "completion" and direction == "at_most":
        rises = not rises
    less, more = (
        score_of(score(**{**item, "finding": dataclasses.replace(item["finding"], found_value=v)}))
        for v in (item["finding"].found_value, Decimal(item["finding"].found_value) + Decimal(step))
    )
    assert less <= more if rises else less >= more


@given(items(("linear",)), st.integers(1, 9))
def test_a_line_is_straight_down_to_the_last_digit(item, part):
    """At n tenths of the way it gives n tenths of what lies between its ends, rounded once."""
    rule = {**item["rule"], "on": "value", "floor": "-9", "cap": "9", "band": "0"}
    start, end = rule["from"], rule["to"]
    at = exact(start["at"]) + (exact(end["at"]) - exact(start["at"])) * part / 10
    fine = {**rule, "rounding": {"places": 6, "mode": "down"}}
    made = score(fine, "9", None, make_finding(exact_text(at)), direction="at_least")
    rise = exact(end["points"]) - exact(start["points"])
    assert exact(made["result"]) == exact(start["points"]) + rise * part / 10
