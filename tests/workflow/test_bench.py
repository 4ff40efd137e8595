"""The bench runs, compares what it says it compares, and judges nobody. No test measures time."""

import itertools
import sys
from pathlib import Path

import pytest

from models import statements
from tests.program import shangxia
from web import bench as pages
from workflow.bench import acts, county, lists, log, log_cost, long_log, pymerkle, year
from workflow.bench.measure import Goal, Result, Times, dearer, quicker, table
from workflow.bench.run import main, run
from workflow.words import Words, both


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    made = county.make(tmp_path_factory.mktemp("bench"))
    yield made
    made.door.database.close()


def test_signing_is_replayed_row_by_row_and_each_act_counted(bench):
    results = acts.measure(bench, 3)
    assert [r.aspect.en.split()[-1] for r in results[3:]] == ["submit", "review", "approve"]
    assert results[0].note.en.startswith("statements per act, beside BEGIN and COMMIT: submit ")
    # Three acts on three targets, less those the machine warmed up with.
    assert len(results[0].ours.seconds) == len(results[0].beside.seconds) == 3
    assert all(r.ratio > 0 for r in results)


def test_a_copy_that_differs_is_not_compared(bench, monkeypatch):
    replay = acts.Bare.replay
    monkeypatch.setattr(acts.Bare, "replay", lambda bare, writes: replay(bare, writes[:-1]))
    with pytest.raises(acts.NotTheSame):
        acts.measure(bench, 1)


def test_an_act_needs_few_statements(bench):
    """On PostgreSQL each is a round trip; one more asked for on every act is seen here.

    Two of them are of the hand-over: who is awaited until now, and who is from now on; one is of
    what is proposed.
    """
    target = bench.play.new("du00", "create", **county.content(0))
    digest = statements.value(
        bench.door.database, "SELECT digest FROM target WHERE id = ?", (target,)
    )
    with acts.recording(bench.door.database) as recorder:
        head = bench.play.actor("hu00")
        recorder.statements.clear()
        bench.door.perform("submit", "target", target, head, {"digest": digest})
    assert len(recorder.statements) <= 17, "\n".join(sql for sql, _ in recorder.statements)
    assert bench.door.database.query_hooks == [], "the handle was not given back"


def test_a_county_that_does_not_verify_is_not_timed(bench):
    assert log.measure(bench.door.database, 1).aspect.en.startswith("verify ")
    statements.run(bench.door.database, "UPDATE county SET name_en = 'bent'")
    with pytest.raises(log.Bent):
        log.measure(bench.door.database, 1)
    statements.run(bench.door.database, "UPDATE county SET name_en = 'Bench County'")


def test_what_the_log_costs_is_measured_and_taken_back(bench):
    before = statements.value(bench.door.database, "SELECT frontier FROM log_head")
    acts = Times([0.5])
    row, act = log_cost.measure_cost(bench, acts, 20)
    assert len(row.ours.seconds) == len(row.beside.seconds) == 20
    assert (act.ours, act.beside) == (row.ours, acts)
    assert statements.value(bench.door.database, "SELECT frontier FROM log_head") == before


def test_a_county_that_does_not_replay_is_not_timed(bench):
    assert "entries a second" in log_cost.measure_replay(bench.door.database, 1).note.en
    statements.run(bench.door.database, "UPDATE county SET name_en = 'bent'")
    with pytest.raises(log_cost.Bent, match="county"):
        log_cost.measure_replay(bench.door.database, 1)
    statements.run(bench.door.database, "UPDATE county SET name_en = 'Bench County'")


@pytest.mark.parametrize(
    "bent",
    [
        None,
        "UPDATE entry SET body = body || ' ' WHERE id = 222",
        "UPDATE checkpoint SET note = replace(note, '200', '100') WHERE size = 200",
        "UPDATE checkpoint SET root = upper(root) WHERE size = 200",
        "DELETE FROM entry WHERE id = 249",
    ],
)
def test_a_long_log_is_timed_only_where_it_verifies(bench, tmp_path, bent):
    long = long_log.make(tmp_path, long_log.bodies_of(bench.door.database), 250)
    try:
        if bent is None:
            assert [result.goal is None for result in long_log.measure(long, 1)] == [
                True,
                False,
                False,
            ]
            return
        for table, verb in itertools.product(("entry", "checkpoint"), ("update", "delete")):
            statements.run(long.database, f'DROP TRIGGER "{table}_no_{verb}"')
        statements.run(long.database, bent)
        with pytest.raises(long_log.NotTheSame):
            long_log.measure(long, 1)
    finally:
        long.database.close()


STAND_IN = """
import hashlib
class InmemoryTree:
    def __init__(self, algorithm): self.leaves = []
    def append_entries(self, entries): self.leaves += entries
    def get_root(self):
        def root(some):
            if len(some) == 1: return hashlib.sha256(b"{leaf}" + some[0]).digest()
            split = 1 << (len(some) - 1).bit_length() - 1
            return hashlib.sha256(b"\\x01" + root(some[:split]) + root(some[split:])).digest()
        return root(self.leaves)
"""


def python_with(folder: Path, leaf: str) -> str:
    """A Python that finds a small library of this name, which marks leaves by this byte."""
    (folder / "pymerkle.py").write_text(STAND_IN.format(leaf=leaf))
    file = folder / "python"
    file.write_text(f'#!/bin/sh\nPYTHONPATH={folder} exec {sys.executable} "$@"\n')
    file.chmod(0o755)
    return str(file)


def test_another_library_is_asked_in_a_process_of_its_own(tmp_path):
    (result,) = pymerkle.measure(python_with(tmp_path, "\\x00"), ["a", "b", "c"], 2)
    assert len(result.ours.seconds) == len(result.beside.seconds) == 2


def test_another_library_that_comes_to_another_root_or_is_not_there_is_not_timed(tmp_path):
    with pytest.raises(pymerkle.Unlike, match="another root"):
        pymerkle.measure(python_with(tmp_path, "\\x02"), ["a", "b"], 1)
    with pytest.raises(pymerkle.Unlike, match="no pymerkle"):
        pymerkle.measure("/bin/true", ["a", "b"], 1)
    assert pymerkle.measure(None, ["a", "b"], 1) == []


def test_lists_are_read_to_their_last_page(tmp_path):
    bench = county.make(
        tmp_path
    )  # of its own: filling goes round the door, and verify would say so
    county.fill(bench, 700)
    results = lists.measure(bench, 2)
    assert len(results) == 2 * len(lists.READERS) + len(lists.FILTERS)
    reader = lists._reader(bench, "office")
    after = lists._before_last(lists._ids(reader, {}))
    rows, more = lists.page(reader, {}, after=after)
    assert (len(rows), more) == (50, None)
    assert lists.plan(reader, {}, after)
    bench.door.database.close()


def test_it_prints_every_aspect_in_both_languages(tmp_path, capsys):
    options = ["--signed", "1", "--targets", "120", "--entries", "300", "--rounds", "1"]
    options += ["--folder", str(tmp_path)]
    assert main([*options, "--language", "zh-CN"]) == 0
    printed = capsys.readouterr().out
    assert "经门的签署" in printed
    assert "light=red" in printed
    assert "重算 300 条的叶与根" in printed
    assert "未与 pymerkle 比较" in printed
    assert list(tmp_path.iterdir()) == []


def test_a_ratio_says_what_it_is_of():
    ours, beside = Times([0.004, 0.002, 0.003]), Times([0.001, 0.0015, 0.003])
    both = Words("此", "this")
    assert quicker(both, ours, beside, 0.5).ratio == pytest.approx(0.5)
    assert dearer(both, ours, beside, 1.5).ratio == pytest.approx(2)
    assert quicker(both, ours, beside, 0.5).met
    assert not dearer(both, ours, beside, 1.5).met
    assert Times([*[1.0] * 99, 5.0]).p99 == 1.0
    assert Times([*[1.0] * 98, 5.0, 5.0]).p99 == 5.0


def test_columns_stand_under_each_other_in_chinese_too():
    lines = table([Result(Words("上下", "up"), 0.5, Goal(0.5))], "zh-CN").splitlines()
    assert lines == [
        "项目  比值  目标     中位数  p99  对照中位数  对照 p99  次数",
        "上下  0.50  ≥ 0.5 ✓",
    ]


def test_run_gives_results_and_leaves_only_its_folder(tmp_path):
    results = run(folder=tmp_path, signed=1, targets=60, entries=300, rounds=1)
    assert {r.aspect.zh for r in results} >= {"经门的签署（耐久），对裸 sqlite3"}
    assert {p.name.partition(".")[0] for p in tmp_path.iterdir()} == {
        "bench",
        "bare",
        "cost",
        "long",
    }


def test_pages_are_read_whole_in_a_county_of_a_hundred_units_with_forty_targets(tmp_path):
    bench = county.make(tmp_path)
    year.fill(bench)
    assert statements.value(bench.door.database, "SELECT COUNT(*) FROM target") == 4000
    results = pages.measure(bench, 1)
    assert [r.aspect.en.split(", ")[1] for r in results] == [
        "list of targets",
        "unit sheet",
        "ranking",
    ]
    assert all(r.ratio > 0 for r in results)
    bench.door.database.close()


def test_the_command_measures_the_pages_too(tmp_path):
    options = ("--signed", "1", "--targets", "300", "--entries", "300", "--rounds", "1")
    ran = shangxia("bench", *options, "--folder", str(tmp_path))
    assert ran.code == 0, ran.err
    assert ran.out.count("page : bare Flask page") == 3


def test_a_page_that_does_not_answer_is_not_timed(bench, monkeypatch):
    monkeypatch.setattr(pages, "PAGES", (("office", "/years/1999/results", both("nothing")),))
    with pytest.raises(pages.NotThePage, match="404"):
        pages.measure(bench, 1)
