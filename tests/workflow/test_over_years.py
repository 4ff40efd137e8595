"""A unit and a measure over several years: the last published results of each, and nothing else."""

import pytest

from tests.counting import counted
from tests.workflow.result_years import PLAN, assessed, published, reader, revised
from workflow.errors import NotFound
from workflow.queries.over_years import measure_over_years, measures, unit_over_years

# Of every target of the tests' own (builders.py).
MEASURE = "建成里程"


def years(shown):
    return {row["year"]: row for row in shown["years"]}


def test_a_unit_is_told_by_its_last_published_results_year_by_year(world):
    first, second = published(world), revised(world)
    waiting = assessed(world)
    shown = unit_over_years(reader(world, "zs.drafter"), "XQ")
    found = years(shown)
    assert list(found) == sorted(found)
    assert waiting.year not in found
    told = [
        [found[made.year][n] for n in ("rank", "beside", "total", "of", "grade", "upheld")]
        for made in (first, second)
    ]
    assert told == [
        [1, 3, "38", "100", "exceeded", 0],
        # Its objection was upheld, and the revision counts.
        [1, 3, "40", "100", "exceeded", 1],
    ]
    shares = {c["code"]: c["share"] for c in found[first.year]["categories"]}
    assert shares == {"key": "0.5", "routine": "0.6", "common": "0", "stability": "0"}
    with pytest.raises(NotFound):
        unit_over_years(reader(world, "office"), "NONE")


def test_unfinished_key_targets_and_the_name_of_the_grade_stand_beside(world):
    made = published(world)
    row = years(unit_over_years(reader(world, "auditor"), "ZS"))[made.year]
    assert (row["unfinished_key"], row["grade_name"].zh) == (1, "未达标")


def test_a_measure_is_told_by_its_very_name_over_years_and_units(world):
    first, second = published(world), published(world)
    waiting = assessed(world)
    found = measure_over_years(reader(world, "sm.head"), measure=MEASURE)
    assert {row["year"] for row in found} >= {first.year, second.year}
    assert waiting.year not in {row["year"] for row in found}
    (one,) = [row for row in found if row["target"] == second.targets["SM", "key"]]
    names = ("unit", "found_value", "target_value", "score", "points", "share")
    assert [one[name] for name in names] == ["SM", "9", "10", "18", "20", "0.9"]
    assert measure_over_years(reader(world, "sm.head"), measure=MEASURE[:-1]) == []
    assert measure_over_years(reader(world, "sm.head"), measure="%") == []
    assert measure_over_years(reader(world, "sm.head")) == []


def test_it_asks_no_more_statements_for_more_years_and_units(world):
    known, asked = reader(world, "office"), []
    for plan in ({"XQ": (("key", "10"),)}, PLAN):
        published(world, plan)
        unit_over_years(known, "XQ")  # schemes are kept from now on
        with counted(world.database) as statements:
            unit_over_years(known, "XQ")
            measures(known)
            measure_over_years(known, measure=MEASURE)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 8
