"""The description of the API (OpenAPI 3.1), and the page on which it is read offline."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, render_template

from web.api.openapi import document
from web.api.operations import api
from web.api.writing import JSON, encoded
from web.identity import public

page = Blueprint("api_docs", __name__, template_folder="templates")


@api.get("/openapi.json")
@public
def openapi() -> Response:
    """The description itself; made once."""
    kept = current_app.extensions.get("openapi")
    if kept is None:
        kept = current_app.extensions["openapi"] = encoded(document())
    return Response(kept, content_type=JSON)


@page.get("/api/docs")
@public
def docs() -> str:
    """Swagger UI from our own files; its start is a file too, for the strict policy's sake."""
    return render_template("api/docs.html", by_cookie=g.visitor is not None)
