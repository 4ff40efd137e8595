"""Where the database is: a path that cannot be meant is one clear line; nothing is made of it."""

import pytest

from tests.program import Cli, as_anybody, free_port, shangxia

# One of every way in; none of these may make a database.
COMMANDS = [
    ["serve"], ["migrate"], ["tick"], ["person", "disable", "x"], ["person", "token", "x"],
    ["target", "list", "--as", "x"], ["year", "show", "2013", "--as", "x"], ["audit", "verify"],
    ["county", "add_front", "--code", "F"], ["import", "units", "x.xlsx", "--as", "x"],
]  # fmt: skip
INIT = ["init", "--name-zh", "县", "--name-en", "C", "--admin", "root", "--admin-name", "名"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_path_where_there_is_no_database_is_said_and_nothing_is_made(command, tmp_path):
    ran = Cli(f"sqlite:///{tmp_path / 'typo' / 'county.db'}")(
        *command, SHANGXIA_PORT=str(free_port())
    )
    assert (ran.code in (1, 2), len(ran.err.strip().splitlines())) == (True, 1), ran
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["serve"], ["migrate"], ["tick"], ["demo"], INIT], ids=str)
def test_folder_instead_of_a_file_is_said(command, tmp_path):
    ran = Cli(f"sqlite:///{tmp_path}")(*command, SHANGXIA_PORT=str(free_port()))
    assert (ran.code, "is a folder" in ran.line) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_missing_database_names_both_ways_to_begin(tmp_path):
    ran = Cli(f"sqlite:///{tmp_path / 'county.db'}")("serve", SHANGXIA_PORT=str(free_port()))
    assert "shangxia init" in ran.line
    assert "shangxia serve --demo" in ran.line


@pytest.mark.parametrize("command", [["init", "--browser"], INIT, ["serve"]], ids=str)
def test_relative_path_is_refused_by_every_command(command):
    ran = Cli("sqlite:///county.db")(*command)
    assert (ran.code, "absolute path" in ran.line) == (2, True)


@pytest.mark.slow
@pytest.mark.parametrize("command", [["init", "--browser"], INIT], ids=str)
def test_folder_that_cannot_be_written_is_said_and_nothing_is_made(command, tmp_path):
    tmp_path.chmod(0o555)
    try:
        url = f"sqlite:///{tmp_path / 'new' / 'county.db'}"
        ran = shangxia(*command, url=url, before=as_anybody())
        assert (ran.code, bool(ran.line)) == (1, True)
    finally:
        tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def test_link_for_the_browser_is_refused_where_there_is_a_county_and_beside_other_options(bare):
    assert bare(*INIT).code == 0
    ran = bare("init", "--browser")
    assert (ran.code, "holds C" in ran.line) == (1, True)
    assert bare(*INIT, "--browser").code == 2
