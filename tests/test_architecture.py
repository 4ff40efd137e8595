"""What may import what, and what may not stand in any file. Each failure says what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Who may import whom: web → workflow → models → config.
ARROWS = {
    "config": set(),
    "models": {"models", "config"},
    "workflow": {"workflow", "models", "config"},
    "web": {"web", "workflow", "models", "config"},
}
# Packages with one home, and the only places that may import them.
HOMES = {
    "transitions": ("workflow/machine.py",),
    "peewee": ("models/", "workflow/queries", "workflow/audit"),
    "playhouse": ("models/", "workflow/queries", "workflow/audit"),
    "flask": ("web/",),
    "flask_wtf": ("web/",),
    "werkzeug": ("web/",),
    "jinja2": ("web/",),
    "click": ("web/",),
    "apispec": ("web/",),
    "gunicorn": ("web/",),
    "cryptography": ("workflow/audit/ed25519.py",),
    "psycopg": ("models/",),
    "pysqlite3": ("models/",),
    "waitress": ("web/",),
    "itsdangerous": ("web/",),
    "jsonschema": ("workflow/scheme/",),
    "tree_sitter": ("workflow/scheme/",),
    "tree_sitter_toml": ("workflow/scheme/",),
    "openpyxl": ("workflow/spreadsheets/",),
    "defusedxml": ("workflow/spreadsheets/",),
    "xlsxwriter": ("workflow/spreadsheets/",),
}
SKIPPED = {".git", ".venv", "__pycache__", "var", "build", "dist", "vendor"}
# A home or work folder of whoever wrote the line; paths where a server puts things are all right.
PERSONAL_PATH = re.compile(r"(?<![\w.:/-])/(home|root|Users|work)/[\w.-]")


def own_files(pattern: str) -> Iterator[Path]:
    """The project's files by their path inside it, without what tools and tries left behind."""
    for path in sorted(ROOT.rglob(pattern)):
        inside = path.relative_to(ROOT)
        hidden = any(part in SKIPPED or part.endswith("_cache") for part in inside.parts)
        if path.is_file() and not hidden and ".hypothesis" not in inside.parts:
            yield inside


def source_files() -> list[Path]:
    return [path for path in own_files("*.py") if path.parts[0].removesuffix(".py") in ARROWS]


def imports(path: Path, root: Path = ROOT) -> Iterator[tuple[int, str]]:
    """Each import of the file as line number and absolute dotted name."""
    for node in ast.walk(ast.parse((root / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.parts[: len(path.parts) - node.level] if node.level else ()
            yield node.lineno, ".".join((*package, *filter(None, [node.module])))


@pytest.mark.parametrize("path", source_files(), ids=str)
def test_imports_point_one_way(path):
    room = path.parts[0].removesuffix(".py")
    wrong = [
        f"{path}:{line} imports {name}"
        for line, name in imports(path)
        if (first := name.split(".")[0]) in ARROWS and first not in ARROWS[room]
    ]
    assert not wrong, f"{room} may import only {sorted(ARROWS[room])}; move the code or pass it in"


@pytest.mark.parametrize("path", source_files(), ids=str)
def test_packages_are_imported_in_their_home_only(path):
    wrong = [
        f"{path}:{line} imports {name}, whose home is {' '.join(homes)}"
        for line, name in imports(path)
        if (homes := HOMES.get(name.split(".")[0])) and not path.as_posix().startswith(homes)
    ]
    assert not wrong, "ask the home for what you need instead of going round it"


def test_init_files_hold_only_a_docstring():
    crowded = [
        str(path)
        for path in source_files()
        if path.name == "__init__.py" and path != Path("web/__init__.py")
        if len(body := ast.parse((ROOT / path).read_text("utf-8")).body) != 1
        or not isinstance(body[0], ast.Expr)
    ]
    assert not crowded, "an __init__.py says in a docstring what lives there; code has its own file"


def test_every_module_says_what_lives_in_it():
    silent = [
        str(path)
        for path in source_files()
        if not ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8")))
    ]
    assert not silent, "begin with a docstring: what lives here, and what must not"


def test_no_file_names_a_folder_of_somebody_s_machine():
    found = [
        f"{path}:{number}"
        for path in own_files("*")
        if path != Path("tests/test_architecture.py")
        for number, line in enumerate(
            (ROOT / path).read_text("utf-8", errors="replace").splitlines(), 1
        )
        if PERSONAL_PATH.search(line)
    ]
    assert not found, "derive the path from the project's root or from the settings"


def test_arrows_test_sees_every_form_of_import(tmp_path):
    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow" / "x.py").write_text(
        "import web.api\n"
        "def f():\n    from web import cli\n"
        "from . import case\nfrom .hands import y\n"
    )
    names = {name for _, name in imports(Path("workflow/x.py"), tmp_path)}
    assert names == {"web.api", "web", "workflow", "workflow.hands"}
