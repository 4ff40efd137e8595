"""Scoring rules as data: what is refused at load, and the digest that stands for a rule."""

import pytest
from hypothesis import given

from tests.workflow.scoring_cases import HONOURS, PETITIONS, STEPS, items, make_rule
from workflow.scoring.parameters import PARAMETERS
from workflow.scoring.rule import check_rule, check_use, complete, rule_digest


@pytest.mark.parametrize("kind", PARAMETERS)
def test_a_sound_rule_of_each_kind_has_no_fault(kind):
    assert check_rule(make_rule(kind), "40") == []


@given(items())
def test_random_rules_fit_their_items(item):
    faults = check_use(item["rule"], item["points"], item["target_value"], item["direction"])
    assert faults == []


@pytest.mark.parametrize(
    ("kind", "over", "words"),
    [
        ("proportional", {"code": ""}, "code: must be 1 to 64"),
        ("proportional", {"code": "a\x00"}, "code: must be 1 to 64 printable"),
        ("proportional", {"cap": "100"}, "unknown parameter cap"),
        ("proportional", {"cap_percent": 100}, "cap_percent: must be a decimal"),
        ("proportional", {"cap_percent": "1e2"}, "cap_percent: must be a decimal"),
        ("proportional", {"cap_percent": "0"}, "cap_percent: must lie between"),
        ("proportional", {"late_factor": "1.1"}, "late_factor: must lie between"),
        ("proportional", {"quality_poor_factor": "-0.1"}, "quality_poor_factor: must lie"),
        ("proportional", {"rounding": {"places": "2"}}, "places: must be a whole number"),
        ("proportional", {"rounding": {"places": True}}, "places: must be a whole number"),
        ("proportional", {"rounding": {"places": 7}}, "places: must be a whole number"),
        ("proportional", {"rounding": {"mode": "up"}}, "mode: must be one of"),
        ("proportional", {"rounding": "half_up"}, "rounding: must be an object"),
        ("over_fulfilment", {"per_percent": "0"}, "per_percent: must lie between"),
        ("over_fulfilment", {"band": "1"}, "unknown parameter band"),
        ("all_or_nothing", {"decided_by": ["met"]}, "decided_by: must be one of"),
        ("ladder", {"steps": []}, "steps: must have 1 to 100"),
        ("ladder", {"steps": [{"at_least": "1"}]}, "parameter points is missing"),
        ("ladder", {"steps": [{"at_least": "1", "share": "1.5"}]}, "share: must lie between"),
        ("ladder", {"steps": STEPS[:2][::-1]}, "steps must fall: 0.9 before 1"),
        ("ladder", {"steps": [STEPS[0], {"at_least": "1", "points": "9"}]}, "overlap at 1"),
        ("ladder", {"steps": [STEPS[1], {"at_least": "0.5", "points": "40"}]}, "gives more"),
        ("ladder", {"steps": [STEPS[0], {"at_least": "0.5", "share": "0"}]}, "all give points"),
        ("per_event", {"deductions": [{"event": "a", "points": "-1"}]}, "points: must lie"),
        ("per_event", {"deductions": [{"event": "a", "points": "1"}] * 2}, "a stands twice"),
        ("ledger", {"deductions": [], "additions": []}, "needs an event that costs or gives"),
        ("ledger", {"additions": PETITIONS[:1]}, "to_beijing stands twice"),
        ("ledger", {"additions": [{"event": "a", "points": "0"}]}, "points: must lie"),
        ("ledger", {"additions": {"event": "a"}}, "additions: must have 0 to 100"),
        ("ledger", {"floor": "-1", "cap": "-2"}, "the cap -2 lies below the floor -1"),
        ("ledger", {"floor": "41"}, "41 is more than the item's 40 points"),
        ("per_event", {"additions": HONOURS}, "unknown parameter additions"),
        ("per_event", {"floor": "41"}, "41 is more than the item's 40 points"),
        ("ladder", {"steps": [{"at_least": "1", "points": "50"}]}, "50 is more than the item's"),
    ],
)
def test_a_bad_rule_is_reported_in_both_languages(kind, over, words):
    faults = check_rule(make_rule(kind, **over), "40")
    assert len(faults) == 1
    assert words in faults[0]
    assert faults[0].zh != faults[0].en


def test_all_faults_of_a_rule_are_reported_together():
    rule = {"kind": "over_fulfilment", "per_percent": "0", "typo": "1"}
    assert len(check_rule(rule)) == 4  # typo, code, per_percent, points_each


@pytest.mark.parametrize("rule", [{}, {"kind": None}, {"kind": []}, {"kind": "gut_feeling"}])
def test_a_rule_of_no_known_kind_is_reported(rule):
    assert "kind must be one of" in check_rule(rule)[0]


def test_a_share_of_nothing_is_refused_but_a_distance_from_it_is_not():
    assert check_use(make_rule("proportional"), "40", "-2", "at_least")
    assert check_use(make_rule("distance"), "40", "-2", "at_least") == []
    assert check_use(make_rule("per_event"), "40", None, "at_least") == []
    assert check_use(make_rule("ledger"), "40", None, "at_least") == []


def test_spelling_and_defaults_do_not_change_the_digest():
    spelled = {"cap_percent": "100.0", "late_factor": "1", "rounding": {"mode": "half_up"}}
    assert rule_digest(make_rule("proportional", **spelled)) == rule_digest(
        make_rule("proportional")
    )


@pytest.mark.parametrize(
    ("kind", "over"),
    [
        ("proportional", {"cap_percent": "110"}),
        ("proportional", {"code": "other"}),
        ("proportional", {"rounding": {"places": 1}}),
        ("per_event", {"floor": "-1"}),
        ("ladder", {"steps": STEPS[:-1]}),
        ("per_event", {"deductions": [{"event": "to_beijing", "points": "5"}]}),
        ("ledger", {"additions": HONOURS[:1]}),
        ("ledger", {"cap": "40"}),
        ("ledger", {"floor": "-1"}),
    ],
)
def test_whatever_changes_a_score_changes_the_digest(kind, over):
    assert rule_digest(make_rule(kind, **over)) != rule_digest(make_rule(kind))


def test_a_completed_rule_hides_nothing_and_is_its_own_completion():
    whole = complete(make_rule("per_event"))
    assert whole["floor"] == "0"
    assert whole["late_factor"] == "1"
    assert whole["rounding"] == {"places": 2, "mode": "half_up"}
    assert whole["deductions"][0]["at_most"] is None
    assert complete(whole) == whole
    assert check_rule(whole) == []


def test_a_ledger_may_leave_out_either_side():
    for name, listed in (("deductions", PETITIONS), ("additions", HONOURS)):
        rule = {"code": "safety", "kind": "ledger", name: listed}
        assert check_rule(rule, "10") == []
        assert [each["event"] for each in complete(rule)[name]] == [e["event"] for e in listed]


# Scores of past years name these: whatever is added to the language, they stay what they were.
DIGESTS = {
    "proportional": "3a2ea9382225f2899e8c2ad11a8e9bde319cf5ef82055bc7d8831a7ffa7e94c5",
    "over_fulfilment": "64c817fba7d33fe99694f23d85692aec3c5156e2225497f76e08d5fe78775d7e",
    "all_or_nothing": "8bf8979d12d712de3db24c5d111c2e1b7f3449fd473e6d9356982c0ba030cce5",
    "ladder": "113e1a158c98842c47e8d55fe7e2e5b97cbdbb183f6d19b005375ce5307e4b18",
    "per_event": "cb7096ba5ffc53919fe50f71f324bf6979c6448515a51fc76c53be989715db4e",
    "distance": "274a927ed3075db03637af1e87a6355d0859e240c163ed821fa386076ebae418",
}


@pytest.mark.parametrize("kind", DIGESTS)
def test_the_digest_of_a_rule_never_changes(kind):
    assert rule_digest(make_rule(kind)) == DIGESTS[kind]
