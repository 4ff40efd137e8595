"""机动分: points kept for additions after issue; those that no target was given are granted."""

import copy
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.builders import FOUND, START, World, codes
from tests.stranger import recompute
from tests.workflow import coverage_plans as plans
from tests.workflow import own_year
from tests.workflow.result_years import reader
from tests.workflow.results_cases import (
    categories,
    make_scheme,
    make_target,
    results,
)
from tests.workflow.scheme_cases import MARK, SOUND, faults_of
from workflow.audit.verify import verify
from workflow.coverage.evaluation import evaluate
from workflow.queries import score_sheet
from workflow.scheme.differences import differences
from workflow.scheme.scheme import body_of, canonical_text, scheme_of
from workflow.scheme.value import Variant
from workflow.scheme.writing import toml_of
from workflow.scoring.outcome_node import sealed_result
from workflow.scoring.outcome_parts import parts
from workflow.scoring.recompute import BentDerivation
from workflow.scoring.recompute_outcome import recompute_outcome
from workflow.scoring.results import UnitPlace, outcomes
from workflow.words import Words

KEY_40 = 'en = "Key"\npoints = "40"'
KEPT = f'{KEY_40}\nreserve = "5"'


def keeping(reserve="5", **over):
    """The scheme of the results' tests, which keeps some of the forty points of key work."""
    scheme = make_scheme(**over)
    key = replace(scheme.categories["key"], reserve=reserve)
    return replace(scheme, categories={**scheme.categories, "key": key})


def outcome(scheme, *targets, front="towns"):
    places = [UnitPlace("a", front), UnitPlace("z", "bureaus" if front == "towns" else "towns")]
    found = outcomes(scheme, places, [*targets, make_target(99, "z", points="40")])
    return next(unit for unit in found.units if unit.unit == "a"), found.fronts[front]


def key_node(unit):
    return next(n for n in categories(unit.derivation) if n["inputs"]["category"] == "key")


# — what it comes to —


@pytest.mark.parametrize(
    ("given", "scored", "unused", "total"),
    [
        (["35"], ["35"], "5", "40"),
        (["35", "3"], ["35", "3"], "2", "40"),
        (["35", "5"], ["35", "5"], "0", "40"),
        # Points that are lost are not made up for.
        (["35"], ["28.125"], "5", "33.125"),
        (["35", "2.5"], ["35", "0"], "2.5", "37.5"),
        # Less than the scheme asks for at issue, waived: no more than the reserve is granted.
        (["30"], ["30"], "5", "35"),
        (["42"], ["42"], "0", "42"),
    ],
)
def test_what_a_unit_was_not_asked_for_is_counted_as_its_points(given, scored, unused, total):
    targets = [
        make_target(n, points=points, score=score)
        for n, (points, score) in enumerate(zip(given, scored, strict=True), start=1)
    ]
    unit, _ = outcome(keeping(), *targets)
    node = key_node(unit)
    (line,) = node["children"]
    assert (line["rule"], line["label_zh"], line["result"]) == ("reserve", "未动用机动分", unused)
    assert (node["result"], unit.exact_total) == (total, total)
    stated = {name: Fraction(value) for name, value in line["inputs"].items()}
    assert stated == {"points": 40, "reserve": 5, "given": sum(map(Fraction, given))}


def test_a_unit_without_points_in_a_category_is_granted_nothing_of_its_reserve():
    variant = Variant("none", Words("无", "none"), ("towns",), (), {"key": "0", "routine": "70"})
    unit, _ = outcome(keeping(variants=(variant,)), make_target(1, category="routine"))
    assert key_node(unit)["children"] == []


def test_a_year_without_reserve_keeps_its_digests_byte_for_byte():
    found = results()
    assert all(node["children"] == [] for u in found.units for node in categories(u.derivation))
    assert found.digest == "db5833da3b7aa464fd6e605845d3c7a95cceba28b3dba2a21123fba8c6680783"


# — redone by a stranger —


def tree(first="35"):
    unit, front = outcome(
        keeping(), make_target(1, points=first, score=first), make_target(2, points="3", score="3")
    )
    return copy.deepcopy(unit.derivation), front


def resealed(node):
    return sealed_result({**node, "children": [resealed(child) for child in node["children"]]})


@pytest.mark.parametrize(("first", "total"), [("35", "40"), ("25", "33"), ("39", "42")])
def test_a_stranger_redoes_a_total_with_its_reserve(first, total):
    whole, front = tree(first)
    assert recompute_outcome(whole, front).total == total


def test_a_reserve_that_is_sound_by_itself_is_held_against_the_targets_beside_it():
    whole, front = tree()
    node = next(n for n in categories(whole) if n["children"])
    (line,) = node["children"]
    line["inputs"]["given"], line["result"], node["result"] = "37", "3", "41"
    with pytest.raises(BentDerivation) as caught:
        recompute_outcome(resealed(whole), front)
    assert "(category): cannot be redone: its reserve is that of other targets" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "bent"),
    [("reserve", "1"), ("given", "37"), ("points", "41"), ("result", "3"), ("twice", None)],
)
def test_a_reserve_that_was_bent_is_found_though_every_digest_was_made_anew(name, bent):
    whole, front = tree()
    node = next(n for n in categories(whole) if n["children"])
    (line,) = node["children"]
    if name == "twice":
        node["children"].append(copy.deepcopy(line))
    elif name == "result":
        line["result"] = bent
    else:
        line["inputs"][name] = bent
    with pytest.raises(BentDerivation):
        recompute_outcome(resealed(whole), front)


# — the plan at issue —


def planned(points, reserve="5"):
    """What C4 says of a plan whose unit XQ has so many points of key work."""
    plan = plans.with_target(1, points=points)
    key = replace(plan.scheme.categories["key"], reserve=reserve)
    scheme = replace(plan.scheme, categories={**plan.scheme.categories, "key": key})
    found = evaluate(replace(plan, scheme=scheme))
    return [f.sentence.en for f in found if f.code == "C4"]


@pytest.mark.parametrize("points", ["35", "37.5", "40"])
def test_a_plan_may_leave_its_reserve_out_or_use_some_of_it(points):
    assert planned(points) == []


@pytest.mark.parametrize("points", ["34.5", "40.5"])
def test_less_than_without_the_reserve_is_a_gap_and_more_than_all_too(points):
    (said,) = planned(points)
    assert f"(key {points}/35–40)" in said


# — in the scheme's file —


def test_a_reserve_is_read_written_and_kept():
    body = body_of(SOUND.replace(KEY_40, KEPT))
    assert scheme_of(canonical_text(body)).reserve == {
        "key": "5", "routine": "0", "common": "0", "stability": "0",
    }  # fmt: skip
    assert body_of(toml_of(body)) == body
    assert faults_of(SOUND.replace(KEY_40, KEPT)) == []


@pytest.mark.parametrize(
    ("reserve", "said"),
    [("41", "a reserve of 41 is more than the category's points, 40"), ("-1", "")],
)
def test_a_reserve_is_no_more_than_its_category(reserve, said):
    (fault,) = faults_of(SOUND.replace(KEY_40, f'{KEY_40}\nreserve = "{reserve}" {MARK}'))
    assert fault.field == "category.1.reserve"
    assert said in fault.words.en


def test_items_may_leave_the_reserve_of_their_category_out():
    common = 'en = "Common"\npoints = "20"'
    kept = SOUND.replace(common, f'{common}\nreserve = "4"')
    less = 'target_value = "100"\npoints = "16"'
    assert faults_of(kept.replace('target_value = "100"\npoints = "20"', less)) == []
    too_few = faults_of(
        kept.replace('target_value = "100"\npoints = "20"', less.replace("16", "15"))
    )
    assert [fault.field for fault in too_few] == ["item.1.points"]


def test_a_changed_reserve_is_told_before_a_scheme_is_changed():
    old, new = body_of(SOUND), body_of(SOUND.replace(KEY_40, KEPT))
    (found,) = differences(old, new)
    assert (found.path.zh, found.before.zh, found.after.zh) == (
        "类别 › 重点（key） › 机动分", "", "5",
    )  # fmt: skip


# — a whole year —


def drafted(w: World) -> int:
    """A year that keeps five of forty points: XQ and SM have one key target of 35 each."""
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    w.county("office", "open_year", year=year, toml=own_year.scheme(year).replace(KEY_40, KEPT))
    for unit in ("XQ", "SM"):
        w.county("office", "place_unit", year=year, unit=unit, front="townships")
    w.year("office", "open", year)
    w.year_now = year
    for unit in ("XQ", "SM"):
        low, fields = unit.lower(), key(w, points="35", lead_unit=unit)
        signed(w, w.new(f"{low}.drafter", "create", **fields), low)
    return year


def key(w: World, **fields):
    unit = fields.get("lead_unit", "XQ")
    post = {"category": "key", "responsible_post": f"{unit}-KY", "due_on": f"{w.year_now}-06-30"}
    return w.fields(year=w.year_now, **{**post, **fields})


def signed(w: World, target: int, low: str = "xq") -> int:
    w.act(f"{low}.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    return target


def added(w: World, points: str) -> int:
    """A target that a superior's document adds to XQ's after issue."""
    return w.new(
        "office", "add", **key(w, points=points, title="增补"), document="市政发〔2013〕19号"
    )


def scored(w: World) -> int:
    """XQ was given three of the five, SM none; everything was found whole and scored."""
    year = drafted(w)
    w.issue(year)
    signed(w, added(w, "3"))
    for row in w.rows("SELECT id FROM target WHERE year_id = ? ORDER BY id", year):
        w.fall_due(row["id"])
        w.act("inspector1", "inspect", row["id"], **{**FOUND, "found_value": "10"})
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year


def published(w: World) -> int:
    year = scored(w)
    w.year("office", "publish", year, document="云考公告1号")
    return year


def test_a_plan_that_leaves_its_reserve_out_is_issued_without_a_waiver_for_it(world):
    year = drafted(world)
    wanting = [f.figures["points"] for f in world.lacks(year, "C4")]
    assert wanting
    assert not any("key" in points for points in wanting)


def test_an_addition_takes_its_points_from_the_reserve_and_no_more(world):
    year = drafted(world)
    world.issue(year)
    target = added(world, "6")
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    assert codes(world.no("head", "approve", target)) == ["points_stay_whole"]
    assert world.state(signed(world, added(world, "5"))) == "in_progress"


def test_nobody_is_worse_off_for_having_been_given_nothing(world):
    year = published(world)
    rows = world.rows(
        "SELECT u.code, r.total, r.rank, r.derivation FROM unit_result r "
        "JOIN unit u ON u.id = r.unit_id JOIN year_result y ON y.id = r.result_id "
        "WHERE y.year_id = ? ORDER BY u.code", year,
    )  # fmt: skip
    assert [(row["code"], row["total"], row["rank"]) for row in rows] == [
        ("SM", "40", 1), ("XQ", "40", 1),
    ]  # fmt: skip
    trees = {row["code"]: json.loads(row["derivation"]) for row in rows}
    lines = {
        code: [n["children"][0]["result"] for n in parts(tree).categories if n["children"]]
        for code, tree in trees.items()
    }
    assert lines == {"SM": ["5"], "XQ": ["2"]}


def test_a_year_with_a_reserve_follows_from_the_log_alone(world):
    year = published(world)
    assert recompute(world.entries(), year) == []
    assert verify(world.database).ok


def test_a_score_sheet_counts_the_reserve_once_everything_is_assessed_and_not_before(world):
    year = scored(world)

    def of_key():
        shown = score_sheet.sheet(reader(world, "xq.head"), year, "XQ")
        (found,) = [c for c in shown["categories"] if c["code"] == "key"]
        return found["score"], found["reserve"]

    assert of_key() == ("38", None)
    world.year("office", "publish", year, document="云考公告1号")
    assert of_key() == ("40", "2")
