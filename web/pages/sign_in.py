"""Signing in and out, and the choice of language: the only pages for people unknown."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from config import LANGUAGES
from models import statements
from web import sessions
from web.county import here
from web.identity import public
from web.presentation import t, w
from workflow.clock import stamp
from workflow.erased import shown

pages = Blueprint("sign_in", __name__)

A_YEAR = 365 * 24 * 3600


def back_to(wanted: str) -> str:
    """The page to go on to: one of ours, or the inbox. Never another site."""
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and not parts.scheme and not parts.netloc else url_for("inbox.show")


@pages.get("/sign-in")
@public
def show() -> str | Response:
    if g.visitor is not None:
        return redirect(back_to(request.args.get("next", "")), 303)
    return page(request.args.get("next", ""))


def page(wanted: str, username: str = "", problem: str = "") -> str:
    """The sign-in page; in a demo county with its people, one click each."""
    return render_template(
        "pages/sign_in.html",
        problems=[{"field": "username", "text": problem}] if problem else [],
        username=username,
        next=wanted,
        groups=demo_people() if here().config.demo else [],
    )


@pages.post("/sign-in")
@public
def enter() -> Response | tuple[str, int]:
    county, wanted = here(), request.form.get("next", "")
    username = request.form.get("username", "").strip()[:200].replace("\x00", "")
    password = request.form.get("password", "")[:1000]
    try:
        person = sessions.sign_in(county.database, username, password, request.remote_addr or "")
    except sessions.TooManyFailures:
        text = t("失败次数过多，请十五分钟后再试。", "Too many failures: try again in 15 minutes.")
        return page(wanted, username, text), 429
    if person is None:
        text = t("用户名或密码不正确。", "The user name or the password is wrong.")
        return page(wanted, username, text), 422
    sessions.begin(county.database, person)
    return redirect(back_to(wanted), 303)


@pages.post("/sign-in/as")
@public
def enter_as() -> Response:
    """Sign in as a person of the demo county; there is no such thing outside demo mode."""
    county = here()
    if not county.config.demo:
        raise NotFound
    sql = "SELECT id FROM person WHERE username = ? AND active = 1"
    username = request.form.get("username", "").replace("\x00", "")
    person = statements.value(county.database, sql, (username,))
    if person is None:
        raise NotFound
    sessions.begin(county.database, person)
    return redirect(back_to(request.form.get("next", "")), 303)


@pages.post("/sign-out")
@public
def leave() -> Response:
    sessions.end(here().database)
    return redirect(url_for("sign_in.show"), 303)


@pages.post("/language")
@public
def choose_language() -> Response:
    answer = redirect(back_to(request.form.get("next", "")), 303)
    language = request.form.get("language", "")
    if language in LANGUAGES:
        answer.set_cookie(
            sessions.LANGUAGE_COOKIE,
            language,
            max_age=A_YEAR,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return answer


def demo_people() -> list[dict[str, Any]]:
    """Everybody who can sign in to the demo county, by unit."""
    county = here()
    names = county.organisation
    now = stamp(county.clock())
    sql = (
        "SELECT p.id, p.username, t.body AS name FROM person p JOIN text t ON t.id = p.name_id "
        "WHERE p.active = 1 ORDER BY p.id"
    )
    rows = []
    for row in statements.rows(county.database, sql):
        posts = names.posts_of(row["id"], now)
        unit = posts[0].unit if posts else None
        rows.append(
            {
                "username": row["username"],
                "name": shown(row["name"]),
                "posts": t("、", ", ").join(w(post.name) for post in posts),
                "group": w(unit.name) if unit else t("县级", "County level"),
            }
        )
    rows.sort(key=lambda row: (row["group"] != t("县级", "County level"), row["group"]))
    return [
        {"label": label, "people": list(people)}
        for label, people in groupby(rows, key=lambda row: row["group"])
    ]
