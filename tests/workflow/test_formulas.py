"""The scoring formulas: worked examples by hand, real tables, and what holds for every rule."""

import csv
import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.scoring_cases import COUNTED, decimals, items, make_finding, make_rule
from workflow.audit.canonical import NotCanonical, canonical
from workflow.scoring.derivation import score_of
from workflow.scoring.exact import exact, rounded
from workflow.scoring.formulas import CannotScore, Event, score
from workflow.scoring.ledger import event_points, events_of


def points_of(rule, found=None, *, points="40", target="100", direction="at_least", **over) -> str:
    finding = make_finding(found, **over)
    return score(rule, points, target, finding, direction=direction)["result"]


@pytest.mark.parametrize(
    ("direction", "target", "found", "wanted"),
    [
        ("at_least", "100", "90", "36"),
        ("at_least", "100", "100", "40"),
        ("at_least", "100", "250", "40"),
        ("at_least", "3", "1", "13.33"),
        ("at_least", "3", "2", "26.67"),
        ("at_least", "100", "-5", "0"),
        ("at_most", "27", "30", "36"),
        ("at_most", "27", "27", "40"),
        ("at_most", "27", "0", "40"),
        ("at_most", "27", "-3", "40"),
        ("at_most", "0", "0", "40"),
        ("at_most", "0", "1", "0"),
        ("exactly", "100", "80", "32"),
        ("exactly", "100", "100", "40"),
        ("exactly", "100", "125", "32"),
        ("exactly", "0", "0", "40"),
        ("exactly", "0", "-1", "0"),
    ],
)
def test_proportional_gives_the_share_fulfilled_and_no_more(direction, target, found, wanted):
    rule = make_rule("proportional")
    assert points_of(rule, found, target=target, direction=direction) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [("80", "32"), ("100", "40"), ("105", "40"), ("110", "40"), ("137.5", "32")],
)
def test_between_is_full_inside_the_band_and_falls_off_on_both_sides(found, wanted):
    rule = make_rule("proportional", band="10")
    assert points_of(rule, found, direction="between") == wanted
    # Nothing can be over-fulfilled between two edges, so a higher cap changes nothing.
    assert points_of({**rule, "cap_percent": "120"}, found, direction="between") == wanted


def test_a_declared_cap_lets_more_than_the_points_through():
    rule = make_rule("proportional", cap_percent="110")
    assert points_of(rule, "105") == "42"
    assert points_of(rule, "200") == "44"
    assert points_of(rule, "0", direction="at_most") == "44"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("100", "40"),
        ("109.99", "40"),
        ("110", "43"),
        ("129.9", "46"),
        ("130", "49"),
        ("500", "49"),
        ("90", "36"),
    ],
)
def test_bonus_counts_full_tenths_above_the_target_up_to_its_cap(found, wanted):
    assert points_of(make_rule("over_fulfilment"), found) == wanted


def test_bonus_of_an_at_most_target_counts_what_was_kept_below_it():
    rule = make_rule("over_fulfilment")
    assert points_of(rule, "80", direction="at_most") == "46"
    assert points_of(rule, "125", direction="at_most") == "32"


def test_bonus_without_a_cap_stops_at_the_points_of_the_item():
    assert points_of(make_rule("over_fulfilment", bonus_cap=None), "9999") == "80"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("120", "40"),
        ("100", "40"),
        ("99.999", "36"),
        ("90", "36"),
        ("89", "32"),
        ("70", "28"),
        ("50", "20"),
        ("49.99", "0"),
    ],
)
def test_a_ladder_band_starts_at_its_number(found, wanted):
    assert points_of(make_rule("ladder"), found) == wanted


def test_a_ladder_may_give_shares_and_reach_above_the_target():
    steps = [{"at_least": "1.2", "share": "1"}, {"at_least": "1", "share": "0.9"}]
    rule = make_rule("ladder", steps=steps)
    assert [points_of(rule, found) for found in ("120", "119", "99")] == ["40", "36", "0"]


def test_all_or_nothing_follows_the_finding_met_or_the_value():
    by_met, by_value = (make_rule("all_or_nothing", decided_by=by) for by in ("met", "value"))
    assert [points_of(by_met, target=None, met=met) for met in (True, False)] == ["40", "0"]
    assert [points_of(by_value, found) for found in ("100", "99.99")] == ["40", "0"]
    assert points_of(by_value, "-2.5", target="-2", direction="at_most") == "40"


def test_events_cost_what_they_cost_until_nothing_is_left():
    rule = make_rule("per_event")
    beijing, province = Event("to_beijing", "3"), Event("to_province", "2")
    costs = [(), (beijing,), (beijing, province), (Event("to_beijing", "9"),)]
    assert [points_of(rule, points="20", events=each) for each in costs] == ["20", "5", "1", "0"]


def test_a_deduction_stops_at_its_own_limit():
    assert points_of(make_rule("per_event"), events=(Event("to_province", "50"),)) == "34"


@pytest.mark.parametrize(
    ("points", "over", "entered", "wanted"),
    [
        ("10", {}, {}, "10"),
        ("10", {}, {"to_beijing": "1"}, "5"),
        ("10", {}, {"to_beijing": "1", "honour": "1"}, "6.5"),
        # The third honour counts nothing (at most 3), so 10 - 5 + 3.
        ("10", {}, {"to_beijing": "1", "honour": "3"}, "8"),
        ("10", {}, {"to_beijing": "1", "honour": "2", "initiative": "9"}, "10"),
        ("10", {}, {"honour": "2"}, "10"),
        ("10", {"cap": "12"}, {"honour": "2"}, "12"),
        ("10", {"cap": "15"}, {"honour": "2"}, "13"),
        ("10", {"cap": "8"}, {}, "8"),
        ("10", {}, {"to_beijing": "3"}, "0"),
        ("10", {"floor": "-20"}, {"to_beijing": "3"}, "-5"),
        ("10", {"floor": "-2"}, {"to_beijing": "3", "initiative": "1"}, "-2"),
        # Deductions and additions meet before the floor: 10 - 15 + 7 is 2, not 0 + 7.
        ("10", {}, {"to_beijing": "3", "initiative": "7"}, "2"),
        ("10", {}, {"to_province": "0.5", "initiative": "0.25"}, "9.25"),
    ],
)
def test_a_ledger_takes_and_gives_between_its_floor_and_its_cap(points, over, entered, wanted):
    events = tuple(Event(name, count) for name, count in entered.items())
    made = points_of(make_rule("ledger", **over), points=points, target=None, events=events)
    assert made == wanted


def test_what_one_entry_is_worth_is_told_before_any_limit():
    rule = make_rule("ledger")
    worth = [event_points(rule, *each) for each in (("to_beijing", "3"), ("honour", "7"))]
    assert worth == ["-15", "10.5"]
    assert event_points(make_rule("per_event"), "to_province", "0.5") == "-1"
    assert event_points(rule, "to_beijing", "0") == "0"
    with pytest.raises(KeyError):
        event_points(make_rule("per_event"), "honour", "1")
    with pytest.raises(NotCanonical):
        event_points(rule, "honour", "1e2")


def test_a_form_is_told_the_events_of_a_rule_with_their_names():
    told = [
        (e["event"], e["kind"], e["points"], e["at_most"], e["name"].zh, e["name"])
        for e in events_of(make_rule("ledger"))
    ]
    assert told == [
        ("to_beijing", "deduction", "5", None, "to_beijing", "to_beijing"),
        ("to_province", "deduction", "2", "6", "to_province", "to_province"),
        ("honour", "addition", "1.5", "3", "honour", "honour"),
        ("initiative", "addition", "1", None, "经验推广", "Copied by others"),
    ]
    assert [e["kind"] for e in events_of(make_rule("per_event"))] == ["deduction"] * 2
    assert events_of(make_rule("proportional")) == []


def test_a_declared_floor_may_lie_below_zero():
    rule = make_rule("per_event", floor="-10")
    assert points_of(rule, events=(Event("to_beijing", "9"),)) == "-5"
    assert points_of(rule, events=(Event("to_beijing", "99"),)) == "-10"


@pytest.mark.parametrize(
    ("direction", "found", "wanted"),
    [
        ("at_most", "12", "39"),
        ("at_most", "8", "40"),
        ("at_least", "8", "39"),
        ("at_least", "12", "40"),
        ("exactly", "13", "38.5"),
        ("at_most", "1000", "0"),
    ],
)
def test_distance_costs_by_the_unit_on_the_wrong_side_only(direction, found, wanted):
    rule = make_rule("distance")
    assert points_of(rule, found, target="10", direction=direction) == wanted


def test_quality_and_lateness_count_only_as_far_as_declared():
    silent = make_rule("proportional")
    assert points_of(silent, "100", quality="poor", on_time=False) == "40"
    declared = make_rule("proportional", quality_poor_factor="0.8", late_factor="0.5")
    assert points_of(declared, "100", quality="poor", on_time=False) == "16"
    assert points_of(declared, "100") == "40"


def test_lateness_never_lifts_a_score_below_zero():
    rule = make_rule("per_event", floor="-10", late_factor="0")
    assert points_of(rule, events=(Event("to_beijing", "9"),), on_time=False) == "-5"


@pytest.mark.parametrize(
    ("number", "mode", "wanted"),
    [
        ("2.345", "half_up", "2.35"),
        ("2.345", "half_even", "2.34"),
        ("2.355", "half_even", "2.36"),
        ("2.349", "down", "2.34"),
        ("-2.345", "half_up", "-2.35"),
        ("-2.349", "down", "-2.34"),
        ("2.3449999999999999999999999999999999999", "half_up", "2.34"),
    ],
)
def test_rounding_is_the_declared_one(number, mode, wanted):
    assert rounded(exact(number), 2, mode) == exact(wanted)


def test_rounding_happens_once_at_the_end():
    # 10 × 1/3 × 1/2 is 1.666…; a third rounded before the factor would give 1.67 or 1.66 by luck.
    rule = make_rule("proportional", late_factor="0.5", rounding={"places": 0, "mode": "half_up"})
    assert points_of(rule, "1", target="3", points="7", on_time=False) == "1"  # 1.17, not 2 ÷ 2
    assert points_of(rule, "1", target="3", points="8", on_time=False) == "1"  # 1.33, not 3 ÷ 2


@pytest.mark.parametrize(
    ("kind", "over", "words"),
    [
        ("proportional", {"found": None}, "needs a found value"),
        ("proportional", {"found": "1", "target": None}, "needs a target value"),
        ("proportional", {"found": "1", "target": "0"}, "above zero"),
        ("proportional", {"found": "1", "direction": "up"}, "direction is not known"),
        ("proportional", {"found": "1", "direction": "between"}, "band goes with"),
        ("over_fulfilment", {"found": "1", "direction": "exactly"}, "over-fulfilled"),
        ("ladder", {"found": "1", "points": "39"}, "40 is more than the item's 39 points"),
        ("per_event", {"events": (Event("unheard_of"),)}, "no event unheard_of"),
        ("per_event", {"events": (Event("to_beijing", "-1"),)}, "negative"),
        ("ledger", {"events": (Event("unheard_of"),)}, "no event unheard_of"),
        ("ledger", {"events": (Event("honour", "-1"),)}, "negative"),
        ("proportional", {"found": "1", "events": (Event("to_beijing"),)}, "no event to_beijing"),
        ("nonsense", {}, "kind must be one of"),
    ],
)
def test_what_cannot_be_scored_says_why_in_both_languages(kind, over, words):
    with pytest.raises(CannotScore, match=words) as caught:
        points_of(make_rule(kind), **over)
    assert all(fault.zh and fault.zh != fault.en for fault in caught.value.faults)


@pytest.mark.parametrize("found", ["1/2", "NaN", "1e2", 0.5])
def test_a_found_value_that_is_no_plain_decimal_is_refused(found):
    with pytest.raises(NotCanonical):
        points_of(make_rule("proportional"), found)


def progress_examples(shared_dir: Path) -> list[dict[str, str]]:
    path = shared_dir / "data/imihigo_progress_formula_examples.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["target"]]


def test_published_progress_examples_recompute_and_their_slips_are_reported(shared_dir):
    rows, slips = progress_examples(shared_dir), []
    for row in rows:
        direction = "at_most" if row["type"] == "decreasing" else "at_least"
        over = {"points": "100", "target": row["target"], "direction": direction}
        capped = points_of(make_rule("proportional"), row["actual"], **over)
        uncapped = points_of(make_rule("proportional", cap_percent="1000"), row["actual"], **over)
        assert Decimal(uncapped) == Decimal(row["recomputed_uncapped_pct"]), row
        printed = row["printed_progress_pct"].split()[0]
        if Decimal(capped) != Decimal(printed):
            slips.append((row["indicator"], printed, capped))
    assert len(rows) == 23
    # Printed errors of the source, left as they are; the second one was cut off, not rounded.
    assert slips == [("2 Apr", "23.00", "22.99"), ("5 rice", "37.81", "37.82")]


# What holds for every rule


def bounds(item: dict) -> tuple[Decimal, Decimal]:
    """Least and most an item could give, as its rule says, before rounding."""
    rule, points = item["rule"], Decimal(item["points"])
    most = {
        "proportional": points * Decimal(rule.get("cap_percent", "100")) / 100,
        "over_fulfilment": points + Decimal(rule.get("bonus_cap") or points),
    }
    if rule.get("cap") is not None:
        most[rule["kind"]] = Decimal(rule["cap"])
    return Decimal(rule.get("floor", "0")), most.get(rule["kind"], points)


@given(items())
def test_a_score_stays_within_its_bounds(item):
    rounding = item["rule"]["rounding"]
    low, high = (rounded(exact(edge), **rounding) for edge in bounds(item))
    assert low <= exact(score(**item)["result"]) <= high


VALUED = ("proportional", "over_fulfilment", "ladder", "all_or_nothing", "distance")


def scores_at(item: dict, *found: Decimal) -> list[Decimal]:
    findings = [dataclasses.replace(item["finding"], found_value=value) for value in found]
    return [score_of(score(**{**item, "finding": each})) for each in findings]


@given(items(VALUED), decimals("0", "20"))
def test_more_never_scores_less_up_to_the_target_nor_more_above_it(item, step):
    target, direction = Decimal(item["target_value"]), item["direction"]
    found = Decimal(item["finding"].found_value)
    if direction == "at_least" or (direction != "at_most" and found + Decimal(step) <= target):
        less, more = scores_at(item, found, found + Decimal(step))
        assert less <= more
    band = Decimal(item["rule"].get("band", "0"))
    if direction == "at_most" or (direction != "at_least" and found >= target + band):
        less, more = scores_at(item, found, found + Decimal(step))
        assert less >= more


@given(items(tuple(COUNTED)), st.randoms())
def test_the_order_of_events_means_nothing_down_to_the_bytes(item, random):
    events = list(item["finding"].events)
    random.shuffle(events)
    shuffled = dataclasses.replace(item["finding"], events=tuple(events))
    assert canonical(score(**{**item, "finding": shuffled})) == canonical(score(**item))


@given(items(("per_event", "ledger")), st.sampled_from(["to_beijing", "to_province"]))
def test_one_more_event_never_lifts_the_score(item, kind):
    more = dataclasses.replace(item["finding"], events=(*item["finding"].events, Event(kind)))
    assert score_of(score(**{**item, "finding": more})) <= score_of(score(**item))


@given(items(("ledger",)), st.sampled_from(["honour", "initiative"]))
def test_one_more_addition_never_lowers_the_score(item, kind):
    more = dataclasses.replace(item["finding"], events=(*item["finding"].events, Event(kind)))
    assert score_of(score(**{**item, "finding": more})) >= score_of(score(**item))
