"""督办单 the supervision slip of what was reported upward: printed, signed, handed over."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, g, render_template, url_for

from web.county import reader
from web.pages import marking, reading
from web.pages.acts import LARGEST
from web.presentation import BEIJING, day, label, moment, t, w
from workflow.lifecycle import act_named
from workflow.queries import slips

Values = dict[str, Any]
pages = Blueprint("slips", __name__)


@pages.get(f"/targets/<int(max={LARGEST}):target>/slips/<int(max={LARGEST}):escalation>")
def show(target: int, escalation: int) -> str:
    """The slip as it is printed; of one that was answered also by what."""
    shown = reading.target(target)
    slip = slips.slip(reader(), target, escalation)
    g.back = url_for("targets.show", target=target)
    return render_template(
        "pages/slip.html",
        title=title(slip),
        target=shown,
        lead=reading.lead(shown),
        facts=[row for row in _facts(slip) if row["value"]],
        ended=_ended(slip),
        places=_places(slip),
        mark=marking.mark(json.loads(slip["paper"]["content"])) if slip["paper"] else None,
        back=g.back,
    )


def title(slip: Values) -> str:
    """What the paper is called: silence is supervised, a request asks for a decision."""
    if slip["kind"] == "unanswered":
        return t("督办单", "Supervision slip")
    return t("提请审定单", "Request for a decision")


def _facts(slip: Values) -> list[Values]:
    act = act_named("target", slip["handed_by"]) if slip["handed_by"] else None
    handed = f"{moment(slip['since'])} {w(act.label)}" if act else ""
    rows = (
        (t("编号", "No."), str(slip["id"])),
        (t("责任单位", "Unit"), w(slip["unit"].name)),
        (t("逾期未答复", "Did not answer"), label("turn", slip["turn"])),
        (t("交办", "Handed over"), handed),
        (t("应于何日前答复", "To be answered by"), _last_day(slip["until"])),
        (t("报送", "Reported to"), label("level", slip["level"])),
        (t("报送时间", "Reported"), moment(slip["at"])),
        (t("报送人", "By"), slip["by_name"]),
    )
    facts: list[Values] = [{"label": name, "value": value} for name, value in rows]
    return [*facts, {"label": t("事由", "Why"), "value": slip["text"], "whole": True}]


def _last_day(until: str | None) -> str:
    """A period ends at 24:00 of its last day, which is stored as the moment after it."""
    if until is None:
        return ""
    last = datetime.fromisoformat(until) - timedelta(seconds=1)
    return day(last.astimezone(BEIJING).date())


def _ended(slip: Values) -> str:
    if slip["ended_at"] is None:
        return ""
    act = act_named("target", slip["ended_act"])
    when, how = moment(slip["ended_at"]), w(act.label) if act else slip["ended_act"]
    return t(f"已于 {when} 办结：{how}。", f"It ended {when}: {how}.")


def _places(slip: Values) -> list[Values]:
    """Who writes on it."""
    answers = label("turn", slip["turn"]) if slip["turn"] else w(slip["unit"].name)
    return [
        {"side": t("批示", "Instruction"), "post": label("level", slip["level"])},
        {"side": t("办理情况", "Answer"), "post": answers},
    ]
