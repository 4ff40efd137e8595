"""Results are not reckoned twice from the same: what is done anew, and what is told without it."""

import re
from collections.abc import Callable

import pytest

from models.tables import BY_NAME
from tests.builders import FOUND, World
from tests.workflow import own_year
from tests.workflow.bending import forge, run, unguarded
from tests.workflow.result_years import Ended, find, published, revised
from tests.workflow.test_erasure import faults
from workflow.bench.acts import recording
from workflow.errors import RulesRefused
from workflow.queries import facts, reckoned, year_facts
from workflow.queries.organisation import forget, organisation
from workflow.rules.results import results_are_current
from workflow.scoring import program


def asked_while(w: World, do: Callable[[], object]) -> list[str]:
    """The statements that something asks of the database."""
    with recording(w.database) as recorder:
        do()
    return [sql for sql, _ in recorder.statements]


def reckoned_anew(statements: list[str]) -> bool:
    """Whether the scores of a whole year were read, as for results they must be."""
    return any("cause_decision" in sql and "derivation" in sql for sql in statements)


def test_a_second_revision_without_a_change_is_refused_without_reading_one_score(world):
    made = published(world)

    def again() -> None:
        with pytest.raises(RulesRefused) as caught:
            world.year("office", "revise", made.year, document="云考公告2号")
        assert [refusal.code for refusal in caught.value.refusals] == ["results_have_moved"]

    assert not reckoned_anew(asked_while(world, again))


def test_nothing_to_score_is_said_without_reading_one_finding(world):
    made = published(world)

    def again() -> None:
        with pytest.raises(RulesRefused) as caught:
            world.year("office", "score", made.year)
        assert [refusal.code for refusal in caught.value.refusals] == ["something_is_inspected"]

    assert not any('"finding"' in sql or " finding" in sql for sql in asked_while(world, again))


def word_on_a_target(w: World, made: Ended) -> None:
    own_year.objected_to(w, made.targets["XQ", "routine"])


def finding(w: World, made: Ended) -> None:
    target = made.targets["XQ", "routine"]
    number = own_year.objected_to(w, target)
    w.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    find(w, target, "10")


def cause(w: World, made: Ended) -> None:
    day = w.clock().date().isoformat()
    decision = {"cause": "lack_of_effort", "heard_on": day, "document": "云考领纪2号"}
    w.act("head", "decide_cause", made.targets["ZS", "key"], **decision, text="再议")


def front(w: World, made: Ended) -> None:
    w.county("office", "place_unit", year=made.year, unit="DA", front="townships")


def new_unit(w: World, made: Ended) -> None:
    w.county("admin", "add_unit", code=f"N{w.size()}", name_zh="新", name_en="New", kind="bureau")


@pytest.mark.parametrize("change", [word_on_a_target, finding, cause, front, new_unit])
def test_whatever_is_written_of_what_results_come_from_has_them_reckoned_anew(world, change):
    made = published(world)
    assert reckoned.stand(world.database, made.year)
    change(world, made)
    assert not reckoned.stand(world.database, made.year)


def test_what_has_nothing_to_do_with_them_has_not(world):
    other = world.running()
    made = published(world)
    world.newcomer("XQ-KY")
    world.no("inspector1", "inspect", made.targets["XQ", "key"], **FOUND)
    world.act(
        "xq.head", "report_progress", other, value="3", as_of=world.clock().date().isoformat()
    )
    assert reckoned.stand(world.database, made.year)


def test_another_program_reckons_anew(world, monkeypatch):
    made = published(world)
    monkeypatch.setattr(program, "ROOMS", (*program.ROOMS, "web"))
    program.program_digest.cache_clear()
    try:
        assert not reckoned.stand(world.database, made.year)
    finally:
        monkeypatch.undo()
        program.program_digest.cache_clear()
    assert reckoned.stand(world.database, made.year)


def test_revised_results_stand_in_their_turn_and_a_year_without_results_never(world):
    made = revised(world)
    assert reckoned.stand(world.database, made.year)
    assert not reckoned.stand(world.database, 1999)


def test_results_of_an_earlier_program_that_noted_nothing_are_reckoned_anew(world):
    made = published(world)
    with unguarded(world.database):
        run(world.database, "DELETE FROM reckoning")
        assert not reckoned.stand(world.database, made.year)


def test_what_the_head_decides_is_reckoned_even_where_the_log_says_that_nothing_moved(world):
    made = published(world)
    with unguarded(world.database):
        case = world.year_case(made.year)
        assert results_are_current.holds(case)
        run(
            world.database,
            "UPDATE score SET value = '20' WHERE target_id = ?",
            made.targets["JT", "routine"],
        )
        case = world.year_case(made.year)
        assert case.known("results_stand")
        assert not results_are_current.holds(case)


def test_a_note_of_another_entry_than_its_own_is_found_by_whoever_verifies(fresh):
    published(fresh)
    assert not faults(fresh)
    row = fresh.row("SELECT MAX(id) AS id FROM reckoning")

    def change(log: list[dict]) -> None:
        for entry in log:
            for write in entry["writes"]:
                if write["table"] == "reckoning":
                    write["after"]["entry"] = 10**6

    with unguarded(fresh.database):
        forge(fresh.database, change)
        run(fresh.database, "UPDATE reckoning SET entry = 1000000")
        assert faults(fresh)["hands"][:2] == ("reckoning", row["id"])


def test_no_table_that_results_are_read_from_counts_as_another_matter(world):
    """Read off the statements themselves, so that a new one cannot be forgotten."""
    made = published(world)

    def read() -> None:
        forget(world.database)
        year = facts.year(world.database, made.year)
        scheme = facts.scheme_of_year(world.database, year)
        known = organisation(world.database, -1)
        year_facts.outcomes(world.database, known, made.year, scheme)

    read_from = set()
    for sql in asked_while(world, read):
        if "holding" not in sql and "delegation" not in sql and "portfolio" not in sql:
            read_from |= set(re.findall(r'(?:FROM|JOIN)\s+"?([a-z_]+)', sql))
    forget(world.database)
    assert {"target", "score", "finding", "cause_decision", "unit_front", "unit"} <= read_from
    assert read_from & reckoned.OTHER_MATTERS <= {"post"}
    assert BY_NAME.keys() >= reckoned.OTHER_MATTERS
