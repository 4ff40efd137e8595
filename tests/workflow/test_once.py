"""Honours by level: the same matter once, at the highest, however its entries came in."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import codes
from tests.workflow.finding_cases import entry, ledgered
from tests.workflow.own_year import ruled
from tests.workflow.scoring_cases import LEVELS, items, make_finding, make_rule
from workflow.scoring.derivation import score_of, sealed
from workflow.scoring.exact import exact
from workflow.scoring.formulas import Event, score
from workflow.scoring.recompute import BentDerivation, recompute
from workflow.scoring.rule import check_rule, rule_digest

HONOURS = """
[[rule]]
code = "honours"
kind = "ledger"
floor = "-10"
cap = "40"
deductions = [
  { event = "criticised", points = "2" },
]
additions = [
  { event = "county", points = "1", group = "honours", zh = "县级表彰", en = "County honour" },
  { event = "city", points = "3", group = "honours", zh = "市级表彰", en = "City honour" },
  { event = "province", points = "5", group = "honours", zh = "省级表彰", en = "Province honour" },
]
"""


def scored(*events, **over):
    rule = make_rule("honours", cap="100", **over)
    made = score(rule, "10", None, make_finding(events=events), direction="at_least")
    assert recompute(made) == score_of(made)
    return made


def honours(*events, **over):
    return str(score_of(scored(*events, **over)) - 10)


def of(event, matter=None, **over):
    return Event(event, matter=matter, **over)


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        ([], "0"),
        ([("county", "A")], "1"),
        ([("city", "A")], "3"),
        ([("province", "A")], "5"),
        # One matter, honoured at three levels: the highest.
        ([("county", "A"), ("city", "A"), ("province", "A")], "5"),
        ([("county", "A"), ("city", "B"), ("province", "C")], "9"),
        ([("county", "A"), ("county", "A"), ("city", "B"), ("county", "B")], "4"),
        # Who names no matter speaks of one of its own.
        ([("city", None), ("city", None)], "6"),
        ([("city", None), ("city", "A"), ("county", "A")], "6"),
    ],
)
def test_the_same_matter_counts_once_at_the_highest(entries, wanted):
    assert honours(*(of(*each) for each in entries)) == wanted


def test_the_limit_of_an_event_holds_for_what_counts():
    five = [of("county", matter) for matter in "ABCDE"]
    assert honours(*five) == "3"
    # Two of the five matters went on to the city: three are left at the county.
    assert honours(*five, of("city", "A"), of("city", "B")) == "9"


def test_the_derivation_shows_which_entries_are_one_matter_and_which_one_counts():
    made = scored(
        of("county", "县优", ref="1"), of("province", "县优", ref="2"), of("city", ref="3")
    )
    ledger = made["children"][0]["children"][0]["children"][0]
    kinds = [each["rule"] for each in ledger["children"]]
    assert kinds == ["deduction", "deduction", "addition", "addition_once"]
    told = [
        (each["event"], each.get("matter"), each["counts"])
        for each in ledger["children"][-1]["inputs"]["entries"]
    ]
    assert told == [("county", "县优", False), ("province", "县优", True), ("city", None, True)]


def bent(made, change):
    copy = json.loads(json.dumps(made))
    change(copy["children"][0]["children"][0]["children"][0]["children"][-1]["inputs"]["entries"])

    def resealed(node):
        return sealed({**node, "children": [resealed(child) for child in node["children"]]})

    return resealed(copy)


def test_a_matter_that_is_counted_twice_or_by_the_lower_entry_is_found():
    made = scored(of("city", "A"), of("province", "A"))

    def twice(entries):
        entries[0]["counts"] = entries[1]["counts"] = True

    def lower(entries):
        entries[0]["counts"], entries[1]["counts"] = True, False

    for change in (twice, lower):
        with pytest.raises(BentDerivation, match="not counted once"):
            recompute(bent(made, change))


@given(items(("honours",)), st.sampled_from(["county", "city", "province"]))
def test_one_more_honour_never_lowers_a_score(item, event):
    for matter in (None, "A", "Z"):
        more = (*item["finding"].events, Event(event, matter=matter))
        after = score(**{**item, "finding": replace(item["finding"], events=more)})
        assert score_of(score(**item)) <= score_of(after)


def test_rules_without_groups_keep_their_digests_and_a_group_makes_another():
    plain = [{k: v for k, v in each.items() if k != "group"} for each in LEVELS]
    rule = make_rule("honours", additions=plain)
    assert rule_digest(rule) == rule_digest(
        {**rule, "additions": [{**each, "group": None} for each in plain]}
    )
    assert rule_digest(rule) != rule_digest(make_rule("honours"))


def test_a_group_of_honours_and_criticism_together_is_reported():
    mixed = [{"event": "criticised", "points": "2", "group": "honours"}]
    (fault,) = check_rule(make_rule("honours", deductions=mixed))
    assert "holds events that cost and that give" in fault


# — through the door —

SCORE = "SELECT derivation FROM score WHERE target_id = ?"
MATTERS = """
SELECT m.code FROM ledger_matter m JOIN ledger l ON l.id = m.ledger_id WHERE l.target_id = ?
"""


def test_entries_that_name_a_matter_stand_in_the_ledger_the_finding_and_the_score(world):
    ruled(world, HONOURS)
    target = ledgered(world, "in_progress", rule="honours")
    for event in ("county", "province", "city"):
        about = entry(world, target, event=event, matter_code="植树")
        world.act("assessor", "enter_ledger", target, **about)
    world.act("assessor", "enter_ledger", target, **entry(world, target, event="city"))
    world.fall_due(target)
    world.act("assessor", "assess", target, met=True)
    world.act("office", "score", target)
    made = json.loads(world.row(SCORE, target)["derivation"])
    assert exact(made["result"]) == 20 + 5 + 3
    assert recompute(made) == 28
    assert [row["code"] for row in world.rows(MATTERS, target)] == ["植树"] * 3


@pytest.mark.parametrize("about", [{"event": "criticised"}, {"event": "city", "count": 2}])
def test_only_what_counts_a_matter_once_takes_its_code(world, about):
    ruled(world, HONOURS)
    target = ledgered(world, "in_progress", rule="honours")
    fields = entry(world, target, matter_code="植树", **about)
    assert codes(world.no("assessor", "enter_ledger", target, **fields)) == [
        "matter_code_fits_the_event"
    ]
    assert world.rows(MATTERS, target) == []
