"""The bench of scores and ranks compares what it says, and sees when a second run does anything."""

import os

import pytest

from models import statements
from models.triggers import create
from tests.workflow.bending import disarm
from workflow.bench import many_units, results
from workflow.bench.process import StageFailed, apart
from workflow.bench.run import main
from workflow.county import open_county


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def url(tmp_path) -> str:
    """Twelve units with eight targets each, scored and ranked."""
    found = many_units.url_of(tmp_path)
    many_units.make(found, 12, 8, counted=silent)
    assert results.score(found, counted=silent) == 96
    return found


def test_every_stage_is_told_beside_sql_with_its_progress_and_its_memory(tmp_path, capsys):
    seen: list[tuple[int, int]] = []
    options = ["results", "--units", "205", "--each", "4", "--folder", str(tmp_path)]
    assert main(options, counted=lambda done, total: seen.append((done, total))) == 0
    printed = capsys.readouterr().out
    assert "820 scores with derivations : SQL" in printed
    assert "once more, nothing changed" in printed
    assert "Peak memory and time that passed by process: scoring " in printed
    assert "pymerkle" not in printed
    made = [(done, 205) for done in (100, 200, 205)]
    assert seen == [*made, *made], "units made, then units scored"
    assert list(tmp_path.iterdir()) == []


def test_ranks_and_sums_are_those_of_sql_and_one_bent_score_is_seen(url):
    ours = results.rank(url, counted=silent)["rows"]
    assert len(ours) == 12
    results.compare(ours, results.in_sql(url, counted=silent)["rows"])
    database = open_county(url)
    disarm(database, "score")
    statements.run(database, "DROP TABLE narrow")
    statements.run(database, "UPDATE score SET value = value + 0.01 WHERE target_id = 17")
    create(database, "score")
    database.close()
    with pytest.raises(results.NotTheSame, match="U00002"):
        results.compare(ours, results.in_sql(url, counted=silent)["rows"])


def test_a_second_run_does_nothing_until_something_is_found_anew(url):
    results.rank(url, counted=silent)
    assert results.run_again(url, counted=silent)["work"] == (0, 0)
    database = open_county(url)
    statements.run(database, "UPDATE target SET state = 'inspected' WHERE id = 17")
    statements.run(
        database,
        "INSERT INTO entry SELECT id + 1, at, 'reinspect', 'target', 17, person_id, outcome, body, "
        "leaf FROM entry ORDER BY id DESC LIMIT 1",
    )
    database.close()
    assert results.run_again(url, counted=silent)["work"] == (1, 12)
    assert results.run_again(url, counted=silent)["work"] == (0, 0)


def dies(counted: object) -> None:
    os._exit(3)


def test_a_stage_that_dies_is_told_by_name():
    with pytest.raises(StageFailed, match="dies"):
        apart(dies, counted=silent)
