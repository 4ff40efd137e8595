"""A changed scheme tried on a year: what would differ, why, what could not be scored, and that
nothing is written.

The year is that of result_years.py: XQ 38, SM 38, JT 36 in one front, ZS 34 alone in another.
"""

import hashlib
from pathlib import Path

import pytest

from models.base import is_sqlite
from tests.counting import counted
from tests.workflow.group_cases import ranked_year
from tests.workflow.part_years import MONTHS, item_due, values
from tests.workflow.result_years import PLAN, assessed, published, reader, running, scheme
from workflow.errors import InvalidInput, NotFound, NotPermitted
from workflow.queries import years
from workflow.queries.what_if import changed_scheme, what_if
from workflow.scheme.writing import toml_of


def tried(world, year, who="office", **change):
    known = reader(world, who)
    return what_if(known, year, changed_scheme(known, year, **change))


def moves(found, name):
    return {u["unit"]: (u["before"][name], u["after"][name]) for u in found["units"]}


def steps(unit):
    return [(s["rule"], s["code"], s["before"], s["after"]) for s in unit["why"]]


def _file(world):
    """The bytes of the county's file, where it is one."""
    if not is_sqlite(world.database):
        return None
    return hashlib.sha256(Path(world.database.database).read_bytes()).hexdigest()


def replaced(year, old, new):
    text = scheme(year)
    assert old in text
    return text.replace(old, new)


@pytest.fixture(scope="module")
def ended(shared_world):
    return published(shared_world)


def test_an_unchanged_scheme_changes_nothing(world, ended):
    for change in ({}, {"toml": scheme(ended.year)}, {"scheme": ended.year}):
        found = tried(world, ended.year, **change)
        assert found["counts"] == {"scores": 0, "totals": 0, "grades": 0, "ranks": 0}
        assert [found[n] for n in ("changes", "unscored", "gaps", "units", "targets")] == [[]] * 5
        assert found["compared"] == {"units": 4, "targets": 8}


def test_nothing_is_written_no_entry_no_row_no_byte(world, ended):
    def state():
        names = sorted(world.database.get_tables())
        tables = {name: world.rows(f'SELECT * FROM "{name}"') for name in names}  # noqa: S608
        return tables, _file(world)

    before = state()
    tried(world, ended.year, dials={"points.key": "50", "ties": "dense"})
    tried(
        world,
        ended.year,
        toml=replaced(ended.year, 'kind = "proportional"', 'kind = "all_or_nothing"'),
    )
    after = state()
    assert before == after


def test_a_heavier_category_scales_its_targets_and_says_where_the_rank_was_lost(world, ended):
    """Key 40 → 50: 20 points become 25. XQ 25 + 18, SM 22.5 + 20, JT 25 + 16, ZS 17.5 + 20."""
    found = tried(world, ended.year, dials={"points.key": "50"})
    assert moves(found, "total") == {
        "XQ": ("38", "43"), "SM": ("38", "42.5"), "JT": ("36", "41"), "ZS": ("34", "37.5"),
    }  # fmt: skip
    assert moves(found, "rank")["SM"] == (1, 2)
    sm = next(unit for unit in found["units"] if unit["unit"] == "SM")
    target = ended.targets["SM", "key"]
    assert steps(sm) == [
        ("total", None, "38", "42.5"),
        ("category", "key", "18", "22.5"),
        ("target", "key", "18", "22.5"),
        ("proportional", None, "18", "22.5"),
        ("rank", None, "1", "2"),
    ]
    assert sm["why"][2]["target"] == target
    assert sm["why"][3]["inputs"] == [
        {"name": "points", "before": "20", "after": "25", "code": None}
    ]
    assert (sm["ahead_now"], sm["behind_now"]) == (["XQ"], [])
    assert found["counts"] == {"scores": 4, "totals": 4, "grades": 1, "ranks": 1}


def test_a_grade_that_moves_names_the_limit_that_moved_it(world, ended):
    found = tried(world, ended.year, dials={"grade.exceeded": "37"})
    assert moves(found, "grade") == {"JT": ("exceeded", "met")}
    (jt,) = found["units"]
    assert steps(jt) == [("base_grade", None, "exceeded", "met")]
    assert jt["why"][0]["inputs"] == [
        {"name": "at_least", "before": "35", "after": "37", "code": "exceeded"}
    ]


def test_ties_and_decimals_move_ranks_alone(world, ended):
    dense = tried(world, ended.year, dials={"ties": "dense"})
    assert moves(dense, "rank") == {"JT": (3, 2)}
    assert dense["counts"] == {"scores": 0, "totals": 0, "grades": 0, "ranks": 1}
    assert dense["units"][0]["ahead_now"] == dense["units"][0]["behind_now"] == []


def test_a_changed_rule_scores_the_same_findings_anew(world, ended):
    """All or nothing by what was found: seven of ten is not met."""
    text = replaced(ended.year, 'kind = "proportional"', 'kind = "all_or_nothing"')
    found = tried(world, ended.year, toml=text)
    assert moves(found, "total") == {
        "XQ": ("38", "40"), "SM": ("38", "40"), "JT": ("36", "40"), "ZS": ("34", "20"),
    }  # fmt: skip
    zs = next(unit for unit in found["units"] if unit["unit"] == "ZS")
    assert steps(zs)[3] == ("all_or_nothing", None, "14", "0")
    assert zs["why"][3]["inputs"] == [
        {"name": "rule", "before": "proportional", "after": "all_or_nothing", "code": None}
    ]


def test_a_rule_that_is_gone_is_named_for_every_target_and_nothing_is_ranked(world, ended):
    """The items' rule stays; the targets' own has another code now."""
    text = replaced(ended.year, 'code = "proportional"\n', 'code = "share"\n')
    found = tried(world, ended.year, toml=text)
    assert {one["target"] for one in found["unscored"]} == set(ended.targets.values())
    assert {r.zh for one in found["unscored"] for r in one["reasons"]} == {
        "计分办法 proportional 不在考核方案中"
    }
    assert [gap.zh for gap in found["gaps"]] == ["有 8 项目标没有得分，不能排名"]
    assert found["units"] == []


def test_what_the_changed_rule_cannot_score_is_listed_beside_what_it_can(world, ended):
    """A step worth 20 is too much for a target scaled down to 10: those of the other category
    still say how they would differ."""
    steps = '{ at_least = "1", points = "20" }, { at_least = "0.5", points = "5" }'
    ladder = f'kind = "ladder"\nsteps = [{steps}]'
    text = replaced(ended.year, 'kind = "proportional"', ladder).replace(
        'points = "40"', 'points = "20"'
    )
    found = tried(world, ended.year, toml=text)
    assert {one["category"] for one in found["unscored"]} == {"key"}
    assert found["unscored"][0]["reasons"][0].en == "20 is more than the item's 10 points"
    assert {t["unit"]: (t["score_before"], t["score_after"]) for t in found["targets"]} == {
        "XQ": ("18", "5"), "JT": ("16", "5"),
    }  # fmt: skip


def test_a_rule_of_events_is_not_guessed_where_no_ledger_was_kept(world, ended):
    ledger = 'kind = "ledger"\ndeductions = [{ event = "case", points = "1" }]'
    found = tried(world, ended.year, toml=replaced(ended.year, 'kind = "proportional"', ledger))
    assert {r.en for one in found["unscored"] for r in one["reasons"]} == {
        "this rule counts events, and no ledger was kept in this year"
    }


def test_a_unit_stands_in_the_front_where_the_changed_scheme_puts_it(world, ended):
    fronts = "".join(
        f'[[front]]\ncode = "{code}"\nzh = "{code}"\nen = "{code}"\nunits = {units}\n'
        for code, units in (("townships", '["SM", "JT", "ZS"]'), ("economy", '["XQ"]'))
    )
    found = tried(world, ended.year, toml=scheme(ended.year) + fronts)
    assert moves(found, "front") == {
        "XQ": ("townships", "economy"), "ZS": ("economy", "townships"), "JT": ("townships",) * 2,
    }  # fmt: skip
    assert moves(found, "rank")["JT"] == (3, 2)


def test_the_scheme_of_another_year_is_tried_whole(world, ended):
    other = running(world, {"XQ": (("key", "10"),)})
    found = tried(world, ended.year, scheme=other.year)
    assert (found["counts"]["scores"], found["changes"]) == (0, [])


def test_a_year_that_still_runs_says_what_is_missing(world):
    year = running(world, {"XQ": (("key", "10"),)}).year
    found = tried(world, year)
    assert [r.en for one in found["unscored"] for r in one["reasons"]] == ["it has no score"]
    assert found["units"] == found["targets"] == []


@pytest.mark.parametrize(("change", "field", "text"), [
    ({"toml": "code = "}, "toml", "not valid TOML"),
    ({"toml": 'code = "x"'}, "toml", "category"),
    ({"scheme": 1890}, "scheme", "There is no year 1890."),
    ({"toml": "x", "scheme": 2013}, "scheme", "a file or a year"),
    ({"dials": {"ties": "odd"}}, "ties", "this must be one of"),
    ({"dials": {"places": "x"}}, "places", "this must be a whole number"),
    ({"dials": {"points.key": "1e3"}}, "points.key", "this must be a number not"),
    ({"dials": {"points.key": "-4"}}, "points.key", "not below 0, with at most 6 decimals"),
    ({"dials": {"grade.exceeded": "high"}}, "grade.exceeded", "must be a number, with at most"),
])  # fmt: skip
def test_what_cannot_be_tried_says_what_is_wrong(world, ended, change, field, text):
    with pytest.raises(InvalidInput) as refused:
        tried(world, ended.year, **change)
    assert any(text in said for said in refused.value.fields[field])


def test_points_that_do_not_add_up_can_be_tried_but_never_put_in_force(world, ended):
    text = replaced(ended.year, 'points = "40"', 'points = "50"')
    assert tried(world, ended.year, toml=text)["counts"]["ranks"] == 1
    with pytest.raises(InvalidInput) as refused:
        world.county("office", "open_year", year=world.next_year(), toml=text)
    assert "must have 40 points" in refused.value.fields["toml"][0]


def test_who_may_ask_before_and_after_publication(world, ended):
    waiting = assessed(world, {"XQ": (("key", "10"),)})
    for who in ("office", "head", "auditor"):
        tried(world, waiting.year, who), tried(world, ended.year, who)
    tried(world, ended.year, "leader1")
    for year, who in ((waiting.year, "leader1"), (ended.year, "xq.head"), (ended.year, "admin")):
        with pytest.raises(NotPermitted):
            tried(world, year, who)
    with pytest.raises(NotFound):
        what_if(reader(world, "office"), 1890, {})


def test_it_asks_no_more_statements_for_more_units(world, ended):
    small = published(world, {"XQ": (("key", "10"),), "ZS": (("key", "9"),)})
    known, asked = reader(world, "office"), []
    for year in (small.year, ended.year):
        with counted(world.database) as statements:
            what_if(known, year, changed_scheme(known, year, dials={"points.key": "41"}))
        asked.append(len(statements))
    assert len(PLAN) == 4
    assert asked[0] == asked[1] <= 12


def test_units_that_are_compared_are_compared_anew_under_the_changed_scheme(fresh):
    year, first, second = ranked_year(fresh)
    fresh.year("office", "publish", year, document="公告")
    assert tried(fresh, year)["targets"] == []
    found = tried(fresh, year, toml=otherwise(fresh, year, 'step = "2"', 'step = "3"'))
    assert [
        (one["target"], one["score_before"], one["score_after"]) for one in found["targets"]
    ] == [(second, "8", "7")]
    apart = otherwise(fresh, year, 'within = "county"', 'within = "front"')
    found = tried(fresh, year, toml=apart)
    assert [(one["target"], one["score_after"]) for one in found["targets"]] == [(second, "10")]
    assert first not in [one["target"] for one in found["targets"]]


def test_values_found_by_part_are_scored_anew_by_a_changed_share(fresh):
    year, _, (xq, zs) = item_due(fresh)
    for target in (xq, zs):
        fresh.act("assessor", "assess", target, met=True, parts=values("108", MONTHS))
    fresh.year("office", "score", year)
    assert tried(fresh, year)["targets"] == []
    halves = otherwise(fresh, year, 'share = "0.4"', 'share = "0.5"')
    halves = halves.replace('share = "0.6"', 'share = "0.5"')
    found = tried(fresh, year, toml=halves)
    assert len(found["targets"]) == 2
    assert not found["unscored"]


def otherwise(world, year, old, new):
    text = toml_of(years.scheme_body(reader(world, "office"), year))
    assert old in text
    return text.replace(old, new)
