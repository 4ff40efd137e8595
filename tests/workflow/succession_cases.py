"""Knocks for the rule on hand-over lists; test_rules.py compares them with the table."""

from collections.abc import Callable
from typing import Any

from tests.builders import World
from workflow.queries import takeover_view
from workflow.queries.reader import reader_of

Knock = tuple[str, str, str, int | None, dict[str, Any]]


def succeeded(w: World) -> tuple[str, str]:
    """A post of a new unit that somebody took over from another; its code, and by whom."""
    post = f"{w.newcomers_unit()}-YBS"
    before = w.newcomer(post)
    w.clock.forward(seconds=1)
    w.relieve(before, post)
    return post, w.newcomer(post)


def signs(w: World, who: str, post: str) -> Knock:
    reader = reader_of(w.database, w.clock, w.actor(who))
    digest = takeover_view.one(reader, post)["digest"]
    return who, "county", "sign_takeover", None, {"post": post, "digest": digest}


def successor(w: World) -> Knock:
    post, who = succeeded(w)
    return signs(w, who, post)


def twice(w: World) -> Knock:
    again = successor(w)
    w.county(again[0], "sign_takeover", **again[4])
    return again


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {("county", "sign_takeover"): successor}
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("county", "sign_takeover", "a_hand_over_waits_for_the_actor"): twice,
}
