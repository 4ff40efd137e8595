"""Who asks the API: a bearer token, or the session cookie with its CSRF value."""

from __future__ import annotations

from flask import current_app, g, request

from web import past
from web.api.problems import NotSignedIn
from web.api.reading import MOST_BYTES
from web.county import here
from web.security import csrf, has_token
from web.sessions import Visitor
from workflow import passwords
from workflow.case import Actor
from workflow.clock import stamp
from workflow.queries import access


def guard() -> None:
    """Let nobody unknown further than the public views. Raises NotSignedIn, CSRFError."""
    request.max_content_length = MOST_BYTES
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "OPTIONS" or getattr(view, "public", False):
        return
    if has_token():
        g.visitor = _bearer()
    elif g.visitor is None:
        raise NotSignedIn(bad_token=False)
    else:
        csrf.protect()
    g.actor = Actor(g.visitor.id, g.visitor.username, "api", g.request_id)
    past.look_back()


def _bearer() -> Visitor:
    county = here()
    county.database.connect(reuse_if_open=True)
    token = request.headers["Authorization"].partition(" ")[2].strip()
    found = access.bearer(county.database, passwords.token_hash(token), stamp(county.clock()))
    if found is None:
        raise NotSignedIn(bad_token=True)
    return Visitor(found["id"], found["username"], found["name"], None)
