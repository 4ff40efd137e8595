"""What is lent to whom, put into words; and what may be chosen in the forms about it."""

from __future__ import annotations

from typing import Any

from web.county import reader
from web.pages.choices import Pairs
from web.presentation import day, t, w
from workflow.lending import LENT, acts_of
from workflow.queries import delegations

Values = dict[str, Any]


def choices() -> dict[str, Pairs]:
    """Posts that can be lent, the acts they may do, and what has been lent and is not over."""
    posts = [p for p in reader().organisation.posts.values() if p.capacity in LENT]
    acts = {name: w(act.label) for post in posts for name, act in acts_of(post).items()}
    listed = delegations.delegations(reader())
    return {
        "lent_posts": [(post.code, w(post.name)) for post in posts],
        "lent_acts": list(acts.items()),
        "delegations": [(str(one["id"]), named(one)) for one in listed if one["state"] != "over"],
    }


def period(one: Values) -> str:
    """Its days as people write them."""
    first, last = day(one["from_on"]), day(one["until_on"])
    return t(f"{first}至{last}", f"{first} to {last}") if last else t(f"{first}起", f"from {first}")


def scope(one: Values) -> str:
    """The units and acts it is for; nothing named: all that comes with the post."""
    parts = [
        t("、", ", ").join(w(each["name"]) for each in one[kind]) for kind in ("units", "acts")
    ]
    return t("；", "; ").join(filter(None, parts)) or t("该岗位全部事项", "All of the post")


def named(one: Values) -> str:
    """A delegation in a list to choose from."""
    who, behalf = one["by_name"], one["on_behalf_of_name"]
    if behalf:
        how = t(f"{who}代{behalf}", f"{who} for {behalf}")
    else:
        how = t(f"{who}主持工作", f"{who}, acting head")
    return f"{how} · {w(one['post_name'])} · {period(one)}"
