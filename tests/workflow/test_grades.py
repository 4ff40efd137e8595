"""Grades: the base grade by score, then S43 and S44 over it, all combinations by hand."""

import pytest

from tests.workflow.results_cases import GRADES, make_rule, make_scheme, make_target, ranking
from workflow.scheme.scheme import body_of, canonical_text, scheme_of, shipped
from workflow.scoring.results import UnitOutcome, UnitPlace, outcomes

# Unfinished key targets by cause (L lack of effort, O objective) → final grade by base grade, and
# what applied. Written by hand from S43, S44 and their declared default.
TABLE = [
    # unfinished, exceeded → , met → , not met → , rules
    ("", "exceeded", "met", "not_met", ()),
    ("L", "met", "not_met", "not_met", ("S43",)),
    ("O", "met", "not_met", "not_met", ("S43",)),
    ("LL", "not_met", "not_met", "not_met", ("S44",)),
    ("LO", "met", "not_met", "not_met", ("S44_objective",)),
    ("OO", "met", "not_met", "not_met", ("S44_objective",)),
    ("LLL", "not_met", "not_met", "not_met", ("S44",)),
    ("LLO", "not_met", "not_met", "not_met", ("S44",)),
    ("LOO", "met", "not_met", "not_met", ("S44_objective",)),
    ("OOO", "met", "not_met", "not_met", ("S44_objective",)),
]
CAUSES = {"L": "lack_of_effort", "O": "objective"}
CASES = [
    pytest.param(unfinished, total, base, final, rules, id=f"{unfinished or 'none'}-{base}")
    for unfinished, *finals, rules in TABLE
    for (total, base), final in zip(
        [("95", "exceeded"), ("80", "met"), ("79.99", "not_met")], finals, strict=True
    )
]


def outcome(scheme, total="100", unfinished="", **over) -> UnitOutcome:
    targets = [
        make_target(n, met=False, cause=CAUSES[cause], points="5", score="0", **over)
        for n, cause in enumerate(unfinished, start=1)
    ]
    rest = make_target(90, category="routine", points="100", score=total)
    return outcomes(scheme, [UnitPlace("a", "towns")], [*targets, rest]).units[0]


def shipped_scheme():
    toml = shipped("county_2013")
    assert toml is not None
    return scheme_of(canonical_text(body_of(toml)))


@pytest.mark.parametrize(("unfinished", "total", "base", "final", "rules"), CASES)
def test_unfinished_key_targets_lower_the_grade_by_number_and_cause(
    unfinished, total, base, final, rules
):
    made = outcome(make_scheme(), total, unfinished)
    assert (made.base_grade, made.grade, made.rules) == (base, final, rules)


@pytest.mark.parametrize(("unfinished", "total", "base", "final", "rules"), CASES)
def test_the_shipped_scheme_of_2013_says_the_same(unfinished, total, base, final, rules):
    scheme = shipped_scheme()
    units = [UnitPlace(f.code, f.code) for f in scheme.fronts] or [UnitPlace("a", "towns")]
    targets = []
    for unit in units:
        rest = make_target(len(targets), unit.code, category="routine", score=total)
        targets.append(rest)
    targets += [
        make_target(100 + n, units[0].code, met=False, cause=CAUSES[cause], score="0")
        for n, cause in enumerate(unfinished)
    ]
    made = next(u for u in outcomes(scheme, units, targets).units if u.unit == units[0].code)
    assert (made.base_grade, made.grade, made.rules) == (base, final, rules)


def test_unfinished_targets_of_other_categories_leave_the_grade_alone():
    made = outcome(make_scheme(), "96", "LLL", category="routine")
    assert (made.grade, made.rules) == ("exceeded", ())


def test_a_rule_may_count_any_category_and_any_cause():
    rule = make_rule("any", {"category": None, "at_least": 2}, lower_by=1)
    scheme = make_scheme(grade_rules=(rule,))
    assert outcome(scheme, "96", "L", category="common").grade == "exceeded"
    assert outcome(scheme, "96", "LO", category="common").grade == "met"


def test_a_grade_is_never_set_to_a_better_one_nor_below_the_last():
    kind = make_scheme(grade_rules=(make_rule("up", {}, set_to="exceeded"),))
    assert outcome(kind, "80", "L").grade == "met"
    hard = make_scheme(grade_rules=(make_rule("down", {}, lower_by=9),))
    assert outcome(hard, "96", "L").grade == "not_met"


def test_rules_apply_one_after_the_other_on_the_running_grade():
    rules = (make_rule("first", {}, lower_by=1), make_rule("second", {}, lower_by=1))
    made = outcome(make_scheme(grade_rules=rules), "96", "L")
    assert (made.grade, made.rules) == ("not_met", ("first", "second"))


def test_every_rule_of_the_scheme_stands_on_the_sheet_with_the_targets_it_counted():
    step = outcome(make_scheme(), "96", "LO").derivation["children"][0]["children"][0]
    told = []
    while step["rule"] == "grade_rule":
        counted = [count["targets"] for count in step["inputs"]["when"]]
        before = step["children"][0]["result"]
        told.append((step["inputs"]["code"], counted, before, step["result"]))
        step = step["children"][0]
    assert told == [
        ("S44_objective", [[1, 2], [1]], "exceeded", "met"),
        ("S44", [[1]], "exceeded", "exceeded"),
        ("S43", [[1, 2]], "exceeded", "exceeded"),
    ]


@pytest.mark.parametrize(
    ("on", "total", "grade"),
    [("rounded", "94.995", "exceeded"), ("exact", "94.995", "met"), ("exact", "95", "exceeded")],
)
def test_the_grade_is_judged_on_the_value_that_is_ranked(on, total, grade):
    assert outcome(make_scheme(ranking=ranking(on=on)), total).base_grade == grade


@pytest.mark.parametrize("worst", ["", "L"])
def test_a_scheme_with_one_grade_has_no_last_one_that_withholds(worst):
    made = outcome(make_scheme(grades=(GRADES[-1],), grade_rules=()), "10", worst)
    assert (made.grade, [award.place for award in made.awards]) == ("not_met", [1])
