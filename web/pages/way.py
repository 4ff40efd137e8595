"""How far a target is, whose hands are on it, and what may be done: from its representation."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from web.county import here
from web.presentation import day, label, signer, t, w
from workflow.erased import ERASED
from workflow.lifecycle import TARGET, act_named
from workflow.terms import REASONS, STATES, SUGGESTIONS, Capacity, State

Values = dict[str, Any]

ORDER = (
    State.DRAFTED,
    State.REVIEWED,
    State.APPROVED,
    State.IN_PROGRESS,
    State.DUE,
    State.INSPECTED,
    State.SCORED,
)
NOT_YOURS = "not_your_capacity"
NOT_NOW = "wrong_state"
# A running target asks for no hands before something is proposed, and that has its month.
NOT_YET = frozenset({NOT_NOW, "something_is_proposed", "change_window_is_open"})


def steps(target: Values) -> list[Values]:
    """The way of a target with its present step; a cancelled one ends where it was ended."""
    here = target["state"]
    order = ORDER if here in ORDER else (State.DRAFTED, State.CANCELLED)
    at = [s.value for s in order].index(here)
    marks = ["past"] * at + ["here"] + ["ahead"] * (len(order) - at - 1)
    waiting = "" if target["turn"] == "none" else t("待", "waiting for ") + whose_turn(target)
    return [
        {"label": w(STATES[s]), "mark": mark, "note": waiting if mark == "here" else ""}
        for s, mark in zip(order, marks, strict=True)
    ]


def whose_turn(target: Values) -> str:
    """Whose turn it is, within a sentence."""
    word = label("turn", target["turn"])
    return t(word, word[:1].lower() + word[1:])


def hands_note(target: Values) -> str:
    """What both hands must be on."""
    if target["in_force"] is not None and target["proposal"] is not None:
        return t("签在拟议的一稿上", "on what is proposed")
    return t("须签在同一稿、同一轮", "on the same revision, in the same round")


def hands(target: Values) -> list[Values]:
    """Both hands, the supporters' and the approval: who signed, and what is missing."""
    sides = ["up", "down", "approve"]
    if target["candidate"].get("supporting_units"):
        sides.insert(2, "support")
    return [
        _hand(
            side,
            [{**s, "target": target["id"]} for s in _of_side(side, target)],
            awaited(side, target),
            imposed=target["hands"]["imposed"],
        )
        for side in sides
    ]


def _of_side(side: str, target: Values) -> list[Values]:
    """The signatures of a side; those on what is in force are apart while something is proposed."""
    proposed = target["in_force"] is not None and target["proposal"] is not None
    purpose = target["proposal"]["purpose"] if proposed else None
    since = target["in_force"]["no"] if proposed else 0
    return [
        {**s, "carries": s["valid"] and (s["purpose"] != purpose or s["revision"] <= since)}
        if proposed
        else {**s, "carries": False}
        for s in target["signatures"]
        if s["side"] == side
    ]


def awaited(side: str, target: Values) -> str:
    """Who would have to sign on this side, by post: posts outlive people."""
    names = here().organisation
    content, posts = target["candidate"], names.posts.values()
    if side == "down":
        found = [p for p in posts if p.code == content["reviewing_post"]]
    elif side == "approve":
        found = [p for p in posts if p.capacity == Capacity.COUNTY_HEAD]
    else:
        units = [content["lead_unit"]] if side == "up" else content["supporting_units"]
        heads = [p for p in posts if p.capacity == Capacity.UNIT_HEAD]
        found = [p for p in heads if p.unit is not None and p.unit.code in units]
    return t("、", ", ").join(w(post.name) for post in found)


def _hand(side: str, signatures: list[Values], who: str, *, imposed: bool) -> Values:
    valid = [s for s in signatures if s["valid"] and not s["carries"]]
    objecting = [s for s in valid if s["verdict"] == "object"]
    mark, word = "", t("○ 未签", "○ missing")
    if objecting:
        mark, word = "refused", t("× 申请调整", "× objected")
    elif valid:
        mark, word = "valid", t("✓ 已签", "✓ signed")
        word = t("✓ 裁定下达", "✓ imposed") if imposed else word
    elif imposed:
        word = t("— 已裁定，不再签署", "— decided, none needed")
    missing = t(f"现稿待签：{who}", f"Not yet on this revision: {who}")
    return {
        "label": label("side", side),
        "mark": mark,
        "word": word,
        "signatures": [signature(s) for s in valid],
        "older": [signature(s) for s in reversed(signatures) if s not in valid],
        "missing": "" if valid or imposed else missing,
    }


def signature(row: Values) -> Values:
    """A signature as the macro draws it, with what outdated it in words."""
    reason = row["text"] or w(REASONS.get(row["reason"], ""))
    shown = {"signer": signer(row), "outdated": outdated(row), "on_paper": on_paper(row)}
    return {**row, **shown, "reason": reason}


def on_paper(row: Values) -> Values | None:
    """Of a hand that was put on paper, for ever: when, by whom it was registered, its scan."""
    paper = row["paper"]
    if paper is None:
        return None
    signed, by = day(paper["signed_on"]), paper["by_name"]
    line = t(f"纸质审签 {signed}，{by}登记", f"Signed on paper {signed}; registered by {by}")
    scan = paper["scan"]
    if paper["scan_erased"]:
        return {"line": f"{line} · {t('扫描件', 'scan')} {w(ERASED)}", "url": ""}
    url = url_for("paper.scan", target=row["target"], digest=scan) if scan else ""
    return {"line": line, "url": url}


def outdated(row: Values) -> str:
    """Why a signature no longer counts, or on what it does; nothing where it counts here."""
    if row.get("carries"):
        return t("现行有效稿上的签署，照常有效", "On what is in force, and holds")
    if row["valid"]:
        return ""
    by = row["outdated_by"]
    if not by:
        return t("已失效：轮次已过", "No longer valid: of an earlier round")
    act = act_named("target", by["action"])
    how, who, when = w(act.label) if act else "", by["by_name"] or "", day(by["at"])
    return t(f"已失效：{who} {when} {how}", f"No longer valid: {how}, {who}, {when}")


# What is written beside a target stands with what it is about, not among its steps.
BESIDE = tuple(act.name for act in TARGET if act.aside)


def _of(target: Values, acts: tuple[str, ...] | None) -> list[Values]:
    """The acts named, else those that are not written beside the target."""
    every = target["actions"]
    return [a for a in every if (a["action"] in acts if acts else a["action"] not in BESIDE)]


def allowed(target: Values, acts: tuple[str, ...] | None = None) -> list[Values]:
    """What may be done now, each with its page; signing stands out."""
    offers = [a for a in _of(target, acts) if a["allowed"] and not _said_twice(a, target)]
    signing = [a["action"] for a in offers if a["signs"]]
    main = signing or [a["action"] for a in offers[:1]]
    return sorted(
        (
            {
                "label": w(a["button"]),
                "url": url_for("acts.ask", target=target["id"], action=a["action"]),
                "main": a["action"] in main,
            }
            for a in offers
        ),
        key=lambda offer: not offer["main"],
    )


def _said_twice(offer: Values, target: Values) -> bool:
    """Whether another button says it better: a first edit of what is running proposes a change."""
    proposes = target.get("in_force") is not None and target["proposal"] is None
    return proposes and offer["action"] == "edit"


def blocked(target: Values, *, now: bool, acts: tuple[str, ...] | None = None) -> list[Values]:
    """What is this person's to do and yet not possible: by a rule (`now`), or in this state."""
    found = []
    for a in _of(target, acts):
        codes = {r["code"] for r in a["refusals"]}
        if a["allowed"] or NOT_YOURS in codes or bool(NOT_YET & codes) == now:
            continue
        if _said_twice(a, target):
            continue
        action = "" if NOT_NOW in codes else a["action"]
        found.append({"action": action, "label": w(a["label"]), "refusals": a["refusals"]})
    return found


def moved(sentence: str, back: str) -> str:
    """The page that says somebody was quicker, or that it is not the time; nothing was done."""
    return render_template(
        "pages/moved.html",
        heading=t("现在不能办理", "This cannot be done now"),
        sentence=sentence,
        changes=[],
        back=back,
    )


def advice(target: Values) -> list[Values]:
    """Secretaries' opinions, for the panel beside the buttons."""
    return [
        {
            "suggests": w(SUGGESTIONS[one["suggests"]]),
            "text": one["text"],
            "by": f"{one['by_name']} · {w(one['post_name'])}",
            "revision": one["revision"],
            "old": "" if one["current"] else t("现稿已改", "changed since"),
            "at": one["at"],
        }
        for one in target["advice"]
    ]


def event(row: Values) -> Values:
    """An entry of the log as the timeline draws it."""
    return {
        "label": w(row["label"]),
        "revision": row["revision"],
        "by": signer(row) or t("系统时钟", "the clock"),
        "post": w(row["post_name"]),
        "at": row["at"],
        # What was written beside the target is read where it stands.
        "text": "" if row["action"] in BESIDE else _words(row),
        "refusals": row["refusals"],
    }


def _words(row: Values) -> str:
    return row["text"] or w(REASONS.get(row["reason"] or "", ""))
