"""The inputs of acts on what was found, and of what units say to it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from workflow.inputs.fields import Choice, Day, DecimalText, Number, Text, YesNo
from workflow.inputs.target import NO_VALUE, Seen, Sign, values_by_part
from workflow.terms import CAUSES, OBJECTED_TO, POINTED, QUALITIES
from workflow.words import Words

NEEDED = ma.validate.OneOf(
    [code for code in CAUSES if code != "none"],
    error=Words("应为主观不努力或客观原因。", "This must be lack of effort or an objective cause."),
)

POINTED_AT = ma.validate.OneOf(
    list(POINTED),
    error=Words(
        "应为 figure、evidence、deduction 或 cause。",
        "This must be one of figure, evidence, deduction, cause.",
    ),
)
ONE_THING = Words(
    "请选定申请复核的事项，或从得分表所列之处申请（what、path、node 三项齐备）。",
    "Choose what you object to, or object from the score sheet (what, path and node together).",
)


class Submit(Sign):
    """The head's hand; a key target no better than last year's result takes a reason (S18)."""

    growth_reason = Text(
        "未较上年增长的理由",
        "Reason for no growth",
        most=2000,
        lines=True,
        hint=Words(
            "重点目标不优于上年完成时必填，供审定领导查看。",
            "Needed where a key target is no better than last year's result.",
        ),
    )


class EnterLedger(Seen):
    """An entry of the ledger: what happened in this unit, by which document (S9)."""

    event = Text("事项", "Event", most=64, choices="ledger_events", required=True)
    count = Number("次数", "Count", low=1, high=100_000, load_default=1)
    occurred_on = Day("发生日期", "Occurred on", required=True)
    matter = Text("事由", "Matter", most=2000, lines=True, required=True)
    matter_code = Text(
        "同一事项编号",
        "Code of the matter",
        most=40,
        allow_none=True,
        hint=Words(
            "同一事项由多级表彰或通报的，各条填同一编号，只计最高的一条。",
            "Entries on one matter at several levels get the same code: the highest one counts.",
        ),
    )
    document = Text("依据文号", "Document number", most=60, allow_none=True)


class StrikeLedger(Seen):
    """An entry that does not stand, with the reason."""

    ledger = Number("台账记录", "Ledger entry", choices="ledger", required=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)


class Assess(Seen):
    """A scoring unit's finding; events come from its ledger and are never typed in here."""

    found_value = DecimalText("核定值", "Value found", allow_none=True)
    parts = values_by_part()
    no_value = YesNo(*NO_VALUE, load_default=False)
    quality = Choice("质量", "Quality", QUALITIES, load_default="ok")
    on_time = YesNo("按时", "On time", load_default=True)
    met = YesNo("是否完成", "Met", required=True)
    cause = Choice("未完成原因", "Cause", CAUSES, load_default="none")
    text = Text("考核意见", "Finding in words", most=2000, lines=True)


class DecideCause(Seen):
    """The leading group's decision on why a target was not met, the unit having been heard."""

    cause = Choice("未完成原因", "Cause", CAUSES, required=True, validate=NEEDED)
    heard_on = Day("听取单位陈述日期", "Unit heard on", required=True)
    document = Text("会议文号", "Document number", most=60, required=True)
    text = Text("陈述与理由", "What was heard, and why", most=2000, lines=True)


class ObjectResult(Seen):
    """A unit's objection to one thing: an entry, a finding, a cause or a score; or, from a page
    that shows how a score came about, to one node of it with the digest that was shown (S34)."""

    about = Choice("申请复核的事项", "About", OBJECTED_TO)
    ref = Number("台账记录", "Ledger entry", choices="ledger", allow_none=True)
    what = Text("所指内容", "What is pointed at", most=40, hidden=True, validate=POINTED_AT)
    path = Text("所指之处", "Path of the node", most=200, hidden=True)
    node = Text("所见之处的摘要", "Digest of the node shown", most=64, hidden=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)

    @ma.validates_schema
    def points_at_one_thing(self, data: dict[str, Any], **_: Any) -> None:
        """Either a row by what it is, or a node by kind, path and digest."""
        given = [name for name in ("what", "path", "node") if data.get(name)]
        if data.get("about") and not given:
            return
        if data.get("about") or len(given) < 3:
            raise ma.ValidationError(ONE_THING, "about")


class AnswerObjection(Seen):
    """The answer to an objection: upheld or not, with the reason."""

    objection = Number("复核申请", "Objection", choices="objections", required=True)
    upheld = YesNo("是否采纳", "Upheld", required=True)
    document = Text("文号", "Document number", most=60, allow_none=True)
    text = Text("答复", "Answer", most=2000, lines=True, required=True)
