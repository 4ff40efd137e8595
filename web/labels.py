"""The look of codes, and the words of the few that have no other home.

States, capacities and the rest bring their words from workflow/terms.py, acts from the lifecycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workflow import terms
from workflow.coverage import failure
from workflow.words import Words


class Mark(NamedTuple):
    """How a code looks beside its word: a shape that is in every Chinese font, and a tone."""

    shape: str
    kind: str


LABELS: dict[str, Mapping[str, Words]] = {
    "state": terms.STATES,
    "year_state": terms.YEAR_STATES,
    "light": terms.LIGHTS,
    "category": terms.CATEGORIES,
    "turn": terms.TURNS,
    "level": terms.LEVELS,
    "side": terms.SIDES,
    "capacity": terms.CAPACITIES,
    "channel": terms.CHANNELS,
    "origin": terms.ORIGINS,
    "delegation_state": terms.DELEGATION_STATES,
    "missing_value": terms.MISSING,
    "award_kind": terms.AWARD_KINDS,
    "award_state": terms.AWARD_STATES,
    "report": {
        "sent": Words("已报", "Sent"),
        "late": Words("迟报", "Sent late"),
        "missing": Words("逾期未报", "Missing"),
        "open": Words("未报", "Not sent yet"),
        "none": Words("不需报", "Not owed"),
    },
    "check": failure.CHECKS,
    "check_in_short": failure.IN_SHORT,
    "coverage": {
        "broken": Words("不符", "Fails"),
        "waived": Words("已豁免", "Waived"),
        "warning": Words("提示", "Notice"),
        "whole": Words("合格", "Holds"),
    },
    "waiver": {
        "live": Words("有效", "Live"),
        "lapsed": Words("已失效", "Lapsed"),
        "ended": Words("已撤销", "Taken back"),
    },
    "task_kind": terms.TASK_KINDS,
    "question": {
        "open": Words("待答复", "Not answered yet"),
        "late": Words("逾期未答复", "Answer is late"),
        "answered": Words("已答复", "Answered"),
    },
    "task": {
        "open": Words("未完成", "Open"),
        "late": Words("逾期", "Late"),
        "done": Words("已完成", "Done"),
        "dropped": Words("已撤销", "Dropped"),
    },
    "takeover_role": terms.TAKEOVER_ROLES,
    "takeover_open": terms.TAKEOVER_OPEN,
    "direction": terms.DIRECTIONS,
    "outcome": {"done": Words("已办", "Done"), "refused": Words("未获准", "Refused")},
}

# Red means late and nothing else (ux.md); states are told apart by shape, never by these tones.
MARKS: dict[str, dict[str, Mark]] = {
    "state": {
        "drafted": Mark("◇", ""),
        "reviewed": Mark("◆", ""),
        "approved": Mark("★", "strong"),
        "in_progress": Mark("→", "strong"),
        "due": Mark("◎", "strong"),
        "inspected": Mark("□", ""),
        "scored": Mark("∑", ""),
        "cancelled": Mark("×", ""),
    },
    "light": {
        "grey": Mark("○", "grey"),
        "green": Mark("●", "green"),
        "yellow": Mark("▲", "yellow"),
        "red": Mark("■", "red"),
        "blue": Mark("✓", "blue"),
    },
    "report": {
        "sent": Mark("✓", "blue"),
        "late": Mark("□", "red"),
        "missing": Mark("■", "red"),
        "open": Mark("○", "grey"),
        "none": Mark("—", "grey"),
    },
    "question": {
        "open": Mark("○", "grey"),
        "late": Mark("■", "red"),
        "answered": Mark("✓", "blue"),
    },
    "task": {
        "open": Mark("○", "grey"),
        "late": Mark("■", "red"),
        "done": Mark("✓", "blue"),
        "dropped": Mark("×", "grey"),
    },
    # A gap of the plan is no lateness: it has the tone of what is wrong, never red.
    "coverage": {
        "broken": Mark("✕", "broken"),
        "waived": Mark("◇", ""),
        "warning": Mark("△", ""),
        "whole": Mark("✓", "strong"),
    },
}
