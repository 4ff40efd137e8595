"""考核方案 the scheme of a year: what its rules are, in words, and as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from web.county import reader
from web.pages import scheme_words
from web.pages.year_frame import tabs
from web.presentation import t, w
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.scheme.writing import toml_of

Values = dict[str, Any]
pages = Blueprint("schemes", __name__)

CHANGE = BY_KIND["year"]["change_scheme"]


@pages.get("/years/<int(max=9999):year>/scheme")
def show(year: int) -> str:
    known = reader()
    shown, scheme = years.year(known, year), years.scheme_of(known, year)
    changes = any(a["action"] == CHANGE.name and a["allowed"] for a in shown["actions"])
    return render_template(
        "pages/scheme.html",
        heading=t(f"{year} 年度考核方案", f"Scheme of {year}"),
        tabs=tabs(year, "schemes.show"),
        facts=scheme_words.facts(scheme),
        parts=scheme_words.parts(scheme),
        download=url_for("schemes.download", year=year),
        change=w(CHANGE.label) if changes else "",
        table_url=url_for("scheme_tables.begin", year=year),
        change_url=url_for("years.ask", year=year, action=CHANGE.name),
    )


@pages.get("/years/<int(max=9999):year>/scheme.toml")
def download(year: int) -> Response:
    """The scheme as a file that can be changed and put in force again."""
    text = toml_of(years.scheme_body(reader(), year))
    headers = {"Content-Disposition": f'attachment; filename="scheme-{year}.toml"'}
    return Response(text, mimetype="application/toml", headers=headers)
