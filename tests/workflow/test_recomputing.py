"""A stranger reckons a county's years anew from the bundle, in a bare Python, and names what was
altered in it."""

import ast
import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.storage import opened
from tests.stranger import SHIPPED, recompute, sums
from tests.workflow.bundles import Exporter, parts_of
from tests.workflow.test_bundle import STDLIB
from workflow.audit.bundle.scope import Scope
from workflow.audit.keys import KeyFolder
from workflow.demo.county import make
from workflow.scheme.scheme import body_of, shipped

SCRIPTS = ("recompute.py", "sums.py")
FINE = "2012: every score, grade, rank and award follows from the log"


@pytest.fixture(scope="module")
def bundle(sqlite_storage, tmp_path_factory) -> Path:
    """The bundle of the whole demo county, its year 2012 closed."""
    folder = tmp_path_factory.mktemp("recomputing")
    url = sqlite_storage.new()
    with opened(url) as database:
        make(database, reduced=True)
        out = folder / "whole.zip"
        Exporter(database, KeyFolder(folder / "log-key")).export(Scope("whole"), out)
    sqlite_storage.drop(url)
    return out


@pytest.fixture
def log(bundle):
    lines = gzip.decompress(parts_of(bundle)["entries.jsonl.gz"]).splitlines()
    return [json.loads(line) for line in lines]


def run_alone(folder: Path, bundle: Path, *options: str):
    for name in SCRIPTS:
        (folder / name).write_bytes(parts_of(bundle)[name])
    return subprocess.run(
        [sys.executable, "-I", "-S", folder / "recompute.py", bundle, *options],
        cwd=folder, env={}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_score_grade_rank_and_award_of_the_demo_follows_in_a_bare_python(bundle, tmp_path):
    ran = run_alone(tmp_path, bundle)
    assert (ran.stdout.strip(), ran.stderr, ran.returncode) == (FINE, "", 0)
    assert run_alone(tmp_path, bundle, "2012").stdout.strip() == FINE


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_has_at_most_150_lines_of_the_standard_library(name):
    source = (SHIPPED / name).read_text("utf-8")
    assert source.count("\n") <= 150
    assert max(map(len, source.splitlines())) <= 100
    tree = ast.parse(source, feature_version=(3, 8))
    nodes = list(ast.walk(tree))
    imported = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    imported |= {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    assert imported <= STDLIB | {"sums"}
    assert not any(isinstance(n, ast.Constant) and isinstance(n.value, float) for n in nodes)


def test_one_altered_value_is_named_with_what_it_was(bundle, log, tmp_path):
    finding = next(
        write["after"]
        for entry in log
        for write in entry["writes"]
        if write["table"] == "finding" and write["after"]["found_value"] not in (None, "0")
    )
    was = finding["found_value"]
    finding["found_value"] = "0.5"
    (first, *_) = recompute(log, 2012)
    assert first.startswith(f"target {finding['target_id']}: score ")
    assert f"(found_value is 0.5, was {was})" in first
    packed = {**parts_of(bundle), "entries.jsonl.gz": gzip.compress(
        b"\n".join(json.dumps(entry).encode() for entry in log)
    )}  # fmt: skip
    bent = tmp_path / "bent.zip"
    with zipfile.ZipFile(bent, "w") as out:
        for name, data in packed.items():
            out.writestr(name, data)
    ran = run_alone(tmp_path, bent)
    assert ran.returncode == 1
    assert f"2012: {first}" in ran.stdout.splitlines()


LACK, CAUSE = ("key", "lack_of_effort", None), ("key", "objective", None)
VETO = {"code": "safety", "set_to": "not_met"}


@pytest.mark.parametrize(
    ("value", "unmet", "vetoes", "grade"),
    [
        ("95", [], set(), "exceeded"),
        ("94.99", [], set(), "met"),
        ("96", [CAUSE], set(), "met"),
        ("96", [LACK, CAUSE], set(), "met"),
        ("96", [LACK, LACK], set(), "not_met"),
        ("96", [("routine", "lack_of_effort", None)] * 3, set(), "exceeded"),
        ("96", [], {"safety"}, "not_met"),
        ("96", [], {"other"}, "exceeded"),
        ("10", [LACK, LACK], {"safety"}, "not_met"),
    ],
)
def test_the_strangers_grades_are_those_of_the_source_and_of_vetoes(value, unmet, vetoes, grade):
    scheme = {**body_of(shipped("county_2013")), "veto": [VETO]}
    assert sums.grades(scheme, sums.num(value), 1, 1, unmet, vetoes)[1] == grade


def rows(log, table, **wanted):
    """What the log writes of a table, as far as these columns have these values."""
    return [
        write["after"]
        for entry in log
        for write in entry["writes"]
        if write["table"] == table and wanted.items() <= write["after"].items()
    ]


def scheme(change):
    def bend(log):
        for row in rows(log, "scheme", year=2012):
            body = json.loads(row["body"])
            change(body)
            row["body"] = json.dumps(body)

    return bend


def ties(body):
    body["ranking"] = {"tie_break": ["stability"], "ties": "dense"}


BENT = {
    "a score": lambda log: rows(log, "score")[0].update(value="1"),
    "what was not met": lambda log: [row.update(met=1) for row in rows(log, "finding", met=0)],
    "points": lambda log: [
        row.update(material=json.dumps({**json.loads(row["material"]), "points": "1"}))
        for row in rows(log, "revision")
        if row["material"]
    ][:1],
    "a grade limit": scheme(lambda body: body["grade"][0].update(at_least="1")),
    "a grade rule": scheme(lambda body: body["grade_rule"].clear()),
    "what breaks ties": scheme(ties),
    "a rank": lambda log: rows(log, "unit_result")[-1].update(rank=9),
    "a grade": lambda log: rows(log, "unit_result", grade="met")[-1].update(grade="exceeded"),
    "a total": lambda log: rows(log, "unit_result")[-1].update(total="99.99"),
    "an amount": lambda log: rows(log, "award", kind="award")[0].update(amount="1"),
    "an award too many": lambda log: rows(log, "award")[0].update(unit_id=1, code="place_3"),
}


@pytest.mark.parametrize("bend", BENT)
def test_whatever_is_altered_no_longer_follows(log, bend):
    before = json.dumps(log)
    BENT[bend](log)
    assert json.dumps(log) != before
    assert recompute(log, 2012) != []
