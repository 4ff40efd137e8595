"""The demo county: a year carried from its scheme to its awards by acts alone, and proved.

What is stored is compared with what a script that shares nothing with the product makes of the log.
"""

import copy
import json

import pytest

from models import statements
from tests.storage import opened
from tests.stranger import recompute
from workflow.audit.verify import verify
from workflow.case import Actor
from workflow.county import open_county
from workflow.demo import names
from workflow.demo.county import TODAY, make
from workflow.queries.coverage_view import coverage_of
from workflow.queries.reader import reader_of
from workflow.terms import STATES


@pytest.fixture(scope="module")
def reduced(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('reduced') / 'county.db'}"
    open_county(url, make=True).close()
    with opened(url) as database:
        make(database, reduced=True)
        yield database


def entries_of(database):
    rows = statements.rows(database, "SELECT body FROM entry ORDER BY id")
    return [json.loads(row["body"]) for row in rows]


def counted(database, sql):
    return {tuple(row.values())[:-1]: row["n"] for row in statements.rows(database, sql)}


def assert_is_whole(database, units):
    """A closed year with its ranking, a running one in every state, one being drafted."""
    years = "SELECT id, state FROM year ORDER BY id"
    states = [(row["id"], row["state"]) for row in statements.rows(database, years)]
    assert states == [(2012, "closed"), (2013, "issued"), (2014, "drafting")]
    ranked = "SELECT COUNT(*) FROM unit_result WHERE result_id = (SELECT MAX(id) FROM year_result)"
    assert statements.value(database, ranked) == units
    kinds = counted(database, "SELECT state, COUNT(*) AS n FROM target GROUP BY state")
    assert {state for (state,) in kinds} == set(STATES) - {"new"}
    origins = counted(database, "SELECT origin, COUNT(*) AS n FROM target GROUP BY origin")
    assert {origin for (origin,) in origins} == {"bottom_up", "top_down", "common"}


def test_reduced_county_is_whole(reduced):
    assert_is_whole(reduced, sum(unit.small for unit in names.UNITS))


def test_its_plans_are_whole_but_for_what_the_county_head_excused(reduced):
    sql = "SELECT id FROM person WHERE username = 'office'"
    office = Actor(statements.value(reduced, sql), "office", "api")
    reader = reader_of(reduced, lambda: TODAY, office)
    first, second = (coverage_of(reader, year, "issue") for year in (2012, 2013))
    assert [f for f in first["failures"] if f["severity"] == "failure"] == []
    lacking = [f for f in second["failures"] if f["severity"] == "failure"]
    assert {f["check"] for f in lacking} == {"C2", "C4"}
    assert all(f["waiver"] for f in lacking)
    assert {w["state"] for w in second["waivers"]} == {"live"}
    # The next year's plan is full of gaps, as it is while drafts come in.
    assert not coverage_of(reader, 2014, "issue")["can_issue"]


def test_every_number_of_the_closed_year_follows_from_the_log(reduced):
    assert recompute(entries_of(reduced), 2012) == []


def test_grades_and_ties_are_of_every_kind(reduced):
    last = "(SELECT MAX(id) FROM year_result)"
    grades = counted(
        reduced,
        f"SELECT base_grade, grade, COUNT(*) AS n FROM unit_result WHERE result_id = {last} "  # noqa: S608
        "GROUP BY base_grade, grade",
    )
    assert {grade for _, grade in grades} == {"exceeded", "met", "not_met"}
    assert any(base != grade for base, grade in grades), "S43 or S44 must have been applied"


@pytest.mark.parametrize(
    ("table", "which", "column", "value"),
    [
        ("score", 0, "value", "19.99"),
        # The last revision of the results counts.
        ("unit_result", -1, "total", "88.88"),
        ("unit_result", -1, "rank", 9),
        ("unit_result", -1, "grade", "nonsense"),
        ("award", -1, "amount", "1"),
    ],
)
def test_the_script_would_notice(reduced, table, which, column, value):
    """The comparison can fail: one number bent in the log is named."""
    bent = copy.deepcopy(entries_of(reduced))
    writes = [w for e in bent for w in e["writes"] if w["table"] == table and not w["before"]]
    wanted = [w for w in writes if column != "amount" or w["after"]["kind"] == "award"]
    wanted[which]["after"][column] = value
    assert recompute(bent, 2012) != []


def test_log_of_the_demo_county_verifies(reduced):
    report = verify(reduced)
    assert report.ok, report


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_full_county_is_whole_and_every_number_follows_from_the_log(tmp_path):
    url = f"sqlite:///{tmp_path / 'county.db'}"
    open_county(url, make=True).close()
    with opened(url) as database:
        make(database)
        assert_is_whole(database, 60)
        assert statements.value(database, "SELECT COUNT(*) FROM target WHERE year_id = 2013") > 850
        assert recompute(entries_of(database), 2012) == []
        report = verify(database)
        assert report.ok, report
