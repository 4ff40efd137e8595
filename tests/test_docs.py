"""What is written about the program is what the program is."""

import csv
import re
import subprocess
from pathlib import Path

import pytest

from tests.program import ROOT
from web.cli import tree
from workflow import lifecycle_docs
from workflow.lifecycle import BY_KIND
from workflow.terms import STATES

README = (ROOT / "README.md").read_text("utf-8")
WRITTEN = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("*.md"))]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
NAMED = re.compile(
    r"`((?:config|models|workflow|web|tests|docs)/?[\w/.-]*\.(?:py|csv|md|toml|service))`"
)
CALLED = re.compile(r"shangxia ([a-z][a-z-]*(?: [a-z][a-z_-]*)?)")


def test_generated_parts_are_up_to_date():
    assert lifecycle_docs.out_of_date(ROOT) == [], "the table has changed: make docs"


def test_generating_again_changes_nothing():
    once = lifecycle_docs.renewed(README)
    assert lifecycle_docs.renewed(once) == once


def test_change_by_hand_is_found_and_mended(tmp_path):
    (tmp_path / "docs").mkdir()
    bent = README.replace("| `drafted` | 拟定中 |", "| `drafted` | 草稿 |")
    assert bent != README
    (tmp_path / "README.md").write_text(bent, "utf-8")
    (tmp_path / "docs" / "acts.md").write_text(lifecycle_docs.acts_page(), "utf-8")
    assert lifecycle_docs.out_of_date(tmp_path) == [tmp_path / "README.md"]
    assert lifecycle_docs.write(tmp_path) == [tmp_path / "README.md"]
    assert (tmp_path / "README.md").read_text("utf-8") == README


def test_what_stands_outside_the_marks_is_kept():
    assert lifecycle_docs.renewed(f"before\n{README}\nafter") == f"before\n{README}\nafter"


def test_file_without_its_marks_is_refused():
    with pytest.raises(lifecycle_docs.Stale, match="lifecycle"):
        lifecycle_docs.renewed("# A README\n")


def test_table_says_what_people_agreed_on():
    """The README's table against tests/lifecycle.csv, which is written by hand."""
    shown = {
        cells[1].strip("` "): set(re.findall(r"`(\w+)`", cells[4]))
        for line in lifecycle_docs.lifecycle_table().splitlines()[2:]
        if (cells := line.split("|"))
    }
    assert shown.keys() == STATES.keys() - {"new"}
    with (ROOT / "tests" / "lifecycle.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    agreed = {state: set() for state in shown}
    for row in rows:
        if row["state"] in agreed:
            agreed[row["state"]] |= set(row["acts"].split())
    assert agreed == shown


def test_diagram_draws_every_move_once():
    lines = lifecycle_docs.diagram().splitlines()
    arrows = [line.strip().split(" : ")[0] for line in lines if "-->" in line]
    assert len(arrows) == len(set(arrows))
    for known in (
        "[*] --> drafted",
        "approved --> in_progress",
        "in_progress --> due",
        "due --> inspected",
        "inspected --> scored",
        "drafted --> cancelled",
    ):
        assert known in arrows
    assert "scored --> drafted" not in arrows


def test_acts_page_names_every_act_rule_and_field():
    page = lifecycle_docs.acts_page()
    for acts in BY_KIND.values():
        for act in acts.values():
            assert f"### `{act.name}` {act.label.zh} {act.label.en}" in page
            for rule in act.rules:
                assert f"`{rule.code}`: {rule.sentence.zh}" in page
            assert all(f"`{name}`" in page for name in act.input().load_fields)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_files_named_exist(path: Path):
    text = path.read_text("utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    gone = [link for link in links if not (path.parent / link).exists()]
    gone += [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    assert not gone, "the text names what is no longer there"


def test_commands_of_the_readme_exist():
    top = tree()
    for words in CALLED.findall(README):
        first, *rest = words.split()
        command = top.get_command(None, first)
        assert command is not None, words
        if rest and hasattr(command, "commands"):
            assert command.get_command(None, rest[0]) is not None, words


def test_make_has_the_targets_that_the_readme_promises():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"make {name} " in listed.stdout
