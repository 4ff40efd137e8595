"""Rules that compare the units: by the best, by place; nobody before all, nothing stale after."""

import dataclasses
import json
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import stranger as recompute_year
from tests.builders import FOUND, codes
from tests.counting import counted
from tests.sheets import item_for
from tests.workflow.group_cases import moved, ranked_year
from tests.workflow.own_year import ruled
from tests.workflow.scoring_cases import (
    COMPARED,
    decimals,
    group_of,
    items,
    make_finding,
    make_rule,
)
from workflow.audit.canonical import canonical
from workflow.errors import RulesRefused
from workflow.queries import groups
from workflow.scoring.derivation import score_of, sealed
from workflow.scoring.exact import exact
from workflow.scoring.formulas import CannotScore, score
from workflow.scoring.group import group_digest
from workflow.scoring.recompute import BentDerivation, recompute
from workflow.scoring.rule import check_rule, check_use

# The others of the group; the unit that is scored comes first.
FIVE = ("90", "100", "80", "90", "60")


def scored(rule, values, *, points="10", direction="at_least"):
    made = score(rule, points, None, make_finding(values[0]), direction=direction,
                 group=group_of(*values))  # fmt: skip
    assert recompute(made) == score_of(made)
    return made


def points_of(rule, *values, **over):
    return scored(rule, values, **over)["result"]


def leaf(made):
    while made["children"]:
        (made,) = made["children"]
    return made


@pytest.mark.parametrize(
    ("values", "direction", "wanted"),
    [
        (("100", "90", "80"), "at_least", "10"),
        (("90", "100", "80"), "at_least", "9"),
        (("1", "3"), "at_least", "3.33"),
        (("0", "100"), "at_least", "0"),
        (("-5", "100"), "at_least", "0"),
        (("0", "0"), "at_least", "0"),
        (("-1", "-2"), "at_least", "0"),
        (("7",), "at_least", "10"),
        (("4", "8"), "at_most", "10"),
        (("8", "4"), "at_most", "5"),
        (("8", "0"), "at_most", "0"),
        (("0", "8"), "at_most", "10"),
        (("0", "-3"), "at_most", "10"),
    ],
)
def test_points_by_the_best_of_the_group(values, direction, wanted):
    assert points_of(make_rule("relative_to_best"), *values, direction=direction) == wanted


@pytest.mark.parametrize(
    ("own", "wanted"), [("100", "10"), ("90", "9.5"), ("80", "8.5"), ("60", "8"), ("1", "8")]
)
def test_each_place_costs_a_step_and_equals_share_the_better_one(own, wanted):
    others = [value for value in FIVE if value != own or own == "90"]
    others = others[1:] if own == "90" else others
    assert points_of(make_rule("by_rank"), own, *others[-4:] if own == "1" else others) == wanted


def test_less_is_better_where_the_direction_says_so():
    found = [points_of(make_rule("by_rank"), own, "1", "2", "3", direction="at_most")
             for own in ("0", "1", "2.5", "9")]  # fmt: skip
    assert found == ["10", "10", "9", "8.5"]


def test_a_small_group_has_its_own_step():
    rule = make_rule("by_rank", step="0.5", small_group=4, small_step="2")
    assert points_of(rule, "1", "2", "3") == "6"
    assert points_of(rule, "1", "2", "3", "4") == "8.5"


def test_points_stop_at_the_floor():
    assert points_of(make_rule("by_rank", step="7", floor="1"), "1", "2", "3") == "1"
    assert points_of(make_rule("relative_to_best", floor="2"), "1", "100") == "2"


def test_who_has_no_value_has_no_place_and_is_not_counted():
    rule = make_rule("by_rank", step="1", missing="zero")
    made = scored(rule, ("1", "2", None))
    assert (made["result"], leaf(made)["inputs"]["size"]) == ("9", 2)
    absent = scored(rule, (None, "2", "1"))
    assert (absent["result"], group_digest(absent)) == ("0", None)


def test_the_derivation_names_the_group_its_best_and_the_place():
    best = leaf(scored(make_rule("relative_to_best"), ("90", "100", "100")))
    told = {n: best["inputs"][n] for n in ("size", "best", "best_unit", "best_target", "of")}
    assert told == {"size": 3, "best": "100", "best_unit": "u2", "best_target": 2, "of": "towns"}
    place = leaf(scored(make_rule("by_rank"), ("90", "100", "90")))
    assert (place["result"], place["inputs"]["better"], place["inputs"]["tied"]) == ("2", 1, 2)


def test_nobody_is_scored_before_the_whole_group_is_found():
    open_ = dataclasses.replace(
        group_of("1", "2"),
        members=(*group_of("1").members, *group_of(None, found=False).members),
    )
    for group in (None, open_):
        with pytest.raises(CannotScore, match="not all units of the group"):
            score(make_rule("by_rank"), "10", None, make_finding("1"), direction="at_least",
                  group=group)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "over", "words"),
    [
        ("by_rank", {"small_group": 5}, "go together"),
        ("by_rank", {"small_step": "1"}, "go together"),
        ("by_rank", {"step": "0"}, "step: must lie between"),
        ("by_rank", {"small_group": "5", "small_step": "1"}, "must be a whole number"),
        ("relative_to_best", {"within": "village"}, "within: must be one of"),
        ("relative_to_best", {"floor": "11"}, "more than the item's 10 points"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_reported(kind, over, words):
    (fault,) = check_rule(make_rule(kind, **over), "10")
    assert words in fault
    (fault,) = check_use(make_rule(kind), "10", None, "exactly")
    assert "no value is better" in fault


def test_a_best_that_is_not_the_best_is_found_though_every_digest_was_made_anew():
    made = json.loads(json.dumps(scored(make_rule("relative_to_best"), ("90", "100"))))
    leaf(made)["inputs"]["best"] = "80"

    def resealed(node):
        return sealed({**node, "children": [resealed(child) for child in node["children"]]})

    with pytest.raises(BentDerivation, match="better than the best"):
        recompute(resealed(made))


@given(items(COMPARED), st.randoms())
def test_the_order_of_the_group_means_nothing_down_to_the_bytes(item, random):
    members = list(item["group"].members)
    random.shuffle(members)
    shuffled = dataclasses.replace(item["group"], members=tuple(members))
    assert canonical(score(**{**item, "group": shuffled})) == canonical(score(**item))


@given(st.sampled_from(COMPARED), st.lists(decimals("-5", "30"), min_size=2, max_size=6),
       st.sampled_from(["at_least", "at_most"]))  # fmt: skip
def test_within_one_group_who_is_better_never_gets_less(kind, values, direction):
    group = group_of(*values)
    rule = make_rule(kind, rounding={"places": 6, "mode": "half_up"})
    ordered = sorted(values, key=Decimal, reverse=direction == "at_most")
    earned = [
        exact(score(rule, "10", None, make_finding(v), direction=direction, group=group)["result"])
        for v in ordered
    ]
    assert all(less <= more for less, more in pairwise(earned))
    assert all(0 <= each <= 10 for each in earned)


# — through the door —

RULES = """
[[rule]]
code = "ranked"
kind = "by_rank"
step = "2"
within = "county"
[[rule]]
code = "best"
kind = "relative_to_best"
"""


def found(world, values, rule="ranked"):
    """An item of three units under such a rule; those with a value were inspected."""
    year = ruled(world, RULES)
    about = {"scoring_rule": rule, "scoring_unit": None, "target_value": None, "points": "10"}
    _, targets = item_for(world, len(values), **about)
    for target, value in zip(targets, values, strict=True):
        if value is not None:
            inspect(world, target, value)
    return year, targets


def inspect(world, target, value):
    world.act("inspector1", "inspect", target, **{**FOUND, "found_value": value})


def scores(world, targets):
    sql = "SELECT value, derivation FROM score WHERE target_id = ? ORDER BY no DESC LIMIT 1"
    rows = [world.row(sql, target) for target in targets]
    assert all(recompute(json.loads(row["derivation"])) == Decimal(row["value"]) for row in rows)
    return [row["value"] for row in rows]


def test_one_is_scored_only_when_all_were_found_and_who_is_missing_is_named(world):
    year, targets = found(world, ("5", "7", None))
    refused = world.no("office", "score", targets[0])
    assert codes(refused) == ["group_is_inspected"]
    assert "单位001" in refused.refusals[0].text.zh
    assert "Unit 001" in refused.refusals[0].text.en
    with pytest.raises(RulesRefused) as caught:
        world.year("office", "score", year)
    assert codes(caught.value) == ["something_is_inspected"]
    assert "单位001" in caught.value.refusals[0].text.zh
    inspect(world, targets[2], "6")
    world.year("office", "score", year)
    assert scores(world, targets) == ["6", "10", "8"]


def test_by_the_best_of_each_front(world):
    year, targets = found(world, ("5", "8", "4"), rule="best")
    world.year("office", "score", year)
    fronts = [world.year_case(year).organisation.front(year, world.target(t)["unit_id"]).code
              for t in targets]  # fmt: skip
    best = {code: max(int(v) for v, c in zip("584", fronts, strict=True) if c == code)
            for code in fronts}  # fmt: skip
    wanted = [exact(v) * 10 / best[code] for v, code in zip("584", fronts, strict=True)]
    assert [exact(each) for each in scores(world, targets)] == wanted


def reopened(world, target):
    """Found anew after the unit's objection was upheld."""
    who = "xq.head" if world.target(target)["unit_id"] == 1 else "many.head"
    world.act(who, "object_result", target, about="finding", text="漏计")
    number = world.row("SELECT MAX(id) AS id FROM objection")["id"]
    answer = {"objection": number, "upheld": True, "text": "属实"}
    world.act("office2", "answer_objection", target, **answer)


def test_a_finding_that_moves_makes_the_others_scores_stale_until_they_are_scored_anew(world):
    year, targets = found(world, ("5", "7", "6"))
    world.year("office", "score", year)
    assert scores(world, targets) == ["6", "10", "8"]
    assert codes(world.no("office", "score", targets[0])) == ["score_is_wanted"]
    world.year("office", "assess", year, document="云考1号")
    reopened(world, targets[2])
    inspect(world, targets[2], "9")
    world.act("office", "score", targets[2])
    with pytest.raises(RulesRefused) as caught:
        world.year("office", "publish", year, document="云考公告1号")
    (stale,) = [r for r in caught.value.refusals if r.code == "scores_follow_from_their_groups"]
    assert "单位000" in stale.text.zh
    assert "Unit 000" in stale.text.en
    assert "单位001" not in stale.text.zh
    world.year("office", "score", year)
    assert scores(world, targets) == ["6", "8", "10"]
    assert world.year_case(year).known("groups").stale == []


def test_a_year_of_comparisons_follows_from_the_log_alone(fresh):
    year, first, _ = ranked_year(fresh)
    fresh.year("office", "publish", year, document="云考公告1号")
    assert recompute_year.recompute(fresh.entries(), year) == []
    moved(fresh, first)
    # The other's score stands in the log as it was, and the log says that it does not follow.
    assert any(
        "score 8, recomputed 10" in each for each in recompute_year.recompute(fresh.entries(), year)
    )
    fresh.year("office", "score", year)
    fresh.year("office", "revise", year, document="云考公告2号")
    assert recompute_year.recompute(fresh.entries(), year) == []


def test_a_rule_that_compares_units_is_for_common_items_only(world):
    year = ruled(world, RULES)
    target = world.draft(year=year, scoring_rule="ranked")
    assert "scoring_rule_fits_the_target" in codes(world.no("xq.head", "submit", target))


def test_groups_cost_no_more_statements_for_more_units(fresh):
    def cost(units):
        year, _ = found(fresh, ("5",) * units)
        case = fresh.year_case(year)
        with counted(fresh.database) as statements:
            groups.standing(fresh.database, case.organisation, case.scheme, year)
        with counted(fresh.database) as more:
            fresh.year("office", "score", year)
        reads = [sql for sql, *_ in more if "LEFT JOIN finding" in sql]
        assert reads
        return len(statements), len(reads)

    few, many = cost(2), cost(7)
    assert few == many
