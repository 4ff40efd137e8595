"""Weighted sums of parts and of periods, and adjustments over any formula: worked by hand, and what
holds for every one of them."""

import copy
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.part_cases import (
    MONTHS,
    composed,
    finances,
    finding_of,
    found,
    of_parts,
    part,
    three_parts,
)
from tests.workflow.scoring_cases import PETITIONS, make_finding, make_rule
from tests.workflow.test_recompute import paths, resealed
from workflow.audit.canonical import canonical
from workflow.scoring.exact import exact
from workflow.scoring.formulas import FORMULAS, CannotScore, Event, score
from workflow.scoring.group import Group, Member, is_of_a_group
from workflow.scoring.parameters import PARAMETERS
from workflow.scoring.parts import PartValue, worth_of
from workflow.scoring.recompute import BentDerivation, recompute
from workflow.scoring.rule import check_rule, check_use, complete, needs_values, rule_digest

GROUP = Group("front", "towns", (Member(1, "XQ", True, "97"), Member(2, "SM", True, "100")))
ADJUSTS = {
    "deductions": [{"event": "late", "points": "0.5", "zh": "迟报", "en": "Reported late"}],
    "additions": [{"event": "honour", "points": "1"}],
}


def points_of(rule, *values, points="10", target="120", events=()):
    finding = finding_of(*values, events=events)
    return score(rule, points, target, finding, direction="at_least")["result"]


def node(made, rule):
    return next(each for _, each in paths(made) if each["rule"] == rule)


# — worked examples —


def test_the_year_counts_forty_per_cent_and_the_mean_of_twelve_months_sixty():
    # Year: 108 of 120 is 90 %, of 4 points 3.6. Months: ten reach 10, one has 5, one has 7:
    # (10 × 6 + 3 + 4.2) ÷ 12 = 5.6. Together 9.2.
    months = {**dict.fromkeys(MONTHS[:10], "10"), "11": "5", "12": "7"}
    assert points_of(finances(), *found(months, year="108")) == "9.2"


def test_adjustments_come_on_top_and_stay_within_their_bounds():
    months = {**dict.fromkeys(MONTHS[:10], "10"), "11": "5", "12": "7"}
    values, rule = found(months, year="108"), finances(**ADJUSTS)
    assert points_of(rule, *values, events=(Event("late", "3"),)) == "7.7"
    assert points_of(rule, *values, events=(Event("late", "3"), Event("honour"))) == "8.7"
    # 9.2 and 3 are more than the item is worth.
    assert points_of(rule, *values, events=(Event("honour", "3"),)) == "10"
    assert points_of(rule, *values, events=(Event("late", "30"),)) == "0"
    capped = finances(**ADJUSTS, adjust_floor="-1", adjust_cap="0.5", result_cap="12")
    assert points_of(capped, *values, events=(Event("late", "30"),)) == "8.2"
    assert points_of(capped, *values, events=(Event("honour", "3"),)) == "9.7"


def test_an_item_of_eleven_points_has_parts_of_two_six_and_three():
    values = found(office="1", signed="40", reports="17")
    # 2, and 6 × 0.8, and the step of 80 %.
    assert points_of(three_parts(), *values, points="11", target=None) == "8.3"
    assert worth_of(three_parts()) == "11"
    assert check_rule(three_parts(), "11") == []


@pytest.mark.parametrize(
    ("missing", "wanted"), [("zero", "4.5"), ("left_out", "10"), ("refuse", None)]
)
def test_what_a_missing_month_means_is_declared(missing, wanted):
    values = found({"1": "10"}, year="120")
    if wanted is None:
        with pytest.raises(CannotScore) as caught:
            points_of(finances(missing), *values)
        faults = caught.value.faults
        assert (faults[0].en, faults[-1].zh) == (
            "Income by month, month 2 is missing",
            "缺各月收入12月",
        )
        return
    assert points_of(finances(missing), *values) == wanted


def test_a_mean_of_nothing_is_none():
    with pytest.raises(CannotScore, match="all periods of Income by month are missing"):
        points_of(finances("left_out"), *found(year="120"))
    assert points_of(finances("zero"), *found(year="120")) == "4"


def test_a_mean_is_exact_and_rounded_once_at_the_end():
    thirds = of_parts(part("a", points="1", target_value="3", periods=3))
    values = [PartValue("a", str(n), "1") for n in (1, 2, 3)]
    finding = finding_of(*values)
    made = score(thirds, "1", None, finding, direction="at_least")
    assert (node(made, "mean")["result"], made["result"]) == ("1/3", "0.33")


def test_a_part_goes_by_its_own_target_and_direction_and_else_by_the_items():
    rule = of_parts(
        part("own", points="5", target_value="20", direction="at_most"),
        part("items", points="5"),
    )
    assert points_of(rule, *found(own="25", items="60")) == "6.5"


def test_a_derivation_names_each_part_and_period():
    months = dict.fromkeys(MONTHS[:11], "10")
    made = score(
        finances("zero"), "10", "120", finding_of(*found(months, year="60")), direction="at_least"
    )
    parts = [n["inputs"] for _, n in paths(made) if n["rule"] == "part"]
    assert [(p["zh"], p["points"], p["unit_of_measure"]) for p in parts] == [
        ("全年收入", "4", "万元"),
        ("各月收入", "6", "万元"),
    ]
    assert [n["inputs"]["zh"] for _, n in paths(made) if n["rule"] == "period"][-1] == "11月"
    assert node(made, "mean")["inputs"]["without_value"] == ["12"]
    assert "Income by month, month 2" not in canonical(made).decode()


# — adjustments over every other formula —


@pytest.mark.parametrize("kind", [k for k in PARAMETERS if k not in ("per_event", "ledger")])
def test_any_formula_may_be_adjusted(kind):
    plain = {"parts": three_parts(), "ladder": make_rule("ladder")}.get(kind, make_rule(kind))
    others = {"group": GROUP} if is_of_a_group(plain) else {}
    rule = {**plain, **ADJUSTS}
    worth = "11" if kind == "parts" else "40"
    values = found(office="1", signed="40", reports="17") if kind == "parts" else ()

    def earned(one, *events):
        finding = make_finding(None if values else "97", parts=values, events=events)
        made = score(one, worth, "100", finding, direction="at_least", **others)
        return exact(made["result"])

    assert check_rule(rule, worth) == []
    assert earned(rule) == earned(plain)
    assert earned(rule, Event("late", "4")) == earned(plain) - 2


def test_a_bonus_of_the_formula_stays_and_no_addition_comes_on_top_of_it():
    rule = {**make_rule("over_fulfilment"), **ADJUSTS}

    def earned(found_value, *events):
        finding = make_finding(found_value, events=events)
        made = score(rule, "40", "100", finding, direction="at_least")
        assert str(recompute(made)) == made["result"]
        return made["result"]

    assert earned("120") == "46"
    assert earned("120", Event("honour", "2")) == "46"
    assert earned("120", Event("late", "2")) == "45"
    assert earned("99", Event("honour", "2")) == "40"


def test_rules_that_count_events_already_have_no_second_adjustment():
    for kind in ("per_event", "ledger"):
        (fault,) = check_rule({**make_rule(kind), "adjust_cap": "1"})
        assert fault == "unknown parameter adjust_cap"


# — what is wrong —


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (three_parts(), "the parts add up to 11, the item is worth 3"),
        (of_parts(part("a", share="0.5")), "the shares of the parts add up to 0.5, not to 1"),
        (of_parts(part("a", points="1"), part("a", points="2")), "part a stands twice"),
        (of_parts(part("a", points="1"), part("b", share="1")), "all have points or all have a"),
        (of_parts(part("a", share="1", points="3")), "a: it must have either points or a share"),
        (of_parts(part("a", share="1", missing="zero")), "a: missing goes with periods only"),
        (of_parts(part("a", share="1", periods=1)), "periods: must be a whole number or a list"),
        (of_parts(part("a", share="1", periods=True)), "periods: must be a whole number"),
        (of_parts(part("a", share="1", floor="0")), "a: unknown parameter floor"),
        (of_parts(part("a", share="1", kind="parts")), "of a known kind but parts"),
        (of_parts(part("a", share="1", kind="guess")), "of a known kind but parts"),
        (of_parts(), "parts: must have 1 to 100"),
        (
            of_parts(part("a", share="1", kind="per_event", deductions=PETITIONS)),
            "part a: per_event is not scored from a value",
        ),
        (
            of_parts(part("a", share="1", kind="all_or_nothing", decided_by="met")),
            "part a: all_or_nothing is not scored from a value",
        ),
        (
            of_parts(part("a", share="1", kind="ladder", steps=[{"at_least": "1", "points": "4"}])),
            "part a: 4 is more than the item's 3 points",
        ),
        (
            of_parts(part("a", share="1", periods=[{"code": "h", "zh": "上", "en": "H"}] * 2)),
            "part a: period h stands twice",
        ),
        (of_parts(part("a", share="1"), adjust_cap="1"), "needs an event that costs or gives"),
        (
            of_parts(part("a", share="1"), **ADJUSTS, result_floor="2", result_cap="1"),
            "the cap 1 lies below the floor 2",
        ),
        (of_parts(part("a", share="1"), **ADJUSTS, adjust_floor="1"), "adjust_floor: must lie"),
        (of_parts(part("a", share="1"), **ADJUSTS, result_floor="4"), "4 is more than the item's"),
        (
            of_parts(part("a", share="1"), deductions=PETITIONS, additions=PETITIONS),
            "event to_beijing stands twice",
        ),
    ],
)
def test_what_is_wrong_with_parts_is_told_in_both_languages_and_left_as_it_is(rule, words):
    before = copy.deepcopy(rule)
    faults = check_rule(rule, "3")
    assert words in " | ".join(w.en for w in faults)
    assert all(w.zh != w.en for w in faults)
    assert rule == before


def test_a_part_without_a_target_of_its_own_needs_the_items():
    assert check_use(finances(), "10", "120", "at_least") == []
    (fault,) = check_use(finances(), "10", None, "at_least")
    assert fault.en == "part year: this rule needs a target value"
    assert check_use(three_parts(), "11", None, "at_least") == []


def test_a_part_must_fit_its_own_direction():
    bonus = {"kind": "over_fulfilment", "per_percent": "10", "points_each": "1"}
    rule = of_parts(part("a", share="1", direction="exactly", **bonus))
    (fault,) = check_use(rule, "10", "120", "at_least")
    assert fault.en == "part a: nothing can be over-fulfilled in this direction"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (found(office="1", signed="2"), ["Part reports is missing"]),
        (found(office="1", signed="2", reports="1", extra="4"), ["there is no part extra"]),
        (found({"1": "3"}, office="1", signed="2", reports="1"), ["there is no part months 1"]),
        (found(office="1", signed="2", reports="1") * 2, ["office stands twice"]),
        ((), ["Part office is missing", "Part signed is missing", "Part reports is missing"]),
    ],
)
def test_values_found_must_be_those_of_the_parts(values, told):
    with pytest.raises(CannotScore) as caught:
        points_of(three_parts(), *values, points="11")
    assert [w.en for w in caught.value.faults][: len(told)] == told


def test_a_rule_without_parts_takes_no_values_by_part():
    finding = make_finding("1", parts=found(a="1"))
    with pytest.raises(CannotScore, match="there is no part a"):
        score(make_rule("proportional"), "4", "2", finding, direction="at_least")


@pytest.mark.parametrize("kind", FORMULAS)
def test_every_formula_that_computes_with_a_value_may_score_a_part(kind):
    """Which kinds there are the table of formulas says: a new one needs no line here."""
    if kind == "parts":
        return
    plain = make_rule(kind)
    if is_of_a_group(plain):
        whole = of_parts(part("a", share="1", **{n: v for n, v in plain.items() if n != "code"}))
        assert "is not scored from a value" in check_rule(whole)[0]
        return
    own = {n: v for n, v in plain.items() if n not in ("code", "steps")}
    steps = {"steps": [{"at_least": "0.5", "share": "1"}]} if kind == "ladder" else {}
    rule = of_parts(part("a", share="1", target_value="100", **{**own, **steps}))
    decided = {"decided_by": "value"} if kind == "all_or_nothing" else {}
    if not needs_values(complete({**plain, **decided})):
        assert "is not scored from a value" in check_rule(rule)[0]
        return
    alone = score(
        {**plain, **steps, **decided}, "40", "100", make_finding("80"), direction="at_least"
    )
    assert points_of(rule, *found(a="80"), points="40") == alone["result"]


# — what holds for every one —


@given(composed())
def test_the_second_reckoning_agrees(item):
    assert check_use(item["rule"], item["points"], None, "at_least") == []
    made = score(**item)
    assert str(recompute(made)) == made["result"]


@given(composed(), st.randoms())
def test_the_order_of_values_and_events_means_nothing(item, random):
    made = score(**item)
    values, events = list(item["finding"].parts), list(item["finding"].events)
    random.shuffle(values)
    random.shuffle(events)
    finding = finding_of(*values, quality=item["finding"].quality, events=tuple(events))
    assert canonical(score(**{**item, "finding": finding})) == canonical(made)


@given(composed())
def test_a_result_never_leaves_its_floor_and_cap(item):
    made, points = score(**item), exact(item["points"])
    if node(made, "quality")["children"][0]["rule"] != "adjusted":
        return
    given_in = node(made, "adjusted")
    inputs, own = given_in["inputs"], exact(given_in["children"][0]["result"])
    low = exact(inputs["result_floor"] or "0") if inputs["result_floor"] else min(0, own)
    high = exact(inputs["result_cap"]) if inputs["result_cap"] else max(points, own)
    result = exact(given_in["result"])
    assert low <= result <= high
    if low <= own <= high:
        assert exact(inputs["adjust_floor"]) <= result - own <= exact(inputs["adjust_cap"])


@given(composed(), st.data())
def test_a_value_that_serves_its_target_better_never_scores_less(item, data):
    values = list(item["finding"].parts)
    if not values:
        return
    at = data.draw(st.integers(0, len(values) - 1))
    parts = {each["code"]: each for each in item["rule"]["parts"]}
    grows = parts[values[at].part]["direction"] != "at_most"

    def with_value(number):
        changed = [*values]
        changed[at] = values[at]._replace(value=str(number))
        events = item["finding"].events
        made = score(**{**item, "finding": finding_of(*changed, events=events)})
        return exact(made["result"])

    rising = [with_value(number) for number in (-4, 0, 1, 5, 10, 25)]
    rising = rising if grows else rising[::-1]
    assert all(one <= next_one for one, next_one in pairwise(rising))


@given(composed(), st.sampled_from(["to_beijing", "honour"]))
def test_one_more_deduction_never_helps_and_one_more_addition_never_harms(item, event):
    if "deductions" not in item["rule"]:
        return
    finding = item["finding"]
    more = finding_of(
        *finding.parts, quality=finding.quality, events=(*finding.events, Event(event))
    )
    before, after = (
        exact(score(**item)["result"]),
        exact(score(**{**item, "finding": more})["result"]),
    )
    assert after <= before if event == "to_beijing" else after >= before


@given(composed(), st.data())
def test_a_bent_node_is_found_even_when_every_digest_was_made_anew(item, data):
    made = score(**item)
    path, bent = data.draw(st.sampled_from(list(paths(made))))
    bent["result"] = str(Fraction(bent["result"]) + 1)
    with pytest.raises(BentDerivation) as caught:
        recompute(resealed(made))
    assert caught.value.path == path


@pytest.mark.parametrize("bend", ["dropped", "doubled", "refused", "foreign"])
def test_periods_that_are_not_those_declared_are_found(bend):
    months = dict.fromkeys(MONTHS[:11], "10")
    finding = finding_of(*found(months, year="60"))
    made = score(finances("left_out"), "10", "120", finding, direction="at_least")
    mean = node(made, "mean")
    if bend == "dropped":
        mean["children"].pop()
    elif bend == "doubled":
        mean["children"].append(mean["children"][0])
    elif bend == "refused":
        mean["inputs"]["missing"] = "refuse"
    else:
        mean["children"][0] = mean["children"][0]["children"][0]
    with pytest.raises(BentDerivation) as caught:
        recompute(resealed(made))
    assert "mean" in str(caught.value)


# — digests —

DIGESTS = {
    "proportional": "3a2ea9382225f2899e8c2ad11a8e9bde319cf5ef82055bc7d8831a7ffa7e94c5",
    "over_fulfilment": "64c817fba7d33fe99694f23d85692aec3c5156e2225497f76e08d5fe78775d7e",
    "all_or_nothing": "8bf8979d12d712de3db24c5d111c2e1b7f3449fd473e6d9356982c0ba030cce5",
    "ladder": "113e1a158c98842c47e8d55fe7e2e5b97cbdbb183f6d19b005375ce5307e4b18",
    "per_event": "cb7096ba5ffc53919fe50f71f324bf6979c6448515a51fc76c53be989715db4e",
    "ledger": "f75defd0c0f97f151373e8adc74bee7bac276d9d0e886796826e02b559929462",
    "distance": "274a927ed3075db03637af1e87a6355d0859e240c163ed821fa386076ebae418",
}


@pytest.mark.parametrize("kind", DIGESTS)
def test_a_rule_that_has_nothing_of_this_has_the_digest_it_always_had(kind):
    assert rule_digest(make_rule(kind)) == DIGESTS[kind]


def test_the_digest_of_parts_covers_defaults_and_one_spelling():
    rule = of_parts(part("a", points="2.0", kind="all_or_nothing", target_value="1"))
    told = part(
        "a",
        points="2",
        kind="all_or_nothing",
        decided_by="value",
        target_value="1.00",
        missing="refuse",
    )
    assert rule_digest(rule) == rule_digest(of_parts(told))
    assert rule_digest({**rule, **ADJUSTS}) != rule_digest(rule)
    other = part("a", points="2", kind="all_or_nothing", target_value="1", zh="别名")
    assert rule_digest(of_parts(other)) != rule_digest(rule)
