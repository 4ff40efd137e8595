"""How an operation of the API is declared: once, for the route and for its description alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

import marshmallow as ma
from flask import Blueprint, Response

from web.api import reading
from web.api.writing import JSON, answered
from web.identity import public
from workflow.act import Act
from workflow.words import Words

View = TypeVar("View", bound=Callable[..., Any])
Who = Literal["public", "signed in", "by the table", "auditors", "overseers"]
LARGEST = 2**53 - 1
NUMBER = f"<int(max={LARGEST}):number>"
YEAR = "<int(max=9999):number>"

api = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")


@dataclass(frozen=True)
class Operation:
    """One route with one method, and all that its description says."""

    name: str
    method: str
    rule: str
    who: Who
    summary: Words
    description: Words | None
    status: int
    # None where what comes is no JSON.
    gives: type[ma.Schema] | None
    media: str
    query: type[ma.Schema] | None
    takes: tuple[type[ma.Schema], ...]
    # One described path for each act where the rule ends in <action>.
    acts: tuple[Act, ...]
    # Which schema a body has for one of these acts.
    body_of: Callable[[Act], type[ma.Schema]] | None
    refuses: tuple[int, ...]
    # Whether If-Match counts here.
    guarded: bool
    headers: tuple[str, ...]


OPERATIONS: list[Operation] = []


def operation(
    method: str,
    rule: str,
    zh: str,
    en: str,
    *,
    gives: type[ma.Schema] | None,
    media: str = JSON,
    who: Who = "signed in",
    about: Words | None = None,
    status: int = 200,
    query: type[ma.Schema] | None = None,
    takes: Iterable[type[ma.Schema]] = (),
    acts: Iterable[Act] = (),
    body_of: Callable[[Act], type[ma.Schema]] | None = None,
    refuses: Iterable[int] = (),
    guarded: bool = False,
    headers: Iterable[str] = (),
) -> Callable[[View], View]:
    """Make a function a view of the API: it gets `query` and `raw` where they are declared."""

    def register(view: View) -> View:
        made = Operation(
            view.__name__, method, rule, who, Words(zh, en), about, status, gives, media, query,
            tuple(takes), tuple(acts), body_of, tuple(refuses), guarded, tuple(headers),
        )  # fmt: skip
        OPERATIONS.append(made)
        call = _callable(made, view)
        api.add_url_rule(
            rule,
            endpoint=made.name,
            view_func=public(call) if who == "public" else call,
            methods=[method],
        )
        return view

    return register


def _callable(made: Operation, view: Callable[..., Any]) -> Callable[..., Response]:
    wanted = made.query() if made.query else None

    @wraps(view)
    def call(**path: Any) -> Response:
        if wanted is not None:
            path["query"] = reading.query(wanted)
        if made.method == "POST":
            path["raw"] = reading.body()
        return answered(view(**path), made.status)

    return call
