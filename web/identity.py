"""Who asks, in which language, under which request number; and that nobody unknown gets further.

Every view needs a signed-in person unless it is marked `@public`. Where a way in guards itself, it
answers somebody unknown in its own form (the API: 401 as a problem).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.base import is_sqlite
from web import sessions
from web.county import County, here
from web.security import has_token
from workflow.case import Actor
from workflow.erased import speaking

View = TypeVar("View", bound=Callable[..., Any])

GUARD_THEMSELVES = frozenset({"api", "probes"})


def public(view: View) -> View:
    """Mark a view that anybody may ask for."""
    view.public = True  # type: ignore[attr-defined]
    return view


def identify() -> None:
    """Find out who asks by the cookie; a request with a bearer token has no cookie person."""
    county = here()
    g.request_id = secrets.token_hex(8)
    g.language = sessions.chosen_language(county.config.language)
    speaking.set(g.language)
    g.visitor = None
    if request.endpoint == "static" or has_token():
        return
    county.database.connect(reuse_if_open=True)
    g.visitor = sessions.visitor(county.database)
    if g.visitor is not None:
        g.actor = Actor(g.visitor.id, g.visitor.username, "page", g.request_id)


def guard() -> AnyResponse | None:
    """Send an unknown visitor to sign in, and back afterwards."""
    if g.visitor is not None or request.endpoint in (None, "static"):
        return None
    if request.blueprint in GUARD_THEMSELVES:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "public", False):
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.show", next=wanted), 303)


def tag(response: Response) -> Response:
    """Name the request in the answer, for whoever asks for help."""
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response


def install(app: Flask, county: County) -> None:
    """Ask these questions before every view."""

    def let_go(_: BaseException | None) -> None:
        # A pooled connection goes back; SQLite's stays with its thread, opening it costs more.
        if not is_sqlite(county.database) and not county.database.is_closed():
            county.database.close()

    app.before_request(identify)
    app.before_request(guard)
    app.after_request(tag)
    app.teardown_request(let_go)
