"""The log for auditors' programs, and who asks."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_wtf.csrf import generate_csrf

from web.api import queries, shapes_audit, shapes_plan
from web.api.operations import operation
from web.county import actor, live, reader
from workflow.queries import log_search
from workflow.reads import note_reading

Values = dict[str, Any]


@operation(
    "GET",
    "/audit/entries",
    "审计日志",
    "The entries of the log, newest first",
    gives=shapes_audit.LogPage,
    who="auditors",
    query=queries.EntriesQuery,
    refuses=(403, 422),
)
def list_entries(query: Values) -> Values:
    """One page; the cursor goes on from the last index."""
    found = log_search.search(
        reader(),
        queries.filters(query, log_search.FILTERS),
        limit=query["limit"],
        before=queries.after("entries", query.get("cursor")),
    )
    note_reading(live().door, actor(), "entries")
    return {
        "items": found.rows,
        "next": queries.cursor("entries", found.following),
        "looked_to": found.looked_to,
    }


@operation("GET", "/me", "我是谁", "Who asks, in which posts", gives=shapes_plan.MeShape)
def show_me() -> Values:
    """With a session cookie also the value for X-CSRFToken."""
    someone = reader()
    posts = [
        {
            "code": post.code,
            "name": post.name,
            "capacity": post.capacity.value,
            "unit": post.unit.code if post.unit else None,
        }
        for post in someone.posts
    ]
    return {
        "username": g.visitor.username,
        "name": g.visitor.name,
        "posts": posts,
        "language": g.language,
        "today": someone.today.isoformat(),
        "csrf_token": generate_csrf() if g.visitor.session is not None else None,
    }
