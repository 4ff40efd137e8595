"""A derivation in words, in the order in which it was reckoned: what macros/derivation.html draws.

A tree is told from its leaves up. Where one step follows from one other they stand one below the
other; where several may come together each is told beneath the step that joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages import outcome_steps, part_steps, score_steps, whole_unit_steps
from web.pages.naming import Names, figure
from web.presentation import punctuated, t
from workflow.scoring import nodes

Values = dict[str, Any]
Node = Mapping[str, Any]
# The way to object to a step, by its path and the step itself, where there is one.
Link = Callable[[str, Node], "Values | None"]

SAID = {**score_steps.SAID, **part_steps.SAID, **outcome_steps.SAID, **whole_unit_steps.SAID}
TITLES = {**score_steps.TITLES, **part_steps.TITLES, **outcome_steps.TITLES}
RESULTS = {**score_steps.RESULTS, **outcome_steps.RESULTS}
# They hold what there is of their kind, be it one.
GATHERING = part_steps.GATHERING | {"awards", "sanctions", "per_event", "ledger", "evaluation"}


def steps(
    node: Node, names: Names, link: Link | None = None, path: str = nodes.ROOT
) -> list[Values]:
    """A tree as steps of {title, says, result, parts}; `parts` are lists of steps themselves."""
    below = [
        steps(child, names, link, f"{path}.{place}") for place, child in enumerate(node["children"])
    ]
    object_to = link(path, node) if link else None
    if node["rule"] in part_steps.FOLDED and not any(one["parts"] for one in below[0]):
        said = t("；", "; ").join(one["says"] for one in below[0])
        return [{**step(node, names, [], object_to), "says": said}]
    if len(below) == 1 and node["rule"] not in GATHERING:
        return [*below[0], step(node, names, [], object_to)]
    return [step(node, names, below, object_to)]


def step(
    node: Node, names: Names, parts: list[list[Values]], object_to: Values | None = None
) -> Values:
    """One node: what it is, what went into it, and what came out."""
    rule = node["rule"]
    label = t(punctuated(node["label_zh"]), node["label_en"])
    return {
        "title": TITLES[rule](label, node, names) if rule in TITLES else label,
        "says": SAID[rule](node, names) if rule in SAID else "",
        "result": RESULTS[rule](node, names) if rule in RESULTS else figure(node["result"]),
        "parts": parts,
        "digest": node["digest"],
        "object": object_to,
    }
