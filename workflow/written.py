"""What an act wrote, in words: of which table, in which column, and what a stored code means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow import terms
from workflow.audit.table_words import FIELDS, TABLES
from workflow.hands.revision import LABELS
from workflow.words import Words

# In the content of a common item's targets, beside the fields that people fill in.
_TEMPLATE = {"template_digest": Words("统一内容摘要", "Digest of the template")}
_YES_NO = {0: Words("否", "no"), 1: Words("是", "yes")}
_ENDS = {"done": Words("已完成", "done"), "dropped": Words("已撤销", "dropped")}
_OUTCOMES = {
    "adopted": Words("已采纳", "adopted"),
    "dropped": Words("已撤回", "dropped"),
    "lapsed": Words("已失效", "lapsed"),
}
_VERDICTS = {"affirm": Words("同意", "affirms"), "object": Words("有异议", "objects")}
_ACCEPTANCES = {
    "open": Words("待验收", "open"),
    "assigned": Words("已指派", "assigned"),
    "found": Words("已有结论", "found"),
    "accepted": Words("已通过", "accepted"),
    "returned": Words("已退回", "returned"),
}
_SIDES = {
    **terms.SIDES,
    "unit": Words("单位一方", "the unit's side"),
    "upper": Words("上级一方", "the upper side"),
    "inspection": Words("验收一方", "the inspection's side"),
    "takes": Words("接任", "takes over"),
    "gives": Words("移交", "gives over"),
}

# What the codes of a column mean; a table's own first, where a column says different things.
_CODES: dict[str, Mapping[Any, Words]] = {
    "acceptance.state": _ACCEPTANCES,
    "award.kind": terms.AWARD_KINDS,
    "award.state": terms.AWARD_STATES,
    "delegation.kind": terms.DELEGATIONS,
    "objection.about": terms.OBJECTED_TO,
    "objection.state": terms.OBJECTION_STATES,
    "proposal.kind": terms.PROPOSAL_KINDS,
    "signature.purpose": terms.PURPOSES,
    "year.state": terms.YEAR_STATES,
    **dict.fromkeys(("active", "handed_up", "imposed", "lowered", "met", "on_time"), _YES_NO),
    "capacity": terms.CAPACITIES,
    "category": terms.CATEGORIES,
    "cause": terms.CAUSES,
    "channel": terms.CHANNELS,
    "direction": terms.DIRECTIONS,
    "ended": _ENDS,
    "level": terms.LEVELS,
    "origin": terms.ORIGINS,
    "outcome": _OUTCOMES,
    "quality": terms.QUALITIES,
    "reason": terms.REASONS,
    "side": _SIDES,
    "state": terms.STATES,
    "status": terms.PAST_STATUSES,
    "suggests": terms.SUGGESTIONS,
    "turn": terms.TURNS,
    "verdict": _VERDICTS,
}


def table_name(table: str) -> Words:
    """What a row of this table is; an unknown one goes by its own name."""
    return TABLES.get(table, Words(table, table))


def column_name(column: str) -> Words:
    """What a column, or a field of a target's content, holds; an unknown one goes by its own
    name."""
    known = {**FIELDS, **LABELS, **_TEMPLATE}
    return known.get(column, Words(column, column))


def code_name(table: str, column: str, value: object) -> Words | None:
    """What a stored code means, if it is one."""
    known = _CODES.get(f"{table}.{column}", _CODES.get(column, {}))
    return known.get(value) if isinstance(value, int | str) else None
