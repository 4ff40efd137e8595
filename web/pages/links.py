"""One-time links: the page behind one, where its holder chooses a password; and granting them.

A token is in its address alone. It is never logged (web/logs.py), never kept, and shown once.
Opening a link does not use it up: programs that preview what somebody was sent open it too.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web import sessions
from web.county import actor, here, reader
from web.identity import public
from web.pages.choosing import password_problems
from web.presentation import t, w
from web.security import kept_to_itself
from workflow import passwords
from workflow.case import Actor
from workflow.clock import stamp
from workflow.door import ManyRefused
from workflow.errors import InvalidInput, NotPermitted
from workflow.inputs.access import MOST_HOURS, USUAL_HOURS
from workflow.lifecycle import act_named
from workflow.links import granting
from workflow.machine import capacity_refusal
from workflow.queries import access

Values = dict[str, Any]
Answer = AnyResponse | str | tuple[str, int]
pages = Blueprint("links", __name__)

DAYS = (1, 3, 7, 14)


# — behind a link —


@pages.get("/link/<token>")
@public
def show(token: str) -> Response:
    """Whose password it is, and the two fields; one answer for all that do not count."""
    return kept_to_itself(_opened(token))


@pages.post("/link/<token>")
@public
def use(token: str) -> Response:
    """Set the password, end the link, and sign its holder in."""
    return kept_to_itself(_used(token))


def _opened(token: str) -> Answer:
    found = _found(token)
    return _gone() if found is None else _form(found)


def _used(token: str) -> Answer:
    found = _found(token)
    if found is None:
        return _gone()
    first, again = request.form.get("password", ""), request.form.get("again", "")
    problems = password_problems(first, again)
    if problems:
        return _form(found, problems), 422
    county = here()
    raw = {"link_hash": passwords.token_hash(token), "password_hash": passwords.hashed(first)}
    holder = Actor(None, "link", "page", g.request_id)
    try:
        done = county.door.perform("use_link", "county", None, holder, raw)
    except InvalidInput:
        # Used in this very moment by another request.
        return _gone()
    sessions.begin(county.database, int(done.object_id or 0))
    return redirect(url_for("inbox.show"), 303)


def _found(token: str) -> Values | None:
    """What a link is for, while it counts. Failures are counted as those of signing in are."""
    county = here()
    digest, address = passwords.token_hash(token), request.remote_addr or ""
    try:
        sessions.check_throttle(county.database, f"link:{digest[:16]}", address)
    except sessions.TooManyFailures:
        return None
    found = access.usable_link(county.database, digest, stamp(county.clock()))
    if found is None:
        sessions.note_failure(county.database, f"link:{digest[:16]}", address)
    return found


def _form(found: Values, problems: list[dict[str, str]] | None = None) -> str:
    return render_template(
        "pages/link.html", link=found, problems=problems or [], least=passwords.LEAST
    )


def _gone() -> tuple[str, int]:
    return render_template("pages/link_gone.html"), 404


# — granting —


@pages.get("/county/links")
def ask() -> str:
    """Whom to give a link: one person, or everybody who has no password yet."""
    _permit()
    return _granting()


@pages.post("/county/links")
def grant() -> Answer:
    """Make the links and show them, this once."""
    _permit()
    days = request.form.get("days", "")
    hours = 24 * int(days) if days in {str(d) for d in DAYS} else USUAL_HOURS
    county = here()
    if "everybody" in request.form:
        names = [one["username"] for one in access.without_password(county.database)]
    else:
        names = [request.form.get("username", "").strip()]
    if not any(names):
        problem = t("请选定人员。", "Choose a person.")
        return _granting([{"field": "username", "text": problem}]), 422
    tokens = {name: passwords.new_token() for name in names}
    try:
        county.door.perform_many(
            [granting(county.database, name, token, hours) for name, token in tokens.items()],
            actor(),
            together=True,
        )
    except ManyRefused as error:
        return _granting([{"field": "username", "text": w(error.refused[0][1].words)}]), 422
    return render_template("pages/link_slips.html", rows=_slips(tokens), many=len(tokens) > 1)


def _permit() -> None:
    act = act_named("county", "grant_link")
    assert act is not None  # noqa: S101  (a row of the table)
    g.back = url_for("administration.show")
    if not reader().acting & {*act.capacities}:
        raise NotPermitted(capacity_refusal(act))


def _slips(tokens: dict[str, str]) -> list[Values]:
    """What is handed to each person: only here do the tokens stand."""
    county = here()
    now = stamp(county.clock())
    rows = []
    for token in tokens.values():
        link = access.usable_link(county.database, passwords.token_hash(token), now)
        if link is not None:
            rows.append({**link, "url": url_for("links.show", token=token, _external=True)})
    return rows


def _granting(problems: list[dict[str, str]] | None = None) -> str:
    county = here()
    people = access.active_people(county.database)
    return render_template(
        "pages/link_grant.html",
        problems=problems or [],
        days=[
            {"value": d, "label": t(f"{d} 天", "1 day" if d == 1 else f"{d} days")}
            for d in DAYS
            if 24 * d <= MOST_HOURS
        ],
        usual=USUAL_HOURS // 24,
        people=people,
        waiting=[one for one in people if not one["has_password"]],
    )
