"""Rounds, who is awaited, what was reported and what the county head decided, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from web.presentation import BEIJING, aside, day, label, number, t, w
from workflow.hands.revision import LABELS
from workflow.lifecycle import act_named

Values = dict[str, Any]


def notes(shown: Values) -> list[Values]:
    """The panels of a target page: its quarrel while it lasts, and each decision for ever."""
    found = [_standing(shown)] if _is_worth_saying(shown) else []
    return found + [_decision(one) for one in shown["arbitrations"]]


def _is_worth_saying(shown: Values) -> bool:
    if shown["in_force"] is not None and shown["proposal"] is None:
        return False
    return bool(shown["waiting"] or shown["escalations"] or shown["rounds"]["last"])


def _standing(shown: Values) -> Values:
    rows: list[Values] = [{"label": t("轮次", "Round"), "value": _round(shown)}]
    if shown["waiting"]:
        rows.append({"label": t("等待答复", "Awaited"), "value": _waiting(shown["waiting"])})
    rows += [
        {"label": t("已上报", "Reported"), "value": _escalation(one), "whole": True}
        for one in shown["escalations"]
    ]
    if shown["rounds"]["open"]:
        value = t(
            "可以提请县长审定；双方仍可签署现稿。",
            "The county head may decide; both sides may still sign this revision.",
        )
        rows.append({"label": t("县长审定", "Decision"), "value": value, "whole": True})
    return {
        "title": t("轮次与答复", "Rounds and answers"),
        "rows": rows,
        "links": [_slip(shown, one) for one in shown["escalations"] if one["id"]],
    }


def _slip(shown: Values, one: Values) -> Values:
    """The way to the slip that is printed of what was reported."""
    url = url_for("slips.show", target=shown["id"], escalation=one["id"])
    if one["kind"] == "unanswered":
        return {"url": url, "label": t("打印督办单", "Print the supervision slip")}
    return {"url": url, "label": t("打印提请审定单", "Print the request for a decision")}


def _round(shown: Values) -> str:
    now, most = shown["round"] - shown["rounds"]["first"] + 1, shown["rounds"]["most"]
    text = t(f"第{now}轮，最多{most}轮", f"{now} of at most {most}")
    return text + (aside(t("最后一轮", "the last one")) if shown["rounds"]["last"] else "")


def _waiting(waiting: Values) -> str:
    who, act = label("turn", waiting["turn"]), act_named("target", waiting["action"])
    how = w(act.label) if act else waiting["action"]
    # A period ends at 24:00 of its last day, which is stored as the moment after it.
    last = datetime.fromisoformat(waiting["until"]) - timedelta(seconds=1)
    since, until = day(waiting["since"]), day(last.astimezone(BEIJING).date())
    return t(
        f"{who}；{since} {how}，应在 {until} 24:00 前答复",
        f"{who}: {how}, {since}; to be answered by {until}, 24:00",
    )


def _escalation(one: Values) -> str:
    to, when = w(_level(one["level"])), day(one["at"])
    if one["kind"] == "unanswered":
        return t(f"逾期未答复，{when} 上报{to}", f"Unanswered; reported to {to} on {when}")
    who, text = one["by_name"] or "", one["text"] or ""
    said = t(f"：{text}", f": {text}") if text else ""
    return t(f"{who} {when} 提请{to}裁定{said}", f"{who} asked {to} to decide, {when}{said}")


def _level(code: str) -> str:
    word = label("level", code)
    return t(word, word[:1].lower() + word[1:])


def _decision(one: Values) -> Values:
    settled = t("、", ", ").join(w(LABELS[name]) for name in one["settled"])
    grounds = {
        "rounds": t("往返已到规定轮数", "the rounds were used up"),
        "unanswered": t("上报后逾期仍未答复", "a reported hand-over stayed unanswered"),
    }
    return {
        "title": t("县长审定下达", "Imposed by the county head"),
        "note": t(f"第{number(one['revision'])}稿", f"revision {number(one['revision'])}"),
        "rows": [
            {"label": t("裁定人", "Decided by"), "value": _by(one)},
            {"label": t("文号", "Document"), "value": one["document"]},
            {"label": t("依据", "Because"), "value": grounds[one["ground"]]},
            {"label": t("裁定内容", "Settled"), "value": settled or t("按现稿", "as it stood")},
            {"label": t("理由", "Reason"), "value": one["text"], "whole": True},
        ],
    }


def _by(one: Values) -> str:
    return f"{one['by_name']}{aside(label('capacity', one['capacity']))} {day(one['at'])}"


def reported(level: str | None) -> str:
    """The mark of a row that stands in a higher level's inbox; nothing for any other."""
    if not level:
        return ""
    return t(f"已上报{_level(level)}", f"reported to {_level(level)}")
