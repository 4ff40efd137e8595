"""Keyset paging in the address: `after` names the last row seen, so every page costs the same."""

from __future__ import annotations

from flask import request, url_for

from workflow.queries.target_list import whole

NAME = "after"


def cursor() -> int:
    """The row after which this page begins; 0 is the first page. Raises InvalidInput."""
    text = request.args.get(NAME, "")
    return whole(NAME, text) if text else 0


def _here(**changes: int | None) -> str:
    kept = {n: [v for v in request.args.getlist(n) if v] for n in request.args if n != NAME}
    values = {**(request.view_args or {}), **kept, **changes}
    return url_for(request.endpoint or "", **values)


def first() -> str | None:
    """The address of the first page, unless this is it."""
    return _here() if request.args.get(NAME) else None


def following(key: int | None) -> str | None:
    """The address of the next page, if there is one."""
    return None if key is None else _here(**{NAME: key})
