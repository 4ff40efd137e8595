"""What is proposed about a target after issue, in words: on its page, and as a mark in lists."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.county import here
from web.pages import content
from web.presentation import day, label, number, t, w
from workflow.terms import CAPACITIES, PROPOSAL_KINDS, STATES

Values = dict[str, Any]


def notes(shown: Values) -> list[Values]:
    """The panel of a target about which something is proposed: who, why, and how far it is."""
    found = shown["proposal"]
    if found is None:
        return []
    kind = w(PROPOSAL_KINDS[found["kind"]])
    rows = [
        {"label": t("由谁提出", "Proposed by"), "value": _who(found)},
        {"label": t("进度", "How far"), "value": _how_far(found)},
        {"label": t("文号", "Document"), "value": found["document"]},
        {"label": t("接收单位", "Taken over by"), "value": _unit(shown)},
        {"label": t("理由", "Reason"), "value": found["text"], "whole": True},
    ]
    changes = content.differences(found["diff"], here().organisation)
    return [
        {
            "title": t(f"待办的{kind}", f"Proposed: {kind}"),
            "note": _note(shown),
            "rows": [row for row in rows if row["value"]],
            "changes": changes,
            "before": t("现行有效", "In force"),
            "after": t("拟议", "Proposed"),
        }
    ]


def _note(shown: Values) -> str:
    """What binds meanwhile: the question that everybody asks first."""
    if shown["in_force"] is None:
        return t("签齐、批准后即行有效", "it binds once it is signed and approved")
    no = shown["in_force"]["no"]
    return t(f"签齐以前第{no}稿照常有效", f"until it is signed revision {no} binds as before")


def _who(found: Values) -> str:
    capacity = w(CAPACITIES[found["capacity"]])
    return t(
        f"{found['by_name']}（{capacity}），{day(found['at'])}",
        f"{found['by_name']} ({capacity}), {day(found['at'])}",
    )


def _how_far(found: Values) -> str:
    state, turn = w(STATES[found["state"]]), label("turn", found["turn"])
    return t(f"{state}，待{turn}", f"{state}; waiting for {turn}")


def _unit(shown: Values) -> str:
    found = shown["proposal"]
    return w(found["unit_name"]) if found["unit"] != shown["unit"] else ""


def lowered(shown: Values) -> list[Values]:
    """What the unit had lowered in the year before, for whoever signs what it asks now (S18)."""
    return [
        {
            "url": url_for("targets.show", target=row["target"]),
            "title": row["title"],
            "before": number(row["old"]),
            "after": number(row["new"]),
            "of": row["unit_of_measure"] or "",
            "on": day(row["at"]),
        }
        for row in shown["lowered_last_year"]
    ]


def purpose(shown: Values) -> str:
    """What a sheet signed by hand is for: a cancellation has the content that it ends."""
    if shown["proposal"] is None:
        return ""
    kind = w(PROPOSAL_KINDS[shown["proposal"]["kind"]])
    return t(f"本单用于：{kind}", f"This sheet is for: {kind}")


def mark(kind: str | None) -> str:
    """What a row of a list says of a target about which something is proposed."""
    if kind is None:
        return ""
    word = w(PROPOSAL_KINDS[kind])
    return t(f"{word}待签", f"{word} proposed")
