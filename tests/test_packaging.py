"""What a stranger installs: the lock files and the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = ("models", "workflow", "web")

PINNED = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;]+)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r" *#[^:]*:?$|    #   .*|    # via .*")


def pinned(lock: str) -> dict[str, str]:
    """Name → version of each package in a lock file."""
    found = map(PINNED.fullmatch, (ROOT / lock).read_text("utf-8").splitlines())
    return {match["name"]: match["version"] for match in found if match}


def asked(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for directly: the program, its extras, and the groups named."""
    project = PROJECT["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *(PROJECT["dependency-groups"][group] for group in groups),
    ]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_holds_versions_and_hashes_and_no_address(lock):
    odd = [
        line
        for line in (ROOT / lock).read_text("utf-8").splitlines()
        if "://" in line or not any(form.fullmatch(line) for form in (PINNED, HASH, COMMENT))
    ]
    assert not odd, "a lock names versions and hashes only: write it with `make lock`"


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "test", "lint"])],
)
def test_lock_answers_what_pyproject_asks_for(lock, groups):
    versions = pinned(lock)
    stale = [
        str(wanted)
        for wanted in asked(*groups)
        if versions.get(canonicalize_name(wanted.name), "0") not in wanted.specifier
    ]
    assert not stale, "pyproject.toml has changed since the lock was written: `make lock`"


def test_both_locks_agree_on_what_the_program_runs_on():
    with_tests = pinned("requirements-dev.lock").items()
    assert pinned("requirements.lock").items() <= with_tests, "write both with `make lock`"


def test_wheel_carries_every_file_of_the_rooms(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*command, "--directory", tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert carried == on_disk | {"config.py"}
