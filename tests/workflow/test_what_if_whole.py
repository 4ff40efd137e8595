"""Trying a scheme on a year in which units were evaluated, adjusted and vetoed as a whole."""

from tests.workflow.result_years import reader
from tests.workflow.whole_year import adjustment, asked, at_the_end_of_it, done, evaluation, veto
from workflow.queries import years
from workflow.queries.what_if import changed_scheme, what_if
from workflow.scheme.writing import toml_of
from workflow.scoring.exact import exact


def ended(world):
    year, _ = at_the_end_of_it(world)
    done(world, evaluation(year, asked("XQ", 3, 1), asked("ZS", 1, 1)))
    done(world, adjustment(year, "1.5"))
    done(world, veto(year))
    return year


def tried(world, year, **without):
    """The answer to the year's own scheme, less the tables that are named with their codes."""
    known = reader(world, "office")
    body = years.scheme_body(known, year)
    for table, code in without.items():
        body[table] = [entry for entry in body[table] if entry["code"] != code]
    return what_if(known, year, changed_scheme(known, year, toml=toml_of(body)))


def test_an_unchanged_scheme_counts_what_was_entered_and_changes_nothing(fresh):
    found = tried(fresh, ended(fresh))
    assert found["gaps"] == found["units"] == found["targets"] == []


def test_a_scheme_without_the_veto_gives_the_grade_back_and_names_it(fresh):
    found = tried(fresh, ended(fresh), veto="safety")
    assert found["gaps"] == []
    (unit,) = found["units"]
    assert (unit["unit"], unit["before"]["grade"]) == ("XQ", "not_met")
    assert unit["after"]["grade"] != "not_met"
    assert [(s["rule"], s["code"], s["after"]) for s in unit["why"]] == [("veto", "safety", None)]


def test_a_scheme_without_the_evaluation_takes_its_points_from_everybody(fresh):
    year = ended(fresh)
    found = tried(fresh, year, evaluation="public")
    totals = {u["unit"]: (u["before"]["total"], u["after"]["total"]) for u in found["units"]}
    lost = {code: exact(a) - exact(b) for code, (a, b) in totals.items()}
    assert lost == {"XQ": 15, "ZS": 10}
    assert found["targets"] == []
