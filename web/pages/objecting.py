"""Objecting to one node of a result: the links beside each, and the form they lead to (S34)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from web.pages import derivation, reading
from web.pages.asked_of_target import AskedOfTarget
from web.pages.naming import Names
from web.presentation import aside, day, number, t, w
from workflow.errors import StaleVersion
from workflow.judging import MOVED
from workflow.queries.objecting import Open
from workflow.scoring import nodes
from workflow.terms import CAUSES, POINTED

Values = dict[str, Any]
FIELDS = ("what", "path", "node")
LABELS: dict[str, Callable[[], str]] = {
    "figure": lambda: t("对此数值申请复核", "Object to this figure"),
    "evidence": lambda: t("对此结论的依据申请复核", "Object to the evidence"),
    "deduction": lambda: t("对此扣分申请复核", "Object to this deduction"),
    "cause": lambda: t("对此原因申请复核", "Object to this cause"),
}


@dataclass(frozen=True)
class Links:
    """The ways to object on one target, where its unit's head may."""

    target: int
    title: str
    open: Open | None = None

    def to_row(self, what: str, path: str) -> Values | None:
        """To the finding, the cause or an entry of the ledger."""
        node = self.open.rows.get(path) if self.open else None
        return self._link(what, path, node) if node else None

    def to_steps(self, tree: Mapping[str, Any]) -> derivation.Link | None:
        """To each step of a score, where it is the last one."""
        if self.open is None or self.open.score != tree["digest"]:
            return None
        return lambda path, step: self._link(nodes.what_of(step), path, step["digest"])

    def _link(self, what: str, path: str, node: str) -> Values:
        url = url_for(
            "acts.ask",
            target=self.target,
            action="object_result",
            what=what,
            path=path,
            node=node,
        )
        return {"label": LABELS[what](), "about": self.title, "url": url}


@dataclass
class AskedAtNode(AskedOfTarget):
    """An objection to one node, which the check page names above what was written."""

    pointed: list[Values] = field(default_factory=list)

    def answers(self, data: Values) -> list[Values]:
        return [*self.pointed, *super().answers(data)]


def pointed_at() -> Values:
    """The node that the address or the form names, if one does."""
    given = {name: request.values.get(name, "") for name in FIELDS}
    return given if all(given.values()) else {}


def at_node(asked: AskedOfTarget, shown: Values) -> AskedOfTarget:
    """The same act, about the node that was clicked. Raises StaleVersion where it has moved."""
    node = pointed_at()
    if asked.act.name != "object_result" or not node:
        return asked
    found = _described(shown, node["what"], node["path"])
    if request.method == "GET" and (found is None or found[0] != node["node"]):
        raise StaleVersion(MOVED, {})
    kind = w(POINTED[node["what"]]) if node["what"] in POINTED else ""
    rows = [{"label": t("所指内容", "What is pointed at"), "value": kind}]
    rows += [{"label": label, "value": value} for label, value in (found[1] if found else [])]
    plain = {**vars(asked), "seen": {**asked.seen, **node}}
    plain["skipped"] = asked.skipped | {"about", "ref"}
    return AskedAtNode(**{**plain, "about": [*asked.about, *rows]}, pointed=rows)


Described = tuple[str, list[tuple[str, str]]]


def _described(shown: Values, what: str, path: str) -> Described | None:
    """The digest of a node as it stands, and what it says; None where there is none such."""
    if path in shown["nodes"]:
        return shown["nodes"][path], _row(shown, path)
    step = nodes.step_at(shown["score"]["derivation"], path) if shown["score"] else None
    if step is None:
        return None
    drawn = derivation.step(step, Names(events=reading.event_names(shown)), [])
    said = drawn["result"] + aside(drawn["says"])
    return step["digest"], [(drawn["title"], said)]


def _row(shown: Values, path: str) -> list[tuple[str, str]]:
    """A finding, a cause or an entry of the ledger in a line."""
    if path == nodes.CAUSE:
        return [(t("未完成原因", "Cause"), w(CAUSES[shown["cause"]["cause"]]))]
    if path == nodes.FINDING:
        value = number(shown["acceptance"]["finding"]["found_value"])
        return [(t("核定值", "Value found"), value)] if value else []
    entry = next(e for e in shown["ledger"] if nodes.entry_path(e["id"]) == path)
    name = reading.event_names(shown).get(entry["event"], entry["event"])
    return [(name, f"{number(entry['amount'])} · {day(entry['occurred_on'])}")]
