"""What templates may not do, read off their text: they draw what they get and decide nothing."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = WEB / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
IDS = [str(path.relative_to(TEMPLATES)) for path in ALL]

every_template = pytest.mark.parametrize("path", ALL, ids=IDS)


def tree_of(path: Path) -> nodes.Template:
    return jinja2.Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


@every_template
def test_template_never_compares_a_state_or_asks_for_a_capacity(path):
    """State, turn, capacity and role are drawn through label() and mark_of(), never compared."""
    judged = {"state", "turn", "capacity", "role", "light", "category"}
    for compare in tree_of(path).find_all(nodes.Compare):
        sides = [compare.expr, *(operand.expr for operand in compare.ops)]
        asked = {side.attr for side in sides if isinstance(side, nodes.Getattr)}
        asked |= {side.name for side in sides if isinstance(side, nodes.Name)}
        assert not asked & judged, f"line {compare.lineno} compares {asked & judged}"


@every_template
def test_template_uses_every_macro_file_it_imports(path):
    text = path.read_text(encoding="utf-8")
    body = re.sub(r"\{% (import|from) .*?%\}", "", text)
    names = [found.target for found in tree_of(path).find_all(nodes.Import)]
    assert [name for name in names if not re.search(rf"\b{name}\.", body)] == []


@every_template
def test_template_has_no_inline_script_or_style(path):
    """The content security policy would drop them without a word."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text, re.IGNORECASE)


@every_template
def test_template_fetches_nothing_from_elsewhere(path):
    addresses = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
    assert addresses == []


@every_template
def test_template_marks_no_text_as_safe(path):
    """Escaping is never switched off: text stays text."""
    assert not any(f.name == "safe" for f in tree_of(path).find_all(nodes.Filter))


@every_template
def test_every_post_form_brings_the_csrf_value(path):
    forms = re.findall(
        r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL
    )
    for form in forms:
        assert "csrf" in form


@every_template
def test_header_cells_say_what_they_head(path):
    for cell in re.findall(r"<th\b[^>]*>", path.read_text(encoding="utf-8")):
        assert "scope=" in cell


@every_template
def test_chinese_is_written_beside_its_english(path):
    """Chinese stands only inside t(), so that the English page shows none."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"t\((\"[^\"]*\"|'[^']*'), *(\"[^\"]*\"|'[^']*')\)", "", text)
    # The product's own name is the same in both languages.
    assert re.findall(r"[\u4e00-\u9fff]+", text.replace("上下 <small", "")) == []


def test_red_is_kept_for_late():
    """Red means late and nothing else (ux.md): no rule but the light's uses that colour."""
    used = [
        line
        for sheet in (WEB / "static").glob("*.css")
        for line in sheet.read_text(encoding="utf-8").splitlines()
        if "var(--late" in line
    ]
    assert len(used) == 1
    assert ".light.red" in used[0]


def test_style_sheets_stay_small():
    """Under 150 KB on the first visit (ux.md); ours is an order below."""
    assert sum(p.stat().st_size for p in (WEB / "static").glob("*.css")) < 40_000
