"""Knocks for the rules about groups: one is missing, and what was scored does not follow."""

from typing import Any

from tests.builders import FOUND, START, World
from tests.sheets import item_for
from tests.workflow.own_year import Knock, decided, objected_to, of_year, on, ruled, scheme

RANKED = """
[[rule]]
code = "ranked"
kind = "by_rank"
step = "2"
within = "county"
"""


def one_missing(w: World) -> Knock:
    """Of two units one was inspected."""
    ruled(w, RANKED)
    about = {"scoring_rule": "ranked", "scoring_unit": None, "target_value": None}
    _, (first, _) = item_for(w, 2, **about)
    w.act("inspector1", "inspect", first, **FOUND)
    return on("office", "score", first)


def ranked_year(w: World) -> tuple[int, int, int]:
    """A year in assessment whose only item ranks two units; XQ is first, ZS second."""
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    text = scheme(year).replace('rule = "petitions"\nscoring', 'rule = "ranked"\nscoring') + RANKED
    w.county("office", "open_year", year=year, toml=text)
    for unit, front in (("XQ", "townships"), ("ZS", "economy")):
        w.county("office", "place_unit", year=year, unit=unit, front=front)
    w.year("office", "open", year)
    w.year("office", "give_items", year)
    rows = w.rows("SELECT id, item_id FROM target WHERE year_id = ? ORDER BY unit_id", year)
    targets = [row["id"] for row in rows]
    for target, unit in zip(targets, ("XQ", "ZS"), strict=True):
        low = unit.lower()
        w.act(f"{low}.drafter", "edit", target, responsible_post=f"{unit}-KY")
        w.act(f"{low}.head", "submit", target)
    w.item("leader1", "sign_item", rows[0]["item_id"])
    for target in targets:
        w.act("head", "approve", target)
    w.issue(year)
    for target, value in zip(targets, ("9", "5"), strict=True):
        w.fall_due(target) if w.state(target) == "in_progress" else None
        assessed(w, target, value)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    first, second = targets
    return year, first, second


def assessed(w: World, target: int, value: str) -> None:
    w.act("assessor", "assess", target, found_value=value, met=True)


def moved(w: World, target: int) -> None:
    """The first of the two was found anew and is the second now; the other's score is stale."""
    number = objected_to(w, target)
    w.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    assessed(w, target, "1")
    w.act("office", "score", target)


def stale(act: str) -> Any:
    def knock(w: World) -> Knock:
        year, first, _ = ranked_year(w)
        if act != "publish":
            w.year("office", "publish", year, document="云考公告1号")
        moved(w, first)
        w.clock.forward(days=20)
        return of_year("head" if act == "decide" else "office", act, year, document="公告2号")

    return knock


REFUSES: dict[tuple[str, str, str], Any] = {
    ("target", "score", "group_is_inspected"): one_missing,
    ("target", "score", "results_are_not_decided"): lambda w: on("office", "score", decided(w)[1]),
    ("target", "score", "score_is_wanted"): lambda w: on("office", "score", w.scored()),
    **{
        ("year", act, "scores_follow_from_their_groups"): stale(act)
        for act in ("publish", "revise", "decide")
    },
}
# Where one rule cannot say no without another beside it.
ALSO = {
    ("decide", "scores_follow_from_their_groups"): [
        "results_are_current",
        "every_unit_is_signed_off",
    ],
    ("score", "results_are_not_decided"): ["score_is_wanted"],
}
