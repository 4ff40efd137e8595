"""Entries of a ledger in words: as rows of a table, as choices of a form (S9, S34)."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.pages import choices
from web.presentation import aside, day, moment, number, t, w
from workflow.terms import OBJECTED_TO, OBJECTION_STATES, POINTED

Values = dict[str, Any]


def columns(*, unit: bool, first: str = "") -> list[Values]:
    """The columns of a ledger: of one unit, or of many things with what names them first."""
    titles = (
        *([first or t("单位", "Unit")] if unit else []),
        t("事项", "Event"),
        t("分", "Points"),
        t("发生日期", "Occurred on"),
        t("事由", "Matter"),
        t("依据文号", "Document"),
        t("记录", "Entered"),
        t("状态", "State"),
    )
    return [{"label": title, "number": i == unit + 1} for i, title in enumerate(titles)]


def row(entry: Values, event: str) -> Values:
    """An entry as macros/ledger.html draws it."""
    objection = entry.get("objection")
    code = t("同一事项：", "matter ") + entry["matter_code"] if entry["matter_code"] else ""
    notes = []
    if objection:
        notes.append(t("申请复核：", "Objection: ") + w(OBJECTION_STATES[objection]))
    if entry["struck_at"]:
        why = entry["struck_text"]
        notes.append(t("撤销于 ", "Struck on ") + moment(entry["struck_at"]))
        notes += [t("理由：", "Reason: ") + why] if why else []
    return {
        "id": entry["id"],
        "event": _times(event, entry["count"]),
        "amount": signed(entry["amount"]),
        "occurred_on": entry["occurred_on"],
        "matter": (entry["matter"] or "") + aside(code),
        "document": entry["document"] or "",
        "by": entry["by_name"],
        "at": entry["at"],
        "struck": bool(entry["struck_at"]),
        "state": t("已撤销", "Struck") if entry["struck_at"] else t("有效", "Stands"),
        "notes": notes,
        "acts": [],
    }


def _times(event: str, count: int) -> str:
    return event if count == 1 else f"{event} ×{number(count)}"


def signed(amount: str) -> str:
    """Points with their sign: what is given has a plus."""
    return number(amount) if amount.startswith("-") or amount == "0" else f"+{number(amount)}"


def of_target(shown: Values) -> list[Values]:
    """The ledger of a target, oldest first, each entry with the way to object to it."""
    names = dict(choices.events(shown)) if shown["ledger"] else {}
    may_object = any(a["action"] == "object_result" and a["allowed"] for a in shown["actions"])
    last = {o["ref"]: o["state"] for o in shown["objections"] if o["about"] == "ledger"}
    drawn = []
    for entry in shown["ledger"]:
        objection = last.get(entry["id"])
        one = row({**entry, "objection": objection}, names.get(entry["event"], entry["event"]))
        if may_object and not entry["struck_at"] and objection != "open":
            one["acts"] = [objecting(shown["id"], entry["id"], one["event"])]
        drawn.append(one)
    return drawn


def new(entry: Values, *, may_object: bool) -> Values:
    """An entry as its unit is told of it, with the way to object."""
    drawn = row(entry, w(entry["event_name"]))
    return {
        **drawn,
        "unit": entry["title"],
        "unit_url": url_for("targets.show", target=entry["target"]),
        "acts": [objecting(entry["target"], entry["id"], drawn["event"])] if may_object else [],
    }


def objecting(target: int, entry: int, event: str) -> Values:
    """The way to object to an entry: the act's own page, with the entry chosen already."""
    url = url_for("acts.ask", target=target, action="object_result", about="ledger", ref=entry)
    return {"label": t("申请复核", "Object"), "about": event, "url": url}


def choices_of(shown: Values) -> dict[str, list[tuple[str, str]]]:
    """What acts on findings may name: events, standing entries, objections that wait."""
    events = choices.events(shown)
    names = dict(events)
    standing = [e for e in shown["ledger"] if not e["struck_at"]]
    waiting = [o for o in shown["objections"] if o["state"] == "open"]
    force = shown["in_force"] or shown["candidate"]
    return {
        **choices.parts_asked(shown["year"], force["scoring_rule"]),
        "events.event": events,
        "ledger_events": events,
        "ledger": [(str(e["id"]), _line(e, names)) for e in standing],
        "objections": [(str(o["id"]), _said(o)) for o in waiting],
    }


def _line(entry: Values, names: dict[str, str]) -> str:
    event = _times(names.get(entry["event"]) or entry["event"], entry["count"])
    return f"{event} {signed(entry['amount'])} · {day(entry['occurred_on'])}"


def _said(objection: Values) -> str:
    node, said = objection["node"], objection["text"] or ""
    about = w(POINTED[node["what"]] if node else OBJECTED_TO[objection["about"]])
    until = day(objection["answer_until"])
    owed = t(f"应于 {until} 前答复", f"to be answered by {until}")
    if objection["late"]:
        owed = t(f"已过答复期限 {until}", f"its answer was due by {until}")
    return f"{about} · {day(objection['at'])} · {owed} · {said[:60]}"
